"""Sentences on when it will be ready: what a date counts, and how it moved."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from programme.wording import ready
from tests.wording.lint import faults
from tests.wording.test_sentences import TITLE, increment, table

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("exposure", "said"),
    [
        (None, ""),
        (0.0, ""),
        (0.3, " Its sized risks are in that date."),
    ],
)
def test_a_date_says_that_risks_are_in_it(exposure: float | None, said: str) -> None:
    """Where there are any that are sized."""
    row = increment(exposure_days=exposure)
    whole = ready.ready(row, today=TODAY)
    assert whole == (
        "There is about a 60% chance of making 30 January 2027. "
        f"To be 4 in 5 sure, plan for 25 February 2027.{said}"
    )
    assert faults(whole) == []
    no_date = increment(p80_on=None, p_on_time=None, exposure_days=exposure)
    assert "risks" not in ready.ready(no_date, today=TODAY)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "To be 4 in 5 sure, plan for the week ending 28 February 2027."),
        ({"p80_on": "2027-01-24"},
         "It is more than 4 in 5 sure; the 4 in 5 date is the week ending 24 January 2027."),
    ],
    ids=["late", "sure"],
)  # fmt: skip
def test_what_to_plan_for_alone(values: dict[str, Any], said: str) -> None:
    """Where the chance has been told, the plan stands alone; a forecast is of a week's end."""
    assert ready.plan(increment(**({"p80_on": "2027-02-28"} | values))) == said


@pytest.mark.parametrize(
    ("left", "expected", "said"),
    [
        (7, 0, "7 pieces of work remain."),
        (0, 22, "about 22 pieces of work remain."),
        (7, 15, "about 22 pieces of work remain."),
    ],
)
def test_a_date_that_has_passed(left: int, expected: int, said: str) -> None:
    """What remains is told, pieces that are only expected included; there is no chance any more."""
    row = increment(
        target_on="2026-11-01", remaining_count=left, not_broken_down_count=expected, p_on_time=0
    )
    told = ready.ready(row, today=TODAY)
    assert told.startswith(f"The date, 1 November 2026, has passed and {said}")
    assert faults(told) == []


def trend(*dates: str | None, basis: str = "recorded") -> pd.DataFrame:
    """Return the milestone trend of one increment, a row a week up to 15 November 2026."""
    ends = pd.date_range(end="2026-11-15", periods=len(dates), freq="7D")
    return pd.DataFrame(
        {
            "project": "Care", "increment": TITLE, "week_end": ends, "basis": basis,
            "target_on": pd.to_datetime(list(dates)),
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (trend("2026-11-27", "2026-12-18"),
         "Its date moved 3 weeks later last week, from 27 November to 18 December 2026."),
        (trend("2026-12-18", "2027-01-01"),
         "Its date moved 2 weeks later last week, from 18 December 2026 to 1 January 2027."),
        (trend("2026-12-18", "2026-12-11"),
         "Its date moved one week earlier last week, from 18 December to 11 December 2026."),
        (trend("2026-12-18", "2026-12-19"),
         "Its date moved one day later last week, from 18 December to 19 December 2026."),
        (trend("2026-12-18", "2026-12-28"),
         "Its date moved 10 days later last week, from 18 December to 28 December 2026."),
        (trend("2026-11-27", "2026-12-18", "2026-12-18"), ""),
        (trend(None, "2026-12-18"), ""),
        (trend("2026-12-18", None), ""),
        (trend("2026-12-18"), ""),
        (trend("2026-11-27", "2026-12-18").assign(basis=["baseline", "recorded"]), ""),
        (trend("2026-11-27", "2026-12-18").assign(increment="Another"), ""),
        (trend("2026-11-27", "2026-12-18").assign(project="Another"), ""),
        (trend().astype({"target_on": "datetime64[us]"}), ""),
    ],
    ids=["weeks", "over-the-year", "earlier", "one-day", "days", "earlier-week", "from-none",
         "to-none", "first-week", "not-seen-to-move", "another", "another-project", "empty"],
)  # fmt: skip
def test_a_date_that_moved_last_week(rows: pd.DataFrame, said: str) -> None:
    """Only what moved in the last whole week is news; whole weeks are told as weeks."""
    assert ready.moved_last_week(increment(), rows) == said
    assert faults(said) == []


@pytest.mark.parametrize(
    ("given", "projects", "said"),
    [
        ([("Care", 0), ("Tax", 0), ("Tax", -2)], 2,
         "None of 3 open dates is later than first agreed."),
        ([("Care", 5), ("Tax", 0), ("Tax", 0)], 2,
         "One of 3 open dates is later than first agreed, in Care."),
        ([("Care", 5), ("Care", 9), ("Tax", 0)], 2,
         "2 of 3 open dates are later than first agreed, all in Care."),
        ([("Care", 5), ("Tax", 9), ("Tax", 0)], 2,
         "2 of 3 open dates are later than first agreed."),
        ([("Care", 5), ("Care", 9), ("Care", 0)], 1,
         "2 of 3 open dates are later than first agreed."),
        ([("Care", 5), ("Tax", 9), ("Tax", 1)], 2,
         "All 3 open dates are later than first agreed."),
        ([("Care", 5), ("Tax", 9)], 2, "Both open dates are later than first agreed."),
        ([("Care", 5)], 1, ""),
        ([], 1, ""),
    ],
)  # fmt: skip
def test_how_many_dates_are_late(given: list[tuple[str, int]], projects: int, said: str) -> None:
    """Every open date is counted, shown or not; finished, undated and unnamed ones are not."""
    rows = [increment(project=project, slippage_days=shift) for project, shift in given]
    rows += [
        increment(state="finished", slippage_days=30),
        increment(increment="", slippage_days=None),
        increment(target_on=None, slippage_days=None),
    ]
    assert ready.delayed(table(*rows), projects=projects) == said
    seen = said.replace("than first agreed", "than at first")
    assert ready.delayed(table(*rows), lambda _: False, projects) == seen
    assert faults(said) == []
