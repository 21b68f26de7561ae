"""Increments: dates, forecast, slippage, size and rating of each."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import pandas as pd

from metrics.parts import sizes
from metrics.parts.explained import explained, of_project
from metrics.parts.increment_rows import ProjectRows
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.schedules import INPUTS as SCHEDULE_INPUTS
from metrics.parts.schedules import schedules
from metrics.parts.work import work_items
from programme import frames
from programme.frames import COUNT, DAYS, FLAG, ON, TEXT, Column, Contract
from programme.settings import Settings

TABLE: Final = Contract(
    "increments",
    {
        "project": Column(TEXT, "project", key=True, empty=False),
        "increment": Column(TEXT, "title; empty = work in no increment", key=True, empty=False),
        "state": Column(TEXT, "open | finished | removed", empty=False),
        "started_on": Column(ON, "milestone's start date or first start signal, the earlier"),
        "baseline_on": Column(ON, "date first agreed, else first due date seen"),
        "target_on": Column(ON, "date worked to"),
        "finished_on": Column(ON, "day its last milestone was closed"),
        "item_count": Column(COUNT, "items in it, dropped ones included", empty=False),
        "finished_count": Column(COUNT, "of them finished", empty=False),
        "dropped_count": Column(COUNT, "of them dropped", empty=False),
        "remaining_count": Column(COUNT, "of them open", empty=False),
        "reopened_count": Column(COUNT, "ever reopened and open or finished now", empty=False),
        "added_since_baseline_count": Column(COUNT, "in it now and not when it was first agreed"),
        "p50_on": Column(ON, "day by which it is finished with a chance of 50 in 100"),
        "p80_on": Column(ON, "day by which it is finished with a chance of 80 in 100"),
        "p95_on": Column(ON, "day by which it is finished with a chance of 95 in 100"),
        "p_on_time": Column(DAYS, "chance of being finished on or before target_on, 0 to 1"),
        "no_forecast_reason": Column(TEXT, "why there is no date; empty if there is one"),
        "slippage_days": Column(DAYS, "target_on, or finished_on, minus baseline_on; + is later"),
        "forecast_slippage_days": Column(DAYS, "p80_on minus target_on; + is later"),
        "drift_days": Column(DAYS, "movement of the target between the last two week ends"),
        "slip_count": Column(COUNT, "week ends at which the target had moved a day or more later"),
        "slip_rate": Column(DAYS, "days moved for every day of the last four weeks"),
        "exposure_days": Column(DAYS, "expected delay of its open risks; empty if none is sized"),
        "oversized": Column(FLAG, "whether it is too large to be steered", empty=False),
        "oversized_reason": Column(TEXT, "what is too large, and what to do"),
        "indicated_rating": Column(TEXT, "green | amber | red | not_rated", empty=False),
        "rating_reason": Column(TEXT, "the test that decides, one sentence", empty=False),
        "url": Column(TEXT, "address of its milestone"),
        "remaining_size": sizes.column("remaining_count"),
        "expected_count": Column(COUNT, "size expected of it until it has been broken down"),
        "not_broken_down_count": Column(
            COUNT, "by how many that exceeds its items that are not dropped", empty=False
        ),
    },
)
_DATES = ("started_on", "baseline_on", "target_on", "finished_on", "p50_on", "p80_on", "p95_on")


def increments(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Describe each increment of the delivery projects, and work in none.

    Args:
        inputs: ``facts.milestones``, ``history``, ``state_spells``, ``increment_spells``, the
            tables that a schedule needs, and ``milestone_trend``, ``risks`` and ``sources``.
        as_of: Aware instant.
        settings: For the time zone, baselines, tolerance and thresholds.

    Returns:
        TABLE: one row per increment with a milestone or an item, and one with an empty title for
        items in none, if there are any. Increments of a project share its pace and are finished one
        after the other in the order of their targets.
    """
    rows = [row for project in _projects(inputs, as_of, settings) for row in project.rows()]
    if not rows:
        return frames.empty(TABLE)
    table = pd.DataFrame(rows)
    table["remaining_size"] = sizes.remaining(
        inputs["items"], table[["project", "increment"]], settings
    )
    for name in _DATES:
        table[name] = table[name].astype(ON)
    return frames.conform(table.sort_values(TABLE.keys), TABLE)


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the items of an increment, and those that its forecast waits for.

    Args:
        inputs: As for ``increments``.
        key: ``project`` and ``increment``.
        as_of: Aware instant.
        settings: For the time zone, baselines, tolerance and thresholds.

    Returns:
        EXPLAINED: of each count; of ``p50_on``, ``p80_on``, ``p95_on`` and ``p_on_time`` the open
        items in it and in the increments that are worked before it; of ``exposure_days`` its open
        sized risks; of ``remaining_size`` its open items that have a size, with it.
    """
    items = of_project(inputs["items"], key)
    only = settings.of_projects([key["project"]])
    parts = [
        one for project in _projects(inputs, as_of, only) for one in project.parts(key["increment"])
    ]
    return explained([*parts, sizes.still(items[items["increment"] == key["increment"]])])


def _projects(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[ProjectRows]:
    work = work_items(inputs["history"], settings)
    schedule_of = schedules(inputs, inputs["risks"], as_of=as_of, settings=settings)
    for project in settings.projects:
        if project.kind == "delivery":
            yield ProjectRows(
                project,
                work[work["project"] == project.name],
                inputs,
                schedule_of[project.name],
                as_of,
                settings,
            )


MEASURE: Final = Measure(
    table=TABLE,
    inputs=(
        "facts.milestones",
        "history",
        "state_spells",
        "increment_spells",
        *SCHEDULE_INPUTS,
        "milestone_trend",
        "risks",
        "sources",
    ),
    compute=increments,
    explain=explain,
    question="When will each increment be ready, and how far has its date moved?",
    unit="dates and calendar days",
    definition="Each increment (what a milestone, a label, a parent or an iteration stands for) "
    "with the date first agreed and the date worked to, the days by which it is finished with a "
    "chance of 50, 80 and 95 in 100, and how far its dates have moved. Slippage is the date worked "
    "to or, once finished, the day it was finished, minus the date first agreed.",
    formula="slippage_days = target_on (finished_on once finished) - baseline_on; + is later\n"
    "forecast_slippage_days = p80_on - target_on; + is later\n"
    "p_on_time = chance, by 10,000 trials, of being finished on or before target_on, 0 to 1\n"
    "slip_rate = days by which target_on moved in the last four weeks / days elapsed\n"
    "not_broken_down_count = expected_count - (item_count - dropped_count), at least 0",
    reads_as="Plan for the 80% date. The rating is worked out from the figures; it is no delivery "
    "confidence assessment.",
    misleads="A forecast takes it that the coming weeks are like the last 52, that planned work "
    "goes on growing half as fast, and that each piece counts as one. A risk that is not sized, or "
    "in no increment, is in no date. Work in no increment has no date: it stands in the row with "
    "an empty name.",
    source="Monte Carlo forecast by throughput: docs/forecast.md; definitions: docs/tables.md",
    page="Slippage",
)
