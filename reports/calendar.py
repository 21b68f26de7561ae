"""The dates of a programme's increments as a calendar (iCalendar, RFC 5545)."""

import json
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, Final
from uuid import UUID, uuid5

import pandas as pd
from icalendar import Calendar, Event

from programme.wording import calendar as wording
from programme.wording import origin
from programme.wording.words import known, visible
from snapshots.edition import Edition

#: Under which the names of increments are turned into ids; never changed, or every calendar would
#: show each of them twice.
_NAMES: Final = UUID("6f0c5d0e-52a4-5d0b-9d54-0b2f6a3c7e19")
_ADDRESSED: Final = {"milestones", "parents"}
#: Where what is said of an increment is listed, and its pieces of work.
_TABLES: Final = ("increments", "items")
_ADDRESS: Final = re.compile(r"https://[!-~]+")
_STATUS: Final = {"open": "TENTATIVE", "finished": "CONFIRMED", "removed": "CANCELLED"}
#: Steps of SEQUENCE, in the order in which an increment goes through its states. One that is opened
#: again has another date as a rule, with which it is ahead of all of them.
_STEPS: Final = {"open": 0, "finished": 1, "removed": 2}


def calendar(edition: Edition) -> bytes:
    """Return an all-day event for each increment that has a date, finished ones included.

    The same edition gives the same bytes. Whoever takes up the file of a later week has each event
    replaced: its ``UID`` comes from what programme, project and increment are known by, and its
    ``SEQUENCE`` rises with each move of its date, and when it is finished or gone from the forge.

    Args:
        edition: Uses the tables increments and milestone_trend.
    """
    made = Calendar()
    made.add("prodid", "-//Waymark//Milestones//EN")
    made.add("version", "2.0")
    # Beside the standard's name, the one that programs knew before it (RFC 7986).
    for key in ("name", "x-wr-calname"):
        made.add(key, visible(str(edition.header["programme"])))
    trend = dict(list(edition.table("milestone_trend").groupby(["project", "increment"])))
    for row in edition.table("increments").sort_values(["project", "increment"]).itertuples():
        targets = _targets(row, trend.get((row.project, row.increment)))
        on = _day(row, targets)
        if row.increment and on:
            made.add_component(_event(row, on, targets, edition))
    return bytes(made.to_ical())


def _targets(row: Any, trend: pd.DataFrame | None) -> list[date]:
    """Return the dates that were worked to, week by week, and the one of now."""
    seen = [] if trend is None else trend.sort_values("week_end")["target_on"].tolist()
    return [target.date() for target in (*seen, row.target_on) if known(target)]


def _day(row: Any, targets: Sequence[date]) -> date | None:
    """Return the day of an increment's event: when it was finished, else the date worked to.

    One that is gone from the forge keeps its last date. None = it has no date.
    """
    if known(row.finished_on):
        return row.finished_on.date()  # type: ignore[no-any-return]  # pandas says no types
    return targets[-1] if targets and (row.state == "removed" or known(row.target_on)) else None


def _event(row: Any, on: date, targets: Sequence[date], edition: Edition) -> Event:
    header = edition.header
    event = Event()
    identity = json.dumps([header["programme"], row.project, _identity(row, edition)])
    event.add("uid", f"{uuid5(_NAMES, identity)}@waymark")
    # Of the edition, never of the clock; DTSTAMP tells a corrected week from the first of it.
    event.add("dtstamp", datetime.fromisoformat(header["taken_at"]))
    event.add("last-modified", edition.as_of)
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    moves = sum(before != after for before, after in pairwise(targets))
    event.add("sequence", len(_STEPS) * moves + _STEPS[row.state])
    event.add("status", _STATUS[row.state])
    event.add("transp", "TRANSPARENT")
    event.add("summary", wording.name(row))
    event.add("description", _description(row, edition))
    event.add("categories", [visible(str(row.project))])
    if _ADDRESS.fullmatch(str(row.url)):
        event.add("url", row.url)
    return event


def _description(row: Any, edition: Edition) -> str:
    said = wording.standing(row, agreed=edition.agreed(row))
    told = origin.line(edition.header, edition.data_through, edition.zone, _TABLES)
    return "\n".join([" ".join(said), told])


def _identity(row: Any, edition: Edition) -> str:
    """Return what an increment is known by for as long as it lives.

    Milestones and parents have an address each, which stays where a title may change. What carries
    a label is known by it, and iterations share an address.
    """
    origins = {project.name: project.increments.from_ for project in edition.settings.projects}
    if origins.get(row.project) in _ADDRESSED and _ADDRESS.fullmatch(str(row.url)):
        return str(row.url)
    return str(row.increment)
