"""What slides say of themselves: titles that are no chart's finding, footers, speaker notes."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from programme.weeks import week_start
from programme.wording.ratings import rating_word
from programme.wording.words import count, day, instant, listing, number, sentence

#: Letters of a hash that are enough to tell two apart.
_SHORT: Final = 12
#: Said at the end of text that is cut.
MORE: Final = "More is in the report."
#: What leads to an address; short, since LibreOffice breaks a link anywhere.
OPEN: Final = "Open it"
NOTHING_CHANGED: Final = "Nothing that we track has changed"


def position_title(programme: str, rating: str) -> str:
    """Return the title of the first slide."""
    return f"{programme}: {rating_word(rating)}"


def week(header: Mapping[str, Any]) -> str:
    """Return the days of a report's week: ``16 to 22 November 2026``."""
    monday = _monday(header)
    sunday = monday + timedelta(days=6)
    first = day(monday)
    if monday.year == sunday.year:
        first = first.rsplit(" ", 1)[0]
    if monday.month == sunday.month:
        first = str(monday.day)
    return f"{first} to {day(sunday)}"


def eyebrow(header: Mapping[str, Any]) -> str:
    """Return what stands above the title of the first slide."""
    what = "Live figures" if header["basis"] == "live" else "Weekly report"
    return f"{what}, {_number(header['iso_week'])}, {week(header)}"


def decisions_title(decisions: int, ready: str) -> str:
    """Return the title of the slide with decisions and dates.

    Args:
        decisions: How many wait for the sponsor.
        ready: How far the least sure milestone has moved, a sentence.
    """
    if not decisions:
        return f"No decision waits for you. {sentence(ready)}"
    waits = "waits" if decisions == 1 else "wait"
    return f"{count(decisions, 'decision', 'decisions').capitalize()} {waits} for you. " + sentence(
        ready
    )


def learned_title(usable: int, learned: int) -> str:
    """Return the title of the slide with achievements and learnings.

    Args:
        usable: How many things people can now use.
        learned: How many things were learned.
    """
    if not usable and not learned:
        return "Nothing new can be used, and nothing was noted as learned"
    first = count(usable, "thing", "things").capitalize() + " people can now use"
    if not usable:
        first = "Nothing new can be used"
    if not learned:
        return f"{first}; nothing was noted as learned"
    return f"{first}; {count(learned, 'thing', 'things')} learned"


def changes_title(changes: int, before: str) -> str:
    """Return the title of the slide with changes.

    Args:
        changes: How many there are.
        before: The ISO week compared with.
    """
    if not changes:
        return f"{NOTHING_CHANGED} since {_number(before)}"
    has = "has" if changes == 1 else "have"
    told = count(changes, "thing", "things").capitalize()
    return f"{told} {has} changed since {_number(before)}"


def footer(
    header: Mapping[str, Any],
    *,
    through: datetime | None,
    zone: ZoneInfo,
    tables: Sequence[str],
    demonstration: bool,
) -> list[str]:
    """Return the lines at the foot of a slide: which figures these are, and where items stand.

    Args:
        header: Of the edition.
        through: The oldest of the sources' last good syncs; None before any.
        zone: The programme's time zone.
        tables: Names of the tables that list the items; may be none.
        demonstration: Whether the clock is pinned.
    """
    parts = marks(header, demonstration=demonstration)
    parts.append(f"Week {header['iso_week']}")
    parts.append(f"Data through {instant(through, zone)}" if through else "No data collected yet")
    parts.append(f"Configuration {str(header['config_sha256'])[:_SHORT]}")
    files = listing([f"{name}.csv" for name in tables])
    where = [f"Items are listed in {files} of the report’s zip file."] if tables else []
    return [" · ".join(parts), *where]


def marks(header: Mapping[str, Any], *, demonstration: bool) -> list[str]:
    """Return what a reader must know of these figures before any of them, shortly."""
    told = []
    if demonstration:
        told.append("Demonstration")
    if header["basis"] == "live":
        told.append("Live, not frozen")
    if header["basis"] == "rebuilt":
        told.append("Rebuilt from events")
    if header["revision"]:
        told.append(f"Revision {header['revision']}")
    if header["taken_late"]:
        told.append("Taken late")
    return told


def about(
    header: Mapping[str, Any], *, through: datetime | None, zone: ZoneInfo
) -> list[tuple[str, str]]:
    """Return what these figures are, for an audit: a name and a value each."""
    taken = datetime.fromisoformat(header["taken_at"])
    origin = {
        "live": "Live figures, not frozen",
        "recorded": "Recorded at the time",
        "rebuilt": "Rebuilt from events; not reported at the time",
    }[str(header["basis"])]
    rows = [
        ("Week", str(header["iso_week"])),
        ("Days", week(header)),
        ("Origin", origin),
        ("Data through", instant(through, zone) if through else "No data collected yet"),
        ("Taken", instant(taken, zone) + (" (late)" if header["taken_late"] else "")),
    ]
    if header["revision"]:
        why = sentence(str(header["revised_reason"]))
        rows.append((f"Revision {header['revision']}", f"{why} ({header['revised_by_role']})"))
    rows += [
        ("Configuration", str(header["config_sha256"])[:_SHORT]),
        ("Definitions", str(header["definitions_version"])),
    ]
    if header.get("sha256"):
        rows.append(("Hash of the figures", str(header["sha256"])[:_SHORT]))
    return rows


def definition(
    table: str, *, question: str, unit: str, definition: str, misleads: str, provisional: bool
) -> str:
    """Return a measure's record as a paragraph of speaker notes."""
    trial = " Its definition is still being tried and may change." if provisional else ""
    return (
        f"{question} {definition} Unit: {unit}. What misleads: {misleads}{trial} "
        f"Table: {table}.csv."
    )


def more_rows(left: int) -> str:
    """Say how many rows of a table are in the report alone; at least one."""
    return f"and {number(left)} more in the report"


def more_changes(left: int) -> str:
    """Say how many changes are in the report alone, after the first ones."""
    return f"{count(left, 'more change is', 'more changes are').capitalize()} in the report."


def _number(iso_week: str) -> str:
    """Return ``week 45`` of ``2026-W45``."""
    return f"week {int(iso_week[6:8])}"


def _monday(header: Mapping[str, Any]) -> date:
    year, number = str(header["iso_week"]).split("-W")
    return week_start(date.fromisocalendar(int(year), int(number), 1))
