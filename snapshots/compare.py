"""What changed between two editions of a programme's figures (rules: docs/tables.md)."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

import pandas as pd

from programme import frames
from programme.weeks import local_date
from programme.wording.changes import introduction, introduction_live, introduction_rebuilt
from programme.wording.ratings import disputed
from snapshots.both import Both, Row
from snapshots.bridged import bridge
from snapshots.changes import KINDS, TABLE
from snapshots.changes_of_dates import changes_of_dates, movement
from snapshots.changes_of_decisions import changes_of_decisions
from snapshots.changes_of_method import changes_of_method, weeks_apart
from snapshots.changes_of_ratings import changes_of_pace, changes_of_ratings
from snapshots.changes_of_risks import changes_of_limit, changes_of_risks
from snapshots.changes_of_scope import changes_of_scope
from snapshots.edition import Edition
from snapshots.same_increments import Place, place
from snapshots.slippage_bridge import TABLE as BRIDGE
from snapshots.snapshot import Snapshot

_PARTS = (
    changes_of_ratings,
    changes_of_dates,
    changes_of_risks,
    changes_of_limit,
    changes_of_decisions,
    changes_of_scope,
    changes_of_pace,
    changes_of_method,
)


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

    @property
    def introduction(self) -> str:
        """What the list is compared with: ``Compared with 2 weeks ago.``."""
        return introduced(self.before, self.after)


def compare(before: Edition, after: Edition) -> Comparison:
    """List what changed from *before* to *after*.

    Only the editions' own headers, tables and settings are read, so that two frozen weeks give the
    same list whenever they are compared. A table or column that an older edition lacks is not
    compared.

    Args:
        before: The edition compared with; it may be the later one, too.
        after: The edition that is told of.
    """
    editions = Both(before, after)
    rows = list(chain.from_iterable(part(editions) for part in _PARTS))
    return Comparison(before, after, _table(rows, _movements(editions)))


def introduced(before: Edition, after: Edition) -> str:
    """Say what the changes of an edition are compared with (rules C1 and C10)."""
    if after.frozen or not before.frozen:
        return introduction(weeks_apart(before, after))
    if before.header["basis"] == "rebuilt":
        return introduction_rebuilt(before.header["iso_week"])
    taken_at = datetime.fromisoformat(before.header["taken_at"])
    return introduction_live(local_date(taken_at, after.zone), after.today)


def with_changes(edition: Edition, before: Edition | None) -> Snapshot:
    """Return the edition's snapshot with what changed since *before*.

    Args:
        edition: What is to be frozen, written or shown; its snapshot is not sealed yet.
        before: The edition that was frozen last; None where there is none.

    Returns:
        The snapshot with the tables ``changes`` and ``slippage_bridge``, empty with nothing to
        compare with, and ``compared_with_week``, ``compared_with_rating`` (declared, else
        indicated) and ``disagreed_count`` in its header. It is not sealed.
    """
    snapshot = edition.snapshot
    told = {
        "compared_with_week": None,
        "compared_with_rating": None,
        "disagreed_count": _disagreed(edition, before),
    }
    changes, bridged = frames.empty(TABLE), frames.empty(BRIDGE)
    identity = snapshot.identity
    if before is not None:
        changes = compare(before, edition).changes
        bridged = bridge(Both(before, edition))
        told |= {
            "compared_with_week": before.header["iso_week"],
            "compared_with_rating": before.header["declared_rating"]
            or before.header["indicated_rating"],
        }
        identity = f"{identity}/{before.identity}"
    header = {name: value for name, value in snapshot.header.items() if name != "sha256"}
    tables = {**snapshot.tables, TABLE.name: changes, BRIDGE.name: bridged}
    return Snapshot({**header, **told}, tables, identity)


def _disagreed(edition: Edition, before: Edition | None) -> int:
    """Count the reports in a row, this one last, whose declared rating is better than indicated."""
    header = edition.header
    if not disputed(str(header["declared_rating"] or ""), str(header["indicated_rating"])):
        return 0
    # Frozen by a version that did not count yet: as one, if it is one.
    return 1 + (before.header.get("disagreed_count", _disagreed(before, None)) if before else 0)


def _movements(editions: Both) -> dict[Place, int]:
    """Return by how many days the end of each increment moved, where that is known."""
    moved = {place(pair.after): movement(pair) for pair in editions.increments.matched}
    return {at: abs(days) for at, days in moved.items() if days is not None}


def _table(rows: list[Row], movements: dict[Place, int]) -> pd.DataFrame:
    """Put rows in their order: by effect, then by kind, then by how far the increment moved."""

    def rank(row: Row) -> tuple[object, ...]:
        effect = row.effect_days
        return (
            effect is None,
            -abs(effect or 0),
            KINDS.index(row.kind),
            bool(row.project),
            -movements.get((row.project, row.increment), 0),
            *(row.project, row.increment, row.item, row.before, row.after, row.sentence),
        )

    ordered = [row._asdict() for row in sorted(rows, key=rank)]
    if not ordered:
        return frames.empty(TABLE)
    table = pd.DataFrame(ordered).assign(order=range(1, len(ordered) + 1))
    return frames.conform(table, TABLE)
