"""Where figures come from, for whoever audits them or has a right to ask for them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from programme.weeks import weeks_between
from programme.wording.changes import ago
from programme.wording.weeks import number, week, week_of
from programme.wording.words import capital, instant, listing, sentence

#: As much of a hash as tells one from another.
HASH_SHOWN: Final = 12
PINNED: Final = (
    "Demonstration: the clock of this programme is pinned, so these figures are not of today."
)
NO_DATA: Final = "No data collected yet"
BASIS: Final = {
    "live": "Live, not frozen",
    "recorded": "Recorded at the time",
    "rebuilt": "Rebuilt from events",
}


def edition(header: Mapping[str, Any]) -> str:
    """Return what an edition is called: ``Week 47 of 2026``, or ``Week 47 of 2026, correction 1``.

    Args:
        header: Of the edition.
    """
    iso_week = str(header["iso_week"])
    corrected = f", correction {header['revision']}" if header["revision"] else ""
    return f"Week {number(iso_week)} of {iso_week[:4]}{corrected}"


def through(data_through: datetime | None, zone: ZoneInfo) -> str:
    """Return the instant up to which the data is known.

    Args:
        data_through: None = no source was ever read.
        zone: The programme's time zone.
    """
    return instant(data_through, zone) if data_through else NO_DATA


def line(
    header: Mapping[str, Any], data_through: datetime | None, zone: ZoneInfo, tables: Sequence[str]
) -> str:
    """Say what a figure is of and where it is listed; stands beside every figure.

    Args:
        header: Of the edition.
        data_through: As for ``through``.
        zone: The programme's time zone.
        tables: Of the edition that it is drawn from; empty = none.
    """
    parts = [
        edition(header),
        f"Data through {through(data_through, zone)}" if data_through else NO_DATA,
        f"Configuration {str(header['config_sha256'])[:HASH_SHOWN]}",
    ]
    if tables:
        parts.append(f"Listed in {listing([f'{name}.csv' for name in tables])}")
    return " · ".join(parts)


def compared_with(compared: str | None, iso_week: str) -> str:
    """Say which earlier week a list of changes begins with, and how long ago that was.

    Args:
        compared: An ISO week, as in ``2026-W46``; None = there is none.
        iso_week: The week that is told of.
    """
    if not compared:
        return "There is no earlier report to compare with."
    return f"Compared with {ago(weeks_between(compared, iso_week))} ({week(compared)})."


def explain_command(table: str, as_of: str) -> str:
    """Return the command that names the items behind a row of a table.

    Args:
        table: Its name.
        as_of: The edition's instant, as in its header.
    """
    return f"python waymark.py explain {table} KEY --as-of {as_of}"


def whole(
    header: Mapping[str, Any], data_through: datetime | None, zone: ZoneInfo
) -> list[tuple[str, str]]:
    """Return everything that identifies an edition, as (name, value)."""
    told = [
        ("Week", week_of(str(header["iso_week"]))),
        ("Kind", BASIS[str(header["basis"])]),
        ("Figures as at", _at(header["as_of"], zone)),
        ("Data through", capital(through(data_through, zone))),
        ("Taken", _at(header["taken_at"], zone)),
    ]
    if header["revision"]:
        why = f"{sentence(str(header['revised_reason'] or ''))} ({header['revised_by_role']})"
        told.append(("Correction", f"Number {header['revision']}. {why}"))
    told += [
        ("Configuration (SHA-256)", str(header["config_sha256"])),
        ("This edition (SHA-256)", str(header.get("sha256") or "None: it is not frozen")),
        ("The edition before (SHA-256)", str(header["previous_sha256"] or "None")),
        ("Definitions", str(header["definitions_version"])),
        ("Waymark", f"Version {header['app_version']}"),
    ]
    return told


def _at(text: str, zone: ZoneInfo) -> str:
    return capital(instant(datetime.fromisoformat(text), zone))
