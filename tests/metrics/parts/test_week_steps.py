"""An item's state and increment at week ends, from one change of either to the next."""

import pytest

from metrics.parts import weekly
from metrics.parts.week_steps import NONE, steps
from metrics.parts.weekly import DROPPED, FINISHED, NOT_YET, OPEN
from tests.metrics.frames import at, make_settings, replayed
from tests.metrics.increment_frames import Work

BOOK, PAY = 0, 1
NUMBERS = {("Portal", "Book"): BOOK, ("Portal", "Pay"): PAY, ("Api", "Pay"): 2}
Step = tuple[int, int, int, int, int, int]


def found(*issues: Work, mixed: bool = False) -> dict[int, list[Step]]:
    """Return the steps of each item; three weeks begin on 5 January 2026.

    A step is its first week's end and the one after it, state and increment, and those before.
    """
    spells = [row for issue in issues for row in issue.increment_spells()]
    given = replayed(issues, increment_spells=spells[::-1] if mixed else spells)
    grid = weekly.grid(
        given["history"],
        given["state_spells"],
        as_of=at("2026-01-27"),
        settings=make_settings(("Portal", "Api")),
    )
    made = steps(grid, given["increment_spells"], NUMBERS)
    rows = zip(
        *(made.first, made.until, made.state, made.held, made.before, made.was_in), strict=True
    )
    out: dict[int, list[Step]] = {}
    for item, row in zip(made.item.tolist(), rows, strict=True):
        first, until, state, held, before, was_in = map(int, row)
        out.setdefault(item, []).append((first, until, state, held, before, was_in))
    return out


CASES: dict[str, tuple[Work, list[Step]]] = {
    "in none": (Work(1, "2026-01-01"), [(0, 4, OPEN, NONE, NOT_YET, NONE)]),
    "in one from its creation": (
        Work(1, "2026-01-06", increment="Pay"),
        [(1, 4, OPEN, PAY, NOT_YET, NONE)],
    ),
    "in one that has no number": (
        Work(1, "2026-01-06", increment="Old"),
        [(1, 4, OPEN, NONE, NOT_YET, NONE)],
    ),
    "finished in it": (
        Work(1, "2026-01-01", ("2026-01-14", "finished"), increment="Pay"),
        [(0, 2, OPEN, PAY, NOT_YET, NONE), (2, 4, FINISHED, PAY, OPEN, PAY)],
    ),
    "moved": (
        Work(1, "2026-01-01", parts={"Pay": (None, "2026-01-14"), "Book": ("2026-01-14", None)}),
        [(0, 2, OPEN, PAY, NOT_YET, NONE), (2, 4, OPEN, BOOK, OPEN, PAY)],
    ),
    "put in and taken out": (
        Work(1, "2026-01-01", parts={"Pay": ("2026-01-07", "2026-01-14")}),
        [
            (0, 1, OPEN, NONE, NOT_YET, NONE),
            (1, 2, OPEN, PAY, OPEN, NONE),
            (2, 4, OPEN, NONE, OPEN, PAY),
        ],
    ),
    "in and out within a week is seen by nobody": (
        Work(1, "2026-01-01", parts={"Pay": ("2026-01-07", "2026-01-08")}),
        [(0, 4, OPEN, NONE, NOT_YET, NONE)],
    ),
    "moved and dropped in one week": (
        Work(1, "2026-01-01", ("2026-01-15", "dropped"), parts={"Pay": ("2026-01-13", None)}),
        [(0, 2, OPEN, NONE, NOT_YET, NONE), (2, 4, DROPPED, PAY, OPEN, NONE)],
    ),
    "Monday 00:00 belongs to the new week": (
        Work(1, "2026-01-01", parts={"Pay": ("2026-01-12T00:00", "2026-01-19T00:00")}),
        [
            (0, 2, OPEN, NONE, NOT_YET, NONE),
            (2, 3, OPEN, PAY, OPEN, NONE),
            (3, 4, OPEN, NONE, OPEN, PAY),
        ],
    ),
    "after the last week": (
        Work(1, "2026-01-01", parts={"Pay": ("2026-01-26", None)}),
        [(0, 4, OPEN, NONE, NOT_YET, NONE)],
    ),
}


@pytest.mark.parametrize(("issue", "expected"), CASES.values(), ids=CASES)
def test_a_step_holds_from_one_change_to_the_next(issue: Work, expected: list[Step]) -> None:
    """0 is the end of the week before the first."""
    assert found(issue) == {0: expected}


def test_items_and_increments_of_projects_are_told_apart() -> None:
    """Sources number alike and title alike; the order of rows says nothing."""
    issues = [
        Work(1, "2026-01-01", parts={"Pay": (None, "2026-01-14"), "Book": ("2026-01-14", None)}),
        Work(1, "2026-01-06", increment="Pay", project="Api"),
        Work(2, "2026-01-06", project="Api"),
    ]
    expected = {
        0: [(0, 2, OPEN, PAY, NOT_YET, NONE), (2, 4, OPEN, BOOK, OPEN, PAY)],
        1: [(1, 4, OPEN, 2, NOT_YET, NONE)],
        2: [(1, 4, OPEN, NONE, NOT_YET, NONE)],
    }

    assert found(*issues) == found(*issues, mixed=True) == expected


def test_nothing_is_no_step() -> None:
    """Neither without items nor with none before the last week's end."""
    assert found() == {}
    assert found(Work(1, "2026-01-26", increment="Pay")) == {}


def test_records_are_left_out() -> None:
    """They may be in an increment, but are no work."""
    assert found(Work(1, "2026-01-01", increment="Pay", record="risk")) == {}
