"""Sentences on what to drop so that an increment makes its date."""

from typing import Any

import pandas as pd
import pytest

from programme.wording.cut_line import cut_line, how
from tests.wording.lint import faults


def rows(*dropped: tuple[str, int | None, int | None], why_not: str = "") -> pd.DataFrame:
    """Return the cut lines of one increment, a row for each thing dropped."""
    shared: dict[str, Any] = {
        "project": "Council tax",
        "increment": "Pay",
        "target_on": pd.Timestamp("2027-02-05"),
        "p_on_time": None if why_not else 0.87,
        "decide_by_on": None if why_not else pd.Timestamp("2026-12-13"),
        "why_not": why_not,
    }
    return pd.DataFrame(
        [
            {**shared, "dropped": title, "part_count": parts, "item_count": pieces}
            for title, parts, pieces in dropped
        ]
    )


@pytest.mark.parametrize(
    ("dropped", "said"),
    [
        ([("Renew", None, 8)], "Without ‘Renew’ (8 pieces) there would be"),
        ([("Renew", None, 1)], "Without ‘Renew’ (one piece) there would be"),
        ([("Pay", 1, 4)], "Without the last part of ‘Pay’ (4 pieces) there would be"),
        (
            [("Pay", 2, 9), ("Renew", None, 8)],
            "Without the last 2 parts of ‘Pay’ (9 pieces) and ‘Renew’ (8 pieces) there would be",
        ),
    ],
)
def test_what_to_drop_and_until_when(
    dropped: list[tuple[str, int | None, int | None]], said: str
) -> None:
    """Each thing with its size, the chance without them, and the last day for it."""
    told = cut_line(rows(*dropped))
    assert told == [
        f"{said} about an 85% chance of making 5 February 2027.",
        "That holds if it is decided by 13 December 2026, and work goes on as planned until then.",
    ]
    assert faults(" ".join(told)) == []


def test_where_nothing_helps() -> None:
    """The reason is given."""
    told = cut_line(rows(("", None, None), why_not="Its date has passed."))
    assert told == [
        "Nothing could be dropped that would make 5 February 2027. Its date has passed."
    ]


def test_how_it_was_found() -> None:
    """Key increments are spared where some are named; else all of them may be dropped."""
    some, all_of_them = how(keys=["Renew"]), how(keys=[])
    assert some == f"{all_of_them} A key milestone is never dropped as a whole."
    assert set(faults(some)) <= {"increment"}  # what this page calls it
