"""Weeks by their names."""

from zoneinfo import ZoneInfo

import pytest

from programme.errors import ConfigError
from snapshots import week_names
from snapshots.week_names import WeekName
from tests.metrics.frames import at

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-W47", WeekName("2026-W47")),
        ("2026-W53", WeekName("2026-W53")),  # 2026 has 53 weeks
        ("2026-W47-r2", WeekName("2026-W47", 2)),
        ("2026-W47-r0", WeekName("2026-W47", 0)),
    ],
)
def test_a_name_is_a_week_and_perhaps_a_revision(text: str, expected: WeekName) -> None:
    """As they are printed."""
    assert week_names.parse(text) == expected


@pytest.mark.parametrize(
    "text", ["", "47", "2026-47", "2026-W00", "2025-W53", "1666-W01", "2026-W47-", "../2026-W47"]
)
def test_anything_else_is_refused(text: str) -> None:
    """With how a week is written."""
    with pytest.raises(ConfigError, match="write it as 2026-W47"):
        week_names.parse(text)


@pytest.mark.parametrize(
    ("week", "ends"),
    [("2026-W06", "2026-02-09T00:00"), ("2026-W26", "2026-06-28T23:00")],
    ids=["winter", "summer"],
)
def test_a_week_ends_with_its_sunday(week: str, ends: str) -> None:
    """At 24:00 where the programme is."""
    assert week_names.ends_at(week, LONDON) == at(ends)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-02-09T00:00", "2026-W06"),
        ("2026-02-08T23:59", "2026-W05"),
        ("2026-06-28T23:00", "2026-W26"),  # midnight in London
        ("2027-01-04T09:00", "2026-W53"),
    ],
)
def test_the_last_whole_week(now: str, expected: str) -> None:
    """The one that has ended last."""
    assert week_names.last_whole(at(now), LONDON) == expected


def test_weeks_follow_on_one_another_over_the_new_year() -> None:
    """Names cannot be counted with; days can."""
    assert week_names.before("2027-W01") == "2026-W53"
    assert week_names.after("2026-W53") == "2027-W01"
