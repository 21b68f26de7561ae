"""All weeks at a glance: what each frozen week came to, in one row."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import pandas as pd

from programme import frames
from programme.errors import WaymarkError
from programme.frames import AT, COUNT, DAYS, FLAG, ON, TEXT, Column, Contract
from programme.teams import withheld
from programme.weeks import sunday_of
from snapshots import archive, frozen_settings, week_names
from snapshots.change_groups import told_count
from snapshots.pack import unpacked
from snapshots.package import HEADER
from store import Chained, Store

TABLE: Final = Contract(
    "glance",
    {
        "week": Column(TEXT, "ISO week", key=True, empty=False),
        "name": Column(TEXT, "week and revision, 2026-W47-r1", empty=False),
        "week_end": Column(ON, "its Sunday", empty=False),
        "basis": Column(TEXT, "recorded | rebuilt", empty=False),
        "revision": Column(COUNT, "0, and one more for each correction", empty=False),
        "taken_late": Column(FLAG, "whether it was taken after its day", empty=False),
        "taken_at": Column(AT, "when it was taken", empty=False),
        "declared_rating": Column(TEXT, "green | amber | red; empty = nobody declared one"),
        "indicated_rating": Column(TEXT, "green | amber | red | not_rated", empty=False),
        "p80_on": Column(ON, "day by which all is finished with a chance of 80 in 100"),
        "remaining_count": Column(COUNT, "pieces of work still open", empty=False),
        "exposure_days": Column(DAYS, "expected delay of open risks"),
        "change_count": Column(COUNT, "changes told since the week before; empty = no such week"),
    },
)

#: Files of a snapshot that a row is made of.
_READ: Final = {HEADER, frozen_settings.NAME, "projects.csv", "changes.csv"}


def glance(store: Store, programme: str, kept: Sequence[Chained]) -> pd.DataFrame:
    """Return what each week came to.

    Args:
        store: Where the weeks are kept.
        programme: Its name.
        kept: What is frozen.

    Returns:
        TABLE: one row for each week that has a snapshot, oldest first. One that is not as it was
        frozen or cannot be read has none.
    """
    rows = []
    for one in archive.newest(kept).values():
        with suppress(WaymarkError):
            rows.append(_row(store, programme, one))
    if not rows:
        return frames.empty(TABLE)
    return frames.conform(pd.DataFrame(rows), TABLE)


# A frozen week never changes: *one* has the hash of its bytes. Two years of weeks, twice.
@lru_cache(maxsize=256)
def _row(store: Store, programme: str, one: Chained) -> dict[str, Any]:
    files = unpacked(archive.content(store, programme, one), _READ)
    header, projects = archive.header_of(files), archive.table_of(files, "projects")
    of_programme = projects[projects["project"] == ""]
    if of_programme.empty:
        raise WaymarkError("A frozen week says nothing of the programme as a whole.")
    whole = of_programme.iloc[0]
    return {
        "week": one.week,
        "name": week_names.name(one.week, one.revision),
        "week_end": pd.Timestamp(sunday_of(one.week)),
        "basis": one.basis,
        "revision": one.revision,
        "taken_late": header.get("taken_late", False),
        "taken_at": datetime.fromisoformat(header["taken_at"]),
        "declared_rating": header.get("declared_rating") or "",
        "indicated_rating": header.get("indicated_rating", "not_rated"),
        "p80_on": whole["p80_on"],
        "remaining_count": whole["remaining_count"],
        "exposure_days": whole["exposure_days"],
        "change_count": _told(files) if header["compared_with_week"] else None,
    }


def _told(files: Mapping[str, bytes]) -> int:
    """Count the changes as their list has them, by the week's own settings."""
    if "changes.csv" not in files:
        return 0
    settings = frozen_settings.load(files.get(frozen_settings.NAME, b""))
    return told_count(archive.table_of(files, "changes"), withheld(settings.projects))
