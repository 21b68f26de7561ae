"""How sure are we: where the figures come from, how old they are, what is missing."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from programme.wording.words import age, count, instant, known, listing, sentence

_PLACES = {"github": "on GitHub", "gitlab": "on GitLab", "recorded": "from recorded files"}


def origin(sources: pd.DataFrame, as_of: datetime, zone: ZoneInfo) -> str:
    """Say when the figures are of and from how many places they come.

    Args:
        sources: sources table.
        as_of: The snapshot's instant.
        zone: The programme's time zone.
    """
    number = count(len(sources), "list of work", "lists of work")
    places = listing([words for kind, words in _PLACES.items() if (sources["kind"] == kind).any()])
    return f"Figures as at {instant(as_of, zone)}, from {number} {places}.".replace(" .", ".")


def data_age(through: datetime | None, as_of: datetime) -> str:
    """Say how old data was at *as_of*; *through* is the oldest of the sources' last good times."""
    if through is None:
        return "No data has been collected yet."
    hours = max((as_of - through).total_seconds() / 3600, 0)
    return f"Data is {age(hours)} old."


def method(sources: pd.DataFrame) -> str:
    """Say how dates are worked out and what cannot be known."""
    text = (
        "Dates come from 10,000 trial runs of the last 26 weeks' pace. "
        "They are chances, not promises."
    )
    if (sources["event_count"] == 0).any():
        text += " One or more lists keep no history, so past weeks there are less certain."
    return text


def source_notice(row: Any, as_of: datetime, zone: ZoneInfo) -> str:
    """Say that a source is behind; empty when it is not.

    Args:
        row: A row of the sources table.
        as_of: The snapshot's instant.
        zone: The programme's time zone.
    """
    if row.state == "ok":
        return ""
    if not known(row.last_ok_at):
        text = (
            f"{row.source} has not been collected yet, so its work is missing from these figures."
        )
    else:
        good = f"Its last good data is from {instant(row.last_ok_at, zone)}."
        if row.state == "stale":
            hours = (as_of - row.last_ok_at).total_seconds() / 3600
            return f"{row.source} is {age(hours)} old. {good}"
        text = f"{row.source} could not be collected. {good}"
    return f"{text} {sentence(str(row.message))}" if known(row.message) else text


def gaps(quality: pd.DataFrame) -> str:
    """Say how many data-quality checks found something worth a look.

    Args:
        quality: data_quality table.
    """
    serious = quality[quality["severity"].isin(["warning", "error"])]
    if quality.empty:
        return "No gaps were found in the records."
    if serious.empty:
        points = count(len(quality), "point", "points")
        return f"The records have no serious gap. Data quality lists {points} to know."
    found = count(len(serious), "gap was", "kinds of gap were")
    return f"{sentence(found)[:-1]} found in the records."
