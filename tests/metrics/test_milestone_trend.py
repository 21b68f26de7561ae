"""Milestone trend: which date was worked to at each week's end, and what the forecast was."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest

from tests.metrics.frames import Issue, make_settings, rows_of
from tests.metrics.increment_frames import Work, milestone, steadily, tables


def trend(
    milestones: list[Any],
    work: Sequence[Issue] | None = None,
    *,
    as_of: str = "2026-02-09",
    columns: tuple[str, ...] = ("week_end", "target_on", "basis"),
    zone: str = "Europe/London",
    **project: Any,
) -> list[tuple[Any, ...]]:
    """Return rows of the table; the programme begins on 5 January 2026."""
    settings = make_settings(project=project, programme={"time_zone": zone})
    made = tables(work or [], milestones, as_of=as_of, settings=settings)
    return rows_of(made["milestone_trend"], *columns)


def test_observed_and_before() -> None:
    """Before the first observation the earliest value stands; then what was seen by each Sunday."""
    seen = milestone("Pay", ("2026-01-20", "2026-06-01"), ("2026-02-01T23:59", "2026-06-15"))

    assert trend(seen) == [
        ("2026-01-11", "2026-06-01", "rebuilt"),
        ("2026-01-18", "2026-06-01", "rebuilt"),
        ("2026-01-25", "2026-06-01", "recorded"),
        ("2026-02-01", "2026-06-15", "recorded"),
        ("2026-02-08", "2026-06-15", "recorded"),
    ]


@pytest.mark.parametrize(
    ("zone", "midnight"),
    [("Europe/London", "2026-01-26T00:00"), ("Pacific/Auckland", "2026-01-25T11:00")],
)
def test_monday_midnight_belongs_to_the_new_week(zone: str, midnight: str) -> None:
    """A date changed at exactly Monday 00:00 is not yet that Sunday's."""
    seen = milestone("Pay", ("2026-01-01", "2026-06-01"), (midnight, "2026-06-15"))

    targets = [target for _, target, _ in trend(seen, zone=zone)]
    assert targets == ["2026-06-01"] * 3 + ["2026-06-15"] * 2


def test_a_milestone_begins_with_its_creation() -> None:
    """It has no row for weeks that ended before it was created."""
    seen = milestone("Pay", ("2026-02-09", "2026-06-01"), created="2026-01-26")

    assert [week for week, _, _ in trend(seen)] == ["2026-02-01", "2026-02-08"]


def test_a_milestone_of_unknown_age_was_always_there() -> None:
    """Recordings without a creation date are rebuilt from the programme's start."""
    seen = milestone("Pay", ("2026-02-09", "2026-06-01"), created=None)

    assert len(trend(seen)) == 5


@pytest.mark.parametrize(
    ("baseline", "first_weeks"),
    [
        pytest.param("2026-05-01", ["2026-05-01"] * 3, id="a-date"),
        pytest.param(
            [
                {"date": "2026-05-01", "agreed_on": "2026-01-15", "role": "SRO", "reason": "Plan"},
                {"date": "2026-05-20", "agreed_on": "2026-01-25", "role": "SRO", "reason": "Late"},
            ],
            ["2026-05-01", "2026-05-01", "2026-05-20"],
            id="the-one-agreed-by-then-else-the-first",
        ),
        pytest.param(
            [
                {"date": "2026-05-20", "agreed_on": "2026-01-25", "role": "SRO", "reason": "Late"},
                {"date": "2026-05-01", "agreed_on": "2026-01-15", "role": "SRO", "reason": "Plan"},
            ],
            ["2026-05-01", "2026-05-01", "2026-05-20"],
            id="whatever-their-order-in-the-file",
        ),
    ],
)
def test_the_baseline_stands_before_the_first_observation(
    baseline: Any, first_weeks: list[str]
) -> None:
    """A configured baseline is better evidence than a later due date."""
    seen = milestone("Pay", ("2026-01-28", "2026-06-01"))

    rows = trend(seen, baselines={"Pay": baseline})

    assert [target for _, target, _ in rows] == [*first_weeks, "2026-06-01", "2026-06-01"]
    assert [basis for _, _, basis in rows] == ["baseline"] * 3 + ["recorded"] * 2


def test_one_title_in_two_repositories() -> None:
    """The latest of the dates counts, of those that had been seen or created by then."""
    seen = [
        *milestone("Pay", ("2026-01-01", "2026-06-01"), source="one"),
        *milestone("Pay", ("2026-01-28", "2026-07-01"), source="two", created="2026-01-20"),
    ]

    assert trend(seen) == [
        ("2026-01-11", "2026-06-01", "recorded"),
        ("2026-01-18", "2026-06-01", "recorded"),
        ("2026-01-25", "2026-07-01", "recorded"),
        ("2026-02-01", "2026-07-01", "recorded"),
        ("2026-02-08", "2026-07-01", "recorded"),
    ]


def test_renamed_ignored_gone_and_undated() -> None:
    """A milestone bears its present title; ignored ones are left out, gone ones end."""
    renamed = milestone("Pay online", ("2026-01-01", "2026-06-01"), key="1")
    renamed[0]["title"] = "Pay"
    renamed = [
        {**renamed[0], "seen_until": renamed[0]["seen_from"].replace(day=20)},
        {**renamed[0], "seen_from": renamed[0]["seen_from"].replace(day=20), "title": "Pay online"},
    ]
    seen = [
        *renamed,
        *milestone("Backlog", ("2026-01-01", "9999-12-31")),
        *milestone("Old", ("2026-01-01", "2026-03-01"), gone="2026-01-21"),
        *milestone("Undated", ("2026-01-01", None), created="2026-02-03"),
    ]

    rows = trend(
        seen,
        columns=("increment", "week_end", "target_on"),
        increments={"ignore": ["Backlog"]},
    )

    assert rows == [
        ("Old", "2026-01-11", "2026-03-01"),
        ("Old", "2026-01-18", "2026-03-01"),
        *(("Pay online", week, "2026-06-01") for week in
          ("2026-01-11", "2026-01-18", "2026-01-25", "2026-02-01", "2026-02-08")),
        ("Undated", "2026-02-08", None),
    ]  # fmt: skip


def test_forecast_from_what_was_known_then() -> None:
    """With two finished every week each Sunday's forecast counts what was left that day."""
    work = steadily("Pay", [2] * 9, left=4)
    seen = milestone("Pay", ("2026-01-01", "2026-06-01"))

    rows = trend(seen, work, as_of="2026-03-09", columns=("week_end", "p80_on"))

    # 22 items: 8 are left after seven weeks, 6 after eight, 4 after nine; two a week.
    assert rows[:6] == [(week, None) for week, _ in rows[:6]]
    assert rows[6:] == [
        ("2026-02-22", "2026-03-22"),
        ("2026-03-01", "2026-03-22"),
        ("2026-03-08", "2026-03-22"),
    ]


def test_a_weeks_forecast_is_what_was_told_as_soon_as_it_was_over() -> None:
    """Also where half of what is finished is in no increment, which goes on at that pace."""
    work = [
        *steadily("Pay", [2] * 11, left=10),
        *steadily("Book", [0] * 11, left=10, first=100),
        *steadily("", [2] * 11, left=60, first=200),
    ]
    seen = [
        *milestone("Pay", ("2026-01-01", "2026-06-01")),
        *milestone("Book", ("2026-01-01", "2026-07-01")),
    ]

    made = tables(work, seen, as_of="2026-03-23", settings=make_settings())

    now = [list(row) for row in rows_of(made["increments"], "increment", "p80_on") if row[0]]
    told = rows_of(made["milestone_trend"], "week_end", "increment", "p80_on")
    assert now == [row for week, *row in told if week == "2026-03-22"]
    # Four a week: 5 for Pay and 15 for all others make 5 weeks, were all in turn.
    assert now[1] > ["Pay", "2026-04-19"]


def test_the_pace_is_known_from_the_first_items_week_on() -> None:
    """It was created on Monday, by the programme's clock, though on Sunday in UTC."""
    work = [
        Work(week, "2026-01-11T12:00", (f"{day:%F}", "finished"), increment="Pay")
        for week, day in enumerate(pd.date_range("2026-01-13", periods=8, freq="7D"), 1)
    ]
    # Agreed once all its work was there: nothing was added to it since.
    seen = milestone("Pay", ("2026-02-01", "2026-06-01"))

    rows = trend(
        seen,
        [*work, Work(9, "2026-01-13", increment="Pay")],
        as_of="2026-03-09",
        columns=("week_end", "p80_on"),
        zone="Pacific/Auckland",
    )

    # Six weeks by 22 February are too few.
    assert rows[-3:] == [
        ("2026-02-22", None),
        ("2026-03-01", "2026-03-15"),
        ("2026-03-08", "2026-03-15"),
    ]


def test_no_forecast_where_no_work_is() -> None:
    """Though the project's other increments have one."""
    seen = [
        *milestone("Apply", ("2026-01-01", "2026-07-01")),
        *milestone("Pay", ("2026-01-01", "2026-06-01")),
    ]

    rows = trend(
        seen,
        steadily("Pay", [2] * 9, left=4),
        as_of="2026-03-09",
        columns=("increment", "p80_on"),
    )

    assert rows[8:] == [("Apply", None), *[("Pay", None)] * 6, *[("Pay", "2026-03-22")] * 3]


def test_no_forecast_once_it_is_finished() -> None:
    """A closed milestone, or one with nothing left, keeps its date and has no forecast."""
    work = steadily("Pay", [2] * 9, left=4)
    seen = milestone(
        "Pay", ("2026-01-01", "2026-06-01"), state="closed", closed_at="2026-03-04T12:00"
    )

    rows = trend(seen, work, as_of="2026-03-16", columns=("week_end", "target_on", "p80_on"))

    assert rows[-3:] == [
        ("2026-03-01", "2026-06-01", "2026-03-22"),
        ("2026-03-08", "2026-06-01", None),
        ("2026-03-15", "2026-06-01", None),
    ]


def test_increments_from_labels() -> None:
    """Without milestones an increment begins with its first item and works to its baseline."""
    work = [Work(1, "2026-01-20", increment="Zahlung 💷")]

    rows = trend(
        [],
        work,
        columns=("increment", "week_end", "target_on", "basis"),
        increments={"from": "labels", "prefix": "increment::"},
        baselines={"Zahlung 💷": "2026-06-01"},
    )

    assert rows == [
        ("Zahlung 💷", "2026-01-25", "2026-06-01", "baseline"),
        ("Zahlung 💷", "2026-02-01", "2026-06-01", "baseline"),
        ("Zahlung 💷", "2026-02-08", "2026-06-01", "baseline"),
    ]


def test_a_label_whose_work_was_dropped_is_expected_to_bring_none() -> None:
    """Without open work an increment without milestones is not waiting, whatever its size was."""
    work = [
        *steadily("Pay", [3] * 10, 3),
        Work(99, "2026-01-05", ("2026-03-04", "dropped"), increment="Book"),
    ]

    rows = trend(
        [],
        work,
        as_of="2026-03-16",
        columns=("increment", "week_end", "p80_on"),
        increments={"from": "labels", "prefix": "increment::"},
        expected_items={"Book": 12},
    )

    told = [(week, p80) for increment, week, p80 in rows if increment == "Book"]
    assert [p80 is None for week, p80 in told[-3:]] == [False, True, True]


@pytest.mark.parametrize(
    ("due", "target"), [(None, "2026-06-01"), ("2026-07-01", "2026-07-01")], ids=["none", "some"]
)
def test_parents_without_a_due_date_work_to_their_baseline(due: str | None, target: str) -> None:
    """Issues of GitHub can have none; epics of GitLab can."""
    rows = trend(
        milestone("Pay", ("2026-01-19T12:00", due), kind="parent", created="2026-01-05"),
        [Work(1, "2026-01-20", increment="Pay")],
        columns=("week_end", "target_on"),
        increments={"from": "parents"},
        baselines={"Pay": "2026-06-01"},
    )

    assert rows[2:] == [(day, target) for day in ("2026-01-25", "2026-02-01", "2026-02-08")]


def test_nothing_to_tell() -> None:
    """Without milestones, or before the first Sunday, the table is empty."""
    assert trend([]) == []
    assert trend(milestone("Pay", ("2026-01-05", "2026-06-01")), as_of="2026-01-07") == []
