"""Pace: what past weeks count for, worked by hand, and the model against a plain writing of it."""

from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from metrics.parts.forecast import Outlook
from metrics.parts.pace import Past, arrivals_foretell
from metrics.parts.simulation import HORIZON, Drawn
from tests.reference import forecast

MONDAY = date(2026, 3, 2)
#: Finished and arrived items of a number of weeks.
weeks = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=7, max_size=90)


def past(finished: list[int], arrived: list[int]) -> Past:
    """Make a past from weeks, oldest first."""
    return Past(np.array(finished), np.array(arrived))


def test_a_week_counts_for_what_was_finished() -> None:
    """While arrivals have foretold nothing, whole items of 52 weeks, oldest first."""
    found = past([*range(60)], [0] * 60)

    assert found.sample(60).tolist() == [float(count) for count in range(8, 60)]
    assert found.sample(5).tolist() == [0, 1, 2, 3, 4]
    assert found.sample(0).tolist() == []


def test_arrivals_that_came_half_a_year_before_foretell() -> None:
    """Work comes in, and is finished later: then the weeks count for both."""
    finished, arrived = [0] * 26 + [4] * 40, [4] * 66
    found = past(finished, arrived)

    # 160 finished and 264 arrived: (160 + 5) / (264 + 5) = 0.6134 for each, times 4 arrived.
    # A week with 4 finished counts (4 + 3 * 2.4535) / 4, one with none (0 + 3 * 2.4535) / 4.
    assert found.sample(66).tolist() == [1.84] * 12 + [2.84] * 40


def test_arrivals_change_the_whole_by_half_at_most() -> None:
    """Whatever came in, the year's pace stays within a third less and a half more."""
    finished, arrived = [*([8] * 30), *([1] * 60)], [*([8] * 20), *([0] * 70)]
    found = past(finished, arrived)

    # Nothing came in for a year: a quarter of each week would be left, and two thirds are.
    assert found.sample(90).tolist() == [0.67] * 52


@pytest.mark.parametrize(
    ("finished", "arrived"),
    [
        pytest.param([2] * 60, [60] + [0] * 59, id="all-planned-at-the-start"),
        pytest.param([2] * 60, [0] * 30 + [90] + [0] * 29, id="brought-in-at-once"),
        pytest.param([1, 3] * 30, [1, 3] * 30, id="no-nearer"),
        pytest.param([0] * 26 + [4] * 10, [4] * 36, id="too-few-weeks-to-check"),
    ],
)
def test_arrivals_that_foretell_nothing_do_not_count(
    finished: list[int], arrived: list[int]
) -> None:
    """Work that was planned beforehand is finished at the pace at which it is finished."""
    assert past(finished, arrived).sample(len(finished)).tolist() == finished[-52:]


@examples(max_examples=60, deadline=None)
@given(weeks, st.data())
def test_what_was_not_known_changes_nothing(
    counted: list[tuple[int, int]], data: st.DataObject
) -> None:
    """Whatever came later, the sample of a past week is the same."""
    known = data.draw(st.integers(0, len(counted)))
    finished, arrived = (list(column) for column in zip(*counted, strict=True))

    whole, part = past(finished, arrived), past(finished[:known], arrived[:known])

    assert whole.sample(known).tolist() == part.sample(known).tolist()


@examples(max_examples=40, deadline=None)
@given(weeks)
def test_samples_are_those_of_the_plain_writing(counted: list[tuple[int, int]]) -> None:
    """The reference asks each past week in turn, and comes to the same."""
    finished, arrived = (list(column) for column in zip(*counted, strict=True))
    found = past(finished, arrived)

    assert len(arrivals_foretell(found.finished, found.arrived)) == len(counted) + 1
    expected = [float(week) for week in forecast.sample(finished, arrived)]
    assert expected == found.sample(len(counted)).tolist()


@examples(max_examples=4, deadline=None)
@given(weeks, st.integers(1, 12), st.data())
def test_dates_are_those_of_the_plain_writing(
    counted: list[tuple[int, int]], remaining: int, data: st.DataObject
) -> None:
    """The reference runs each trial week by week, and comes to the same dates."""
    finished, arrived = (list(column) for column in zip(*counted, strict=True))
    # Every other week planned work grows by this, and every fourth is worked in part.
    share = Fraction(data.draw(st.sampled_from([0, 1, 20])), 100)
    worked = Fraction(data.draw(st.sampled_from([100, 75, 0])), 100)
    growing = [share * (place % 2) for place in range(len(counted))][-52:]
    known = past(finished, arrived)
    shares = [Fraction(1), Fraction(1), Fraction(1), worked]
    sample = known.sample(len(known)).tobytes()
    growth, ahead = (
        np.array([float(one) for one in values]).tobytes()
        for values in (growing, shares * (HORIZON // 4))
    )
    quiet = not any(finished[-26:])
    found = Outlook(Drawn(sample, growth, ahead, "Programme"), MONDAY, quiet).dates(remaining)

    if found.reason:
        return
    told = forecast.trials(
        forecast.sample(finished, arrived),
        growing,
        remaining,
        "Programme",
        104,
        shares * 26,
    )
    for chance, day in ((0.5, found.p50), (0.8, found.p80), (0.95, found.p95)):
        needed = forecast.weeks(told, chance)
        if needed <= 104:
            assert day == MONDAY + timedelta(days=7 * needed - 1)
