"""How much of a week is open for work: without public holidays, and slower in quiet periods."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np

from programme import public_holidays
from programme.settings_calendar import Calendar

_DAYS_A_WEEK: Final = 7
_WORKING_DAYS: Final = 5
#: Paces are added in millionths, as whole numbers: their sum is the same in every order.
_MILLION: Final = 1_000_000
#: From which numpy counts years.
_EPOCH: Final = 1970


def open_shares(starts: Sequence[date] | np.ndarray, calendar: Calendar) -> np.ndarray:
    """Return how much of each week is open for work.

    A share is the sum over the five days from Monday to Friday, divided by five, to 6 places. A
    public holiday counts 0; another day counts the lowest pace of the quiet periods that it lies
    in, to 6 places, and 1 in none.

    Args:
        starts: First local day of each week of seven days, on any weekday and in any order: dates,
            or an array of datetime64.
        calendar: Whose public holidays and quiet periods count. Public holidays are known as far
            as the package ``holidays`` has rules (for most countries to 2100): later years have
            none.

    Returns:
        float64 from 0 to 1, one for each start; 1 everywhere without country and quiet periods.
    """
    first = np.asarray(starts, dtype="datetime64[D]")
    if not calendar.country and not calendar.quiet:
        return np.ones(len(first))
    days = first[:, np.newaxis] + np.arange(_DAYS_A_WEEK)
    years = days.astype("datetime64[Y]")
    paces = np.empty(days.shape, dtype=np.int64)
    for year in np.unique(years):
        lies_in = years == year
        paces[lies_in] = _paces(calendar, year)[_days_after(year, days[lies_in])]
    # The fraction of a fifth is never one half, so adding two rounds to the nearest.
    shares: np.ndarray = (paces.sum(axis=1) + _WORKING_DAYS // 2) // _WORKING_DAYS / _MILLION
    return shares


@lru_cache(maxsize=4096)
def _paces(calendar: Calendar, year: np.datetime64) -> np.ndarray:
    """Return the pace of every day of a year in millionths; 0 on Saturdays and Sundays."""
    # By numpy's calendar, which knows years that Python's does not.
    days = np.arange(year.astype("datetime64[D]"), (year + 1).astype("datetime64[D]"))
    paces = np.where(np.is_busday(days), _MILLION, 0)
    for period in calendar.quiet:
        quiet = (days >= np.datetime64(period.from_)) & (days <= np.datetime64(period.to))
        paces[quiet] = np.minimum(paces[quiet], round(round(period.pace, 6) * _MILLION))
    if calendar.country:
        number = int(year.astype(np.int64)) + _EPOCH
        holidays = public_holidays.in_year(calendar.country, calendar.subdivision, number)
        paces[_days_after(year, np.array(holidays, dtype="datetime64[D]"))] = 0
    paces.flags.writeable = False
    return paces


def _days_after(year: np.datetime64, days: np.ndarray) -> np.ndarray:
    """Count the days from the first of a year to each of *days*."""
    passed: np.ndarray = (days - year.astype("datetime64[D]")).astype(np.int64)
    return passed
