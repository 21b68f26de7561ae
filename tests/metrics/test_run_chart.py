"""Two signals that the pace has changed, and none where it has not."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.run_chart import MEASURE, least_crossings, signals
from metrics.throughput import TABLE as THROUGHPUT
from tests.metrics.frames import computed, frame, make_settings, rows_of

STEADY = [4, 6, 3, 7, 5, 8, 2, 6, 4, 7, 5, 3]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param([], [], id="empty"),
        pytest.param([3], ["none"], id="one point"),
        pytest.param([0, 9] * 4 + [9], ["none"] * 9, id="nine points are too few"),
        pytest.param([5] * 30, ["none"] * 30, id="all on the median"),
        pytest.param([0, 0, 2] * 10, ["none"] * 30, id="mostly idle: the median is 0"),
        pytest.param(STEADY, ["none"] * 12, id="normal variation"),
        # Median 4 (rank 10 of 20); 7 below and 9 above it: n = 16, a run may have 7 points.
        pytest.param(
            [3, 5, 3, 5, 4, 3, 3, 5, 4, 3, 4, 3, 4, 6, 7, 6, 8, 7, 6, 3],
            ["none"] * 20,
            id="a run as long as the limit is chance",
        ),
        # Median 5, 12 points below it and 8 above: n = 20, a run may have 7 points.
        pytest.param(
            [4, 6, 4, 6, 4, 4, 4, 4, 5, 4, 4, 4, 4, 6, 4, 6, 4, 6, 6, 6, 5, 5, 5, 5, 6],
            ["none"] * 4 + ["shift"] * 4 + ["none"] + ["shift"] * 4 + ["none"] * 12,
            id="a long run marks its points; one on the median neither breaks nor joins it",
        ),
    ],
)
def test_signals(counts: Sequence[int], expected: list[str]) -> None:
    """A shift is a run longer than round(log2(n) + 3)."""
    assert signals(np.array(counts, dtype=int)) == expected


def test_too_few_crossings_mark_every_point() -> None:
    """Runs of four each side: never long enough for a shift, too few crossings for chance."""
    counts = [2] * 6 + [8] * 6 + [2] * 6 + [8] * 6 + [5]

    # n = 24: limit of a run 8; 3 crossings where chance gives at least 8.
    assert least_crossings(24) == 8
    assert signals(np.array(counts)) == ["crossings"] * 25


def test_a_shift_stands_on_its_run_and_crossings_on_the_other_points() -> None:
    """A series that moved once shows both, each row one of them."""
    counts = [3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 8, 9, 8, 9, 8, 9, 8, 9, 8, 9, 5]

    assert signals(np.array(counts)) == ["shift"] * 20 + ["crossings"]


@pytest.mark.parametrize(
    ("points", "expected"),
    # As R's qbinom(0.05, n - 1, 0.5) gives them.
    [(1, 0), (10, 2), (11, 2), (12, 3), (15, 4), (20, 6), (24, 8), (30, 10), (60, 23)],
)
def test_crossings_limits(points: int, expected: int) -> None:
    """The 5th percentile of Binomial(n - 1, 1/2)."""
    assert least_crossings(points) == expected


@settings(deadline=None)
@given(st.integers(1, 200))
def test_the_limit_is_the_least_count_with_5_percent_at_or_below_it(points: int) -> None:
    """By its definition, with exact whole numbers."""
    limit, trials = least_crossings(points), points - 1
    ways = [math.comb(trials, k) for k in range(trials + 1)]

    assert 20 * sum(ways[: limit + 1]) >= 2**trials
    assert 20 * sum(ways[:limit]) < 2**trials


def alarms(series: list[np.ndarray]) -> float:
    """Return the share of *series* in which any signal stands."""
    return sum(set(signals(counts)) != {"none"} for counts in series) / len(series)


def test_series_of_chance_alone_rarely_show_a_signal() -> None:
    """About 5 in 100, whatever the length: fixed rules of six or seven in a row grow with it."""
    dice = np.random.default_rng(2026)
    lengths = (20, 26, 39, 52, 78, 104)
    rates = {
        weeks: alarms([dice.normal(1000, 100, weeks).astype(int) for _ in range(400)])
        for weeks in lengths
    }

    assert all(0.01 <= rate <= 0.1 for rate in rates.values()), rates
    assert 0.03 <= sum(rates.values()) / len(rates) <= 0.07, rates


def test_small_counts_of_chance_alone_rarely_show_a_signal() -> None:
    """Five a week by chance, where many weeks lie on the median and are dropped."""
    dice = np.random.default_rng(2026)

    assert 0.01 <= alarms([dice.poisson(5, 52) for _ in range(400)]) <= 0.1


def test_a_steady_rise_is_told_by_its_sides_and_not_by_a_rule_for_trends() -> None:
    """Six weeks that rise in a row are chance as long as they cross the median."""
    counts = [5, 3, 6, 4, 1, 2, 3, 4, 5, 6, 7, 2, 6, 3, 5, 2]

    assert set(signals(np.array(counts))) == {"none"}


@pytest.mark.parametrize("moved_on", [12, 20, 28])
@pytest.mark.parametrize(("before", "after"), [(5, 12), (12, 5)], ids=["up", "down"])
def test_a_shifted_series_is_marked_on_the_right_weeks(
    moved_on: int, before: int, after: int
) -> None:
    """The pace moves once in 40 weeks; what is marked lies before on one side, after on the other.

    Where the new pace fills most weeks, the median is its own, and the old weeks are the run.
    """
    dice = np.random.default_rng(40)
    found, right, marked = 0, 0, 0
    for _ in range(100):
        counts = np.concatenate(
            [dice.poisson(before, moved_on), dice.poisson(after, 40 - moved_on)]
        )
        shift = np.array(signals(counts)) == "shift"
        high = counts > np.sort(counts)[19]
        new = np.arange(40) >= moved_on
        found += shift.any()
        marked += int(shift.sum())
        right += int((shift & (new == (high == (after > before)))).sum())

    assert found >= 80
    assert right >= 0.95 * marked


def test_the_median_is_of_all_weeks_of_each_project() -> None:
    """A count that occurred: the value at rank ceil(n/2)."""
    rows = [
        {
            "project": project,
            "week_start": f"2026-01-{day:02d}",
            "arrived_count": 0,
            "finished_count": count,
            "dropped_count": 0,
            "reopened_count": 0,
        }
        for project, counts in {"Portal": [1, 9, 3, 4], "": [2, 0, 7, 1]}.items()
        for day, count in zip((5, 12, 19, 26), counts, strict=True)
    ]

    table = computed(
        MEASURE, {"throughput": frame(THROUGHPUT, rows)}, "2026-02-02", make_settings()
    )

    found = rows_of(table, "project", "week_start", "finished_count", "median_count", "signal")
    assert found == [
        ("", "2026-01-05", 2, 1, "none"),
        ("", "2026-01-12", 0, 1, "none"),
        ("", "2026-01-19", 7, 1, "none"),
        ("", "2026-01-26", 1, 1, "none"),
        ("Portal", "2026-01-05", 1, 3, "none"),
        ("Portal", "2026-01-12", 9, 3, "none"),
        ("Portal", "2026-01-19", 3, 3, "none"),
        ("Portal", "2026-01-26", 4, 3, "none"),
    ]


def test_no_week_is_a_typed_empty_table() -> None:
    """Empty in, empty out."""
    empty = frame(THROUGHPUT, [])

    assert len(computed(MEASURE, {"throughput": empty}, "2026-01-06", make_settings())) == 0
