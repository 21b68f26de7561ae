"""Frozen weeks in words: which days they are, how they came about, how they compare."""

from typing import Any

import pandas as pd

from programme.wording.weeks import week
from programme.wording.words import count, day

NONE_FROZEN = "No week is frozen yet."


def week_of(iso_week: str) -> str:
    """Return a week with its days: ``Week 46, 9 to 15 November 2026``."""
    said = week(iso_week)
    return said[0].upper() + said[1:]


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


def since(iso_week: str, changes: int) -> str:
    """Say what has happened since a reader last looked.

    Args:
        iso_week: The week that was the newest then.
        changes: How many there are.
    """
    told = (
        "nothing that we track has changed" if not changes else count(changes, "change", "changes")
    )
    return f"Since you last looked, in {week(iso_week)}: {told}."


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
