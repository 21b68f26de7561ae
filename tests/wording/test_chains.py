"""Sentences on all key dates together."""

from typing import Any

import pandas as pd
import pytest

from programme.wording.chains import together
from tests.wording.lint import faults

ALL = "so that this is not the product of their single chances."


def rows(*shares: tuple[str, float | None], **whole: Any) -> pd.DataFrame:
    """Return the chains of a programme: the whole, and each with how often it is last."""
    first = {
        "project": "",
        "chain": "",
        "increment_count": 4,
        "p_on_time": 0.31,
        "no_forecast_reason": "",
    }
    chains = [
        {"chain": chain, "increment_count": 1, "decides_share": share, "no_forecast_reason": "",
         "p80_on": pd.Timestamp("2027-03-07")}
        for chain, share in shares
    ]  # fmt: skip
    table = pd.DataFrame([{"decides_share": None, "p80_on": None, **first, **whole}, *chains])
    return table.astype({"p_on_time": float, "p80_on": "datetime64[ns]"})


@pytest.mark.parametrize(
    ("share", "often"),
    [
        (1.0, "In all trial runs"),
        (0.9996, "In nearly all trial runs"),
        (0.7, "In about 14 of 20 trial runs"),
        (0.51, "In about 10 of 20 trial runs"),
        (0.04, "In about 1 of 20 trial runs"),
        (0.01, "In nearly no trial runs"),
    ],
)
def test_the_chance_of_all_and_what_is_last(share: float, often: str) -> None:
    """The chain that is last most often is named; some of 4 increments may have no date."""
    told = together(rows(("Care: Pay → Renew", share), ("Tax: Bands", share / 2)))
    assert told == [
        "There is about a 30% chance that all key dates are made. What slows one team often "
        f"slows the others, {ALL}",
        f"{often} ‘Care: Pay → Renew’ is finished last, with a 4 in 5 chance by 7 March 2027.",
    ]
    assert faults(" ".join(told), ("Care: Pay → Renew",)) == []


def test_one_project_has_one_pace() -> None:
    """Nobody else slows it."""
    assert together(rows(project="Care")) == [
        f"There is about a 30% chance that all key dates are made. They share one pace, {ALL}"
    ]


def test_what_is_not_known() -> None:
    """The reason is told; one increment alone needs no word of all; without dates no chance."""
    reason = "We cannot forecast this yet because no whole week of work is known; 7 are needed."
    assert together(rows(no_forecast_reason=reason, p_on_time=None)) == [
        f"How likely all key dates are together is not known. {reason}"
    ]
    assert together(rows(("Pay", 1.0), increment_count=1)) == []
    assert len(together(rows(("Pay", 1.0), p_on_time=None))) == 1
