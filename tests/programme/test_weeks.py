"""Weeks are cut at local midnight between Sunday and Monday, whatever the clocks do."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.weeks import (
    iso_week,
    local_date,
    local_midnight,
    monday_of,
    week_start,
    weeks_between,
    whole_weeks,
)

ZONES = ["Europe/London", "Pacific/Auckland", "America/St_Johns", "UTC"]
LONDON = ZoneInfo("Europe/London")


def test_weeks_run_from_the_start_to_the_last_whole_one() -> None:
    """The running part-week is no row."""
    weeks = whole_weeks(date(2026, 1, 7), datetime(2026, 1, 28, 9, tzinfo=UTC), LONDON)

    assert [str(day.date()) for day in weeks["week_start"]] == [
        "2026-01-05",
        "2026-01-12",
        "2026-01-19",
    ]
    assert str(weeks["week_end"].iloc[-1].date()) == "2026-01-25"


@pytest.mark.parametrize(
    ("as_of", "count"),
    [
        (datetime(2026, 1, 11, 23, 59, 59, tzinfo=UTC), 0),
        (datetime(2026, 1, 12, tzinfo=UTC), 1),
        (datetime(2025, 1, 1, tzinfo=UTC), 0),
    ],
    ids=["a second before Monday", "exactly Monday", "before the start"],
)
def test_a_week_is_whole_from_its_sundays_end_on(as_of: datetime, count: int) -> None:
    """Sunday 24:00 is the end."""
    assert count == len(whole_weeks(date(2026, 1, 5), as_of, LONDON))


def test_clock_changes_make_weeks_of_167_and_169_hours() -> None:
    """In London the week of 23 March 2026 is an hour short, that of 19 October an hour long."""
    ends = whole_weeks(date(2026, 3, 16), datetime(2026, 11, 1, tzinfo=UTC), LONDON)["ends_at"]
    hours = dict(
        zip(ends[1:].dt.date.astype(str), ends.diff()[1:] / timedelta(hours=1), strict=True)
    )

    assert hours["2026-03-29"] == 167
    assert hours["2026-10-26"] == 169


@given(st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1)), st.sampled_from(ZONES))
def test_an_instant_lies_in_the_week_of_its_local_date(moment: datetime, name: str) -> None:
    """Midnight of the Monday is at or before it, midnight of the next one after it."""
    zone = ZoneInfo(name)
    instant = moment.replace(tzinfo=UTC)
    monday = week_start(local_date(instant, zone))

    assert monday.weekday() == 0
    assert local_midnight(monday, zone) <= instant
    assert instant < local_midnight(monday + timedelta(days=7), zone)


def test_iso_weeks_belong_to_the_year_of_their_thursday() -> None:
    """29 December 2025 is in the first week of 2026."""
    assert iso_week(date(2025, 12, 29)) == "2026-W01"
    assert iso_week(date(2026, 11, 22)) == "2026-W47"


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(-600, 600))
def test_weeks_between(day: date, weeks: int) -> None:
    """Whole weeks, also where a year has 53 of them."""
    assert weeks_between(iso_week(day), iso_week(day + timedelta(weeks=weeks))) == weeks


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_the_monday_of_a_week(day: date) -> None:
    """The day on which it begins, in which year that may be."""
    assert monday_of(iso_week(day)) == week_start(day)
