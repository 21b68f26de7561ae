"""The share of the time from start to finish in which nothing held work up."""

from typing import Any

import pytest

from metrics.flow_efficiency import MEASURE
from tests.metrics.flow_frames import finished, label, measured
from tests.metrics.frames import Issue, make_settings, rows_of

COLUMNS = ("item_count", "held_up_count", "elapsed_days", "active_days")


def one(issue: Issue, *labels: dict[str, Any], **settings: Any) -> tuple[Any, ...]:
    """Return the figures of a project with one issue."""
    table = measured(MEASURE, [issue], labels, settings=make_settings(**settings))
    return rows_of(table[table["project"] == "Portal"], *COLUMNS)[0]


ONE = finished(1)
AGAIN = finished(
    1,
    turns=(
        ("2026-06-04T12:00", "finished"),
        ("2026-06-08T12:00", "open"),
        ("2026-06-12T12:00", "finished"),
    ),
)


@pytest.mark.parametrize(
    ("issue", "labels", "expected"),
    [
        pytest.param(ONE, [], (1, 0, 10, 10), id="never held up"),
        pytest.param(
            ONE,
            [label(ONE, "blocked", "2026-06-03", "2026-06-05T12:00")],
            (1, 1, 10, 7.5),
            id="blocked",
        ),
        pytest.param(
            ONE,
            [
                label(ONE, "blocked", "2026-06-03", "2026-06-05"),
                label(ONE, "waiting", "2026-06-04", "2026-06-07"),
            ],
            (1, 1, 10, 6),
            id="blocked and waiting at once is held up once",
        ),
        pytest.param(
            ONE,
            [label(ONE, "blocked", "2026-06-01", "2026-06-03T12:00")],
            (1, 1, 10, 9),
            id="before the start counts nothing",
        ),
        pytest.param(
            ONE,
            [label(ONE, "blocked", "2026-06-01", "2026-06-02")],
            (1, 0, 10, 10),
            id="taken off before the start",
        ),
        pytest.param(
            ONE,
            [label(ONE, "blocked", "2026-06-11T12:00")],
            (1, 1, 10, 9),
            id="left on counts up to the finish",
        ),
        pytest.param(
            ONE,
            [label(ONE, "status::review", "2026-06-03", "2026-06-05")],
            (1, 0, 10, 10),
            id="another state is active",
        ),
        pytest.param(AGAIN, [], (1, 0, 10, 6), id="closed time is elapsed and not active"),
        pytest.param(
            AGAIN,
            [label(AGAIN, "blocked", "2026-06-03T12:00", "2026-06-09T12:00")],
            (1, 1, 10, 4),
            id="what was closed is not held up twice",
        ),
        pytest.param(
            ONE,
            [label(ONE, "blocked", "2026-06-02T12:00", "2026-06-02T12:00:00.000001")],
            (1, 1, 10, 10),
            id="the shortest wait is one",
        ),
        pytest.param(
            finished(1, started="2026-06-12T12:00"), [], (1, 0, 0, 0), id="started as it finished"
        ),
        pytest.param(finished(1, started=None), [], (0, 0, 0, 0), id="no start signal"),
        pytest.param(
            finished(1, started="2026-06-12T12:00:01"), [], (0, 0, 0, 0), id="started too late"
        ),
        pytest.param(Issue(1, "2026-06-01", started="2026-06-02"), [], (0, 0, 0, 0), id="open"),
        pytest.param(
            finished(1, turns=(("2026-06-12T12:00", "dropped"),)), [], (0, 0, 0, 0), id="dropped"
        ),
        pytest.param(
            finished(1, started="2025-12-30", turns=(("2026-01-01T12:00", "finished"),)),
            [],
            (0, 0, 0, 0),
            id="finished more than 26 weeks ago",
        ),
    ],
)
def test_active_is_open_and_neither_blocked_nor_waiting(
    issue: Issue, labels: list[dict[str, Any]], expected: tuple[Any, ...]
) -> None:
    """Of one issue started on 2 June at noon and finished on 12 June at noon."""
    assert one(issue, *labels) == expected


def test_without_a_start_signal_nothing_is_elapsed() -> None:
    """Whatever the frame says of starts."""
    assert one(ONE, labels={"started": {"any_of": []}}) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("items", "held_up", "expected"),
    [
        pytest.param(19, 19, None, id="under 20 items no ratio"),
        pytest.param(20, 0, None, id="no label tells of waiting: no ratio"),
        pytest.param(20, 1, 0.99, id="a ratio of the sums"),
        pytest.param(30, 30, 0.8, id="all held up"),
    ],
)
def test_the_ratio_needs_20_items_and_labels_that_tell(
    items: int, held_up: int, expected: float | None
) -> None:
    """Each is held up for 2 of its 10 days."""
    issues = [finished(number) for number in range(items)]
    labels = [label(issue, "blocked", "2026-06-03", "2026-06-05") for issue in issues[:held_up]]

    table = measured(MEASURE, issues, labels)

    ratios = rows_of(table, "project", "flow_efficiency_ratio")
    assert ratios == [("", expected), ("Portal", expected)]


def test_the_programme_leaves_out_projects_that_tell_of_no_waiting() -> None:
    """They would count as never waiting."""
    issues = [finished(n, project) for project in ("Api", "Portal") for n in range(20)]
    labels = [label(issue, "on hold", "2026-06-03", "2026-06-08") for issue in issues[:20]]

    table = measured(MEASURE, issues, labels, settings=make_settings(("Api", "Portal")))

    assert rows_of(table, "project", "item_count", "flow_efficiency_ratio") == [
        ("", 20, 0.5),
        ("Api", 20, 0.5),
        ("Portal", 20, None),
    ]


def test_it_is_provisional() -> None:
    """Whoever shows it says so."""
    assert MEASURE.provisional
