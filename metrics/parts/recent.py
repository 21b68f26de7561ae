"""Which finished work is recent, and how little of it is too little to speak of."""

from datetime import date, datetime, timedelta
from typing import Final

import numpy as np
import pandas as pd

from metrics.parts.cuts import micros
from programme.settings import Settings
from programme.weeks import local_date, local_midnight, week_start

WINDOW_WEEKS: Final = 26
LEAST_ITEMS: Final = 20
LEAST_WEEKS: Final = 7


def recent(finished_on: pd.Series, as_of: datetime, settings: Settings) -> pd.Series:
    """Say which local dates lie in the last 26 whole weeks before *as_of*; NaT lies in none."""
    first, end = _mondays(as_of, settings)
    return (finished_on >= pd.Timestamp(first)) & (finished_on < pd.Timestamp(end))


def recently(finished_at: np.ndarray, as_of: datetime, settings: Settings) -> np.ndarray:
    """Say the same of instants, in microseconds since 1970, UTC."""
    zone = settings.programme.zone
    first, end = (micros(local_midnight(day, zone)) for day in _mondays(as_of, settings))
    held: np.ndarray = (finished_at >= first) & (finished_at < end)
    return held


def _mondays(as_of: datetime, settings: Settings) -> tuple[date, date]:
    """Return the Monday on which the window begins and the one before which it ends."""
    monday = week_start(local_date(as_of, settings.programme.zone))
    return monday - timedelta(weeks=WINDOW_WEEKS), monday
