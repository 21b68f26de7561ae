"""The risks to deal with first, and what is to be done."""

from collections import namedtuple
from datetime import date
from typing import Any

import pandas as pd
import pytest

from programme.wording.risk_matters import advice, deal_first, heading, matters
from programme.wording.risks import happened
from tests.views.snapshot import snapshot
from tests.wording.lint import faults

REGISTER = snapshot().tables["risks"]
TODAY = date(2026, 11, 23)


def test_what_moves_a_date_comes_first() -> None:
    """Then what carries the most delay; unsized ones last, closed ones never."""
    nothing = REGISTER.assign(buys_days=REGISTER["buys_days"] * float("nan"))
    usual = deal_first(nothing, most=99)
    is_open = REGISTER[REGISTER["state"] == "open"]
    assert set(usual["item"]) == set(is_open["item"])
    known = usual["exposure_days"].dropna().tolist()
    assert known == sorted(known, reverse=True)
    assert usual["exposure_days"].isna().tolist() == sorted(usual["exposure_days"].isna())

    least = usual[usual["exposure_days"].notna()].iloc[-1]["title"]
    first = deal_first(REGISTER.assign(
        buys_days=(REGISTER["title"] == least).map({True: 4.0, False: 0.0}).astype("Float64")
    ))  # fmt: skip
    assert first["title"].tolist() == [least, *usual["title"].head(2)]


def test_in_words() -> None:
    """How large it is, who deals with it, and what that brings; within the rules of wording."""
    largest = deal_first(REGISTER).head(1)
    row: Any = next(largest.assign(buys_days=9.0, increment="Pay").itertuples())
    plain: Any = next(largest.assign(buys_days=0.0).itertuples())

    assert matters(row, TODAY).endswith("Dealing with it brings the date of ‘Pay’ 9 days forward.")
    assert "forward" not in matters(plain, TODAY)
    assert "That is an expected" in matters(plain, TODAY)
    assert faults(matters(row, TODAY)) == []


@pytest.mark.parametrize(
    ("gains", "most", "said"),
    [
        (4.0, 3, "The 3 risks to deal with first, by days gained"),
        (4.0, 1, "The risk to deal with first, by days gained"),
        (0.0, 3, "The 3 biggest risks, by expected delay"),
        (float("nan"), 1, "The biggest risk"),
    ],
)
def test_a_list_says_by_which_rule_it_goes(gains: float, most: int, said: str) -> None:
    """So that nobody wonders why the sponsor's page lists others."""
    assert heading(deal_first(REGISTER.assign(buys_days=gains), most)) == said


Row = namedtuple("Row", ["exposure_days", "tolerance_days", "unsized_count"])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (Row(50, 45, 0), "Ask which risk is dealt with first, and by when, or agree to a higher "
         "limit."),
        (Row(50, 45, 2), "Ask which risk is dealt with first, and by when, or agree to a higher "
         "limit. 2 open risks have no size: ask how likely, and how many days."),
        (Row(40, 45, 1), "One open risk has no size: ask how likely, and how many days."),
        (Row(40, None, 0), "Ask who deals with the biggest risks, and by when."),
        (Row(40, 45, 0), ""),
        (Row(0, None, 0), ""),
    ],
    ids=["over", "over-unsized", "within-unsized", "no-limit", "within", "none"],
)  # fmt: skip
def test_advice(row: Any, said: str) -> None:
    """What to ask, where there is something to ask."""
    assert advice(row) == said
    assert faults(said) == []


@pytest.mark.parametrize(
    ("cost", "said"),
    [(5.0, "It cost 5 days. It is no longer"), (float("nan"), "first test. It is no longer")],
)
def test_what_a_risk_that_happened_cost(cost: float, said: str) -> None:
    """Where its labels tell; weeks frozen by an older version have no such column."""
    register = pd.DataFrame(
        {
            "state": ["happened"], "closed_on": pd.to_datetime(["2026-11-18"]), "item": ["a"],
            "title": ["Data migration failed its first test"], "actual_days": [cost],
        }
    )  # fmt: skip
    (told,) = happened(register, date(2026, 11, 16))
    (older,) = happened(register.drop(columns="actual_days"), date(2026, 11, 16))

    assert said in told
    assert "It cost" not in older
    assert faults(told) == []
