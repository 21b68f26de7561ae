"""Instants as whole microseconds, and the cuts at which an event counts or does not."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from metrics.parts.cuts import MISSING, cut_after, cut_at, day_of, micros, micros_of
from tests.metrics.frames import at

LONDON, AUCKLAND = ZoneInfo("Europe/London"), ZoneInfo("Pacific/Auckland")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (EPOCH, 0),
        (EPOCH + timedelta(microseconds=1), 1),
        (at("1970-01-02T00:00+01:00"), 82_800_000_000),
        (pd.Timestamp(1_999, unit="ns", tz="UTC"), 1),
    ],
    ids=["the epoch", "to the microsecond", "any offset", "less is cut off"],
)
def test_instants_are_microseconds(instant: datetime, expected: int) -> None:
    """Since 1970, UTC."""
    assert micros(instant) == expected


@pytest.mark.parametrize("unit", ["s", "us", "ns"])
def test_a_column_reads_as_its_instants_do(unit: str) -> None:
    """Of whatever unit; a missing one lies before every cut."""
    instants = [at("1970-01-01T00:00:01"), None, at("2026-06-01T12:00")]

    found = micros_of(pd.Series(pd.to_datetime(instants, utc=True)).dt.as_unit(unit))

    assert found.tolist() == [1_000_000, MISSING, micros(at("2026-06-01T12:00"))]
    assert found.dtype == "int64"


@pytest.mark.parametrize(("zone", "day"), [(LONDON, 1), (AUCKLAND, 2)])
def test_an_instant_has_the_date_of_its_time_zone(zone: ZoneInfo, day: int) -> None:
    """Noon in UTC is the next day in Auckland."""
    assert day_of(micros(at("2026-06-01T12:00")), zone) == date(2026, 6, day)


def test_what_happens_at_as_of_has_happened() -> None:
    """And nothing that happens a microsecond later."""
    as_of = at("2026-06-01T12:00")

    assert micros(as_of) < cut_at(as_of) <= micros(as_of + timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("zone", "midnight"),
    [(LONDON, "2026-06-07T23:00"), (AUCKLAND, "2026-06-07T12:00")],
)
def test_a_day_ends_at_the_next_ones_local_midnight(zone: ZoneInfo, midnight: str) -> None:
    """Which belongs to the next day."""
    assert cut_after(date(2026, 6, 7), zone) == micros(at(midnight))
