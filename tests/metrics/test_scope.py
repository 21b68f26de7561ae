"""Scope: what came into an increment and what left it, in the week in which it happened."""

from typing import Any

import pandas as pd
import pytest

from metrics.scope import MEASURE, TABLE
from programme import frames
from tests.metrics.frames import Issue, computed, make_facts, make_settings, replayed, rows_of
from tests.metrics.increment_frames import Work, milestone

AS_OF = "2026-02-09"
COUNTS = ("added_count", "dropped_count", "moved_in_count", "moved_out_count", "scope_count")
#: Agreed with the first sight of its due date, on Thursday 15 January 2026.
PAY = milestone("Pay", ("2026-01-15T12:00", "2026-06-01"))


def table(work: list[Issue], milestones: list[Any] | None = None, **project: Any) -> pd.DataFrame:
    """Compute the table; the programme begins on 5 January 2026."""
    inputs = {
        "facts.milestones": make_facts(milestones=PAY if milestones is None else milestones)[
            "milestones"
        ],
        **replayed(
            work,
            increment_spells=[
                row for issue in work if isinstance(issue, Work) for row in issue.increment_spells()
            ],
        ),
    }
    return computed(MEASURE, inputs, AS_OF, make_settings(project=project))


def weeks(found: pd.DataFrame, increment: str = "Pay") -> dict[str, tuple[Any, ...]]:
    """Return the counts of an increment's weeks."""
    rows = rows_of(found[found["increment"] == increment], "week_start", *COUNTS)
    return {row[0]: row[1:] for row in rows}


def moved(number: int, out: str, into: str | None = None) -> Work:
    """Make work that was in Pay from its creation on 5 January until a day."""
    parts: dict[str, tuple[str | None, str | None]] = {"Pay": (None, out)}
    return Work(number, "2026-01-05", parts=parts | ({into: (out, None)} if into else {}))


CASES: dict[str, tuple[list[Issue], dict[str, tuple[int, ...]]]] = {
    "what was there when it was agreed": ([Work(1, "2026-01-05", increment="Pay")], {}),
    "created in it": (
        [Work(1, "2026-01-20", increment="Pay")],
        {"2026-01-12": (0, 0, 0, 0, 0), "2026-01-19": (1, 0, 0, 0, 1)},
    ),
    "created in it before it was agreed, in the same week": (
        [Work(1, "2026-01-13", increment="Pay")],
        {"2026-01-12": (0, 0, 0, 0, 1)},
    ),
    "created in it after that, in the same week": (
        [Work(1, "2026-01-16", increment="Pay")],
        {"2026-01-12": (1, 0, 0, 0, 1)},
    ),
    "finished: still in its scope": (
        [Work(1, "2026-01-05", ("2026-01-20", "finished"), increment="Pay")],
        {},
    ),
    "dropped": (
        [Work(1, "2026-01-05", ("2026-01-20", "dropped"), increment="Pay")],
        {"2026-01-19": (0, 1, 0, 0, 0), "2026-01-26": (0, 0, 0, 0, 0)},
    ),
    "dropped, and opened again": (
        [Work(1, "2026-01-05", ("2026-01-20", "dropped"), ("2026-01-27", "open"),
              increment="Pay")],
        {"2026-01-19": (0, 1, 0, 0, 0), "2026-01-26": (1, 0, 0, 0, 1)},
    ),
    "moved in from no increment": (
        [Work(1, "2026-01-05", parts={"Pay": ("2026-01-20", None)})],
        {"2026-01-12": (0, 0, 0, 0, 0), "2026-01-19": (0, 0, 1, 0, 1)},
    ),
    "moved in and dropped at once: never there": (
        [Work(1, "2026-01-05", ("2026-01-21", "dropped"), parts={"Pay": ("2026-01-20", None)})],
        dict.fromkeys(("2026-01-12", "2026-01-19", "2026-01-26"), (0, 0, 0, 0, 0)),
    ),
    "moved out": (
        [moved(1, "2026-01-20", "Book")],
        {"2026-01-19": (0, 0, 0, 1, 0), "2026-01-26": (0, 0, 0, 0, 0)},
    ),
    "moved out to none, then dropped": (
        [moved(1, "2026-01-20")],
        {"2026-01-19": (0, 0, 0, 1, 0), "2026-01-26": (0, 0, 0, 0, 0)},
    ),
    "in and out within a week": (
        [Work(1, "2026-01-05", parts={"Pay": ("2026-01-20", "2026-01-21")})],
        dict.fromkeys(("2026-01-12", "2026-01-19"), (0, 0, 0, 0, 0)),
    ),
    "at a Monday's first instant it belongs to that week": (
        [Work(1, "2026-01-05", ("2026-01-26T00:00", "dropped"), increment="Pay")],
        {"2026-01-19": (0, 0, 0, 0, 1), "2026-01-26": (0, 1, 0, 0, 0)},
    ),
    "a record is no work": (
        [Work(1, "2026-01-20", increment="Pay", record="risk")],
        {"2026-01-19": (0, 0, 0, 0, 0)},
    ),
    "added and finished are never no change": (
        [Work(1, "2026-01-05", ("2026-01-20", "finished"), increment="Pay"),
         Work(2, "2026-01-20", increment="Pay")],
        {"2026-01-12": (0, 0, 0, 0, 1), "2026-01-19": (1, 0, 0, 0, 2)},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("work", "expected"), CASES.values(), ids=CASES)
def test_what_came_and_went(work: list[Issue], expected: dict[str, tuple[int, ...]]) -> None:
    """Week ends are compared; the first one with the instant of the agreement."""
    found = weeks(table(work))

    assert list(found) == ["2026-01-12", "2026-01-19", "2026-01-26", "2026-02-02"]
    assert {week: found[week] for week in expected} == expected
    for before, after in zip(list(found), list(found)[1:], strict=False):
        added, dropped, moved_in, moved_out, scope = found[after]
        assert scope == found[before][-1] + added + moved_in - dropped - moved_out


def test_what_leaves_one_increment_comes_into_another() -> None:
    """In the same week, once each."""
    book = milestone("Book", ("2026-01-15T12:00", "2026-06-01"))
    found = table([moved(1, "2026-01-20", "Book")], [*PAY, *book])

    assert weeks(found)["2026-01-19"] == (0, 0, 0, 1, 0)
    assert weeks(found, "Book")["2026-01-19"] == (0, 0, 1, 0, 1)


@pytest.mark.parametrize(
    ("agreed", "first"),
    [
        ("2026-03-01", "2026-01-05"),
        ([("2026-01-18", 1)], "2026-01-19"),
        ([("2026-01-17", 1)], "2026-01-12"),
        ([("2026-03-01", 1)], None),
    ],
    ids=["a date alone: with the programme", "on a Sunday", "on a Saturday", "not yet"],
)
def test_it_begins_with_the_agreement(agreed: Any, first: str | None) -> None:
    """The end of the day in ``agreed_on``, else of the programme's first one."""
    if isinstance(agreed, list):
        agreed = [
            {"date": "2026-06-01", "agreed_on": day, "role": "SRO", "reason": "Plan"}
            for day, _ in agreed
        ]
    found = table([Work(1, "2026-01-05", increment="Pay")], baselines={"Pay": agreed})

    assert min(weeks(found), default=None) == first


def test_without_a_baseline_there_is_no_row() -> None:
    """Nor for work in no increment, nor without any week."""
    found = table([Work(1, "2026-01-05", increment="Pay"), Work(2, "2026-01-05")], [])

    pd.testing.assert_frame_equal(found, frames.empty(TABLE))
