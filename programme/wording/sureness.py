"""How sure are we: where the figures come from, how old they are, what is missing."""

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import pandas as pd

from programme.wording.words import age, count, instant, known, listing, number, sentence

#: What the states of a source are called.
SOURCE_STATES: Final = {
    "ok": "Up to date",
    "stale": "Stale",
    "failed": "Failed",
    "never": "Never read",
}
_PLACES = {"github": "GitHub", "gitlab": "GitLab"}


def as_at(at: datetime, zone: ZoneInfo) -> str:
    """Return of which instant figures are, without a full stop.

    Args:
        at: The snapshot's instant.
        zone: The programme's time zone.
    """
    return f"Figures as at {instant(at, zone)}"


def origin(sources: pd.DataFrame, as_of: datetime, zone: ZoneInfo) -> str:
    """Say when the figures are of and from how many places they come.

    Args:
        sources: sources table.
        as_of: The snapshot's instant.
        zone: The programme's time zone.
    """
    text = as_at(as_of, zone)
    if sources.empty:
        return f"{text}."
    lists, projects = len(sources), sources["project"].nunique()
    which = "the work list" if lists == 1 else "the work lists"
    if lists != projects:
        which = f"{number(lists)} work lists"
    places = listing([name for kind, name in _PLACES.items() if (sources["kind"] == kind).any()])
    at = f" on {places}" if places else ""
    return f"{text}, from {which} of {count(projects, 'project', 'projects')}{at}."


def data_age(through: datetime | None, as_of: datetime) -> str:
    """Say how old data was at *as_of*; *through* is the oldest of the sources' last good times."""
    if through is None:
        return "No data has been collected yet."
    hours = max((as_of - through).total_seconds() / 3600, 0)
    return f"Data is {age(hours)} old."


def method(sources: pd.DataFrame) -> str:
    """Say how dates are worked out and what cannot be known."""
    text = (
        "Dates come from 10,000 trial runs of the past year's pace. "
        "They are chances, not promises. "
        "Sized risks, quiet periods and committee dates count as far as they are written down. "
        "Work is taken to be done on the Sunday that ends a week."
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


def gaps(quality: pd.DataFrame, increments: pd.DataFrame) -> str:
    """Say how much work no date counts, and how many serious gaps the records have.

    Args:
        quality: data_quality table.
        increments: increments table; the rows without a name hold work in none.
    """
    outside = _outside(increments)
    serious = int(quality["severity"].isin(["warning", "error"]).sum())
    if serious:
        found = sentence(f"{count(serious, 'serious gap was', 'serious gaps were')} found")[:-1]
        return f"{outside} {found} in the records.".strip()
    if outside:
        return outside
    if quality.empty:
        return "No gaps were found in the records."
    points = count(len(quality), "point", "points")
    return f"The records have no serious gap, and {points} to know."


def _outside(increments: pd.DataFrame) -> str:
    left = increments["remaining_count"].fillna(0)
    every, none = int(left.sum()), int(left[increments["increment"] == ""].sum())
    if none == 0:
        return ""
    if every == 1:
        which = "The only open piece of work belongs"
    elif none == every:
        which = f"All {number(every)} open pieces of work belong"
    else:
        some = "One" if none == 1 else number(none)
        verb = "belongs" if none == 1 else "belong"
        which = f"{some} of {number(every)} open pieces of work {verb}"
    return (
        f"{which} to no milestone, so no milestone’s date counts {'it' if none == 1 else 'them'}."
    )
