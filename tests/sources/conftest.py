"""Configurations of one project with one source, and sources that nobody waits for."""

from collections.abc import Callable
from typing import Any

import pytest

from programme.settings import Settings
from sources import waits


@pytest.fixture
def settings_of() -> Callable[..., Settings]:
    """Return settings with the given source; more keys are sections of the configuration."""

    def make(source: dict[str, Any], kind: str = "delivery", **sections: Any) -> Settings:
        return Settings.model_validate(
            {
                "programme": {
                    "name": "Care online",
                    "outcome": "Carers wait less.",
                    "sro_role": "Director",
                    "started_on": "2026-01-05",
                },
                "projects": [{"name": "Care", "kind": kind, "sources": [source]}],
                "network": {"allow_private": True},
                **sections,
            }
        )

    return make


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Repeat failed requests without a pause."""
    monkeypatch.setattr(waits, "BACKOFF", (0.0, 0.0, 0.0))
