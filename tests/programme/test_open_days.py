"""Which share of a week is open for work."""

import time
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import holidays
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.open_days import open_shares
from programme.settings_calendar import Calendar, QuietPeriod

ENGLAND = {"country": "GB", "subdivision": "ENG"}


def quiet(first: str, last: str, pace: float = 0) -> dict[str, Any]:
    """Return a quiet period as config.toml has it."""
    return {
        "name": "Quiet",
        "from": date.fromisoformat(first),
        "to": date.fromisoformat(last),
        "pace": pace,
    }


@pytest.mark.parametrize(
    ("calendar", "start", "expected"),
    [
        pytest.param({}, "2026-12-21", 1.0, id="no calendar knows no Christmas"),
        pytest.param(ENGLAND, "2026-12-14", 1.0, id="an ordinary week"),
        pytest.param(ENGLAND, "2026-12-21", 0.8, id="Christmas on a Friday"),
        pytest.param(ENGLAND, "2026-12-28", 0.6, id="Boxing Day in lieu, and New Year"),
        pytest.param(ENGLAND, "2026-12-24", 0.6, id="from a Thursday: Christmas and the Monday"),
        pytest.param({"country": "GB", "subdivision": "SCT"}, "2026-11-30", 0.8, id="St Andrew"),
        pytest.param({"country": "GB"}, "2026-11-30", 1.0, id="the country as a whole"),
        pytest.param({"quiet": [quiet("2026-12-21", "2027-01-03")]}, "2026-12-28", 0.0, id="shut"),
        pytest.param(
            {"quiet": [quiet("2026-12-21", "2027-01-03")]}, "2027-01-04", 1.0, id="shut no more"
        ),
        pytest.param(
            {"quiet": [quiet("2026-12-25", "2026-12-25")]}, "2026-12-21", 0.8, id="a day alone"
        ),
        pytest.param(
            {"quiet": [quiet("2026-12-26", "2026-12-27")]}, "2026-12-21", 1.0, id="a weekend"
        ),
        pytest.param(
            {"quiet": [quiet("2027-03-22", "2027-05-06", 0.5)]}, "2027-05-03", 0.6, id="half pace"
        ),
        pytest.param(
            {**ENGLAND, "quiet": [quiet("2027-03-22", "2027-05-06", 0.5)]},
            "2027-05-03",
            0.5,
            id="a holiday within it counts nothing",
        ),
        pytest.param(
            {
                "quiet": [
                    quiet("2027-03-22", "2027-05-06", 0.25),
                    quiet("2027-05-03", "2027-05-07", 0.75),
                ]
            },
            "2027-05-03",
            0.35,
            id="the lower pace counts where two overlap",
        ),
        pytest.param(
            {"quiet": [quiet("2027-05-03", "2027-05-03", 1 / 3)]}, "2027-05-03", 0.866667, id="6"
        ),
        pytest.param(ENGLAND, "2400-12-25", 1.0, id="a year without rules of holidays"),
        pytest.param(ENGLAND, "9999-12-31", 1.0, id="a week that leads out of Python's calendar"),
    ],
)
def test_a_week(calendar: dict[str, Any], start: str, expected: float) -> None:
    """Days of five, each at its pace."""
    shares = open_shares([date.fromisoformat(start)], Calendar.model_validate(calendar))

    assert [expected] == shares.tolist()
    assert np.float64 == shares.dtype


def test_no_weeks() -> None:
    """Nothing in, nothing out."""
    assert [] == open_shares([], Calendar.model_validate(ENGLAND)).tolist()
    assert [] == open_shares([], Calendar()).tolist()


DAYS = st.dates(date(2024, 1, 1), date(2031, 12, 31))
PACES = st.sampled_from([0, 0.1, 0.5, 1 / 3, 0.7, 1.0, 0.0000005]) | st.floats(0, 1)
PERIODS = st.builds(
    lambda first, length, pace: QuietPeriod(
        name="Quiet", from_=first, to=first + timedelta(days=length), pace=pace
    ),
    DAYS,
    st.integers(0, 60),
    PACES,
)
CALENDARS = st.builds(
    lambda place, periods: Calendar(**place, quiet=periods),
    st.sampled_from([{}, ENGLAND, {"country": "US"}, {"country": "DE", "subdivision": "BY"}]),
    st.lists(PERIODS, max_size=4).map(tuple),
)


def one_by_one(start: date, calendar: Calendar) -> float:
    """Walk through the days of a week."""
    off = (
        holidays.country_holidays(calendar.country, subdiv=calendar.subdivision or None)
        if calendar.country
        else {}
    )

    def paces() -> Iterator[Fraction]:
        for day in (start + timedelta(days=number) for number in range(7)):
            if day.weekday() < 5:
                within = [p.pace for p in calendar.quiet if p.from_ <= day <= p.to]
                yield Fraction(0 if day in off else min(round(p, 6) for p in [*within, 1]))

    return float(round(sum(paces(), Fraction()) / 5, 6))


@given(CALENDARS, st.lists(DAYS, max_size=30))
def test_the_shares_are_those_of_a_plain_loop(calendar: Calendar, starts: list[date]) -> None:
    """To the last bit, in the order asked for, from dates and from arrays of any unit."""
    shares = open_shares(starts, calendar)

    assert [one_by_one(start, calendar) for start in starts] == shares.tolist()
    instants = np.array(starts, dtype="datetime64[us]")
    assert shares.tobytes() == open_shares(instants, calendar).tobytes()


@given(CALENDARS, DAYS, PERIODS)
def test_a_quiet_period_more_opens_no_week(
    calendar: Calendar, start: date, period: QuietPeriod
) -> None:
    """Nor do shares leave 0 to 1."""
    starts = np.datetime64(start) + 7 * np.arange(20)
    before = open_shares(starts, calendar)

    after = open_shares(starts, calendar.model_copy(update={"quiet": (*calendar.quiet, period)}))

    assert (after <= before).all()
    assert ((after >= 0) & (before <= 1)).all()


def test_ten_years_are_quick() -> None:
    """A forecast asks for 520 weeks again and again: under 5 ms each time but the first."""
    calendar = Calendar.model_validate(
        {**ENGLAND, "quiet": [quiet("2026-12-21", "2027-01-03"), quiet("2027-03-22", "2027-05-06")]}
    )
    starts = np.datetime64("2026-11-23") + 7 * np.arange(520)
    open_shares(starts, calendar)
    took = []
    for _ in range(5):
        begun = time.perf_counter()
        open_shares(starts, calendar)
        took.append(time.perf_counter() - begun)

    assert min(took) < 0.005
