"""What a change does to the dates, in sentences that keep the rules."""

from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.change import Change
from programme.wording import what_if
from tests.wording.lint import faults

NAMES = ("Business rates", "Council tax support")
RISKS = {"a#1": "Supplier identity check", "a#2": "Leave at Christmas"}
LEFT = {"Business rates": 15, "Council tax support": 10, "": 13}


def row(**values: Any) -> dict[str, Any]:
    """Return a row of the table ``tried`` in which nothing changes."""
    known = {"target_on": "2027-02-05", "p80_on": "2027-03-28", "p_on_time": 0.2}
    return {
        "increment": "Business rates", "whole": False, "left_count": 15, "kept_count": 15,
        **known, **{f"new_{name}": value for name, value in known.items()}, **values,
    }  # fmt: skip


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    """Return such rows, and the project, which keeps its date unless a row says otherwise."""
    told = [*rows, row(increment="", whole=True, target_on=None, p_on_time=None)]
    frame = pd.DataFrame(told if not any(one["whole"] for one in rows) else rows)
    for name in ("target_on", "p80_on", "new_target_on", "new_p80_on"):
        frame[name] = pd.to_datetime(frame[name])
    return frame.astype(dict.fromkeys(["p_on_time", "new_p_on_time"], "Float64"))


@pytest.mark.parametrize(
    ("change", "pace", "said"),
    [
        (Change(), "As it is", []),
        (Change({"Business rates": 15}), "As it is", ["leaving out ‘Business rates’"]),
        (Change({"Business rates": 1}), "As it is", ["leaving out one piece of ‘Business rates’"]),
        (Change({"": 5}), "As it is", ["leaving out 5 pieces of work not yet planned"]),
        (
            Change(retired=frozenset(RISKS)), "As it is",
            ["dealing with ‘Supplier identity check’", "dealing with ‘Leave at Christmas’"],
        ),
        (Change(pace=1.1), "10% more", ["10% more pace"]),
        (Change(pace=1.1), "Half a person more", ["half a person more"]),
        (Change(targets={"Business rates": date(2027, 3, 1)}), "As it is", []),
    ],
)  # fmt: skip
def test_causes(change: Change, pace: str, said: list[str]) -> None:
    """What is left out, dealt with and quicker; a date worked to moves no forecast."""
    assert said == what_if.causes(change, LEFT, RISKS, pace)


@pytest.mark.parametrize(
    ("people", "offered"),
    [
        (None, {"As it is": 1, "10% more": 1.1, "25% more": 1.25, "50% more": 1.5}),
        (1, {"As it is": 1, "Half a person more": 1.5, "10% more": 1.1, "25% more": 1.25,
             "50% more": 1.5}),
    ],
)  # fmt: skip
def test_paces(people: int | None, offered: dict[str, float]) -> None:
    """Half a person can be told of a team whose size is known."""
    assert offered == what_if.paces(people)


SOONER = row(new_p80_on="2027-03-07")
DROPPED = row(increment="Council tax support", kept_count=0, new_p80_on=None, new_p_on_time=None)
WHOLE = row(increment="", whole=True, target_on=None, new_p80_on="2027-03-27")


@pytest.mark.parametrize(
    ("rows", "causes", "said"),
    [
        pytest.param(
            [SOONER, DROPPED],
            ["leaving out ‘Council tax support’", "dealing with ‘Supplier identity check’"],
            "Leaving out ‘Council tax support’ and dealing with ‘Supplier identity check’ brings "
            "‘Business rates’ forward by 21 days, to 7 March 2027. "
            "The project as a whole keeps its date, 28 March 2027.",
            id="sooner",
        ),
        pytest.param(
            [row(new_p80_on="2027-03-27"), WHOLE],
            ["10% more pace"],
            "10% more pace brings ‘Business rates’ forward by one day, to 27 March 2027. "
            "The project as a whole would be finished by 27 March 2027, one day sooner.",
            id="by-one-day",
        ),
        pytest.param(
            [row(increment="Council tax support", new_p80_on="2027-01-03"), SOONER],
            ["leaving out one piece of ‘A’", "leaving out 2 pieces of ‘B’", "25% more pace"],
            "These 3 changes together bring ‘Business rates’ forward by 21 days, to 7 March 2027. "
            "The project as a whole keeps its date, 28 March 2027.",
            id="a-key-increment-is-named-first",
        ),
        pytest.param(
            [row(p80_on=None)],
            ["half a person more"],
            "Half a person more gives ‘Business rates’ a date: 28 March 2027.",
            id="a-date-where-there-was-none",
        ),
        pytest.param(
            [row(new_p_on_time=0.26)],
            ["10% more pace"],
            "10% more pace moves no date. There is about a 25% chance that ‘Business rates’ is "
            "ready by 5 February 2027, instead of about a 20% chance.",
            id="a-chance-alone",
        ),
        pytest.param(
            [row(new_target_on="2027-04-02", new_p_on_time=0.84)],
            [],
            "No forecast moves. There is about an 85% chance that ‘Business rates’ is ready by "
            "2 April 2027, instead of about a 20% chance by 5 February 2027.",
            id="a-date-moved",
        ),
        pytest.param(
            [row(target_on=None, p_on_time=None, new_target_on="2027-04-02", new_p_on_time=0.84)],
            [],
            "No forecast moves. There is about an 85% chance that ‘Business rates’ is ready by "
            "2 April 2027.",
            id="a-first-date",
        ),
        pytest.param(
            [row(), DROPPED],
            ["leaving out ‘Council tax support’"],
            "Leaving out ‘Council tax support’ moves no date.",
            id="nothing",
        ),
        pytest.param(
            [DROPPED],
            ["leaving out ‘Council tax support’"],
            "Leaving out ‘Council tax support’ leaves nothing to do, so there is no date.",
            id="everything-left-out",
        ),
    ],
)
def test_the_finding(rows: list[dict[str, Any]], causes: list[str], said: str) -> None:
    """What moves most is named, the project after it; what moves nothing is said to."""
    change = Change(pace=1.1)
    found = what_if.finding(table(*rows), change, causes, keys=["Business rates"])
    assert said == " ".join(found)


def test_before_any_choice() -> None:
    """The page says what it is for."""
    assert what_if.finding(table(row()), Change(), []) == [
        "Choose a change to see what it would do to the dates."
    ]


@pytest.mark.parametrize(
    ("values", "moves", "changes"),
    [
        ({}, "Same date", False),
        ({"new_p80_on": "2027-03-07"}, "21 days sooner", True),
        ({"new_p80_on": "2027-03-29"}, "One day later", True),
        ({"kept_count": 0, "new_p80_on": None}, "Left out", True),
        ({"kept_count": 14}, "Same date", True),
        ({"p80_on": None}, "Now has a date", True),
        ({"p80_on": None, "new_p80_on": None}, "Still no date", False),
        ({"new_p80_on": None}, "No date", True),
        ({"new_p_on_time": 0.21}, "Same date", False),
        ({"new_p_on_time": 0.26}, "Same date", True),
        ({"new_target_on": "2027-03-01"}, "Same date", True),
    ],
    ids=str,
)
def test_how_far_a_date_moves(values: dict[str, Any], moves: str, changes: bool) -> None:
    """In words; a chance counts as changed where its words do."""
    (told,) = table(row(**values)).head(1).itertuples()
    assert (moves, changes) == (what_if.moves(told), what_if.changes(told))


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, ""),
        (1, "One other milestone keeps its date."),
        (3, "3 other milestones keep their dates."),
    ],
)
def test_the_others(number: int, said: str) -> None:
    """None are not spoken of."""
    assert said == what_if.others(number)


def test_what_is_taken_for_granted_keeps_the_rules() -> None:
    """One for each kind of change."""
    change = Change({"A": 1}, frozenset({"a#1"}), {"A": date(2027, 1, 1)}, 1.0625)
    said = what_if.assumed(change)

    assert len(said) == 4
    assert [faults(text) for text in said] == [[]] * 4
    assert what_if.assumed(Change()) == []


@given(
    out=st.dictionaries(st.sampled_from(sorted(LEFT)), st.integers(1, 15)),
    retired=st.frozensets(st.sampled_from(sorted(RISKS))),
    pace=st.sampled_from(sorted(what_if.paces(8))),
    days=st.integers(0, 900), chance=st.floats(0, 1), moved=st.booleans(),
)  # fmt: skip
def test_every_finding_keeps_the_rules(
    out: dict[str, int], retired: frozenset[str], pace: str, days: int, chance: float, moved: bool
) -> None:
    """Whatever is changed, sentences are short and say nothing of our own terms."""
    change = Change(out, retired, pace=what_if.paces(8)[pace])
    new = (pd.Timestamp("2027-03-28") - pd.Timedelta(days=days)).date().isoformat()
    target = "2027-05-01" if moved else "2027-02-05"
    told = table(row(new_p80_on=new, new_p_on_time=chance, new_target_on=target), DROPPED)
    causes = what_if.causes(change, LEFT, RISKS, pace)

    for text in what_if.finding(told, change, causes):
        assert faults(text, (*NAMES, *RISKS.values())) == []


def test_a_chance_of_a_date() -> None:
    """Nothing is said where one of them is not known."""
    assert "about a 20% chance of 5 February 2027" == what_if.of_target(
        pd.Timestamp("2027-02-05"), 0.2
    )
    assert "" == what_if.of_target(pd.NaT, 0.2)
    assert "" == what_if.of_target(pd.Timestamp("2027-02-05"), pd.NA)
