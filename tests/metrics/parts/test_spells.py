"""Stretches of time: from turns, joined, cut, overlaid."""

import numpy as np
import pytest

from metrics.parts.spells import (
    FOREVER,
    Spell,
    Spells,
    bears,
    from_turns,
    increments_by_label,
    overlay,
)

Row = tuple[int, int, int, int]
OPEN, FINISHED, DROPPED = 0, 1, 2


def spells(*rows: Row) -> Spells:
    """Make spells of (owner, what, start, end)."""
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return Spells(*(table[:, place] for place in range(4)))


def rows(found: Spells) -> list[Row]:
    """Return spells as tuples."""
    columns = (found.owner, found.what, found.start, found.end)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_each_turn_holds_until_its_owners_next_one() -> None:
    """The last of each owner still holds."""
    found = from_turns(np.array([3, 3, 5, 5]), np.array([0, 1, 0, 2]), np.array([10, 20, 15, 16]))

    assert rows(found) == [
        (3, 0, 10, 20), (3, 1, 20, FOREVER), (5, 0, 15, 16), (5, 2, 16, FOREVER),
    ]  # fmt: skip
    assert found.last.tolist() == [False, True, False, True]
    assert rows(found.named(np.array([7, 8, 9, 6])))[:2] == [(3, 7, 10, 20), (3, 8, 20, FOREVER)]
    none = np.array([], dtype=np.int64)
    assert rows(from_turns(none, none, none)) == []
    assert from_turns(none, none, none).last.tolist() == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param([], [], id="none"),
        pytest.param([(1, 0, 5, 5)], [], id="no time at all"),
        pytest.param([(1, 0, 5, 6), (1, 0, 6, 9)], [(1, 0, 5, 9)], id="the same goes on"),
        pytest.param(
            [(1, 0, 5, 6), (1, 1, 6, 6), (1, 0, 6, 9)], [(1, 0, 5, 9)], id="over no time at all"
        ),
        *(
            pytest.param(kept, kept, id=name)
            for name, kept in {
                "another thing": [(1, 0, 5, 6), (1, 1, 6, 9)],
                "another owner": [(1, 0, 5, 6), (2, 0, 6, 9)],
                "after a pause": [(1, 0, 5, 6), (1, 0, 7, 9)],
            }.items()
        ),
        *(
            pytest.param([first, *more], [first, (*more[0][:3], more[1][3])], id=f"then {name}")
            for name, first, more in [
                ("another owner's", (1, 0, 5, 6), [(2, 0, 6, 9), (2, 0, 9, 11)]),
                ("another thing goes on", (1, 0, 5, 6), [(1, 1, 6, 9), (1, 1, 9, 11)]),
                ("after a pause", (1, 0, 5, 6), [(1, 0, 7, 9), (1, 0, 9, 11)]),
            ]
        ),
    ],
)
def test_neighbours_that_say_the_same_are_joined(given: list[Row], expected: list[Row]) -> None:
    """And what lasted no time at all is dropped."""
    assert rows(spells(*given).merged()) == expected


def test_what_is_after_now_is_not_known() -> None:
    """What begins now has begun; what ends now has ended, and what ends later still holds."""
    given = spells((1, 0, 5, 10), (1, 1, 10, 11), (1, 0, 11, FOREVER), (2, 1, 4, FOREVER))

    assert rows(given.cut(10)) == [(1, 0, 5, 10), (1, 1, 10, FOREVER), (2, 1, 4, FOREVER)]


@pytest.mark.parametrize(
    ("marks", "gone_at", "expected"),
    [
        pytest.param([], FOREVER, [(FINISHED, 10, 20)], id="nothing says otherwise"),
        pytest.param([(5, 30)], FOREVER, [(DROPPED, 10, 20)], id="marked all along"),
        pytest.param([(10, 20)], FOREVER, [(DROPPED, 10, 20)], id="for exactly as long"),
        pytest.param(
            [(12, 15)],
            FOREVER,
            [(FINISHED, 10, 12), (DROPPED, 12, 15), (FINISHED, 15, 20)],
            id="for some of it",
        ),
        pytest.param(
            [(5, 12), (18, 30)],
            FOREVER,
            [(DROPPED, 10, 12), (FINISHED, 12, 18), (DROPPED, 18, 20)],
            id="twice",
        ),
        pytest.param([(20, 30), (1, 10)], FOREVER, [(FINISHED, 10, 20)], id="before and after"),
        pytest.param([], 15, [(FINISHED, 10, 15), (DROPPED, 15, 20)], id="moved away"),
        pytest.param([], 10, [(DROPPED, 10, 20)], id="moved away as it was closed"),
    ],
)
def test_marked_closings_are_dropped(
    marks: list[tuple[int, int]], gone_at: int, expected: list[tuple[int, int, int]]
) -> None:
    """And everything is from when an issue was moved or deleted."""
    found = overlay([(FINISHED, 10, 20)], marks, gone_at, is_open=OPEN, dropped=DROPPED)

    assert found == expected


def test_open_work_is_not_dropped_by_a_mark() -> None:
    """But by being moved away."""
    states = [(OPEN, 0, 10), (FINISHED, 10, 20), (OPEN, 20, FOREVER)]

    found = overlay(states, [(0, 5)], 25, is_open=OPEN, dropped=DROPPED)

    assert found == [(OPEN, 0, 5), (OPEN, 5, 10), *states[1:2], (OPEN, 20, 25),
                     (DROPPED, 25, FOREVER)]  # fmt: skip


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        pytest.param({}, [], id="none"),
        pytest.param(
            {"increment::Pay": [(5, 9)]}, [("Pay", 5, 9)], id="from when it is put on till off"
        ),
        pytest.param({"increment::Pay": [(5, FOREVER)]}, [("Pay", 5, FOREVER)], id="still on"),
        pytest.param(
            {"increment::Pay": [(5, 9), (12, FOREVER)]},
            [("Pay", 5, 9), ("Pay", 12, FOREVER)],
            id="twice",
        ),
        pytest.param(
            {"increment::Pay": [(5, FOREVER)], "increment::Apply": [(7, 9)]},
            [("Pay", 5, 7), ("Apply", 7, 9), ("Pay", 9, FOREVER)],
            id="the one put on last",
        ),
        pytest.param(
            {"increment::Pay": [(5, 9)], "increment::Apply": [(5, 9)]},
            [("Apply", 5, 9)],
            id="of two put on at once the first by name",
        ),
        pytest.param({"increment::": [(5, 9)]}, [], id="without a name"),
    ],
)
def test_labels_tell_the_increment(
    labels: dict[str, list[tuple[int, int]]], expected: list[tuple[str, int, int]]
) -> None:
    """What stands after the prefix."""
    held = {name: [Spell(name, *span) for span in spans] for name, spans in labels.items()}

    assert increments_by_label(held, "increment::") == expected


@pytest.mark.parametrize(
    ("label", "prefix", "expected"),
    [
        ("increment::Pay", "increment::", True),
        ("Increment: Pay", "increment::", True),
        ("increments::Pay", "increment::", False),
        ("Pay", "increment::", False),
        ("INC_pay", "inc-", True),
        ("incident", "inc-", False),
    ],
)
def test_a_label_bears_a_prefix_in_any_way_of_writing(
    label: str, prefix: str, expected: bool
) -> None:
    """Both are read in normal form."""
    assert bears(label, prefix) == expected
