"""Instants at which spells are cut.

An event counts at a cut if it happened before it. A week's end is cut at the following Monday
00:00 (an event at exactly that instant belongs to the new week); ``as_of``, at which an event has
happened, is cut one microsecond later.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from programme.weeks import local_date, local_midnight

#: How a missing instant reads among microseconds.
MISSING: Final = int(np.iinfo(np.int64).min)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def micros(instant: datetime) -> int:
    """Return *instant* as microseconds since 1970, UTC."""
    return int(pd.Timestamp(instant).asm8.astype("datetime64[us]").astype("int64"))


def micros_of(column: pd.Series) -> np.ndarray:
    """Return a column of instants as microseconds since 1970, UTC; MISSING for NaT."""
    # Without a zone numpy is given UTC.
    utc: np.ndarray = column.to_numpy(dtype="datetime64[us]")
    return utc.astype("int64")


def day_of(instant: int, zone: ZoneInfo) -> date:
    """Return the local date of an instant in microseconds."""
    return local_date(_EPOCH + timedelta(microseconds=instant), zone)


def cut_at(as_of: datetime) -> int:
    """Return the cut that counts everything up to and including *as_of*."""
    return micros(as_of) + 1


def cut_after(day: date, zone: ZoneInfo) -> int:
    """Return the cut at the end of *day*."""
    return micros(local_midnight(day + timedelta(days=1), zone))
