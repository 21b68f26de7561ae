"""``run_chart.csv``: is the pace steady?"""

from math import comb, log2

from tests.reference import throughput
from tests.reference.cells import Row
from tests.reference.programme import Programme

AT_LEAST = 10


def table(programme: Programme) -> list[Row]:
    """Mark every week of every project."""
    weeks = throughput.table(programme)
    rows: list[Row] = []
    for project in dict.fromkeys(row["project"] for row in weeks):
        own = [row for row in weeks if row["project"] == project]
        counts = [int(str(row["finished_count"])) for row in own]
        median = sorted(counts)[-(-len(counts) // 2) - 1]
        for row, signal in zip(own, signals(counts, median), strict=True):
            rows.append(
                {
                    "project": project,
                    "week_start": row["week_start"],
                    "finished_count": row["finished_count"],
                    "median_count": median,
                    "signal": signal,
                }
            )
    return rows


def signals(counts: list[int], median: int) -> list[str]:
    """Mark the points of runs that are too long, and all others where crossings are too few."""
    marks = ["none"] * len(counts)
    if len(counts) < AT_LEAST or median == 0:
        return marks
    useful = [index for index, count in enumerate(counts) if count != median]
    if not useful:
        return marks
    runs: list[list[int]] = []
    for index in useful:
        above = counts[index] > median
        if runs and (counts[runs[-1][0]] > median) == above:
            runs[-1].append(index)
        else:
            runs.append([index])
    if len(runs) - 1 < fewest_crossings(len(useful)):
        marks = ["crossings"] * len(counts)
    for run in runs:
        if len(run) > round(log2(len(useful)) + 3):
            for index in run:
                marks[index] = "shift"
    return marks


def fewest_crossings(n: int) -> int:
    """Return the 5th percentile of Binomial(n - 1, 1/2)."""
    below = 0
    for crossings in range(n):
        below += comb(n - 1, crossings)
        if below * 20 >= 2 ** (n - 1):
            return crossings
    return n
