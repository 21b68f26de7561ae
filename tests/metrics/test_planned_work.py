"""Planned work: what came to it and left it in each week, and whether it was done in its turn."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import pytest

from metrics.planned_work import MEASURE, TABLE, explain
from programme import frames
from tests.metrics.frames import (
    Issue,
    at,
    computed,
    make_facts,
    make_settings,
    replayed,
    rows_of,
)
from tests.metrics.increment_frames import Work, milestone

AS_OF = "2026-02-02"
WEEKS = ("2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26")
COUNTS = ("open_count", "added_count", "left_count", "finished_count", "in_turn_count")
Counts = tuple[int | None, ...]
Parts = Mapping[str, tuple[str | None, str | None]]
#: Issues are created before the first week; milestones and their dates are known by then, too.
CREATED, SEEN = "2026-01-01", "2026-01-02T12:00"
BOOK = milestone("Book", (SEEN, "2026-03-01"), created=CREATED)
PAY = milestone("Pay", (SEEN, "2026-04-01"), created=CREATED)
RENEW = milestone("Renew", (SEEN, "2026-05-01"), created=CREATED)
PLAN = [*BOOK, *PAY, *RENEW]


def work(
    number: int, held: str | Parts = "", *turns: tuple[str, str], created: str = CREATED
) -> Work:
    """Make a piece of work that stays in one increment, or moves."""
    parts = {held: (None, None)} if isinstance(held, str) and held else held
    return Work(number, created, *turns, parts=parts or {})


def inputs(issues: Sequence[Issue], milestones: Sequence[Any]) -> dict[str, Any]:
    """Make the frames of the measure."""
    spells = [
        one for issue in issues if isinstance(issue, Work) for one in issue.increment_spells()
    ]
    return {
        "facts.milestones": make_facts(milestones=milestones)["milestones"],
        **replayed(issues, increment_spells=spells),
    }


def weeks(
    issues: Sequence[Issue], milestones: Sequence[Any] = PLAN, **project: Any
) -> dict[str, Counts]:
    """Compute the table of four weeks: the counts of each by its Monday."""
    made = computed(MEASURE, inputs(issues, milestones), AS_OF, make_settings(project=project))
    rows = {row[0]: row[1:] for row in rows_of(made, "week_start", *COUNTS)}
    assert tuple(rows) == WEEKS
    return rows


FINISHED_1, FINISHED_2, FINISHED_3, FINISHED_4 = (
    (day, "finished") for day in ("2026-01-07", "2026-01-14", "2026-01-21", "2026-01-28")
)
STORY = [
    work(1, "Book", FINISHED_1),
    work(2, "Book", FINISHED_2),
    work(3, "Book", ("2026-01-13", "finished")),
    work(4, "Pay", FINISHED_1),
    work(5, "Pay", FINISHED_2),
    work(6, "Pay", ("2026-01-21", "dropped")),
    work(7, "Renew", FINISHED_2),
    work(8, {"Renew": (None, "2026-01-15"), "Pay": ("2026-01-15", None)}, FINISHED_4),
    work(9, {"Pay": ("2026-01-20", None)}, FINISHED_4),
    work(10, {"Renew": (None, "2026-01-22")}, created="2026-01-08"),
    work(11, "", FINISHED_3, created="2026-01-19"),
    work(12, "Book", FINISHED_4, created="2026-01-27"),
]


def test_four_weeks_of_three_increments_by_hand() -> None:
    """Book comes first, then Pay, then Renew.

    1: of 1 to 8 is planned; 1 is finished in its turn, 4 is not; 10 comes to Renew.
    2: 2 and 3 end Book, so that 5 in Pay is in turn as well, but not 7 in Renew: 6 is left in Pay.
       8 moves between two of them.
    3: 9 comes to Pay from nowhere, 10 leaves Renew for nowhere, 6 is dropped; 11 is in none.
    4: 8 and 9 end Pay. 12 comes to Book, which is not closed, but had nothing left to be in turn.
    """
    assert weeks(STORY) == {
        "2026-01-05": (8, 1, 0, 2, 1),
        "2026-01-12": (7, 0, 0, 4, 3),
        "2026-01-19": (3, 1, 2, 1, 0),
        "2026-01-26": (2, 1, 0, 3, 2),
    }


def test_the_items_of_each_count_are_named() -> None:
    """Week by week, each with its numbers."""
    given, settings = inputs(STORY, PLAN), make_settings()

    def named(monday: str) -> dict[str, list[int]]:
        key = {"project": "Portal", "week_start": pd.Timestamp(monday)}
        rows = explain(given, key, as_of=at(AS_OF), settings=settings)
        assert (rows["amount"] == 1).all()
        numbers = rows["item"].str.split("#").str[1].astype(int)
        return {str(column): sorted(ours) for column, ours in numbers.groupby(rows["column"])}

    assert [named(monday) for monday in WEEKS] == [
        {"open_count": [1, 2, 3, 4, 5, 6, 7, 8], "added_count": [10], "finished_count": [1, 4],
         "in_turn_count": [1]},
        {"open_count": [2, 3, 5, 6, 7, 8, 10], "finished_count": [2, 3, 5, 7],
         "in_turn_count": [2, 3, 5]},
        {"open_count": [6, 8, 10], "added_count": [9], "left_count": [6, 10],
         "finished_count": [11]},
        {"open_count": [8, 9], "added_count": [12], "finished_count": [8, 9, 12],
         "in_turn_count": [8, 9]},
    ]  # fmt: skip


#: By name: the work, and the counts of the first weeks, of increments Book, Pay and Renew.
GROWTH: dict[str, tuple[list[Issue], list[Counts]]] = {
    "nothing but work in no increment": (
        [work(1, "", FINISHED_1)],
        [(0, 0, 0, None, None), (0, 0, 0, None, None)],
    ),
    "created in it": (
        [work(1, "Pay"), work(2, "Pay", created="2026-01-07")],
        [(1, 1, 0, 0, 0), (2, 0, 0, 0, 0)],
    ),
    "created in it and finished at once": (
        [work(1, "Pay"), work(2, "Pay", ("2026-01-08", "finished"), created="2026-01-07")],
        [(1, 1, 0, 1, 1), (1, 0, 0, 0, 0)],
    ),
    "created in it and dropped at once: never there": (
        [work(1, "Pay"), work(2, "Pay", ("2026-01-08", "dropped"), created="2026-01-07")],
        [(1, 0, 0, 0, 0), (1, 0, 0, 0, 0)],
    ),
    "into one that held nothing yet": (
        [work(1, {"Renew": ("2026-01-06", None)})],
        [(0, 1, 0, None, None), (1, 0, 0, 0, 0)],
    ),
    "moved in when it was finished": (
        [work(1, "Pay"), work(2, {"Pay": ("2026-01-15", None)}, FINISHED_1)],
        [(1, 0, 0, 1, 0), (1, 1, 0, 0, 0)],
    ),
    "moved in when it was dropped": (
        [work(1, "Pay"), work(2, {"Pay": ("2026-01-15", None)}, ("2026-01-07", "dropped"))],
        [(1, 0, 0, 0, 0), (1, 0, 0, 0, 0)],
    ),
    "moved between two": (
        [work(1, {"Pay": (None, "2026-01-07"), "Book": ("2026-01-07", None)})],
        [(1, 0, 0, 0, 0), (1, 0, 0, 0, 0)],
    ),
    "in and out within a week": (
        [work(1, "Pay"), work(2, {"Pay": ("2026-01-06", "2026-01-07")})],
        [(1, 0, 0, 0, 0), (1, 0, 0, 0, 0)],
    ),
    "moved out": (
        [work(1, {"Pay": (None, "2026-01-07")})],
        [(1, 0, 1, 0, 0), (0, 0, 0, None, None)],
    ),
    "moved out and finished: done, if not in its turn": (
        [work(1, {"Pay": (None, "2026-01-06")}, FINISHED_1)],
        [(1, 0, 0, 1, 0), (0, 0, 0, None, None)],
    ),
    "moved out and dropped": (
        [work(1, {"Pay": (None, "2026-01-06")}, ("2026-01-07", "dropped"))],
        [(1, 0, 1, 0, 0), (0, 0, 0, None, None)],
    ),
    "dropped, and opened again": (
        [work(1, "Pay", ("2026-01-07", "dropped"), ("2026-01-14", "open"))],
        [(1, 0, 1, 0, 0), (0, 1, 0, None, None), (1, 0, 0, 0, 0)],
    ),
    "finished, and opened again: it is planned once": (
        [work(1, "Pay", FINISHED_1, ("2026-01-14", "open"))],
        [(1, 0, 0, 1, 1), (0, 0, 0, None, None), (1, 0, 0, 0, 0)],
    ),
    "finished, and dropped: nothing was left to do": (
        [work(1, "Pay", FINISHED_1, ("2026-01-14", "dropped"))],
        [(1, 0, 0, 1, 1), (0, 0, 0, None, None)],
    ),
    "at a Monday's first instant it belongs to that week": (
        [work(1, "Pay", ("2026-01-12T00:00", "finished")),
         work(2, "Pay", created="2026-01-12T00:00")],
        [(1, 0, 0, 0, 0), (1, 1, 0, 1, 1), (1, 0, 0, 0, 0)],
    ),
    "a record is no work": (
        [Work(1, "2026-01-01", increment="Pay", record="risk")],
        [(0, 0, 0, None, None)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("issues", "expected"), GROWTH.values(), ids=GROWTH)
def test_what_comes_to_planned_work_and_leaves_it(
    issues: list[Issue], expected: list[Counts]
) -> None:
    """A week's end is held against its beginning, by the increments of its beginning."""
    assert list(weeks(issues).values())[: len(expected)] == expected


def _closed(title: str, day: str) -> list[dict[str, Any]]:
    return milestone(
        title, (SEEN, "2026-04-01"), (day, "2026-04-01"), created=CREATED, state="closed",
        closed_at=at(day),
    )  # fmt: skip


AGREED = {"role": "SRO", "reason": "Plan", "date": "2026-06-01"}
ONE_FROM_ELSEWHERE = work(2, {"Pay": ("2026-01-14", None)})
#: By name: the milestone Pay, the project's settings, and the counts of the first weeks.
PLANNED: dict[str, tuple[list[Any], dict[str, Any], list[Counts]]] = {
    "before the programme": (PAY, {}, [(1, 0, 0, 0, 0), (1, 1, 0, 0, 0), (2, 0, 0, 0, 0)]),
    "its date first seen in a week: from the next one": (
        milestone("Pay", ("2026-01-08", "2026-04-01"), created=CREATED),
        {},
        [(0, 0, 0, 0, 0), (1, 1, 0, 0, 0), (2, 0, 0, 0, 0)],
    ),
    "first seen just before a week": (
        milestone("Pay", ("2026-01-11T23:59:59.999999", "2026-04-01"), created=CREATED),
        {},
        [(0, 0, 0, 0, 0), (1, 1, 0, 0, 0)],
    ),
    "first seen at a week's first instant": (
        milestone("Pay", ("2026-01-12", "2026-04-01"), created=CREATED),
        {},
        [(0, 0, 0, 0, 0), (0, 0, 0, 0, 0), (2, 0, 0, 0, 0)],
    ),
    "never dated": (
        milestone("Pay", (SEEN, None), created=CREATED),
        {},
        [(0, 0, 0, 0, 0), (0, 0, 0, 0, 0), (0, 0, 0, 0, 0)],
    ),
    "agreed on a Sunday": (
        milestone("Pay", (SEEN, None), created=CREATED),
        {"baselines": {"Pay": [{**AGREED, "agreed_on": "2026-01-11"}]}},
        [(0, 0, 0, 0, 0), (1, 1, 0, 0, 0), (2, 0, 0, 0, 0)],
    ),
    "agreed on a Monday": (
        milestone("Pay", (SEEN, None), created=CREATED),
        {"baselines": {"Pay": [{**AGREED, "agreed_on": "2026-01-12"}]}},
        [(0, 0, 0, 0, 0), (0, 0, 0, 0, 0), (2, 0, 0, 0, 0)],
    ),
    "a label, agreed with the programme": (
        [],
        {"baselines": {"Pay": "2026-06-01"}},
        [(0, 0, 0, 0, 0), (1, 1, 0, 0, 0), (2, 0, 0, 0, 0)],
    ),
    "closed in a week: it was open at its beginning": (
        _closed("Pay", "2026-01-15"),
        {},
        [(1, 0, 0, 0, 0), (1, 1, 0, 0, 0), (0, 0, 0, None, None)],
    ),
    "gone from the forge": (
        milestone("Pay", (SEEN, "2026-04-01"), created=CREATED, gone="2026-01-15"),
        {},
        [(1, 0, 0, 0, 0), (1, 1, 0, 0, 0), (0, 0, 0, None, None)],
    ),
    "said to be created after work was put into it": (
        milestone("Pay", (SEEN, "2026-04-01"), created="2026-01-20"),
        {},
        [(1, 0, 0, 0, 0), (1, 1, 0, 0, 0), (2, 0, 0, 0, 0)],
    ),
}


@pytest.mark.parametrize(("milestones", "project", "expected"), PLANNED.values(), ids=PLANNED)
def test_planned_is_what_is_open_and_agreed(
    milestones: list[Any], project: dict[str, Any], expected: list[Counts]
) -> None:
    """One piece is in Pay from the start, the other comes in the second week."""
    found = weeks([work(1, "Pay"), ONE_FROM_ELSEWHERE], milestones, **project)

    assert list(found.values())[: len(expected)] == expected


def test_work_that_moves_to_what_is_not_agreed_leaves_the_plan() -> None:
    """And comes to it from there; neither does where it stays, once that is agreed."""
    undated = milestone("Later", (SEEN, None), ("2026-01-22", "2026-06-01"), created=CREATED)
    issues = [
        work(1, {"Pay": (None, "2026-01-07"), "Later": ("2026-01-07", None)}),
        work(2, {"Later": (None, "2026-01-14"), "Pay": ("2026-01-14", None)}),
    ]

    assert list(weeks(issues, [*PAY, *undated]).values()) == [
        (1, 0, 1, 0, 0),
        (0, 1, 0, 0, 0),
        (1, 0, 0, 0, 0),
        (2, 0, 0, 0, 0),
    ]


def test_a_label_is_done_with_when_nothing_in_it_is_open() -> None:
    """What is added to it then is no growth of what was planned; what follows is."""
    issues = [
        work(1, "Pay", FINISHED_1),
        work(2, "Pay", created="2026-01-20"),
        work(3, "Pay", created="2026-01-27"),
    ]
    project = {
        "increments": {"from": "labels", "prefix": "part::"},
        "baselines": {"Pay": [{**AGREED, "agreed_on": "2025-12-01"}]},
    }

    assert list(weeks(issues, [], **project).values()) == [
        (1, 0, 0, 1, 1),
        (0, 0, 0, None, None),
        (0, 0, 0, None, None),
        (1, 1, 0, 0, 0),
    ]


def _dated(**due: str | None) -> list[dict[str, Any]]:
    return [row for title, day in due.items() for row in milestone(title, (SEEN, day),
            created=CREATED)]  # fmt: skip


#: By name: what is finished in the first week, milestones, order, and what of it was in turn.
ORDER: dict[str, tuple[Iterable[str], list[Any], dict[str, list[str]], int]] = {
    "the first": ("A", _dated(A="2026-03-01", B="2026-04-01"), {}, 1),
    "the second": ("B", _dated(A="2026-03-01", B="2026-04-01"), {}, 0),
    "the later dated comes first in the order": (
        "AB",
        _dated(A="2026-03-01", B="2026-04-01"),
        {"A": ["B"]},
        1,
    ),
    "an order that names what holds nothing": (
        "A",
        _dated(A="2026-03-01", B="2026-04-01", Z="2026-05-01"),
        {"A": ["Z", "Unknown"]},
        1,
    ),
    "the undated last": ("A", _dated(A=None, B="2026-04-01"), {}, 0),
    "of one date, by title in the end": ("BC", _dated(C="2026-04-01", B="2026-04-01"), {}, 1),
    "of one date, the earlier created": (
        "A",
        [*milestone("A", (SEEN, "2026-04-01"), created="2026-01-03"), *_dated(B="2026-04-01")],
        {},
        0,
    ),
    "by the date known at the week's beginning": (
        "A",
        [*milestone("A", (SEEN, "2026-05-01"), ("2026-01-06", "2026-03-01"), created=CREATED),
         *_dated(B="2026-04-01")],
        {},
        0,
    ),
    "not agreed, and yet in turn": ("A", _dated(A=None), {}, 1),
}  # fmt: skip


@pytest.mark.parametrize(("done", "milestones", "order", "expected"), ORDER.values(), ids=ORDER)
def test_the_turn_is_that_of_the_earliest_date_or_the_order(
    done: Iterable[str], milestones: list[Any], order: dict[str, list[str]], expected: int
) -> None:
    """Of increments that each have a piece left at the week's end."""
    titles = {row["title"] for row in milestones} - {"Z"}
    issues = [work(number, title) for number, title in enumerate(sorted(titles), 1)]
    issues += [work(number, title, FINISHED_1) for number, title in enumerate(done, 11)]

    counts = weeks(issues, milestones, order=order)["2026-01-05"]

    assert counts[3:] == (len(list(done)), expected)


def test_what_is_finished_counts_where_it_is_at_the_weeks_end() -> None:
    """Moved into the first increment and finished there, it was done in turn."""
    moved = work(3, {"Renew": (None, "2026-01-06"), "Book": ("2026-01-06", None)}, FINISHED_1)

    assert weeks([work(1, "Book"), work(2, "Renew"), moved])["2026-01-05"] == (3, 0, 0, 1, 1)


def test_what_is_added_to_the_first_keeps_the_second_waiting() -> None:
    """All that the first held is finished, but more has come to it by the week's end."""
    issues = [work(1, "Book", FINISHED_1), work(2, "Pay", FINISHED_1), work(3, "Pay")]

    assert weeks(issues)["2026-01-05"] == (3, 0, 0, 2, 2)
    more = [*issues, work(4, "Book", created="2026-01-09")]
    assert weeks(more)["2026-01-05"] == (3, 1, 0, 2, 1)


def test_every_delivery_project_has_every_week() -> None:
    """By its own increments alone; a risk register has no row."""
    settings = make_settings({"Portal": "delivery", "Api": "delivery", "Risks": "risk-register"})
    issues = [
        Work(1, CREATED, FINISHED_1, increment="Pay"),
        Work(1, CREATED, increment="Pay", project="Api"),
    ]
    made = computed(MEASURE, inputs(issues, PAY), AS_OF, settings)

    first = made[made["week_start"] == pd.Timestamp(WEEKS[0])]
    assert rows_of(first, "project", *COUNTS) == [
        ("Api", 0, 0, 0, 0, 0),
        ("Portal", 1, 0, 0, 1, 1),
    ]
    assert len(made) == 2 * len(WEEKS)


@pytest.mark.parametrize("as_of", [CREATED, "2026-01-11T23:59:59"])
def test_without_a_whole_week_there_is_no_row(as_of: str) -> None:
    """Nor of any project."""
    made = computed(MEASURE, inputs(STORY, PLAN), as_of, make_settings())

    pd.testing.assert_frame_equal(made, frames.empty(TABLE))
