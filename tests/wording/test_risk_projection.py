"""When the risk total will be within the board's limit."""

from collections.abc import Sequence

import pandas as pd
import pytest

from programme.wording.risk_projection import ahead, projection
from tests.wording.lint import faults

#: 13 weeks, each 2 days less than the one before: 2 days a week, 24 in 12 weeks.
FALLING = [60.0 - 2 * week for week in range(13)]


def weeks(
    totals: Sequence[float], limit: float | None, *, unsized: int = 0, happened: float = 0.0
) -> pd.DataFrame:
    """Return rows of the risk_burndown table up to 22 November 2026; 0 days = no risk is open."""
    count = [4 if total else 0 for total in totals]
    return pd.DataFrame(
        {
            "week_end": pd.date_range(end="2026-11-22", periods=len(totals), freq="7D"),
            "open_count": pd.array(count, dtype="Int64"),
            "unsized_count": pd.array([unsized] * len(totals), dtype="Int64"),
            "exposure_days": pd.array(list(totals), dtype="Float64"),
            "happened_days": pd.array([happened] * len(totals), dtype="Float64"),
            "tolerance_days": pd.array([limit] * len(totals), dtype="Float64"),
        }
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        # 36 days now, 6 over: 6 * 84 / 24 = 21 days on.
        (weeks(FALLING, 30), "At the pace of the last 12 weeks it will be within the limit by "
         "13 December 2026."),
        # Weeks before the 12 do not count.
        (weeks([5, 500, *FALLING], 30), "At the pace of the last 12 weeks it will be within the "
         "limit by 13 December 2026."),
        # Part of a day is a whole one: 5.5 * 84 / 24 = 19.25.
        (weeks(FALLING, 30.5), "At the pace of the last 12 weeks it will be within the limit by "
         "12 December 2026."),
        (weeks(FALLING, 30, happened=2), "At the pace of the last 12 weeks it will be within the "
         "limit by 13 December 2026. It fell only because risks happened."),
        (weeks([37.0, *[36.0] * 12], 4), "At the pace of the last 12 weeks it will not be within "
         "the limit for another 2 years."),
        (weeks([36.0] * 13, 30), "It has not moved in 12 weeks; at this pace it will not be within "
         "the limit."),
        (weeks([36.4, *[36.0] * 12], 30), "It has not moved in 12 weeks; at this pace it will not "
         "be within the limit."),
        (weeks(FALLING[::-1], 30), "It grew by 24 days in the last 12 weeks; at this pace it will "
         "not be within the limit."),
        (weeks(FALLING[1:], 30), "It is too early to say when it will be within the limit: risks "
         "were recorded for 12 weeks only."),
        # A register that was just written down did not grow.
        (weeks([0.0] * 20 + [40.0], 30), "It is too early to say when it will be within the "
         "limit: risks were recorded for one week only."),
        # 24 now, 6 below: 6 * 84 / 12 = 42 days on.
        (weeks([12.0 + week for week in range(13)], 30), "At the pace of the last 12 weeks it will "
         "be over the limit by 3 January 2027."),
        (weeks([20.0, *[20.5] * 12], 90), ""),
        (weeks(FALLING, 40), ""),
        (weeks(FALLING, 36), ""),
        (weeks(FALLING[1:], 40), ""),
        (weeks(FALLING, None), ""),
        (weeks(FALLING, 30, unsized=4), ""),
        (weeks([0.0] * 13, 30), ""),
        (weeks([], 30), ""),
    ],
    ids=["falling", "longer", "part-day", "happened", "slow", "flat", "hardly", "rising", "early",
         "just-recorded", "within-rising", "within-slow", "within", "at-limit", "within-early",
         "no-limit", "unsized", "none", "empty"],
)  # fmt: skip
def test_projection(rows: pd.DataFrame, said: str) -> None:
    """By the change of the last 12 weeks, and only where there is a limit to be crossed."""
    assert projection(rows) == said
    assert faults(projection(rows)) == []


@pytest.mark.parametrize(
    ("rows", "count", "last"),
    [
        # It crosses within 12 weeks, falls by 2 days a week, and there is no delay below none.
        (weeks(FALLING, 30), 13, 12.0),
        # 50 days at 2 a week: 25 weeks until the limit, which is further than 12.
        (weeks([d + 50 for d in FALLING], 36), 26, 36.0),
        # Further than a year: 12 weeks are drawn.
        (weeks([37.0, *[36.0] * 12], 4), 13, 35.0),
        (weeks([24.0 - 2 * week for week in range(12)] + [1.0], 0), 13, 0.0),
        (weeks(FALLING[::-1], 30), 13, 84.0),
        (weeks([12.0 + week for week in range(13)], 30), 13, 36.0),
    ],
    ids=["soon", "later", "far", "none-left", "rising", "within-rising"],
)
def test_what_is_drawn_ahead(rows: pd.DataFrame, count: int, last: float) -> None:
    """From the last week's total on, in the steps of the last 12 weeks' pace."""
    drawn = ahead(rows)

    assert len(drawn) == count
    assert drawn["week_end"].iloc[0] == rows["week_end"].iloc[-1]
    assert drawn["ahead_days"].iloc[0] == rows["exposure_days"].iloc[-1]
    assert drawn["ahead_days"].iloc[-1] == pytest.approx(last)


@pytest.mark.parametrize(
    "rows",
    [weeks(FALLING, 40), weeks(FALLING, None), weeks(FALLING[1:], 30), weeks([], 30)],
    ids=["within", "no-limit", "early", "empty"],
)
def test_nothing_is_drawn_ahead(rows: pd.DataFrame) -> None:
    """Where no pace is told."""
    assert ahead(rows).empty
