"""The last 26 whole weeks."""

import numpy as np
import pandas as pd
import pytest

from metrics.parts.cuts import MISSING, micros
from metrics.parts.recent import recent, recently
from tests.metrics.frames import at, make_settings

#: In Auckland it is Monday 6 July, in London still Sunday.
AS_OF = at("2026-07-05T12:00")
WINDOWS = {
    "Europe/London": ("2025-12-29", "2026-06-29"),
    "Pacific/Auckland": ("2026-01-05", "2026-07-06"),
}


@pytest.mark.parametrize("zone", WINDOWS)
def test_dates_from_monday_to_sunday_are_recent(zone: str) -> None:
    """Of the first of 26 weeks up to the last that has ended."""
    first, end = map(pd.Timestamp, WINDOWS[zone])
    day = pd.Timedelta(days=1)
    settings = make_settings(programme={"time_zone": zone})

    found = recent(pd.Series([first - day, first, end - day, end, pd.NaT]), AS_OF, settings)

    assert found.tolist() == [False, True, True, False, False]
    assert (end - first).days == 26 * 7


@pytest.mark.parametrize("zone", WINDOWS)
def test_instants_are_recent_as_their_dates_are(zone: str) -> None:
    """From local midnight to local midnight."""
    settings = make_settings(programme={"time_zone": zone})
    midnights = (pd.Timestamp(day, tz=zone) for day in WINDOWS[zone])
    first, end = (micros(midnight) for midnight in midnights)

    found = recently(np.array([first - 1, first, end - 1, end, MISSING]), AS_OF, settings)

    assert found.tolist() == [False, True, True, False, False]
