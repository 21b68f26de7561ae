"""Forecast: samples, Sundays, chances and reasons."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from metrics.parts.forecast import Outlook, finished_by_week, outlook
from metrics.throughput import MEASURE as THROUGHPUT
from tests.metrics.frames import Issue, computed, make_settings, replayed

MONDAY = date(2026, 3, 2)


def ahead(*finished: int, today: date = MONDAY) -> Outlook:
    """Make an outlook from weeks, oldest first."""
    return outlook(np.array(finished, dtype=np.int32), today, "Programme")


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
    assert len(found.sample) == min(weeks, 26)


def test_only_the_last_26_weeks_count() -> None:
    """What was before them changes nothing."""
    assert ahead(*[9] * 30, *[1] * 26).dates(5) == ahead(*[1] * 26).dates(5)


def test_weeks_before_the_first_item_are_no_sample() -> None:
    """A project that begins in the fourth week is not slow for the first three."""
    issues = [Issue(1, "2026-01-28", ("2026-02-03", "finished"))]
    inputs = replayed(issues)
    settings = make_settings(["Portal", "Other"])
    table = computed(THROUGHPUT, inputs, "2026-02-16", settings)

    found = finished_by_week(table, inputs["history"], settings.programme.zone)

    assert found.to_dict() == {
        pd.Timestamp("2026-02-01"): 0,
        pd.Timestamp("2026-02-08"): 1,
        pd.Timestamp("2026-02-15"): 0,
    }


def test_no_work_no_sample() -> None:
    """Without items no week counts."""
    inputs = replayed([])
    settings = make_settings()
    table = computed(THROUGHPUT, inputs, "2026-02-16", settings)

    assert finished_by_week(table, inputs["history"], settings.programme.zone).empty
