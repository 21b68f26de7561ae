"""One increment in sentences: where it stands, how its scope moved, what would bring it forward."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from programme.wording import one_increment as wording
from tests.wording.lint import faults
from tests.wording.test_increments import row, table

TODAY = date(2026, 11, 22)


def increment(**values: Any) -> Any:
    """Return a row of the increments table."""
    given = {
        "dropped_count": 0, "slippage_days": 0.0, "exposure_days": None, "no_forecast_reason": "",
        "oversized_reason": "",
    }  # fmt: skip
    others = {name: values.pop(name) for name in given if name in values}
    made = next(table(row(**values)).itertuples(index=False))
    return SimpleNamespace(**made._asdict(), **(given | others))


AHEAD = (
    "There is about a 60% chance of making 30 January 2027. "
    "To be 4 in 5 sure, plan for 25 February 2027."
)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, f"9 of 42 pieces of work are finished. {AHEAD}"),
        ({"finished_count": 1, "remaining_count": 1, "dropped_count": 1},
         f"One of 2 pieces of work is finished. One more was dropped. {AHEAD}"),
        ({"finished_count": 0, "dropped_count": 2},
         f"None of 33 pieces of work is finished. 2 more were dropped. {AHEAD}"),
        ({"not_broken_down_count": 22},
         "9 of 42 pieces of work are finished. About 22 more are expected: "
         f"it has not been broken down yet. {AHEAD}"),
        ({"finished_count": 0, "remaining_count": 0, "not_broken_down_count": 1},
         "No piece of work is in it. About one more is expected: "
         f"it has not been broken down yet. {AHEAD}"),
        ({"oversized_reason": "It holds 42 pieces of work"},
         f"9 of 42 pieces of work are finished. {AHEAD} It holds 42 pieces of work."),
        ({"remaining_count": 0},
         "All 9 pieces of work are finished. Nothing is left to do, but its milestone is still "
         "open. The date worked to is 30 January 2027."),
        ({"finished_count": 1, "remaining_count": 0, "target_on": None},
         "Its one piece of work is finished. Nothing is left to do, but its milestone is still "
         "open."),
        ({"finished_count": 0, "remaining_count": 0, "target_on": None},
         "No piece of work is in it. Without any work there is no forecast."),
        ({"state": "finished", "finished_on": "2027-02-09", "remaining_count": 0,
          "slippage_days": 10.0},
         "It was finished on 9 February 2027, 10 days later than first agreed. "
         "All 9 pieces of work are finished."),
        ({"state": "finished", "finished_on": "2027-01-30", "remaining_count": 1},
         "It was finished on 30 January 2027, as first agreed. "
         "9 of 10 pieces of work are finished."),
        ({"state": "finished", "finished_on": "2027-01-30", "slippage_days": None},
         "It was finished on 30 January 2027. 9 of 42 pieces of work are finished."),
        ({"state": "removed"},
         "9 of 42 pieces of work are finished. It is no longer on GitHub or GitLab."),
        ({"increment": ""},
         "33 open pieces of work are in no milestone, so nobody has planned when. Begun after "
         "everything that is planned, all would be finished with a 4 in 5 chance by "
         "25 February 2027."),
        ({"increment": "", "p80_on": None, "remaining_count": 1},
         "One open piece of work is in no milestone, so nobody has planned when."),
    ],
)  # fmt: skip
def test_where_it_stands(values: dict[str, Any], said: str) -> None:
    """How much is done, then the date worked to and its chance, then its size."""
    whole = " ".join(text for text in wording.position(increment(**values), today=TODAY) if text)

    assert whole == said
    assert faults(whole) == []
    seen = wording.position(increment(**values), today=TODAY, agreed=False)
    assert " ".join(filter(None, seen)) == said.replace("first agreed", "first seen")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "9 of 42 pieces finished; all of it by 25 February 2027 with a 4 in 5 chance"),
        (
            {"not_broken_down_count": 22},
            "9 of about 64 pieces finished; all of it by 25 February 2027 with a 4 in 5 chance",
        ),
        ({"p80_on": None}, "9 of 42 pieces finished; when all of it will be, we cannot say"),
        ({"p80_on": None, "remaining_count": 0}, "All 9 pieces finished"),
        ({"finished_count": 1, "remaining_count": 0}, "Its one piece is finished"),
        ({"p80_on": None, "finished_count": 0, "remaining_count": 0}, "Nothing is in it"),
        (
            {"state": "finished", "remaining_count": 0},
            "All 9 pieces finished",
        ),
    ],
)
def test_the_finding_of_its_burn_up(values: dict[str, Any], said: str) -> None:
    """How much is done, and by when all of it is likely to be."""
    assert wording.burn_up_headline(increment(**values)) == said


def scope(*moves: tuple[int, int, int, int]) -> pd.DataFrame:
    """Return weeks from 5 January 2026 of an increment that holds 20 pieces at their end."""
    names = ["added_count", "moved_in_count", "moved_out_count", "dropped_count"]
    made = pd.DataFrame(list(moves), columns=names)
    weeks = pd.date_range("2026-01-05", periods=len(moves), freq="7D")
    return made.assign(week_start=weeks, scope_count=20)


HELD = "It held 20 pieces of work at the end of last week."


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (scope((0, 0, 0, 0)),
         f"Nothing has come in or gone out since it was first agreed, in the week of "
         f"5 January 2026. {HELD}"),
        (scope((3, 0, 0, 0), (1, 0, 0, 0)),
         f"Since it was first agreed, in the week of 5 January 2026: 4 added. {HELD}"),
        (scope((3, 1, 2, 5)),
         "Since it was first agreed, in the week of 5 January 2026: 3 added, 1 moved in, "
         f"2 moved out and 5 dropped. {HELD}"),
    ],
)  # fmt: skip
def test_how_its_scope_has_changed(rows: pd.DataFrame, said: str) -> None:
    """Each kind of movement by itself, so that ten in and ten out are never no change."""
    assert wording.scope(rows) == said
    seen = said.replace("it was first agreed", "its first date was seen")
    assert wording.scope(rows, agreed=False) == seen
    assert faults(said) == []


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (None, ""),
        (0.0, ""),
        (0.4, ""),
        (1.0, "Dealing with ‘Supplier is late’ brings the date one day forward."),
        (9.0, "Dealing with ‘Supplier is late’ brings the date 9 days forward."),
    ],
)
def test_what_dealing_with_a_risk_buys(days: float | None, said: str) -> None:
    """Nothing is said where nobody has worked it out, or where it buys nothing."""
    risk = SimpleNamespace(title="Supplier is late", buys_days=pd.NA if days is None else days)

    assert wording.buys(risk) == said
    assert faults(said) == []


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ([], "What is left of it cannot be split."),
        (["2027-02-01"], "What is left of it cannot be split."),
        (["2027-02-11", "2027-02-25"],
         "It could be split into 2 parts. The first, of 7 pieces of work, would be ready 14 days "
         "before all of it."),
        (["2027-02-25", "2027-02-25"],
         "It could be split into 2 parts. The first, of 7 pieces of work, would be ready no "
         "sooner than all of it."),
        ([None, None, None],
         "It could be split into 3 parts. The first would have 7 pieces of work."),
    ],
)  # fmt: skip
def test_what_splitting_it_brings(dates: list[str | None], said: str) -> None:
    """How much sooner people get the first part."""
    parts = pd.DataFrame(
        {"item_count": 7, "p80_on": pd.to_datetime(dates)}, index=range(len(dates))
    )
    whole = SimpleNamespace(p80_on=pd.Timestamp("2027-02-25"))

    assert wording.split(parts, whole) == said
    assert faults(said) == []
