"""ISO weeks in the programme's time zone: the one place that knows where a week begins.

A week runs from Monday 00:00 to Sunday 24:00 local time. An instant at exactly local Monday 00:00
belongs to the week that begins then.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

WEEK = timedelta(days=7)


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    """Return the calendar date of *instant* in *zone*."""
    return instant.astimezone(zone).date()


def local_midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the UTC instant at which *day* begins in *zone*.

    Where clocks jump over midnight, this is the first instant of the day that exists.
    """
    midnight = datetime.combine(day, time.min, tzinfo=zone)
    return midnight.astimezone(UTC)


def week_start(day: date) -> date:
    """Return the Monday of the ISO week that contains *day*."""
    return day - timedelta(days=day.weekday())


def iso_week(day: date) -> str:
    """Return the ISO week of *day* as ``2026-W47``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def monday_of(iso_week: str) -> date:
    """Return the first day of an ISO week such as ``2026-W47``."""
    return date.fromisoformat(f"{iso_week}-1")


def sunday_of(iso_week: str) -> date:
    """Return the last day of an ISO week such as ``2026-W47``."""
    return monday_of(iso_week) + timedelta(days=6)


def weeks_between(first: str, last: str) -> int:
    """Return how many weeks *last* lies after *first*, both ISO weeks such as ``2026-W47``."""
    return (monday_of(last) - monday_of(first)) // WEEK


def whole_weeks(started_on: date, as_of: datetime, zone: ZoneInfo) -> pd.DataFrame:
    """List the weeks of the weekly tables.

    Args:
        started_on: A local date; the first week is the ISO week that contains it.
        as_of: Aware instant; the last week is the last one that ended at or before it.
        zone: The programme's time zone.

    Returns:
        One row per week, oldest first: ``week_start`` and ``week_end`` (naive midnight timestamps
        of the Monday and the Sunday), ``ends_at`` (UTC instant of the Sunday's 24:00). Empty when
        no week is whole yet.
    """
    first = week_start(started_on)
    end = week_start(local_date(as_of, zone))
    mondays = [first + WEEK * n for n in range(max((end - first).days // 7, 0))]
    return pd.DataFrame(
        {
            "week_start": pd.DatetimeIndex(mondays, dtype="datetime64[us]"),
            "week_end": pd.DatetimeIndex(
                [day + timedelta(days=6) for day in mondays], dtype="datetime64[us]"
            ),
            "ends_at": pd.DatetimeIndex(
                [local_midnight(day + WEEK, zone) for day in mondays], dtype="datetime64[us, UTC]"
            ),
        }
    )


def local_dates(instants: pd.Series, zone: ZoneInfo) -> pd.Series:
    """Turn a column of UTC instants into naive local dates (midnight timestamps), NaT kept."""
    return instants.dt.tz_convert(zone).dt.tz_localize(None).dt.normalize()
