"""What slides say of themselves: titles that are no chart's finding, footers, speaker notes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from programme.wording import origin
from programme.wording.ratings import rating_word
from programme.wording.weeks import number as week_number
from programme.wording.weeks import week
from programme.wording.words import count, listing, number, sentence

#: What of an edition's origin stands in the report alone.
_IN_THE_REPORT: Final = {"Figures as at", "The edition before (SHA-256)", "Waymark"}
#: Said at the end of text that is cut.
MORE: Final = "More is in the report."
#: What leads to an address; short, since LibreOffice breaks a link anywhere.
OPEN: Final = "Open it"
NOTHING_CHANGED: Final = "Nothing that we track has changed"


def position_title(programme: str, rating: str) -> str:
    """Return the title of the first slide."""
    return f"{programme}: {rating_word(rating)}"


def eyebrow(header: Mapping[str, Any]) -> str:
    """Return what stands above the title of the first slide."""
    what = "Live figures" if header["basis"] == "live" else "Weekly report"
    return f"{what}, {week(str(header['iso_week']))}"


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
        return f"{NOTHING_CHANGED} since week {week_number(before)}"
    has = "has" if changes == 1 else "have"
    told = count(changes, "thing", "things").capitalize()
    return f"{told} {has} changed since week {week_number(before)}"


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
    said = [*marks(header, demonstration=demonstration), origin.line(header, through, zone, ())]
    files = listing([f"{name}.csv" for name in tables])
    where = [f"Items are listed in {files} of the report’s zip file."] if tables else []
    return [" · ".join(said), *where]


def marks(header: Mapping[str, Any], *, demonstration: bool) -> list[str]:
    """Return what a reader must know of these figures before any of them, shortly."""
    told = ["Demonstration"] if demonstration else []
    if header["basis"] != "recorded":
        told.append(origin.BASIS[str(header["basis"])])
    if header["taken_late"]:
        told.append("Taken late")
    return told


def about(
    header: Mapping[str, Any], *, through: datetime | None, zone: ZoneInfo
) -> list[tuple[str, str]]:
    """Return what these figures are, for an audit: a name and a value each, hashes cut."""
    return [
        (name, f"{value[: origin.HASH_SHOWN]}…" if name.endswith("(SHA-256)") else value)
        for name, value in origin.whole(header, through, zone)
        if name not in _IN_THE_REPORT
    ]


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
