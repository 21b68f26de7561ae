"""Simulation: trials that can be counted by hand, and what holds of any."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from metrics.parts.percentile import percentile
from metrics.parts.simulation import HORIZON, TRIALS, Pace, draws, enough

SHARES = (0.5, 0.8, 0.95)
samples = st.lists(st.integers(0, 12), min_size=7, max_size=26).filter(any)


def pace(*finished: float, identity: str = "Programme") -> Pace:
    """Make a pace from weeks, oldest first."""
    return Pace(np.array(finished), identity)


@pytest.mark.parametrize(
    ("remaining", "weeks"),
    [(0, 0), (1, 1), (5, 1), (6, 2), (10, 2), (11, 3), (500, 100), (501, 101)],
)
def test_a_constant_pace_gives_one_answer(remaining: int, weeks: int) -> None:
    """With five a week every trial takes the same, and every percentile says so."""
    steady = pace(*[5] * 11)

    assert [weeks] * 3 == [steady.weeks_needed(remaining, share) for share in SHARES]
    assert set(steady.weeks_by_trial(enough(remaining))) == {weeks}


def test_one_good_week_in_ten() -> None:
    """One item with a chance of a tenth a week: the weeks until it comes are geometric."""
    rare = pace(*[0] * 9, 1)

    for weeks in (1, 5, 10, 20):
        assert rare.share_done(1, weeks) == pytest.approx(1 - 0.9**weeks, abs=0.02)
    # 1 - 0.9^7 = 0.52, 1 - 0.9^6 = 0.47; 0.80 between 15 and 16; 0.95 between 28 and 29.
    assert rare.weeks_needed(1, 0.5) == 7
    assert rare.weeks_needed(1, 0.8) in {15, 16}
    assert rare.weeks_needed(1, 0.95) in {28, 29, 30}


def test_no_pace_never_ends() -> None:
    """A sample of zeros finishes nothing, and says so rather than counting on."""
    still = pace(*[0] * 26)

    assert still.stands_still
    assert still.weeks_needed(1, 0.5) is None
    assert still.share_done(1, 10_000_000) == 0
    assert still.weeks_needed(0, 0.5) == 0


def test_longer_than_one_wants_to_know() -> None:
    """With one a week 105 items take 105 weeks, which is more than 104."""
    steady = pace(*[1] * 11)

    assert steady.weeks_needed(104, 0.5, within=104) == 104
    assert steady.weeks_needed(105, 0.5, within=104) is None
    assert steady.weeks_needed(HORIZON, 0.5) == HORIZON
    assert steady.weeks_needed(HORIZON + 1, 0.5) is None
    assert set(steady.weeks_by_trial(enough(HORIZON + 1))) == {HORIZON + 1}


@examples(max_examples=30, deadline=None)
@given(samples, st.integers(1, 80))
def test_percentiles_are_those_of_the_trials(finished: list[int], remaining: int) -> None:
    """The quick search finds the nearest-rank percentile of the trials, and shares agree."""
    found = pace(*finished)
    trials = found.weeks_by_trial(enough(remaining))

    for share in SHARES:
        expected = int(percentile(trials, share))
        assert found.weeks_needed(remaining, share) == (expected if expected <= HORIZON else None)
    for weeks in (0, 1, 3, 30):
        assert found.share_done(remaining, weeks) == (trials <= weeks).sum() / TRIALS


@examples(max_examples=30, deadline=None)
@given(samples, st.integers(1, 60), st.integers(0, 20))
def test_more_work_is_never_sooner(finished: list[int], remaining: int, more: int) -> None:
    """p50 <= p80 <= p95, and adding work moves none of them earlier."""
    found = pace(*finished)
    less = [found.weeks_needed(remaining, share) or HORIZON + 1 for share in SHARES]
    greater = [found.weeks_needed(remaining + more, share) or HORIZON + 1 for share in SHARES]

    assert less == sorted(less)
    assert all(a <= b for a, b in zip(less, greater, strict=True))
    assert found.share_done(remaining, 5) >= found.share_done(remaining + more, 5)


def test_draws_come_from_the_name_alone() -> None:
    """Equal names give equal trials, other names other ones, in whatever order one asks."""
    first, second = pace(0, 3, 1, 4, 1, 5, 9), pace(0, 3, 1, 4, 1, 5, 9)
    other = pace(0, 3, 1, 4, 1, 5, 9, identity="Another")
    first.weeks_needed(400, 0.95)

    assert (first.weeks_by_trial(4000) == second.weeks_by_trial(4000)).all()
    assert (first.weeks_by_trial(4000) != other.weeks_by_trial(4000)).any()


def test_draws_never_change() -> None:
    """The first draws of a name are fixed: published dates can be computed again."""
    assert draws("Programme")[0, :4].tolist() == [62387, 1785, 48743, 20176]
    assert not draws("Programme").flags.writeable


def test_projects_draw_the_same_past_week() -> None:
    """Where one project has twice the pace of another every week, so it has in every trial."""
    slow, quick = pace(*range(1, 12)), pace(*(2 * n for n in range(1, 12)))

    assert (slow.weeks_by_trial(5000) == quick.weeks_by_trial(10000)).all()


def test_trials_take_turns_in_how_far_they_look_back() -> None:
    """A week in the last 12 is one of 12, of 26 and of 52 that a third of the trials each draw."""
    recent = pace(*[0] * 51, 1)

    expected = (1 / 12 + 1 / 26 + 1 / 52) / 3
    assert recent.share_done(1, 1) == pytest.approx(expected, abs=0.005)


def test_after_a_quiet_quarter_a_third_of_the_trials_never_ends() -> None:
    """Those that look back 12 weeks see nothing finished."""
    quiet = pace(*[3] * 40, *[0] * 12)

    assert quiet.share_done(1, HORIZON) == pytest.approx(2 / 3, abs=0.001)


def test_parts_of_an_item_round_to_whole_ones() -> None:
    """Four weeks of 0.87 make 3.48 items, which is not yet 4; five make 4.35."""
    steady = pace(*[0.87] * 26)

    assert [steady.weeks_needed(remaining, 0.5) for remaining in (1, 3, 4)] == [1, 3, 5]


def test_the_draw_is_uniform() -> None:
    """Each of 26 weeks is drawn about equally often."""
    back = (draws("Programme")[:104].astype(np.uint32) * 26) >> 16
    counts = np.bincount(back.ravel(), minlength=26) / back.size

    assert counts.min() > 0.0375
    assert counts.max() < 0.0395
