"""``/healthz``: whether the store answers, and how old the last good sync is."""

from datetime import UTC, datetime, timedelta

import pytest

from views.server.routes import Health

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("health", "lines"),
    [
        (Health(False, None, NOW), ["The store does not answer."]),
        (Health(True, None, NOW), ["ok", "last good sync: never"]),
        (
            Health(True, NOW - timedelta(minutes=5), NOW),
            ["ok", "last good sync: 2026-01-05T08:55:00Z", "age in seconds: 300"],
        ),
        (
            Health(True, NOW + timedelta(minutes=5), NOW),
            ["ok", "last good sync: 2026-01-05T09:05:00Z", "age in seconds: 0"],
        ),
    ],
)
def test_health(health: Health, lines: list[str]) -> None:
    """An age is never below nothing."""
    assert str(health).splitlines() == lines
