"""Working days between two dates, both of them counted."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.parts.working_days import working_days
from programme.frames import ON
from tests.metrics.frames import make_settings

ENGLAND = {"country": "GB", "subdivision": "ENG", "working_days": True}
SCOTLAND = {**ENGLAND, "subdivision": "SCT"}
dates = st.dates(date(2001, 1, 1), date(2040, 12, 31))


def days(*values: date | str | None) -> pd.Series:
    """Make a column of dates."""
    return pd.Series(pd.to_datetime(list(values))).astype(ON)


def count(first: date | str, last: date | str, **calendar: object) -> float:
    """Count the working days of one span."""
    counted = working_days(days(first), days(last), make_settings(calendar=calendar or ENGLAND))
    return float(counted.iloc[0])


@pytest.mark.parametrize(
    ("first", "last", "calendar", "expected"),
    [
        pytest.param("2026-03-04", "2026-03-04", ENGLAND, 1, id="begun and done on a Wednesday"),
        pytest.param("2026-03-02", "2026-03-06", ENGLAND, 5, id="Monday to Friday"),
        pytest.param("2026-03-06", "2026-03-09", ENGLAND, 2, id="Friday to Monday"),
        pytest.param("2026-03-07", "2026-03-08", ENGLAND, 0, id="within a weekend"),
        pytest.param("2026-03-07", "2026-03-09", ENGLAND, 1, id="Saturday to Monday"),
        pytest.param("2026-04-02", "2026-04-07", ENGLAND, 2, id="over Easter in England"),
        pytest.param("2026-04-02", "2026-04-07", SCOTLAND, 3, id="over Easter in Scotland"),
        pytest.param("2026-12-28", "2026-12-28", ENGLAND, 0, id="a day in lieu"),
        pytest.param("2025-12-22", "2026-01-02", ENGLAND, 7, id="over the turn of the year"),
    ],
)
def test_days_are_counted(
    first: str, last: str, calendar: dict[str, object], expected: int
) -> None:
    """Monday to Friday, less the public holidays of the place."""
    assert count(first, last, **calendar) == expected


def test_missing_dates_and_unwanted_calendars_give_nothing() -> None:
    """Empty, never 0."""
    first, last = days("2026-03-02", None, "2026-03-02"), days("2026-03-03", "2026-03-03", None)

    told = working_days(first, last, make_settings(calendar=ENGLAND))
    assert told.isna().tolist() == [False, True, True]
    for calendar in ({}, {"country": "GB"}):
        assert working_days(first, last, make_settings(calendar=calendar)).isna().all()
    assert len(working_days(days(), days(), make_settings(calendar=ENGLAND))) == 0


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(dates, dates).map(sorted), min_size=1, max_size=20))
def test_working_days_never_exceed_calendar_days(spans: list[list[date]]) -> None:
    """Nor are they ever negative, and two spans that follow one another add up."""
    first, last = days(*(a for a, _ in spans)), days(*(b for _, b in spans))
    chosen, earliest = make_settings(calendar=ENGLAND), days(*["2001-01-01"] * len(spans))
    told = working_days(first, last, chosen)

    assert (told <= (last - first).dt.days + 1).all()
    assert (told >= 0).all()
    before = working_days(earliest, first, chosen)
    day = working_days(first, first, chosen)
    whole = working_days(earliest, last, chosen)
    assert (before - day + told == whole).all()


@settings(deadline=None, max_examples=50)
@given(dates, st.integers(0, 400), st.integers(1, 300))
def test_whole_weeks_later_nothing_changes(first: date, length: int, weeks: int) -> None:
    """Where there are no public holidays: the package knows none of England's after 2100."""
    begin = pd.Timestamp(2110, 1, 1) + pd.Timedelta(days=first.toordinal() % 5000)
    end = begin + pd.Timedelta(days=length)
    later = pd.Timedelta(weeks=weeks)

    assert count(begin, end) == count(begin + later, end + later)
