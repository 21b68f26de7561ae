"""Throughput: what came in, was finished, dropped and reopened in each whole week."""

from datetime import datetime
from typing import Final

import pandas as pd

from metrics.parts import sizes, week_counts, weekly
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.totals import weekly_sums
from programme import frames
from programme.frames import COUNT, ON, TEXT, Column, Contract
from programme.settings import Settings

TABLE: Final = Contract(
    "throughput",
    {
        "project": Column(TEXT, "project; empty = the whole programme", key=True, empty=False),
        "week_start": Column(ON, "Monday of the week", key=True, empty=False),
        "arrived_count": Column(COUNT, "items in scope at its end and not before", empty=False),
        "finished_count": Column(COUNT, "items finished at its end and not before", empty=False),
        "dropped_count": Column(COUNT, "items dropped at its end and not before", empty=False),
        "reopened_count": Column(
            COUNT, "items finished or dropped before it and not any more at its end", empty=False
        ),
        "arrived_size": sizes.column("arrived_count"),
        "finished_size": sizes.column("finished_count"),
        "dropped_size": sizes.column("dropped_count"),
        "reopened_size": sizes.column("reopened_count"),
    },
)
_SIZES: Final = tuple(name for name in TABLE.columns if name.endswith("_size"))


def throughput(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Compare each week's end with the end of the week before.

    Args:
        inputs: ``week_counts``.
        as_of: Not used; the weeks end before it.
        settings: Not used.

    Returns:
        TABLE: every whole week since the programme's start, zeros included, for each delivery
        project; ``open(w) = open(w-1) + arrived - finished - dropped +
        reopened`` in every row, in counts and in sizes.
    """
    return frames.conform(inputs["week_counts"], TABLE)


def programme_throughput(tables: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Add up the projects, week by week.

    Args:
        tables: ``throughput`` of all projects.
        as_of: Aware instant; the last week is the last one that ended by then.
        settings: For the programme's start and time zone.

    Returns:
        TABLE: a row for every whole week, zeros included, with an empty project.
    """
    return weekly_sums(
        tables["throughput"], TABLE, "week_start", as_of=as_of, settings=settings, sized=_SIZES
    )


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the items that a week counts.

    Args:
        inputs: ``history``, ``state_spells``, and for sizes ``facts.items`` and ``label_spells``.
        key: ``project`` and ``week_start``.
        as_of: Aware instant.
        settings: For the programme's start and time zone, its projects and its source of sizes.

    Returns:
        EXPLAINED: an item is there once for each count that it is in, and with its size, where
        that is known, once more.
    """
    grid = weekly.grid(inputs["history"], inputs["state_spells"], as_of=as_of, settings=settings)
    return sizes.named(grid, grid.movements(), key, inputs, settings)


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("week_counts",),
    compute=throughput,
    total=programme_throughput,
    explain=explain,
    explain_inputs=week_counts.INPUTS,
    question="How much work is finished each week?",
    unit="pieces of work a week",
    definition="Work finished each week. The end of a week (Sunday 24:00 in the programme's time "
    "zone) is compared with the end of the week before: finished_count counts the pieces of work "
    "finished now and not then, arrived_count those in scope now and not then, dropped_count "
    "those dropped now and not then, and reopened_count those finished or dropped then and not "
    "any more.",
    formula="finished_count(w) = count(finished at the end of week w, not at the end of week w-1)\n"
    "open(w) = open(w-1) + arrived_count - finished_count - dropped_count + reopened_count\n"
    "*_size = sizes, as of as_of, of the items that *_count counts, added up",
    reads_as="Each row compares the end of a week with the end of the week before, so a piece of "
    "work that is closed twice in a week counts once.",
    misleads="Counts say nothing of size or worth, and single weeks go up and down by chance: "
    "look at many. A source that tells no events gives the last closing alone, so work that was "
    "finished, reopened and finished again is counted once, in the later week.",
    source="Kanban Pocket Guide, chapter 6 (throughput); counting rule: docs/tables.md",
    page="Throughput",
)
