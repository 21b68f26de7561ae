"""Working days between two dates, beside calendar days and never instead of them."""

import numpy as np
import pandas as pd

from programme import public_holidays
from programme.frames import DAYS
from programme.settings import Settings


def working_days(first: pd.Series, last: pd.Series, settings: Settings) -> pd.Series:
    """Count the working days from *first* to *last*, both of them included.

    A working day is one from Monday to Friday that is no public holiday. Work done within a weekend
    took no working day: counted as one, the days of two spans would not add up to those of both.

    Args:
        first: Dates as naive midnight timestamps.
        last: The same, not before *first*.
        settings: For ``calendar``.

    Returns:
        Float64, at most the calendar days ``last - first + 1``; missing where a date is, and
        everywhere if working days are not wanted.
    """
    counted = pd.Series(pd.NA, index=first.index, dtype=DAYS)
    known = first.notna() & last.notna()
    if not settings.calendar.working_days or not known.any():
        return counted
    begins = first[known].to_numpy(dtype="datetime64[D]")
    ends = last[known].to_numpy(dtype="datetime64[D]")
    holidays = _holidays(begins.min(), ends.max(), settings)
    # numpy leaves out the end: the day after it lets the last day count.
    counted[known] = np.busday_count(begins, ends + 1, holidays=holidays).astype(float)
    return counted


def _holidays(first: np.datetime64, last: np.datetime64, settings: Settings) -> np.ndarray:
    calendar = settings.calendar
    years = range(pd.Timestamp(first).year, pd.Timestamp(last).year + 1)
    days = [
        day
        for year in years
        for day in public_holidays.in_year(calendar.country, calendar.subdivision, year)
    ]
    return np.array(days, dtype="datetime64[D]")
