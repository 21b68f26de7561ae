"""What a week's report says of itself: when it was frozen, and what the programme's people say."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from programme.weeks import local_date
from programme.wording.changes import LONGEST_REASON
from programme.wording.ratings import points_to, rating_word
from programme.wording.weeks import week
from programme.wording.words import count, day, sentence, title

NO_NOTE: Final = "No note this week."
#: A declared rating older than this is out of date.
_DECLARED_FOR: Final = 28


def provenance(header: Mapping[str, Any], zone: ZoneInfo) -> str:
    """Say when a week was frozen, that it was rebuilt or late, and why it was corrected.

    Args:
        header: Of the week; empty is returned of one that is not frozen.
        zone: The programme's time zone.
    """
    taken = day(local_date(datetime.fromisoformat(header["taken_at"]), zone))
    revised = int(header["revision"]) > 0
    said = []
    if header["basis"] == "rebuilt":
        on = "" if revised else f" on {taken}"
        said.append(f"This week was rebuilt from events{on}; it was not reported at the time.")
    elif header["basis"] == "recorded" and not revised:
        said.append(f"{'Taken late' if header['taken_late'] else 'Frozen'} on {taken}.")
    if revised:
        reason = title(str(header["revised_reason"]), LONGEST_REASON).rstrip(".")
        said.append(f"Corrected on {taken} because {reason} ({header['revised_by_role']}).")
    return " ".join(said)


def declared(on: date, role: str) -> str:
    """Say when a rating was declared, and by which role; no full stop."""
    return f"Declared on {day(on)} ({role})"


def declared_last(rating: str, on: date, role: str, reason: str) -> str:
    """Say to whoever may declare another rating which one stands."""
    why = sentence(title(reason, LONGEST_REASON))
    return f"{rating_word(rating)} stands: declared on {day(on)} ({role}). {why}".strip()


def where(iso_week: str) -> str:
    """Say where a note and a declared rating are read.

    Args:
        iso_week: The week that is reported next.
    """
    return f"Both stand on the sponsor’s page at once, and on the report of {week(iso_week)}."


def out_of_date(rating: str, on: date, today: date) -> str:
    """Say that a declared rating is too old to stand alone; empty while it is not.

    Args:
        rating: As declared.
        on: When it was declared.
        today: Local date at which it is read.
    """
    old = (today - on).days
    if old <= _DECLARED_FOR:
        return ""
    return f"Out of date: {rating_word(rating)} was declared {count(old, 'day', 'days')} ago."


def indicated(rating: str, reason: str) -> str:
    """Say beside a declared rating which one the figures point to, and why."""
    return f"{points_to(rating)} {sentence(reason)}".strip()


def noted_by(role: str) -> str:
    """Return what stands before a note on the week."""
    return f"Note on the week ({role})"
