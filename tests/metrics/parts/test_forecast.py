"""Forecast: samples, Sundays, chances and reasons."""

from datetime import date

import numpy as np
import pytest

from metrics.parts.forecast import Outlook, outlook
from metrics.parts.pace import Past
from metrics.parts.planned_weeks import PlannedWeeks

MONDAY = date(2026, 3, 2)


def ahead(*finished: int, today: date = MONDAY) -> Outlook:
    """Make an outlook from weeks, oldest first."""
    counts = np.array(finished, dtype=np.int64)
    return outlook(Past(counts, np.zeros_like(counts)), today, "Programme")


@pytest.mark.parametrize(
    ("today", "weeks", "sunday"),
    [
        (date(2026, 3, 2), 1, date(2026, 3, 8)),
        (date(2026, 3, 3), 1, date(2026, 3, 15)),
        (date(2026, 3, 8), 1, date(2026, 3, 15)),
        (date(2026, 3, 2), 3, date(2026, 3, 22)),
    ],
    ids=["monday", "tuesday", "sunday", "three-weeks"],
)
def test_weeks_end_on_sundays(today: date, weeks: int, sunday: date) -> None:
    """Whole weeks of work from today end on the first Sunday that is not too early."""
    assert sunday == ahead(*[1] * 11, today=today).ends_on(weeks)


def test_a_constant_pace_gives_exact_dates() -> None:
    """Two a week: ten items take five weeks, whatever the luck."""
    dates = ahead(*[2] * 26).dates(10)

    assert (dates.p50, dates.p80, dates.p95, dates.reason) == (*[date(2026, 4, 5)] * 3, "")


@pytest.mark.parametrize(
    ("target", "chance"),
    [
        (date(2026, 3, 1), 0.0),
        (date(2026, 4, 4), 0.0),
        (date(2026, 4, 5), 1.0),
        (date(9999, 12, 31), 1.0),
    ],
    ids=["passed", "day-before", "that-sunday", "year-9999"],
)
def test_chance_of_a_date(target: date, chance: float) -> None:
    """A date is made when the Sunday on which the work is done is not after it."""
    assert chance == ahead(*[2] * 26).chance(10, target)


@pytest.mark.parametrize(
    ("finished", "remaining", "reason"),
    [
        pytest.param([2] * 26, 0, "Nothing is left to do, so no forecast is needed.", id="done"),
        pytest.param(
            [], 5,
            "We cannot forecast this yet because no whole week of work is known; 7 are needed.",
            id="no-week"),
        pytest.param(
            [2], 5,
            "We cannot forecast this yet because only 1 whole week of work is known; 7 are needed.",
            id="one-week"),
        pytest.param(
            [2] * 6, 5,
            "We cannot forecast this yet because only 6 whole weeks of work are known; "
            "7 are needed.", id="six-weeks"),
        pytest.param(
            [5] * 20 + [0] * 26, 5,
            "We cannot forecast this yet because nothing was finished in the last 26 weeks.",
            id="idle-tail"),
        pytest.param(
            [1] * 26, 105,
            "We cannot forecast this yet because at the present pace it would take more than "
            "2 years.", id="beyond-the-horizon"),
    ],
)  # fmt: skip
def test_no_forecast_and_why(finished: list[int], remaining: int, reason: str) -> None:
    """Where there is no date, one sentence says why."""
    dates = ahead(*finished).dates(remaining)

    assert (dates.p50, dates.p80, dates.p95) == (None, None, None)
    assert dates.reason == reason
    assert ahead(*finished).p80(remaining) is None


def test_two_years_are_not_too_long() -> None:
    """A median of 104 weeks still has its dates."""
    assert ahead(*[1] * 26).dates(104).p50 == date(2028, 2, 27)


@pytest.mark.parametrize(
    ("weeks", "early", "known"),
    [(6, True, False), (7, True, True), (10, True, True), (11, False, True), (40, False, True)],
)
def test_few_weeks(weeks: int, early: bool, known: bool) -> None:
    """Under 7 weeks there is no forecast, under 11 it is an early estimate."""
    found = ahead(*[1] * weeks)

    assert found.early == early
    assert (found.pace is not None) == known
    assert len(found.sample) == min(weeks, 52)


def test_only_the_last_52_weeks_count() -> None:
    """What was before them changes nothing."""
    assert ahead(*[1, 3] * 15, *[1] * 52).dates(5) == ahead(*[1] * 52).dates(5)


def test_half_a_year_without_a_finish_gives_no_date() -> None:
    """However much was finished before, or comes in now."""
    busy = np.array([5] * 20 + [0] * 26)
    idle = outlook(Past(busy, np.full(46, 3)), MONDAY, "Programme")

    assert idle.obstacle() == "nothing was finished in the last 26 weeks"
    assert (idle.p80(5), idle.chance(5, date(2027, 1, 3))) == (None, None)


def test_after_a_quiet_quarter_there_is_no_date() -> None:
    """A third of the trials finishes nothing, so no date has a chance of 80 in 100."""
    quiet = ahead(*[2] * 30, *[0] * 12)
    reason = "We cannot forecast this yet because nothing was finished in the last 12 weeks."

    assert quiet.dates(5) == (None, None, None, reason)
    assert quiet.p80(5) is None
    assert ahead(*[2] * 30, *[0] * 11).dates(5).reason == ""


def test_an_earlier_week_knows_no_later_one() -> None:
    """The outlook after some of the weeks is that of a project which has no more."""
    finished, arrived = np.arange(60) % 4, np.arange(60) % 5
    then = outlook(Past(finished, arrived), MONDAY, "Programme", known=45)
    only = outlook(Past(finished[:45], arrived[:45]), MONDAY, "Programme")

    assert then.sample.tolist() == only.sample.tolist()
    assert then.dates(20) == only.dates(20)


def test_dates_are_later_than_the_trials_say() -> None:
    """The 80% date is that of 885 of 1,000 trials, and the chance of it is 80%."""
    found = ahead(*[0, 1, 0, 3] * 13)
    p80 = found.dates(10).p80
    assert found.pace is not None
    assert p80 is not None
    weeks = (p80 - found.ends_on(1)).days // 7 + 1

    assert found.pace.share_done(10, weeks - 1) < 0.885 <= found.pace.share_done(10, weeks)
    before, then = found.chance(10, found.ends_on(weeks - 1)), found.chance(10, p80)
    assert before is not None
    assert then is not None
    assert before < 0.8 <= then


def test_a_week_worked_in_part_grows_no_more_than_a_whole_one() -> None:
    """At least half as much is left and at most twice, also where half a week was worked."""
    even, moved = np.full(8, 45.0), np.array([0, 100.0] * 4)
    past = Past(
        np.full(8, 2),
        np.zeros(8, dtype=np.int64),
        np.datetime64("2026-01-05") + 7 * np.arange(8),
        PlannedWeeks(even, moved, moved[::-1], even, even),
    )
    found = outlook(past, MONDAY, "Programme", open_shares=lambda days: np.full(len(days), 0.5))

    assert found.pace is not None
    assert found.pace.growth.tolist() == [-0.5, 1.0] * 4
