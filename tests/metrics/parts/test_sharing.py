"""How increments share a pace: worked by hand, against exact fractions, and what holds of any."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from metrics.parts.sharing import all_before, finished_of_each, finished_until
from tests.reference import sharing


def flags(count: int, *pairs: tuple[int, int]) -> np.ndarray:
    """Say which increments (first) come after which (second), by place."""
    after: dict[str, list[str]] = {}
    for one, other in pairs:
        after.setdefault(str(one), []).append(str(other))
    return all_before([str(place) for place in range(count)], after)


@pytest.mark.parametrize(
    ("left", "pairs", "parallel", "until"),
    [
        pytest.param([], [], 0.5, [], id="none"),
        pytest.param([4], [], 0.5, [4], id="one-gets-all"),
        pytest.param([4, 6], [], 0.0, [4, 10], id="in-turn"),
        # 3 of 4 to the first: it is through at 8 of which 2 were the second's; then 4 are left.
        pytest.param([6, 6], [], 0.25, [8, 12], id="a-quarter-out-of-turn"),
        # Half to the first, a quarter to each other: at 8 both others have 2 of their 4 left; then
        # half each, until both are through at 12.
        pytest.param([4, 4, 4], [], 0.5, [8, 12, 12], id="two-others-in-equal-parts"),
        # No more than a third each, though 0.9 is out of turn.
        pytest.param([4, 4, 4], [], 0.9, [12, 12, 12], id="the-first-gets-no-less-than-others"),
        # What falls to the third, which waits for the second, is the second's.
        pytest.param([4, 4, 4], [(2, 1)], 0.5, [8, 8, 12], id="what-waits-hands-its-part-on"),
        pytest.param([4, 4], [(1, 0)], 0.5, [4, 8], id="all-wait-for-the-first"),
        # The last waits for the first through the second, of which nothing is left.
        pytest.param([4, 0, 4], [(1, 0), (2, 1)], 0.5, [4, 4, 8], id="through-one-with-nothing"),
        pytest.param([4, 0, 4], [], 0.5, [8, 0, 8], id="nothing-left-is-finished-at-once"),
        pytest.param([4, 0, 4], [], 0.0, [4, 0, 8], id="nothing-left-in-turn"),
    ],
)  # fmt: skip
def test_worked_by_hand(
    left: list[int], pairs: list[tuple[int, int]], parallel: float, until: list[float]
) -> None:
    """How much the project finishes until each is finished."""
    told = finished_until(np.array(left), flags(len(left), *pairs), parallel)

    assert until == told.tolist()


def test_progress_by_hand() -> None:
    """A quarter out of turn: until 8 the second gets 2, then all; between two rows all rise."""
    totals, rows = finished_of_each(np.array([6, 6]), flags(2), 0.25)

    assert totals.tolist() == [0, 8, 12]
    assert rows.tolist() == [[0, 0], [6, 2], [6, 6]]


def test_through_others_as_well() -> None:
    """What is not in the order says nothing."""
    waits = all_before(["A", "B", "C"], {"B": ["A"], "C": ["B", "Gone"], "Gone": ["A"]})

    assert waits.tolist() == [[False] * 3, [True, False, False], [True, True, False]]


@st.composite
def plans(draw: st.DrawFn) -> tuple[list[int], np.ndarray, float]:
    """Draw what is left in each of some increments, what they wait for, and the parallel part."""
    left = draw(st.lists(st.integers(0, 12), min_size=1, max_size=6))
    pairs = st.tuples(st.integers(0, 5), st.integers(0, 5))
    drawn = draw(st.lists(pairs, max_size=5))
    inside = [(one, other) for one, other in drawn if other < one < len(left)]
    return left, flags(len(left), *inside), draw(st.sampled_from([0, 0.1, 0.333333, 0.5, 0.9, 1]))


@given(plans(), st.data())
def test_dropping_scope_makes_nothing_later(
    plan: tuple[list[int], np.ndarray, float], data: st.DataObject
) -> None:
    """Whatever is dropped, and wherever."""
    left, waits, parallel = plan
    less = [data.draw(st.integers(0, count)) for count in left]

    before, after = (finished_until(np.array(one), waits, parallel) for one in (left, less))
    assert (after <= before + 1e-5).all()


@given(plans())
def test_nothing_is_lost(plan: tuple[list[int], np.ndarray, float]) -> None:
    """The last is finished when all the work is done, and none before its own work and turn."""
    left, waits, parallel = plan
    until = finished_until(np.array(left), waits, parallel)
    totals, rows = finished_of_each(np.array(left), waits, parallel)

    assert until.max() == pytest.approx(sum(left), abs=1e-5)
    assert rows.sum(axis=1) == pytest.approx(totals)
    assert rows[-1].tolist() == left
    for place, count in enumerate(left):
        before = [*np.flatnonzero(waits[place]), place]
        assert until[place] >= sum(left[one] for one in before) - 1e-5 or not count
        # Whatever it is asked for, progress comes to it just then.
        if count:
            assert np.interp(until[place], totals, rows[:, place]) == pytest.approx(count, abs=1e-4)


@given(st.lists(plans(), min_size=1, max_size=4))
def test_many_at_once_are_as_one_at_a_time(
    drawn: list[tuple[list[int], np.ndarray, float]],
) -> None:
    """Other ways to plan the same increments stand in axes before."""
    _, waits, parallel = drawn[0]
    count = len(waits)
    ways = [[*left, *[0] * count][:count] for left, _, _ in drawn]

    at_once = finished_until(np.array(ways), waits, parallel)

    for left, told in zip(ways, at_once, strict=True):
        assert told.tolist() == finished_until(np.array(left), waits, parallel).tolist()


@examples(max_examples=200)
@given(plans())
def test_it_is_as_in_exact_fractions(plan: tuple[list[int], np.ndarray, float]) -> None:
    """The reference takes one step after the other without rounding."""
    left, waits, parallel = plan
    told = {place: np.flatnonzero(row).tolist() for place, row in enumerate(waits)}

    expected = sharing.finished_until(left, told, Fraction(str(parallel)))

    assert [float(at) for at in expected] == finished_until(
        np.array(left), waits, parallel
    ).tolist()
