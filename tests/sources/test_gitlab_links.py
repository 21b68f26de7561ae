"""Epics, iterations and blocking links of GitLab: asked for where they are wanted."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from programme.rows import Batch, Link, MilestoneRow
from programme.settings import Settings
from programme.settings_sources import GitlabSource, RecordedSource
from sources import gitlab, recorded
from tests.forges import story
from tests.forges.gitlab import Contents, GitlabForge

EPIC = {
    "id": 31,
    "iid": 5,
    "title": "Pay online",
    "url": "/groups/exampleton/-/epics/5",
    "group_id": 3,
}
SPRINT = {
    "id": 90, "iid": 4, "group_id": 3, "title": None, "state": 2, "start_date": "2026-03-02",
    "due_date": "2026-03-15", "created_at": "2026-01-27T05:07:12.573Z",
    "updated_at": "2026-01-27T05:07:12.573Z", "web_url": "https://gitlab.example/g/-/iterations/90",
}  # fmt: skip
AT = "2026-02-03T10:00:00.000Z"
PARENTS = {"from": "parents"}
ITERATIONS = {"from": "iterations"}
BLOCKERS = {"blocked_by": True}


def waits_for(project: str, iid: int, link: int = 1, kind: str = "is_blocked_by") -> dict[str, Any]:
    """Make an entry of ``GET …/links``."""
    return {
        "id": 7000 + iid,
        "iid": iid,
        "title": "Ask @maker-1",
        "author": story.person("maker-1"),
        "web_url": f"https://gitlab.example/{project}/-/issues/{iid}",
        "references": {"short": f"#{iid}", "relative": f"#{iid}", "full": f"{project}#{iid}"},
        "issue_link_id": link,
        "link_type": kind,
        "link_created_at": AT,
        "link_updated_at": AT,
    }


@pytest.fixture
def forge() -> Iterator[GitlabForge]:
    """A GitLab with 5 issues: 1 in an epic and an iteration, 2 waits for others."""
    files = story.gitlab_files(story.tell(5))
    first = next(raw for raw in files["issues"] if raw["iid"] == 1)
    first |= {"epic": EPIC, "epic_iid": 5, "iteration": SPRINT}
    events = {
        "id": 142,
        "created_at": AT,
        "user": story.person("maker-1"),
        "resource_type": "Issue",
    }
    files["resource_iteration_events"] = {
        "1": [{**events, "action": "add", "iteration": {**SPRINT, "title": "For @maker-1"}}]
    }
    files["links"] = {
        "2": [
            waits_for("exampleton/care", 3),
            waits_for("maker-1/private", 4, 2),
            waits_for("exampleton/care", 5, 3, "relates_to"),
        ]
    }
    files["epics"] = [
        {
            **EPIC, "state": "closed", "start_date": "2026-01-05", "due_date": "2026-04-01",
            "created_at": AT, "updated_at": AT, "closed_at": AT, "author": story.person("maker-1"),
            "web_url": "https://gitlab.example/groups/exampleton/-/epics/5",
        }
    ]  # fmt: skip
    files["iterations"] = [SPRINT]
    with GitlabForge(Contents(files)) as server:
        yield server


def settings_for(forge: GitlabForge, increments: Any) -> Settings:
    """Make a programme whose one project draws on *forge*."""
    source = {
        "kind": "gitlab",
        "project": forge.contents.project,
        "url": forge.origin,
        "token_env": "GITLAB_TOKEN",
    }
    programme = {"name": "P", "outcome": "O", "sro_role": "R", "started_on": "2026-01-05"}
    project = {"name": "Care", "sources": [source], "increments": increments}
    network = {"allow_private": True}
    return Settings.model_validate(
        {"programme": programme, "projects": [project], "network": network}
    )


def pull(forge: GitlabForge, increments: Any) -> list[Batch]:
    """Pull everything for a project whose increments are so."""
    settings = settings_for(forge, increments)
    ((project, source),) = settings.sources
    assert isinstance(source, GitlabSource)
    token = forge.contents.token
    return list(gitlab.pull(source, project=project, settings=settings, token=token))


def links(batches: list[Batch]) -> dict[int, tuple[Link, ...] | None]:
    """Return every issue's links."""
    return {row.number: row.links for batch in batches for row in batch.items}


def groups(batches: list[Batch]) -> list[MilestoneRow]:
    """Return parents and iterations, the last word of each."""
    return list({row.key: row for batch in batches for row in batch.groups}.values())


def told(batches: list[Batch]) -> list[tuple[int, str, str | None, str | None]]:
    """Return the events of links."""
    kinds = {"iterated", "uniterated", "blocked"}
    return [
        (row.number, row.kind, row.milestone_key, row.milestone)
        for batch in batches
        for row in batch.events
        if row.kind in kinds
    ]


def test_epics_are_parents(forge: GitlabForge) -> None:
    """The group's list gives dates and state; GitLab has no events of them."""
    batches = pull(forge, PARENTS)

    parent = Link("parent", "epic:31")
    assert links(batches) == {1: (parent,), 2: (), 3: (), 4: (), 5: ()}
    (row,) = groups(batches)
    assert (row.key, row.title, row.state, row.start, row.due, row.kind) == (
        "epic:31", "Pay online", "closed", "2026-01-05", "2026-04-01", "parent",
    )  # fmt: skip
    assert told(batches) == []


def test_iterations_have_events(forge: GitlabForge) -> None:
    """One without a title is called by its dates."""
    batches = pull(forge, ITERATIONS)

    assert links(batches)[1] == (Link("iteration", "iteration:90"),)
    assert told(batches) == [(1, "iterated", "iteration:90", "For [name removed]")]
    (row,) = groups(batches)
    assert (row.title, row.start, row.due, row.kind) == (
        "Iteration 2026-03-02 to 2026-03-15", "2026-03-02", "2026-03-15", "iteration",
    )  # fmt: skip


def test_what_an_issue_waits_for(forge: GitlabForge) -> None:
    """With the instant of the link; an issue of another project has no name with us."""
    batches = pull(forge, BLOCKERS)

    host = forge.origin.removeprefix("http://")
    key = f"{host}/exampleton/care#3"
    assert links(batches)[2] == (Link("blocker", key), Link("blocker", "issue:7004"))
    assert [entry[:3] for entry in told(batches)] == [
        (2, "blocked", key),
        (2, "blocked", "issue:7004"),
    ]
    assert "maker-1" not in repr(batches)


@pytest.mark.parametrize("increments", [PARENTS, ITERATIONS, BLOCKERS])
def test_what_a_tier_lacks_is_left_out(forge: GitlabForge, increments: Any) -> None:
    """Free has no epics, iterations or blocking links: the lists are not there, nor the fields."""
    gone = {"epics", "iterations", "links", "resource_iteration_events"}
    forge.contents.missing |= gone
    for raw in forge.contents.files["issues"]:
        for name in ("epic", "epic_iid", "iteration"):
            raw.pop(name, None)
    batches = pull(forge, increments)

    assert set(links(batches).values()) == {()}
    assert groups(batches) == []
    assert told(batches) == []


def test_an_epic_that_its_list_does_not_have_stands_by_its_title(forge: GitlabForge) -> None:
    """A group whose epics the token may not list."""
    forge.contents.missing.add("epics")
    (row,) = groups(pull(forge, PARENTS))

    assert (row.key, row.title, row.state, row.due) == ("epic:31", "Pay online", "open", None)


@pytest.mark.parametrize(
    ("increments", "more"),
    [
        ({}, {}),
        (PARENTS, {"epics": 1}),
        (ITERATIONS, {"iterations": 1, "resource_iteration_events": 5}),
        (BLOCKERS, {"links": 5}),
    ],
    ids=["nothing", "epics", "iterations", "links"],
)
def test_only_what_is_wanted_is_asked_for(
    forge: GitlabForge, increments: Any, more: dict[str, int]
) -> None:
    """Epics cost a request a sync, iterations and links one an issue more."""
    pull(forge, {})
    plain = len(forge.calls)
    pull(forge, increments)
    calls = forge.calls[plain:]

    assert len(calls) == plain + sum(more.values())
    asked = ("epics", "iterations", "resource_iteration_events", "links")
    assert {name: calls.count(name) for name in asked if name in calls} == more


@pytest.mark.parametrize("increments", [PARENTS, ITERATIONS, BLOCKERS])
def test_a_recording_gives_the_same_rows(
    forge: GitlabForge, tmp_path: Path, increments: Any
) -> None:
    """Its files are the answers, ``issue_links.json`` those of ``/links``."""
    files = {**forge.contents.files}
    files["issue_links"] = files.pop("links")
    folder = story.record(tmp_path / "care", files)
    settings = settings_for(forge, increments)
    source = RecordedSource(kind="recorded", path=folder)
    batches = list(recorded.pull(source, project=settings.projects[0], settings=settings))

    def short(found: list[Batch]) -> Any:
        host = forge.origin.removeprefix("http://")
        known = [replace(row, url="") for row in groups(found)]
        return repr([sorted(links(found).items()), told(found), known]).replace(
            host, "gitlab.example"
        )

    assert short(batches) == short(pull(forge, increments))


def test_a_recording_of_github_tells_parents(tmp_path: Path, forge: GitlabForge) -> None:
    """By the address that REST gives; an issue that is a parent stands beside the milestones."""
    address = "https://github.com/exampleton/care/issues"
    issues: list[dict[str, Any]] = [
        {
            "number": number,
            "title": f"Issue {number}",
            "state": "open",
            "labels": [],
            "created_at": "2026-02-01T09:00:00Z",
            "updated_at": "2026-02-01T09:00:00Z",
            "html_url": f"{address}/{number}",
            "parent_issue_url": parent and f"https://api.github.com/repos/{parent}",
        }
        for number, parent in enumerate((None, "Exampleton/care/issues/1", "maker-1/x/issues/9"), 1)
    ]
    folder = tmp_path / "care"
    folder.mkdir()
    (folder / "issues.json").write_text(json.dumps(issues))
    settings = settings_for(forge, PARENTS)
    source = RecordedSource(kind="recorded", path=folder)
    batches = list(recorded.pull(source, project=settings.projects[0], settings=settings))

    key = "github.com/exampleton/care#1"
    assert links(batches) == {1: (), 2: (Link("parent", key),), 3: ()}
    assert [(row.key, row.title, row.kind) for row in groups(batches)] == [
        (key, "Issue 1", "parent")
    ]
