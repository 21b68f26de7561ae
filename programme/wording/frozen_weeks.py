"""Frozen weeks in words: how they came about, how they compare."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from programme.wording.weeks import number
from programme.wording.words import count, day, listing

NONE_FROZEN = "No week is frozen yet."
UNREADABLE = "The frozen weeks cannot be read; run `python waymark.py verify`."


def kind(row: Any) -> str:
    """Say how a week came about: ``Recorded``, ``Rebuilt from events``, and what else is to know.

    Args:
        row: A row of the glance at all weeks.
    """
    if row.basis == "rebuilt":
        return "Rebuilt from events"
    parts = ["corrected" * bool(row.revision), "taken late" * bool(row.taken_late)]
    more = ", ".join(part for part in parts if part)
    return f"Recorded, {more}" if more else "Recorded"


def damaged(names: Sequence[str]) -> str:
    """Say which weeks are left out because they cannot be read.

    Args:
        names: Of the weeks, at least one.
    """
    return f"Not shown, because damaged: {listing(names)}. Run `python waymark.py verify`."


def news(changes: int, since: str) -> str:
    """Lead to what has changed.

    Args:
        changes: How many there are, at least one.
        since: As one of the three below gives it.
    """
    return f"See {count(changes, 'change', 'changes')} {since}."


def since_last_looked(iso_week: str) -> str:
    """Say since when, to a reader who was here before.

    Args:
        iso_week: The week that was the newest then.
    """
    return f"since you last looked, in week {number(iso_week)}"


def since_report(introduction: str) -> str:
    """Say since which report.

    Args:
        introduction: As ``wording.changes`` gives it: "Changed since Monday’s report."
    """
    return introduction.partition(" ")[2].rstrip(".")


def since_week_before(iso_week: str) -> str:
    """Say since which week, of a frozen one.

    Args:
        iso_week: The week that it is compared with.
    """
    return f"since week {number(iso_week)}"


def taken_along(iso_week: str) -> str:
    """Return what stands above the files of a week; empty = of the live figures."""
    return f"Take week {number(iso_week)} with you" if iso_week else "Take today’s figures with you"


def headline(weeks: pd.DataFrame) -> str:
    """Say how the 4 in 5 date moved over the weeks shown.

    Args:
        weeks: The glance at all weeks, oldest first.
    """
    told = weeks[weeks["p80_on"].notna()]
    if told.empty:
        return "No week has had a forecast yet"
    first, last = told.iloc[0], told.iloc[-1]
    shift = (last["p80_on"] - first["p80_on"]).days
    if len(told) == 1:
        return f"The 4 in 5 date is {day(last['p80_on'])}"
    if shift == 0:
        return f"The 4 in 5 date is {day(last['p80_on'])}, as it was at first"
    way = "later" if shift > 0 else "earlier"
    far = count(abs(shift), "day", "days")
    return f"The 4 in 5 date has moved {far} {way}, to {day(last['p80_on'])}"


def description(weeks: pd.DataFrame) -> str:
    """Say in words what the chart of all weeks draws.

    Args:
        weeks: The glance at all weeks, oldest first.
    """
    told = weeks[weeks["p80_on"].notna()]
    without = len(weeks) - len(told)
    rebuilt = int((weeks["basis"] == "rebuilt").sum())
    drawn = count(len(weeks), "week is", "weeks are").capitalize()
    which = f"{rebuilt} of them rebuilt from events" if rebuilt else "all of them recorded"
    gap = f"In {count(without, 'week', 'weeks')} there was no forecast." if without else ""
    return f"{headline(weeks)}. {drawn} drawn, {which}. {gap}".rstrip()
