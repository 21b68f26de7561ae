"""Which finished work is recent, and how little of it is too little to speak of."""

from datetime import datetime
from typing import Final

import pandas as pd

from programme.settings import Settings
from programme.weeks import local_date, week_start

WINDOW_WEEKS: Final = 26
LEAST_ITEMS: Final = 20
LEAST_WEEKS: Final = 7


def recent(finished_on: pd.Series, as_of: datetime, settings: Settings) -> pd.Series:
    """Say which of *finished_on* lie in the last 26 whole weeks before *as_of*.

    Args:
        finished_on: Local dates; NaT is in no week.
        as_of: Aware instant; the running part-week is left out.
        settings: For the time zone.
    """
    monday = pd.Timestamp(week_start(local_date(as_of, settings.programme.zone)))
    return (finished_on >= monday - pd.Timedelta(weeks=WINDOW_WEEKS)) & (finished_on < monday)
