"""How long work is open under the labels that say where it is."""

from typing import Any

import pytest

from metrics.time_in_state import MEASURE
from tests.metrics.flow_frames import finished, label, measured
from tests.metrics.frames import Issue, make_settings, rows_of

COLUMNS = ("state", "item_count", "total_days", "open_count")


def states(
    issues: list[Issue], *labels: dict[str, Any], project: str = "Portal", **settings: Any
) -> list[tuple[Any, ...]]:
    """Return the rows of one project."""
    table = measured(MEASURE, issues, labels, settings=make_settings(**settings))
    return rows_of(table[table["project"] == project], *COLUMNS)


ONE = finished(1)
AGAIN = finished(
    1,
    turns=(
        ("2026-06-04", "finished"),
        ("2026-06-08", "open"),
        ("2026-06-12", "finished"),
    ),
)


@pytest.mark.parametrize(
    ("issue", "labels", "expected"),
    [
        pytest.param(ONE, [], [], id="no label tells a state"),
        pytest.param(
            ONE,
            [label(ONE, "bug", "2026-06-03", "2026-06-09")],
            [],
            id="a label that tells none",
        ),
        pytest.param(
            ONE,
            [label(ONE, "Status: In Review", "2026-06-03", "2026-06-04T06:00")],
            [("status::in-review", 1, 1.25, 0)],
            id="exact days, in normal form",
        ),
        pytest.param(
            ONE,
            [label(ONE, "status::to-do", "2026-06-01", "2026-06-02")],
            [("status::to-do", 1, 1, 0)],
            id="before the start, too",
        ),
        pytest.param(
            ONE,
            [label(ONE, "status::done", "2026-06-12T12:00")],
            [],
            id="put on at the finish is no time at all",
        ),
        pytest.param(
            ONE,
            [label(ONE, "status::review", "2026-06-11T12:00")],
            [("status::review", 1, 1, 0)],
            id="left on counts up to the finish",
        ),
        pytest.param(
            AGAIN,
            [label(AGAIN, "status::review", "2026-06-03", "2026-06-09")],
            [("status::review", 1, 2, 0)],
            id="closed time before a reopening is in no state",
        ),
        pytest.param(
            ONE,
            [
                label(ONE, "status::review", "2026-06-03", "2026-06-05"),
                label(ONE, "workflow::test", "2026-06-04", "2026-06-06"),
            ],
            [("status::review", 1, 2, 0), ("workflow::test", 1, 2, 0)],
            id="two states at once: in both",
        ),
        pytest.param(
            ONE,
            [
                label(ONE, "blocked", "2026-06-03", "2026-06-06"),
                label(ONE, "status::blocked", "2026-06-04", "2026-06-05"),
                label(ONE, "Workflow: Blocked", "2026-06-05", "2026-06-07"),
                label(ONE, "blocked", "2026-06-10", "2026-06-11"),
            ],
            [("blocked", 1, 5, 0)],
            id="labels of one state at once count once",
        ),
        pytest.param(
            ONE,
            [label(ONE, "On Hold", "2026-06-03", "2026-06-05")],
            [("waiting", 1, 2, 0)],
            id="waiting",
        ),
    ],
)
def test_time_is_that_open_under_a_label(
    issue: Issue, labels: list[dict[str, Any]], expected: list[tuple[Any, ...]]
) -> None:
    """Of one issue finished on 12 June 2026 at noon."""
    assert states([issue], *labels) == expected


def test_labels_of_what_is_no_work_are_in_no_state() -> None:
    """Whether its number comes before or after those of work."""
    record = [finished(number, record="decision") for number in (1, 3)]

    rows = states(
        [record[0], finished(2), record[1]],
        *(label(one, "blocked", "2026-06-03", "2026-06-04") for one in record),
    )

    assert rows == []


def test_open_work_counts_where_it_is_now_and_not_in_the_days() -> None:
    """Work that is not finished has no time of its own yet."""
    one, two, ended = Issue(1, "2026-06-01"), Issue(2, "2026-06-01"), finished(3)
    rows = states(
        [one, two, ended],
        label(one, "blocked", "2026-06-02"),
        label(one, "status::blocked", "2026-06-03"),
        label(two, "blocked", "2026-06-02", "2026-06-03"),
        label(ended, "blocked", "2026-06-12T13:00"),
    )

    assert rows == [("blocked", 0, 0, 1)]


@pytest.mark.parametrize(
    ("finished_at", "counts"),
    [
        pytest.param("2026-01-04T23:59:59", False, id="before the window"),
        pytest.param("2026-01-05T00:00:00", True, id="its first instant"),
        pytest.param("2026-07-05T22:59:59", True, id="its last second, in summer time"),
        pytest.param("2026-07-05T23:00:00", False, id="the running week"),
    ],
)
def test_only_the_last_26_whole_weeks_count(finished_at: str, counts: bool) -> None:
    """In the programme's time zone."""
    issue = Issue(1, "2025-12-01", (finished_at, "finished"))

    rows = states([issue], label(issue, "blocked", "2025-12-02", "2025-12-03"))

    assert rows == ([("blocked", 1, 1, 0)] if counts else [])


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        pytest.param(19, (19, None, None, 190), id="under 20 no percentile"),
        # Ranks 10 and 17 of 1..20 days.
        pytest.param(20, (20, 10, 17, 210), id="from 20 on, nearest rank"),
    ],
)
def test_percentiles_are_of_the_items_that_were_in_the_state(
    count: int, expected: tuple[Any, ...]
) -> None:
    """Items that never were in it do not count as 0 days."""
    issues = [Issue(n, "2026-05-01", ("2026-06-12", "finished")) for n in range(1, 40)]
    labels = [
        label(issue, "status::review", "2026-05-01", f"2026-05-{1 + issue.number:02d}")
        for issue in issues[:count]
    ]

    table = measured(MEASURE, issues, labels)

    columns = ("item_count", "p50_days", "p85_days", "total_days")
    assert rows_of(table[table["project"] == "Portal"], *columns) == [expected]


def test_the_programme_adds_up_and_has_no_percentiles() -> None:
    """One word means another thing in another team."""
    issues = [finished(n, project) for project in ("Api", "Portal") for n in range(20)]
    labels = [label(issue, "status::review", "2026-06-03", "2026-06-05") for issue in issues]

    table = measured(MEASURE, issues, labels, settings=make_settings(("Api", "Portal")))

    columns = ("project", "state", "item_count", "p50_days", "p85_days", "total_days")
    assert rows_of(table, *columns) == [
        ("", "status::review", 40, None, None, 80),
        ("Api", "status::review", 20, 2, 2, 40),
        ("Portal", "status::review", 20, 2, 2, 40),
    ]


def test_a_team_says_which_labels_are_states() -> None:
    """Lists replace the defaults."""
    labels = [
        label(ONE, "In Review", "2026-06-03", "2026-06-05"),
        label(ONE, "stuck", "2026-06-03", "2026-06-04"),
        label(ONE, "status::test", "2026-06-03", "2026-06-04"),
        label(ONE, "stage::test", "2026-06-03", "2026-06-04"),
    ]

    rows = states(
        [ONE],
        *labels,
        labels={
            "states": {"scopes": ["Stage"], "any_of": ["in review"]},
            "blocked": {"any_of": ["Stuck"]},
        },
    )

    assert rows == [("blocked", 1, 1, 0), ("in-review", 1, 2, 0), ("stage::test", 1, 1, 0)]


def test_records_are_not_looked_at() -> None:
    """A risk that is blocked is no blocked work."""
    risk = Issue(1, "2026-06-01", record="risk")

    assert states([risk], label(risk, "blocked", "2026-06-02")) == []
