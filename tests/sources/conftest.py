"""Configurations of one project with one source, forges over rows, and no pauses."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from programme.settings import Settings
from sources import waits
from tests.forges.github import GithubForge

#: What no row, message or byte of a store may hold.
TOKEN = "canary-token-of-the-test"
#: Starts a forge over issues and events.
Serve = Callable[..., GithubForge]


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
def serve() -> Iterator[Serve]:
    """Start a GitHub over issues and events; it is closed after the test."""
    with ExitStack() as running:

        def start(issues: list[Any], events: Any = (), **options: Any) -> GithubForge:
            data = {"issues": issues, "events": list(events)}
            forge = GithubForge(data, repository="exampleton/care", token=TOKEN, **options)
            return running.enter_context(forge)

        yield start


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Repeat failed requests without a pause."""
    monkeypatch.setattr(waits, "BACKOFF", (0.0, 0.0, 0.0))
