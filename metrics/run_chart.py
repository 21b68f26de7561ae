"""Run chart: weekly finished work with its median and two signals that the pace has changed."""

import math
from datetime import datetime
from itertools import accumulate, groupby
from typing import Final

import numpy as np
import pandas as pd

from metrics.parts import weekly
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.percentile import percentile
from programme import frames
from programme.frames import COUNT, ON, TEXT, Column, Contract
from programme.settings import Settings

LEAST_POINTS: Final = 10

TABLE: Final = Contract(
    "run_chart",
    {
        "project": Column(TEXT, "project; empty = the whole programme", key=True, empty=False),
        "week_start": Column(ON, "Monday of the week", key=True, empty=False),
        "finished_count": Column(COUNT, "items finished in the week", empty=False),
        "median_count": Column(COUNT, "median of all weeks shown", empty=False),
        "signal": Column(TEXT, "none | shift | crossings", empty=False),
    },
)


def run_chart(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Mark weeks in which the pace differs by more than chance.

    Args:
        inputs: ``throughput``.
        as_of: Not used; the weeks of ``throughput`` end before it.
        settings: Not used.

    Returns:
        TABLE: the weeks of ``throughput``, for each delivery project.
    """
    weeks = inputs["throughput"]
    return _charted(weeks[weeks["project"] != ""])


def programme_run_chart(tables: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Mark weeks in which the pace of all projects together differs by more than chance.

    Args:
        tables: ``throughput`` with the programme's rows.
        as_of: Not used; the weeks of ``throughput`` end before it.
        settings: Not used.

    Returns:
        TABLE: the weeks of ``throughput`` with an empty project.
    """
    weeks = tables["throughput"]
    return _charted(weeks[weeks["project"] == ""])


def _charted(throughput: pd.DataFrame) -> pd.DataFrame:
    """Chart each project's weeks, which are in order."""
    finished = throughput["finished_count"].to_numpy(dtype=int)
    median = np.zeros(len(finished), dtype=int)
    signal = np.full(len(finished), "none", dtype=object)
    for place in throughput.groupby("project").indices.values():
        median[place] = percentile(finished[place], 0.5)
        signal[place] = signals(finished[place])
    return frames.conform(throughput.assign(median_count=median, signal=signal), TABLE)


def signals(counts: np.ndarray) -> list[str]:
    """Name the signal of each point of a run chart.

    Points on the median belong to no side and are dropped; n is how many are left. A *shift* is a
    run on one side longer than ``round(log2(n) + 3)`` and marks the points of that run. Fewer
    *crossings* than the 5th percentile of Binomial(n - 1, 1/2) mark every other point. A chart of
    fewer than 10 points has no signal, nor has one with a median of 0: no count lies below it, so
    nothing can cross it. Source: Anhøj & Olesen 2014, "Run charts revisited".

    Args:
        counts: Integers in order of time.

    Returns:
        One of ``none``, ``shift`` and ``crossings`` per point.
    """
    out = ["none"] * len(counts)
    median = percentile(counts, 0.5)
    if len(counts) < LEAST_POINTS or median == 0:
        return out
    side = np.sign(counts - median)
    points = [number for number in range(len(counts)) if side[number]]
    if not points:
        return out
    runs = [list(run) for _, run in groupby(points, key=lambda number: side[number])]
    if len(runs) - 1 < least_crossings(len(points)):
        out = ["crossings"] * len(counts)
    longest = round(math.log2(len(points)) + 3)
    for run in runs:
        if len(run) > longest:
            for number in run:
                out[number] = "shift"
    return out


def least_crossings(points: int) -> int:
    """Return the 5th percentile of Binomial(points - 1, 1/2), the least k with P(X <= k) >= 5 %."""
    trials = points - 1
    ways = accumulate(math.comb(trials, k) for k in range(points))
    # 5 % as 1 in 20, in whole numbers, so that no rounding decides.
    return next(k for k, total in enumerate(ways) if 20 * total >= 2**trials)


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the items that were finished in a week.

    Args:
        inputs: ``history`` and ``state_spells``.
        key: ``project`` and ``week_start``.
        as_of: Aware instant.
        settings: For the programme's start and time zone, and its projects.

    Returns:
        EXPLAINED of ``finished_count``; the median is of weeks, not of items.
    """
    grid = weekly.grid(inputs["history"], inputs["state_spells"], as_of=as_of, settings=settings)
    return grid.named({"finished_count": grid.movements()["finished_count"]}, key)


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("throughput",),
    compute=run_chart,
    total=programme_run_chart,
    explain=explain,
    explain_inputs=("history", "state_spells"),
    question="Is the pace steady?",
    unit="pieces of work a week",
    definition="Work finished each week beside the median of all weeks shown, with two signals "
    "that the pace has changed: shift, a run of weeks on one side of the median longer than "
    "chance explains, and crossings, a line that crosses the median too seldom.",
    formula="median_count = the value at rank ceil(n / 2) of the n sorted weekly counts\n"
    "shift: a run on one side > round(log2(m) + 3), m = weeks that are not on the median\n"
    "crossings: crossings of the median < 5th percentile of Binomial(m - 1, 1/2)\n"
    "no signal: n < 10, or median_count = 0",
    reads_as="Weeks without a signal vary by chance; a signal says that the pace has changed.",
    misleads="About one steady chart in 20 shows a signal by chance alone, and no signal tells a "
    "cause. The median is of all weeks since the programme began, so a change of years ago still "
    "shows.",
    source="Anhøj & Olesen 2014, Run charts revisited (shift and crossings rules)",
    page="Throughput",
)
