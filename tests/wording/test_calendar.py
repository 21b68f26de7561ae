"""What a milestone says in a calendar."""

import pandas as pd
import pytest

from programme.wording import calendar
from tests.wording.lint import faults

_ROW = {
    "project": "Care portal",
    "increment": "Pay online",
    "target_on": pd.Timestamp("2027-01-30"),
    "finished_on": pd.NaT,
    "baseline_on": pd.Timestamp("2027-01-12"),
    "p80_on": pd.Timestamp("2027-02-25"),
    "no_forecast_reason": "",
}


@pytest.mark.parametrize(
    ("state", "changed", "agreed", "said"),
    [
        (
            "open",
            {},
            True,
            "Not finished yet. The date worked to is 30 January 2027. The date first agreed is "
            "12 January 2027. There is a 4 in 5 chance of 25 February 2027 or earlier.",
        ),
        (
            "open",
            {"target_on": pd.NaT, "p80_on": pd.NaT, "no_forecast_reason": "we know too little"},
            False,
            "Not finished yet. The date first seen is 12 January 2027. We know too little.",
        ),
        (
            "finished",
            {"finished_on": pd.Timestamp("2027-01-28"), "baseline_on": pd.NaT},
            True,
            "Finished on 28 January 2027.",
        ),
        ("removed", {"baseline_on": pd.NaT}, True, "No longer kept where the team does its work."),
    ],
    ids=["open", "little-known", "finished", "removed"],
)
def test_standing(state: str, changed: dict[str, object], agreed: bool, said: str) -> None:
    """Only what is known is said, each in a sentence of its own."""
    row = next(pd.DataFrame([{**_ROW, "state": state, **changed}]).itertuples())
    text = " ".join(calendar.standing(row, agreed=agreed))
    assert text == said
    assert faults(text) == []
