"""Frozen weeks, read: which there are, and any of them as it was."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

import pandas as pd

from programme.errors import WaymarkError
from programme.frames import Contract
from snapshots import frozen_settings, week_names
from snapshots.contracts import contracts
from snapshots.edition import Edition
from snapshots.pack import unpacked
from snapshots.package import HEADER
from snapshots.read import read_table
from snapshots.snapshot import Snapshot
from snapshots.week_names import WeekName
from store import Chained, Store

BASES: Final = ("recorded", "rebuilt")
#: Without these fields of its header a snapshot has no place in a chain.
_REQUIRED: Final = {
    *("programme", "iso_week", "basis", "revision", "taken_at", "sha256", "previous_sha256"),
}


def newest(kept: Iterable[Chained]) -> dict[str, Chained]:
    """Return the snapshot that counts of each week, by week, oldest first.

    A recorded one goes before a rebuilt one, a correction before what it corrects. Weeks whose
    snapshots were deleted are left out, and what names no week, which ``verify`` tells of.
    """
    there = [one for one in kept if one.removed_at is None and week_names.is_week(one.week)]
    ordered = sorted(there, key=lambda one: (one.week, one.basis == "recorded", one.revision))
    return {one.week: one for one in ordered}


def previous(kept: Iterable[Chained], week: str) -> Chained | None:
    """Return the snapshot that counts of the last week before *week* that has one."""
    earlier = [one for name, one in newest(kept).items() if name < week]
    return earlier[-1] if earlier else None


def find(kept: Iterable[Chained], wanted: WeekName) -> Chained:
    """Return a snapshot by its name.

    Raises:
        WaymarkError: If there is none, or it was deleted.
    """
    of_week = [one for one in kept if one.week == wanted.week]
    if wanted.revision is not None:
        of_week = [one for one in of_week if one.revision == wanted.revision]
    counting = newest(of_week).get(wanted.week)
    if counting is not None:
        return counting
    called = week_names.name(wanted.week, wanted.revision or 0)
    if of_week:
        raise _deleted(called)
    raise WaymarkError(
        f"{called} is not frozen; run `python waymark.py snapshot --week {wanted.week}`."
    )


def content(store: Store, programme: str, kept: Chained) -> bytes:
    """Return a snapshot's zip file, byte for byte as it was frozen.

    Raises:
        WaymarkError: If it was deleted, or its bytes have changed since.
    """
    found = store.week_content(programme, kept.position)
    called = week_names.name(kept.week, kept.revision)
    if found is None:
        raise _deleted(called)
    if hashlib.sha256(found).hexdigest() != kept.content_sha256:
        raise WaymarkError(
            f"The frozen week {called} is not as it was frozen; run `python waymark.py verify`."
        )
    return found


def _deleted(called: str) -> WaymarkError:
    return WaymarkError(f"{called} was deleted after the time for which weeks are kept.")


def edition(store: Store, programme: str, kept: Chained) -> Edition:
    """Return a frozen week as it was, from its own bytes alone.

    Raises:
        WaymarkError: If it was deleted, its bytes have changed since, or cannot be read.
    """
    return edition_of(unpacked(content(store, programme, kept)))


def edition_of(files: Mapping[str, bytes]) -> Edition:
    """Return what the files of a snapshot say.

    Args:
        files: As ``pack.unpacked`` gives them.

    Raises:
        WaymarkError: If they cannot be read.
    """
    header, printed = header_of(files), printed_of(files)
    snapshot = Snapshot(
        header=header, tables=tables_of(printed), identity=str(header["sha256"]), printed=printed
    )
    return Edition(snapshot, frozen_settings.load(files.get(frozen_settings.NAME, b"")))


def header_of(files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the header among the files of a snapshot.

    Raises:
        WaymarkError: If there is none.
    """
    try:
        header = json.loads(files[HEADER])
    except (KeyError, ValueError):
        header = None
    if not isinstance(header, dict) or not header.keys() >= _REQUIRED:
        raise WaymarkError("This zip file has no header of a snapshot.")
    return header


def printed_of(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the tables among the files of a snapshot as they are written, by name."""
    return {name.removesuffix(".csv"): one for name, one in files.items() if name.endswith(".csv")}


def table_of(
    files: Mapping[str, bytes], name: str, columns: Collection[str] | None = None
) -> pd.DataFrame:
    """Return one table among the files of a snapshot.

    Args:
        files: By name.
        name: Of the table.
        columns: The only ones that are wanted; None = all.

    Raises:
        WaymarkError: If it is not there, or cannot be read.
    """
    whole = contracts()[name].columns
    wanted = {key: column for key, column in whole.items() if columns is None or key in columns}
    return read_table(files.get(f"{name}.csv", b""), Contract(name, wanted))


def tables_of(printed: Mapping[str, bytes]) -> dict[str, pd.DataFrame]:
    """Return every table that was written and that this version knows.

    Args:
        printed: CSV by name of the table.
    """
    return {
        name: read_table(printed[name], contract)
        for name, contract in contracts().items()
        if name in printed
    }
