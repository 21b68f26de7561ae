"""Items: every piece of work with its dates and durations."""

from datetime import datetime
from typing import Final

import pandas as pd

from metrics.parts.explained import own_figures
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.sizes import INPUTS, sizes
from metrics.parts.work import start_signal, work_items
from metrics.parts.working_days import working_days
from programme import frames
from programme.frames import DAYS, ON, TEXT, Column, Contract
from programme.settings import Settings
from programme.weeks import local_date, local_dates

TABLE: Final = Contract(
    "items",
    {
        "project": Column(TEXT, "project", key=True, empty=False),
        "item": Column(TEXT, "host/owner/repo#number", key=True, empty=False),
        "increment": Column(TEXT, "increment it is in; empty = in none"),
        "title": Column(TEXT, "title, names and addresses masked"),
        "state": Column(TEXT, "open | finished | dropped", empty=False),
        "created_on": Column(ON, "day it was created", empty=False),
        "started_on": Column(ON, "day of its first start signal"),
        "finished_on": Column(ON, "day of the finishing that still stands"),
        "cycle_time_days": Column(DAYS, "finished_on - started_on + 1; empty if started later"),
        "lead_time_days": Column(DAYS, "finished_on - created_on + 1"),
        "age_days": Column(DAYS, "days since started_on, that day included, while it is open"),
        "url": Column(TEXT, "address of the issue"),
        "size": Column(DAYS, "size by the configured source; empty = not known, or none is set"),
        "cycle_time_working_days": Column(DAYS, "working days among those of cycle_time_days"),
        "lead_time_working_days": Column(DAYS, "working days among those of lead_time_days"),
        "age_working_days": Column(DAYS, "working days among those of age_days"),
    },
)
_FIGURES: Final = (
    *("cycle_time_days", "lead_time_days", "age_days", "size"),
    *("cycle_time_working_days", "lead_time_working_days", "age_working_days"),
)


def items(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """List the work items with local dates and calendar days.

    Args:
        inputs: ``history``, and for sizes ``facts.items`` and ``label_spells``.
        as_of: Aware instant; its local date ends the age of open items.
        settings: For the time zone, the projects, the start signals, the source of sizes and the
            calendar.

    Returns:
        TABLE: one row per work item; records are in tables of their own. Without a configured
        start signal ``started_on``, cycle time and age are empty.
    """
    zone = settings.programme.zone
    work = work_items(inputs["history"], settings)
    finished = work["state"] == "finished"
    started_at = work["started_at"]
    if not start_signal(settings):
        started_at = started_at.where(started_at.isna())
    created_on, started_on = local_dates(work["created_at"], zone), local_dates(started_at, zone)
    finished_on = local_dates(work["closed_at"].where(finished), zone)
    today = pd.Series(pd.Timestamp(local_date(as_of, zone)), index=work.index, dtype=ON)
    is_open = work["state"] == "open"
    in_order = started_at <= work["closed_at"]
    table = work.assign(
        created_on=created_on,
        started_on=started_on,
        finished_on=finished_on,
        cycle_time_days=_days(started_on, finished_on).where(in_order),
        lead_time_days=_days(created_on, finished_on),
        age_days=_days(started_on, today).where(is_open),
        size=sizes(inputs, work, settings),
        cycle_time_working_days=working_days(
            started_on.where(in_order), finished_on.where(in_order), settings
        ),
        lead_time_working_days=working_days(created_on, finished_on, settings),
        age_working_days=working_days(started_on.where(is_open), today, settings),
    )
    return frames.conform(table.sort_values(["project", "item"]), TABLE)


def _days(first: pd.Series, last: pd.Series) -> pd.Series:
    """Count calendar days from *first* to *last*, both included."""
    return (last - first).dt.days.astype("Float64") + 1


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the item itself, with the days that it took and its size.

    Args:
        inputs: As for ``items``.
        key: ``project`` and ``item``.
        as_of: Aware instant; its local date ends the age of open items.
        settings: For the time zone, the projects, the start signals, the source of sizes and the
            calendar.

    Returns:
        EXPLAINED: ``state`` without an amount, and each duration and the size that the item has.
    """
    return own_figures(items(inputs, as_of=as_of, settings=settings), key, _FIGURES)


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("history", *INPUTS),
    compute=items,
    explain=explain,
    question="Which pieces of work are open, and how long did the finished ones take?",
    unit="calendar days",
    definition="One row for each piece of work with its dates and its days: cycle time from the "
    "first start signal to the finish, lead time from creation to the finish, age from the first "
    "start signal until now while it is open. The finish is the one that still stands.",
    formula="cycle_time_days = finished_on - started_on + 1\n"
    "lead_time_days = finished_on - created_on + 1\n"
    "age_days = date of as_of - started_on + 1",
    reads_as="Days count both ends: work finished on the day it started took one day.",
    misleads="These are days that passed, not days of work: nights, weekends and pauses count. "
    "Without a start signal there is no cycle time, and lead time holds all the waiting before "
    "anybody began.",
    source="Kanban Pocket Guide, chapter 6 (cycle time, age); definitions: docs/tables.md",
    page="",
)
