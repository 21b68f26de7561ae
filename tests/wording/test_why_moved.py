"""Why forecast dates moved, in sentences."""

from collections.abc import Mapping

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.wording import why_moved
from tests.wording.lint import faults

Causes = Mapping[str, float]
NOTHING: Causes = dict.fromkeys(why_moved.CAUSES, 0)


def bridge(target: float | None = None, /, **milestones: Causes) -> pd.DataFrame:
    """Return the slippage bridge of milestones, by title, given the causes that moved them."""
    rows = [
        ("Care", title, cause, days, target)
        for title, causes in milestones.items()
        for cause, days in {**NOTHING, **causes}.items()
    ]
    columns = ["project", "increment", "cause", "days", "target_moved_days"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"days": "Float64", "target_moved_days": "Float64"})


def test_a_milestone_a_row() -> None:
    """The furthest first; work in no milestone is left out."""
    told: dict[str, Causes]
    told = {"Pay": {"pace": -7}, "Book": {"pace": 7, "risks": 14}, "": {"pace": 70}}
    rows = why_moved.by_milestone(bridge(**told))

    assert list(rows["increment"]) == ["Book", "Pay"]
    assert list(rows["days"]) == [21, -7]
    assert why_moved.by_milestone(bridge().head(0)).empty


def test_parts_in_words() -> None:
    """Each cause that has any days, in their order; the moved target stands beside them."""
    causes = {"pace": -14, "scope_added": 7, "calendar": 28}
    (row,) = why_moved.by_milestone(bridge(21, Pay=causes)).itertuples()

    assert why_moved.parts(row) == [
        "Work was added: 7 days later",
        "The pace of work: 14 days earlier",
        "Holidays and decision days: 28 days later",
    ]
    assert why_moved.whole(row) == "21 days later"
    assert why_moved.target(row) == "Moved 21 days later"
    assert why_moved.told(row, several=True) == (
        "The forecast of ‘Pay’ (Care) moved 21 days later: work was added (7 days later), the "
        "pace of work (14 days earlier) and holidays and decision days (28 days later). "
        "The date worked to moved 21 days later."
    )


@pytest.mark.parametrize(
    ("moved", "said"),
    [
        ({"Pay": None, "Book": 0}, ""),
        ({"Pay": 21, "Book": 0}, "One date worked to moved as well, Pay, 21 days later."),
        ({"Pay": 7, "Book": -9},
         "2 dates worked to moved as well, Book the furthest, 9 days earlier."),
    ],
)  # fmt: skip
def test_dates_worked_to_that_moved_as_well(moved: dict[str, float | None], said: str) -> None:
    """So that nobody reads of forecasts that came nearer and misses a promise that went back."""
    rows = pd.concat([bridge(days, **{name: {"pace": 7}}) for name, days in moved.items()])

    assert why_moved.targets(why_moved.by_milestone(rows)) == said
    assert faults(said) == []


@pytest.mark.parametrize(
    ("milestones", "said"),
    [
        ({}, why_moved.NONE),
        (
            {"Pay": {"pace": -7}},
            "One forecast date moved earlier. "
            "Pay moved the furthest, 7 days earlier, mostly by the pace of work.",
        ),
        (
            {"Pay": {"pace": -7, "scope_added": 28}, "Book": {"risks": -7}},
            "2 forecast dates moved 1 later and 1 earlier. Pay moved the furthest, "
            "21 days later, mostly by added work.",
        ),
    ],
    ids=["none", "one-way", "both-ways"],
)
def test_the_finding(milestones: dict[str, Causes], said: str) -> None:
    """How many moved which way, and what moved the furthest of them."""
    told = why_moved.headline(why_moved.by_milestone(bridge(**milestones)))

    assert told == said
    assert faults(told) == []


@settings(max_examples=15, deadline=None)
@given(
    st.dictionaries(st.sampled_from(list(why_moved.CAUSES)), st.integers(-99, 99)).filter(
        lambda causes: sum(causes.values()) != 0
    )
)
def test_parts_say_the_whole(causes: Causes) -> None:
    """The days of the printed parts add up to the printed movement."""
    (row,) = why_moved.by_milestone(bridge(Pay=causes)).itertuples()

    def length(said: str) -> int:
        count, unit, way = said.rsplit(": ", 1)[-1].split()
        assert unit in {"day", "days"}
        return (1 if count == "one" else int(count)) * (1 if way == "later" else -1)

    parts = why_moved.parts(row)
    assert sum(map(length, parts)) == length(why_moved.whole(row)) == sum(causes.values())
    assert [fault for one in parts for fault in faults(one)] == []
