"""How fresh each source is."""

from typing import Any

import pytest

from metrics.sources import MEASURE
from programme import frames
from tests.metrics.frames import Issue, at, computed, frame, make_settings, replayed, rows_of


def make_source(**changes: Any) -> dict[str, Any]:
    """Make a row of the SOURCES facts: one good sync half an hour before noon."""
    return {
        "source": "portal",
        "kind": "recorded",
        "project": "Portal",
        "last_ok_at": at("2026-01-20T11:30"),
        "failed": False,
        "message": "",
        "request_count": 0,
        "event_count": 3,
        "oldest_event_at": at("2026-01-02"),
        **changes,
    }


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, "ok", id="fresh"),
        pytest.param({"last_ok_at": at("2026-01-19T12:00")}, "ok", id="24 hours are not stale"),
        pytest.param({"last_ok_at": at("2026-01-19T11:59")}, "stale", id="over 24 hours"),
        pytest.param({"last_ok_at": at("2026-02-01")}, "ok", id="synced after the instant asked"),
        pytest.param({"failed": True, "message": "Away."}, "failed", id="the last sync failed"),
        pytest.param({"failed": True, "last_ok_at": None}, "failed", id="no sync went well"),
        pytest.param({"last_ok_at": None}, "never", id="never tried"),
    ],
)
def test_state(changes: dict[str, Any], expected: str) -> None:
    """As of noon on 20 January 2026."""
    inputs = {
        "facts.sources": frame(frames.SOURCES, [make_source(**changes)]),
        **replayed([Issue(1, "2026-01-06"), Issue(2, "2026-01-06", record="risk")]),
    }

    table = computed(MEASURE, inputs, "2026-01-20T12:00", make_settings())

    assert rows_of(table, "source", "project", "state", "item_count", "event_count") == [
        ("portal", "Portal", expected, 2, 3)
    ]


def test_a_source_without_issues_has_a_row() -> None:
    """Nothing at all is a valid answer."""
    inputs = {
        "facts.sources": frame(frames.SOURCES, [make_source(event_count=0, oldest_event_at=None)]),
        **replayed([]),
    }

    table = computed(MEASURE, inputs, "2026-01-20T12:00", make_settings())

    assert rows_of(table, "item_count", "event_count", "oldest_event_at") == [(0, 0, None)]
