"""What is written around a report or an alert that is sent."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from programme.wording.ratings import rating_word
from programme.wording.sureness import as_at
from programme.wording.weeks import week_of
from programme.wording.words import count, listing, visible

CHANGES: Final = "What has changed"
#: So many changes are told; the report has all of them.
MOST_CHANGES: Final = 5


def subject(header: Mapping[str, Any], zone: ZoneInfo) -> str:
    """Return what a report is about: programme, rating and week, without a full stop at its end.

    Args:
        header: Of the edition.
        zone: The programme's time zone, in which the live figures' instant is told.
    """
    rating = rating_word(str(header["declared_rating"] or header["indicated_rating"]))
    told = week_of(str(header["iso_week"]))
    if header["basis"] == "live":
        told = as_at(datetime.fromisoformat(header["as_of"]), zone)
    return f"{visible(str(header['programme']))}: {rating}. {told}"


def changes_left_out(left: int) -> str:
    """Say that more has changed than is told; empty when it has not."""
    if not left:
        return ""
    return f"The report has {count(left, 'more change', 'more changes')}."


def attached(names: Sequence[str]) -> str:
    """Say what is attached; empty when nothing is."""
    return f"Attached: {listing(list(names))}." if names else ""


def link(address: str) -> str:
    """Say where the dashboard is; empty when that is not known."""
    return f"All figures: {address}" if address else ""


def alerts_subject(programme: str, subjects: Sequence[str]) -> str:
    """Return what alerts are about: the only one, or how many there are.

    Args:
        programme: Name of the programme.
        subjects: Of the alerts; at least one.
    """
    about = subjects[0] if len(subjects) == 1 else f"{len(subjects)} things to know"
    return f"{visible(programme)}: {about}"


def not_taken(attempts: int) -> str:
    """Say that a target did not take what was sent to it, and where to look."""
    if not attempts:
        return "It was not tried."
    return f"It was not taken in {count(attempts, 'try', 'tries')}; see docs/report.md."
