"""How dates moved, in sentences."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from programme.settings_projects import Baseline
from programme.wording import dates
from programme.wording import trend as trend_words
from tests.wording.lint import faults

TODAY = date(2026, 11, 16)


def milestone(**values: Any) -> Any:
    """Return a row of the increments table."""
    given = {
        "increment": "Pay online", "state": "open", "target_on": pd.Timestamp("2027-01-30"),
        "finished_on": pd.NaT, "slippage_days": 18, "slip_count": 4,
        "slip_rate": pd.NA,
    }  # fmt: skip
    return SimpleNamespace(**(given | values))


@pytest.mark.parametrize(
    ("slips", "recent", "said"),
    [
        (pd.NA, 0, ""),
        (0, 0, "Has not moved later."),
        (1, 0, "Moved later once."),
        (2, 0, "Moved later twice."),
        (5, 21, "Moved later 5 times. Moved 3 weeks later in the last 4 weeks."),
        (1, 10, "Moved later once. Moved 10 days later in the last 4 weeks."),
        (1, 7, "Moved later once. Moved one week later in the last 4 weeks."),
        (0, -14, "Has not moved later. Moved 2 weeks earlier in the last 4 weeks."),
    ],
)
def test_drift(slips: Any, recent: int, said: str) -> None:
    """How often a date moved later, and how far in the last four weeks: never a made-up pace."""
    assert dates.drift(milestone(slip_count=slips), recent) == said
    assert faults(said) == []


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        (0.96, "Moved 4 weeks later in the last 4 weeks."),
        (1.0, "Slipping a week for every week that passes."),
        (1.29, "Slipping 9 days for every week that passes."),
        (3.0, "Slipping 3 weeks for every week that passes."),
    ],
)
def test_a_date_that_gets_no_nearer(rate: float, said: str) -> None:
    """From a slip rate of 1 on the pace is said: it runs beside the diagonal, or faster."""
    told = dates.drift(milestone(slip_rate=rate), 28)

    assert told == f"Moved later 4 times. {said}"
    assert faults(told) == []


def test_recent_looks_at_four_weeks() -> None:
    """Five week ends span four weeks; what moved before them is old."""
    weeks = pd.date_range("2026-10-04", periods=7, freq="7D")
    moved = pd.to_datetime(["2026-12-01"] * 2 + ["2026-12-08"] * 4 + ["2026-12-29"])
    rows = {"project": "P", "increment": "A", "week_end": weeks}
    trend = pd.DataFrame({**rows, "target_on": moved})
    assert trend_words.recent(trend) == {("P", "A"): 21}
    assert trend_words.recent(trend.head(6)) == {("P", "A"): 7}
    assert trend_words.recent(trend.head(0)) == {}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "18 days later"),
        ({"slippage_days": 0}, "as first agreed"),
        ({"slippage_days": pd.NA}, ""),
        ({"slippage_days": pd.NA, "target_on": pd.NaT}, ""),
        ({"slippage_days": 0, "target_on": pd.Timestamp("2026-11-16")}, "as first agreed"),
        ({"slippage_days": 0, "target_on": pd.Timestamp("2026-11-15")}, "Date passed one day ago"),
        ({"slippage_days": 0, "target_on": pd.Timestamp("2026-11-04")}, "Date passed 12 days ago"),
        ({"slippage_days": 0, "target_on": pd.Timestamp("2026-05-01")}, "Date passed 6 months ago"),
        ({"slippage_days": 0, "target_on": pd.Timestamp("2016-11-01")}, "Date passed 10 years ago"),
        ({"target_on": pd.Timestamp("2026-11-04")}, "18 days later; date passed 12 days ago"),
        (
            {"slippage_days": 0, "target_on": pd.Timestamp("2016-11-01"), "state": "finished"},
            "as first agreed",
        ),
    ],
)
def test_an_open_date_that_has_passed_is_not_as_agreed(values: dict[str, Any], said: str) -> None:
    """A target in the past says so, with how long ago; a finished milestone met what it met."""
    assert dates.compared(milestone(**values), today=TODAY) == said


def test_a_date_that_was_only_seen_is_not_called_agreed() -> None:
    """Without an agreed date the first one seen stands in, and the words say so."""
    row = milestone(slippage_days=0)
    assert dates.compared(row, today=TODAY, agreed=False) == "as first seen"


FIRST = {"date": "2026-06-26", "agreed_on": "2025-11-24", "reason": "First plan"}
ANEW = {"date": "2026-12-18", "agreed_on": "2026-06-08", "reason": "Split into three"}


@pytest.mark.parametrize(
    ("agreed", "finished_on", "today", "said"),
    [
        ([FIRST], "2026-10-12", TODAY, ""),
        (
            [FIRST, ANEW],
            "2026-10-12",
            TODAY,
            "67 days earlier than re-agreed on 8 June 2026 (Split into three)",
        ),
        ([FIRST, ANEW], "2026-12-18", TODAY, "as re-agreed on 8 June 2026 (Split into three)"),
        ([FIRST, ANEW], "2026-05-12", date(2026, 6, 7), ""),
    ],
)
def test_a_date_agreed_anew(
    agreed: list[dict[str, str]], finished_on: str, today: date, said: str
) -> None:
    """Beside the first date stands the one agreed last, once it has been agreed."""
    row = milestone(state="finished", finished_on=pd.Timestamp(finished_on))
    given = [Baseline.model_validate({**one, "role": "SRO"}) for one in agreed]
    assert dates.reagreed(row, given, today=today) == said


@pytest.mark.parametrize(
    ("slippage", "said"),
    [
        ([], ""),
        ([pd.NA], ""),
        ([0, -3], "None of 2 finished milestones was later than first agreed."),
        ([4], "The only finished milestone was later than first agreed."),
        ([-4], "The only finished milestone was not later than first agreed."),
        ([4, 0], "One of 2 finished milestones was later than first agreed."),
        ([4, 9, 0], "2 of 3 finished milestones were later than first agreed."),
    ],
)
def test_finished(slippage: list[Any], said: str) -> None:
    """How many finished milestones came later, of those whose first date is known."""
    frame = pd.DataFrame({"slippage_days": pd.array(slippage, dtype="Float64")})
    assert dates.finished(frame) == said
    seen = said.replace("than first agreed", "than at first")
    assert dates.finished(frame, lambda _: False) == seen
