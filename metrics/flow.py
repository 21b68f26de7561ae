"""Flow: how much work had arrived, started and ended by each Sunday's end, and what lay between."""

from datetime import datetime
from typing import Final

import pandas as pd

from metrics.parts import sizes, week_counts, weekly
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.totals import weekly_sums
from metrics.parts.work import start_signal
from programme import frames
from programme.frames import COUNT, ON, TEXT, Column, Contract
from programme.settings import Settings

TABLE: Final = Contract(
    "flow",
    {
        "project": Column(TEXT, "project; empty = the whole programme", key=True, empty=False),
        "week_end": Column(ON, "Sunday at whose end this was so", key=True, empty=False),
        "arrived_total": Column(COUNT, "items in scope", empty=False),
        "started_total": Column(
            COUNT, "items with a start signal by then; empty = no signal is configured"
        ),
        "finished_total": Column(COUNT, "items finished", empty=False),
        "dropped_total": Column(COUNT, "items dropped", empty=False),
        "wip_count": Column(COUNT, "items open and started; empty = no signal is configured"),
        "backlog_count": Column(
            COUNT, "items open and not started; all open ones without a signal", empty=False
        ),
        "arrived_size_total": sizes.column("arrived_total"),
        "started_size_total": sizes.column("started_total"),
        "finished_size_total": sizes.column("finished_total"),
        "dropped_size_total": sizes.column("dropped_total"),
        "wip_size": sizes.column("wip_count"),
        "backlog_size": sizes.column("backlog_count"),
    },
)
_SIZES: Final = tuple(name for name in TABLE.columns if "_size" in name)
#: Stocks that are known only where a start signal is configured.
_TOLD: Final = ["started_total", "wip_count", "started_size_total", "wip_size"]


def flow(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Count the stocks at each Sunday's end.

    Args:
        inputs: ``week_counts``.
        as_of: Not used; the weeks end before it.
        settings: For the start signals.

    Returns:
        TABLE: every whole week since the programme's start, for each delivery project.
        ``arrived_total = finished_total + dropped_total + backlog_count + wip_count``,
        where an empty wip is 0, and so in sizes.
    """
    table = inputs["week_counts"]
    if not start_signal(settings):
        table = table.assign(**dict.fromkeys(_TOLD, pd.NA))
    return frames.conform(table, TABLE)


def programme_flow(tables: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Add up the projects, week by week.

    Args:
        tables: ``flow`` of all projects.
        as_of: Aware instant; the last week is the last one that ended by then.
        settings: For the programme's start and time zone.

    Returns:
        TABLE: a row for every whole week, zeros included, with an empty project.
    """
    return weekly_sums(
        tables["flow"], TABLE, "week_end", as_of=as_of, settings=settings, sized=_SIZES
    )


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the items in each stock at a Sunday's end.

    Args:
        inputs: ``history``, ``state_spells``, and for sizes ``facts.items`` and ``label_spells``.
        key: ``project`` and ``week_end``.
        as_of: Aware instant.
        settings: For the programme's start and time zone, its projects, start signals and source
            of sizes.

    Returns:
        EXPLAINED: an item is there once for each stock that it is in, and with its size, where
        that is known, once more.
    """
    grid = weekly.grid(inputs["history"], inputs["state_spells"], as_of=as_of, settings=settings)
    return sizes.named(grid, grid.stocks(), key, inputs, settings)


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("week_counts",),
    compute=flow,
    total=programme_flow,
    explain=explain,
    explain_inputs=week_counts.INPUTS,
    question="How much work is waiting, and how much is under way?",
    unit="pieces of work",
    definition="What had arrived, been started, been finished and been dropped by the end of each "
    "Sunday, and what was open then: under way (started, wip_count) or waiting (not started, "
    "backlog_count). Without a start signal nobody can tell the two apart: wip_count is empty and "
    "backlog_count is everything open.",
    formula="wip_count = count(open and started), backlog_count = count(open and not started)\n"
    "arrived_total = finished_total + dropped_total + backlog_count + wip_count\n"
    "(an empty wip_count counts 0 there; the same holds of *_size)",
    reads_as="Each row is a stock at a Sunday's end: everything that had arrived is finished, "
    "dropped, waiting or under way.",
    misleads="Where a start signal is configured and nobody sets it, work under way counts as "
    "waiting. A stock that stays level may hide much that came and went; throughput.csv tells "
    "that.",
    source="Kanban Pocket Guide, chapter 6 (work in progress); definitions: docs/tables.md",
    page="Throughput",
)
