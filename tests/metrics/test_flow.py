"""Stocks at each Sunday's end."""

import pytest

from metrics.flow import MEASURE
from tests.metrics.frames import Issue, computed, make_settings, replayed, rows_of

STOCKS = (
    "week_end",
    "arrived_total",
    "started_total",
    "finished_total",
    "dropped_total",
    "wip_count",
    "backlog_count",
)


@pytest.mark.parametrize(
    ("issues", "expected"),
    [
        pytest.param(
            [], [("2026-01-11", 0, 0, 0, 0, 0, 0), ("2026-01-18", 0, 0, 0, 0, 0, 0)], id="empty"
        ),
        pytest.param(
            [Issue(1, "2025-06-01", ("2025-06-02", "finished"))],
            [("2026-01-11", 1, 0, 1, 0, 0, 0), ("2026-01-18", 1, 0, 1, 0, 0, 0)],
            id="what ended before the start is in every total",
        ),
        pytest.param(
            [Issue(1, "2026-01-06", started="2026-01-14")],
            [("2026-01-11", 1, 0, 0, 0, 0, 1), ("2026-01-18", 1, 1, 0, 0, 1, 0)],
            id="waiting, then under way",
        ),
        pytest.param(
            [
                Issue(
                    1,
                    "2026-01-06",
                    ("2026-01-10", "finished"),
                    ("2026-01-14", "open"),
                    started="2026-01-07",
                )
            ],
            [("2026-01-11", 1, 1, 1, 0, 0, 0), ("2026-01-18", 1, 1, 0, 0, 1, 0)],
            id="a reopened item is under way again, not waiting",
        ),
        pytest.param(
            [Issue(1, "2026-01-06", ("2026-01-13", "dropped"), started="2026-01-07")],
            [("2026-01-11", 1, 1, 0, 0, 1, 0), ("2026-01-18", 1, 1, 0, 1, 0, 0)],
            id="dropped work was started all the same",
        ),
        pytest.param(
            [Issue(1, "2026-01-12")],
            [("2026-01-11", 0, 0, 0, 0, 0, 0), ("2026-01-18", 1, 0, 0, 0, 0, 1)],
            id="created at exactly Monday 00:00",
        ),
    ],
)
def test_flow_is_as_it_was_at_the_end_of_each_sunday(
    issues: list[Issue], expected: list[tuple[object, ...]]
) -> None:
    """Arrived is finished, dropped, waiting or under way."""
    table = computed(MEASURE, replayed(issues), "2026-01-20", make_settings())

    assert rows_of(table[table["project"] == "Portal"], *STOCKS) == expected
    assert rows_of(table[table["project"] == ""], *STOCKS) == expected


def test_without_a_start_signal_everything_open_waits() -> None:
    """Started and under way are then not known: empty, never 0."""
    settings = make_settings(labels={"started": {"any_of": []}})
    issues = [Issue(1, "2026-01-06", started="2026-01-07"), Issue(2, "2026-01-06")]

    table = computed(MEASURE, replayed(issues), "2026-01-12", settings)

    assert rows_of(table[table["project"] == ""], *STOCKS) == [
        ("2026-01-11", 2, None, 0, 0, None, 2)
    ]
