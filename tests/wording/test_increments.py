"""Increments as a list, in sentences: which are likely to miss the date they work to."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from programme.wording import increments as wording
from tests.wording.lint import faults

TODAY = date(2026, 11, 22)
EARLIER, LATER = "2026-11-01", "2027-01-30"


def row(**values: Any) -> dict[str, Any]:
    """Return a row of the increments table."""
    given = {
        "project": "Care", "increment": "Pay online", "state": "open", "baseline_on": LATER,
        "target_on": LATER, "finished_on": None, "p50_on": "2027-02-01", "p80_on": "2027-02-25",
        "p95_on": None, "p_on_time": 0.6, "finished_count": 9, "remaining_count": 33,
        "not_broken_down_count": 0, "oversized": False,
    }  # fmt: skip
    return given | values


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    """Return rows as an increments table."""
    made = pd.DataFrame(list(rows), columns=list(row()))
    for name in made.columns[made.columns.str.endswith("_on")]:
        made[name] = pd.to_datetime(made[name])
    counts = dict.fromkeys(made.columns[made.columns.str.endswith("_count")], "Int64")
    return made.astype(counts | {"p_on_time": "Float64", "oversized": "boolean"})


def of(*chances: float | None, **others: Any) -> list[dict[str, Any]]:
    """Return open increments with these chances."""
    return [row(increment=f"Part {n}", p_on_time=p, **others) for n, p in enumerate(chances)]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "No milestone is open"),
        ([row(state="removed")], "No milestone is open"),
        ([row(state="finished")], "Every milestone is finished"),
        ([row(increment="")], "No milestone is open"),
        ([row(target_on=None)], "The open milestone has no date to work to"),
        (of(None, None, target_on=None), "None of 2 open milestones has a date to work to"),
        (of(None, None), "We cannot say yet whether open milestones will make their dates"),
        (of(0.9), "The open milestone is at least 4 in 5 sure of the date worked to"),
        (of(0.9, 0.8), "Both open milestones are at least 4 in 5 sure of the date worked to"),
        (of(0.9, 0.79), "One of 2 open milestones is less than 4 in 5 sure of the date worked to"),
        (of(0.5, 0.6, 0.9),
         "2 of 3 open milestones are less than 4 in 5 sure of the date worked to"),
        (of(0.9, 0.9, 0.8),
         "All 3 open milestones are at least 4 in 5 sure of the date worked to"),
        (of(0.9, None), "One of 2 open milestones is at least 4 in 5 sure of the date worked to"),
        (of(0.8, None, 0.9),
         "2 of 3 open milestones are at least 4 in 5 sure of the date worked to"),
        (of(0.1, 0.1), "Both open milestones are likely to miss the date worked to"),
        (of(0.49, 0.9), "One of 2 open milestones is likely to miss the date worked to"),
        (of(0.1, 0.2, 0.6, 0.9),
         "2 of 4 open milestones are likely to miss the date worked to, "
         "and 1 more is less than 4 in 5 sure"),
        ([*of(0.1), row(target_on=None, p_on_time=None)],
         "The one open milestone with a date is likely to miss the date worked to"),
        (of(None, target_on=EARLIER),
         "The open milestone is likely to miss the date worked to"),
    ],
)  # fmt: skip
def test_the_headline_counts_those_likely_to_miss_their_date(
    rows: list[dict[str, Any]], said: str
) -> None:
    """Under an even chance; a date that has passed is missed, whatever the forecast."""
    assert wording.headline(table(*rows), today=TODAY) == said
    assert faults(said) == []


def test_the_least_sure_come_first() -> None:
    """A passed date before all, those without a chance last, by date."""
    rows = table(
        row(increment="Sure", p_on_time=0.9),
        row(increment="Unknown", p_on_time=None, p80_on=None),
        row(increment="Passed", p_on_time=None, target_on=EARLIER),
        row(increment="Done", state="finished"),
        row(increment="Late", p_on_time=0.2),
        row(increment="Passed, all done", p_on_time=None, target_on=EARLIER, remaining_count=0),
        row(increment=""),
    )

    found = wording.least_sure_first(rows, today=TODAY)["increment"]

    assert list(found) == ["Passed", "Late", "Sure", "Passed, all done", "Unknown"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "9 of 42 finished"),
        ({"oversized": True}, "9 of 42 finished, too large"),
        ({"not_broken_down_count": 22}, "9 of about 64 finished"),
        ({"not_broken_down_count": 22, "oversized": True}, "9 of about 64 finished, too large"),
        ({"finished_count": 0, "remaining_count": 0}, "nothing in it"),
        ({"state": "finished", "finished_on": pd.Timestamp("2026-11-08")},
         "8 November 2026"),
        ({"state": "finished", "finished_on": pd.NaT}, "finished"),
    ],
)  # fmt: skip
def test_progress_and_size_on_one_line(values: dict[str, Any], said: str) -> None:
    """What is done, what is expected, and what must be known of its size."""
    assert wording.brief(SimpleNamespace(**row(**values))) == said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"target_on": LATER}, "about a 60% chance"),
        ({"target_on": LATER, "p_on_time": None}, ""),
        ({"target_on": EARLIER}, "date has passed"),
        ({"target_on": EARLIER, "remaining_count": 0, "not_broken_down_count": 3, "p_on_time": 0},
         "date has passed"),
        ({"target_on": EARLIER, "remaining_count": 0, "p_on_time": None}, ""),
    ],
)  # fmt: skip
def test_the_odds_of_a_date(values: dict[str, Any], said: str) -> None:
    """A date that has passed with work left has no odds."""
    one = next(table(row(**values)).itertuples())

    assert wording.odds(one, today=TODAY) == said


@pytest.mark.parametrize(
    ("left", "said"),
    [
        ([], ""),
        ([0], ""),
        ([1], "One open piece of work is in no milestone, and so not yet planned."),
        ([14, 12], "26 open pieces of work are in no milestone, and so not yet planned."),
    ],
)
def test_work_in_no_increment_is_not_yet_planned(left: list[int], said: str) -> None:
    """Over all projects."""
    rows = table(*(row(increment="", remaining_count=number) for number in left))

    assert wording.unplanned(rows) == said


def test_the_time_line_in_words() -> None:
    """Every date that is there, in the order of the key."""
    assert wording.description(
        table(row(), row(increment="Book", target_on=None, p50_on=None))
    ) == (
        "Dates of 2 milestones. Pay online: first agreed 30 January 2027; working to "
        "30 January 2027; even chance (1 in 2) by 1 February 2027; 4 in 5 chance by "
        "25 February 2027; 9 of 42 finished. Book: first agreed 30 January 2027; 4 in 5 chance by "
        "25 February 2027; 9 of 42 finished."
    )
    assert wording.description(table()) == "No milestone has a date."
