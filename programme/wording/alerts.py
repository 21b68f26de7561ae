"""What cannot wait for the week's end, in a few words and in a sentence."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from programme.wording.ratings import named, rating_word
from programme.wording.words import day, instant, known, title, visible


def rated(row: Any) -> str:
    """Say that a rating got worse.

    Args:
        row: A row of the changes table, of a rating.
    """
    about = f"{title(visible(row.project))} is " if row.project else ""
    return f"{about}{rating_word(row.after)}, was {rating_word(row.before)}"


def moved(row: Any) -> str:
    """Say from where to where the date worked to moved, or that there is none any more.

    Args:
        row: A row of the changes table, of a date worked to.
    """
    was = day(date.fromisoformat(row.before))
    if not known(row.after):
        return f"{named(visible(row.increment))} has no date any more, was {was}"
    return f"{named(visible(row.increment))} from {was} to {day(date.fromisoformat(row.after))}"


def failing(source: str) -> str:
    """Say which source fails."""
    return f"{visible(source)} cannot be read"


def failing_since(row: Any, since: datetime, zone: ZoneInfo) -> str:
    """Say since when a source has been failing, and what its last sync said.

    Args:
        row: A row of the sources table.
        since: Aware instant of its last good sync, or from which it is known to fail.
        zone: The programme's time zone.
    """
    said = f"{failing(str(row.source))} since {instant(since, zone)}."
    return f"{said} Its last sync said: {visible(str(row.message))}" if known(row.message) else said
