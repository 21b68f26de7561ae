"""What past weeks of planned work say: worked by hand, and against exact fractions."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.parts.planned_weeks import PlannedWeeks
from tests.reference import forecast

ALL = slice(None)
Week = tuple[int, int, int, int | None, int | None]


def planned(*weeks: Week) -> PlannedWeeks:
    """Make weeks: open, added, left, finished and in turn; None = nothing was waiting."""
    columns = zip(*weeks, strict=True) if weeks else [[]] * 5
    open_, added, left, finished, in_turn = (
        np.array([np.nan if value is None else value for value in column], dtype=np.float64)
        for column in columns
    )
    return PlannedWeeks(open_, added, left, finished, in_turn)


@pytest.mark.parametrize(
    ("weeks", "growth"),
    [
        pytest.param([], [], id="no-week"),
        pytest.param([(0, 0, 0, None, None)] * 2, [0, 0], id="nothing-planned"),
        # Half of 4 of 15 + 5, half of 2 fewer.
        pytest.param([(15, 4, 0, 1, 1), (15, 0, 2, 1, 1)], [0.1, -0.05], id="in-and-out"),
        pytest.param([(15, 3, 3, 1, 1)], [0], id="as-much-out-as-in"),
        # A week without planned work counts for nothing in the average of what is open.
        pytest.param([(0, 4, 0, None, None), (15, 0, 0, 1, 1)], [0.1, 0], id="the-first-plan"),
        # At most twice, at least half as much.
        pytest.param([(1, 50, 0, 1, 1), (1, 0, 50, 1, 1)], [1, -0.5], id="bounds"),
    ],
)  # fmt: skip
def test_growth(weeks: list[Week], growth: list[float]) -> None:
    """Half of what came to planned work and did not leave it, of what is open on the average."""
    assert growth == planned(*weeks).growth(ALL).tolist()


@pytest.mark.parametrize(
    ("weeks", "part"),
    [
        pytest.param([], 0, id="no-week"),
        pytest.param([(9, 0, 0, 5, 5)], 0, id="all-in-turn"),
        pytest.param([(9, 0, 0, 5, 0)], 0.5, id="five-of-five-and-five"),
        pytest.param([(9, 0, 0, 10, 7), (9, 0, 0, 10, 8)], 0.2, id="weeks-add-up"),
        pytest.param([(9, 0, 0, 5, 0), (0, 0, 0, None, None)], 0.5, id="nothing-waiting"),
    ],
)
def test_parallel(weeks: list[Week], part: float) -> None:
    """What was finished out of turn, of all that was and five more."""
    assert part == planned(*weeks).parallel(ALL)


def test_only_the_weeks_asked_for_count() -> None:
    """As if the others had not been."""
    weeks = planned((15, 4, 0, 5, 0), (5, 2, 0, 5, 5))

    assert weeks.growth(slice(0, 1)).tolist() == [0.1]
    assert weeks.growth(slice(1, 2)).tolist() == [0.1]
    assert weeks.parallel(slice(1, 2)) == 0


count = st.integers(0, 30)


@given(
    st.lists(
        st.tuples(count, count, count, count, count).map(
            lambda w: (w[0], w[1], min(w[2], w[0]), w[3], min(w[4], w[3]))
        ),
        min_size=1,
        max_size=60,
    )
)
def test_as_in_exact_fractions(weeks: list[tuple[int, int, int, int, int]]) -> None:
    """The reference says the same, to half of the last place."""
    found = planned(*weeks)

    expected = forecast.growth([w[0] for w in weeks], [w[1] - w[2] for w in weeks])
    assert found.growth(ALL) == pytest.approx([float(share) for share in expected], abs=1.1e-6)
    part = forecast.parallel([(w[3], w[4]) for w in weeks])
    assert found.parallel(ALL) == pytest.approx(float(part), abs=1.1e-6)
    assert isinstance(part, Fraction)
