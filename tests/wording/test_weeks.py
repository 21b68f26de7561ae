"""What a week of the report is called."""

import pytest

from programme.wording.weeks import week, week_of
from tests.wording.lint import faults


@pytest.mark.parametrize(
    ("iso_week", "words"),
    [
        ("2026-W47", "week 47, 16 to 22 November 2026"),
        ("2026-W40", "week 40, 28 September to 4 October 2026"),
        ("2026-W01", "week 1, 29 December 2025 to 4 January 2026"),
        ("2026-W53", "week 53, 28 December 2026 to 3 January 2027"),
    ],
)
def test_weeks(iso_week: str, words: str) -> None:
    """A week has its number, and its days with no more months and years than are needed."""
    assert week(iso_week) == words
    assert faults(week(iso_week)) == []
    assert week_of(iso_week) == words.replace("week", "Week")
