"""``/healthz``: whether the store answers, and how old the last good sync is."""

from datetime import UTC, datetime, timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from views.server.routes import Health, routes

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("health", "status", "lines"),
    [
        (Health(False, None, NOW), 503, ["The store does not answer."]),
        (Health(True, None, NOW), 200, ["ok", "last good sync: never"]),
        (
            Health(True, NOW - timedelta(minutes=5), NOW),
            200,
            ["ok", "last good sync: 2026-01-05T08:55:00Z", "age in seconds: 300"],
        ),
        (
            Health(True, NOW + timedelta(minutes=5), NOW),
            200,
            ["ok", "last good sync: 2026-01-05T09:05:00Z", "age in seconds: 0"],
        ),
    ],
)
def test_health(health: Health, status: int, lines: list[str]) -> None:
    """The status alone says whether it is well; an age is never below nothing."""

    def nothing(week: str) -> None:
        raise AssertionError(week)

    app = Starlette(routes=routes(nothing, lambda: health))  # type: ignore[arg-type]
    answer = TestClient(app).get("/healthz")
    assert answer.status_code == status
    assert answer.text.splitlines() == lines
