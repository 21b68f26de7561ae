"""Issue types and health status of GitLab, read as labels: asked for where wanted."""

from collections.abc import Iterator
from typing import Any

import pytest

from programme.settings import Settings
from programme.settings_sources import GitlabSource
from sources import gitlab
from tests.forges import story
from tests.forges.gitlab import Contents, GitlabForge


@pytest.fixture
def forge() -> Iterator[GitlabForge]:
    """A GitLab Ultimate with 3 issues without labels: an incident at risk, a task, an issue."""
    files = story.gitlab_files(story.tell(3))
    told: dict[int, dict[str, Any]] = {
        1: {"issue_type": "incident", "health_status": "at_risk"},
        2: {"issue_type": "task", "health_status": None},
        3: {"issue_type": "issue", "health_status": "on_track"},
    }
    for raw in files["issues"]:
        raw |= {"labels": [], **told[raw["iid"]]}
    with GitlabForge(Contents(files)) as server:
        yield server


def labels(forge: GitlabForge, fields: Any) -> dict[int, list[str]]:
    """Pull for a programme that reads these fields, and return every issue's labels."""
    source = {
        "kind": "gitlab",
        "project": forge.contents.project,
        "url": forge.origin,
        "token_env": "GITLAB_TOKEN",
    }
    settings = Settings.model_validate(
        {
            "programme": {"name": "P", "outcome": "O", "sro_role": "R", "started_on": "2026-01-05"},
            "projects": [{"name": "Care", "sources": [source]}],
            "network": {"allow_private": True},
            "labels": {"fields": fields},
        }
    )
    ((project, known),) = settings.sources
    assert isinstance(known, GitlabSource)
    token = forge.contents.token
    batches = gitlab.pull(known, project=project, settings=settings, token=token)
    return {row.number: [label.name for label in row.labels] for b in batches for row in b.items}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {1: [], 2: [], 3: []}),
        ({"type": True}, {1: ["type::incident"], 2: ["type::task"], 3: ["type::issue"]}),
        ({"health": True}, {1: ["health::at risk"], 2: [], 3: ["health::on track"]}),
        ({"status": "Status"}, {1: [], 2: [], 3: []}),
    ],
    ids=["nothing by default", "types", "health", "GitLab has no boards' fields"],
)
def test_fields_are_labels_where_they_are_asked_for(
    forge: GitlabForge, fields: Any, expected: dict[int, list[str]]
) -> None:
    """They come with the issue itself, for no request more."""
    assert labels(forge, {}) == {1: [], 2: [], 3: []}
    plain = len(forge.requests)
    assert labels(forge, fields) == expected
    assert len(forge.requests) == 2 * plain


def test_a_tier_without_them_tells_none(forge: GitlabForge) -> None:
    """Free and Premium have no health status; old versions no types."""
    for raw in forge.contents.files["issues"]:
        del raw["issue_type"], raw["health_status"]

    assert labels(forge, {"type": True, "health": True}) == {1: [], 2: [], 3: []}
