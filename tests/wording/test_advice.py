"""What to do about dates that move."""

from typing import Any

import pandas as pd
import pytest

from programme.wording.advice import MOST, NO_DATES, NOTHING, advice
from tests.wording.lint import faults

TODAY = pd.Timestamp("2026-11-16")
GIVEN = {
    "project": "Care", "increment": "Pay", "target_on": "2027-01-30", "p80_on": "2027-01-24",
    "slip_count": 1, "slip_rate": 0.0,
}  # fmt: skip


def waiting(*rows: dict[str, Any]) -> pd.DataFrame:
    """Return open milestones."""
    frame = pd.DataFrame([{**GIVEN, **row} for row in rows], columns=list(GIVEN))
    return frame.assign(
        target_on=pd.to_datetime(frame["target_on"]), p80_on=pd.to_datetime(frame["p80_on"])
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({}, NOTHING),
        (
            {"p80_on": None},
            "‘Pay’ has no forecast yet: do not count on its date before it has one.",
        ),
        ({"target_on": None}, NO_DATES),
        (
            {"slip_rate": 1.0},
            "‘Pay’ gets no nearer as time passes: agree what is left out, or a new date.",
        ),
        (
            {"target_on": "2026-11-13"},
            "The date of ‘Pay’ has passed: agree a new one, or close it.",
        ),
        (
            {"slip_count": 5, "p80_on": "2027-03-02"},
            "‘Pay’ moved later 5 times: agree 2 March 2027 once, or leave work out.",
        ),
        ({"slip_count": 5}, NOTHING),
        (
            {"p80_on": "2027-03-02"},
            "Plan ‘Pay’ for 2 March 2027, or leave work out to keep its date.",
        ),
    ],
)
def test_one_date(row: dict[str, Any], said: str) -> None:
    """The most pressing thing that is to do about it."""
    told = advice(waiting(row), TODAY, several=False)

    assert told == [said]
    assert faults(said) == []


def test_the_most_pressing_first() -> None:
    """By what is wrong, then by how far the forecast lies behind the date; four at most."""
    rows: list[dict[str, Any]] = [
        {"increment": "Near", "p80_on": "2027-02-07"},
        {"increment": "Far", "p80_on": "2028-02-06"},
        {"increment": "Often", "p80_on": "2027-02-07", "slip_count": 3},
        {"increment": "Never", "slip_rate": 1.2},
        {"increment": "Gone", "target_on": "2026-11-01"},
    ]
    told = advice(waiting(*rows), TODAY, several=True)

    names = [one.split("‘")[1].split("’")[0] for one in told]
    assert names == ["Never", "Gone", "Often", "Far"]
    assert len(told) == MOST
    assert "(Care)" in told[0]
    assert advice(waiting(), TODAY, several=True) == []
