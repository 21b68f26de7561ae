"""Recorded sources and configurations for tests, made up on the spot."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.builders import MONDAY, at


def write_recording(folder: Path, issue_count: int = 3, events_each: int = 2) -> Path:
    """Write a folder in GitHub's form, with people in it that must not be kept.

    Args:
        folder: Made here; its name is the source's name.
        issue_count: Issues 1 … n.
        events_each: Labels put on and taken off each of them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    address = "https://github.com/exampleton/app"
    person = {"login": "canary-login", "avatar_url": "https://example.org/canary-avatar"}
    issues = [
        {
            "id": 1000 + number,
            "number": number,
            "title": f"Issue {number} by @canary-title, canary@example.org",
            "body": "Outcome: fewer calls from @canary-line\nBody by canary-body",
            "user": person,
            "assignees": [person],
            "labels": [{"id": 7, "name": "risk", "color": "f00"}],
            "state": "open",
            "state_reason": None,
            "milestone": None,
            "created_at": _text(0),
            "updated_at": _text(2),
            "closed_at": None,
            "html_url": f"{address}/issues/{number}",
        }
        for number in range(1, issue_count + 1)
    ]
    events = [
        {
            "id": number * 1000 + step,
            "actor": person,
            "event": "labeled" if step % 2 == 0 else "unlabeled",
            "created_at": (MONDAY + timedelta(minutes=step)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "label": {"name": "doing"},
            "issue": {"number": number},
        }
        for step in range(events_each)
        for number in range(1, issue_count + 1)
    ]
    _write(folder / "issues.json", issues)
    _write(folder / "events.json", events)
    _write(folder / "milestones.json", [milestone(30)])
    observations = [{"observed_at": _text(n), "milestones": [milestone(10 + n)]} for n in (3, 10)]
    (folder / "observations.jsonl").write_text("\n".join(map(json.dumps, observations)) + "\n")
    return folder


def milestone(due_day: float) -> dict[str, Any]:
    """Return a milestone as GitHub gives it, due on a day after MONDAY."""
    return {
        "id": 5,
        "number": 1,
        "title": "Pay online",
        "description": "Demo: shown by @canary-demo",
        "creator": {"login": "canary-creator"},
        "state": "open",
        "due_on": _text(due_day),
        "created_at": _text(0),
        "updated_at": _text(1),
        "closed_at": None,
        "open_issues": 0,
        "closed_issues": 0,
        "html_url": "https://github.com/exampleton/app/milestone/1",
    }


def write_config(
    path: Path,
    *sources: Mapping[str, str] | Path,
    programme: str = "",
    more: str = "",
    rebuilt: int = 0,
) -> Path:
    """Write a configuration in which each source is a project of its own.

    Args:
        path: Of the file; its store lies beside it.
        sources: Folders of recorded sources, or keys and values of others.
        programme: More lines for ``[programme]``.
        more: More text at the end.
        rebuilt: How many past weeks the first sync rebuilds, which takes its time.
    """
    projects = [
        f'[[projects]]\nname = "Project {n}"\nsources = [{{ {_inline(source)} }}]\n'
        for n, source in enumerate(sources, 1)
    ]
    path.write_text(
        '[programme]\nname = "Test"\noutcome = "It works."\nsro_role = "Director"\n'
        f"started_on = 2026-01-05\n{programme}\n"
        + "\n".join(projects)
        + f'\n[store]\nurl = "sqlite:///waymark.db"\n'
        f"[report]\nrebuild_weeks = {rebuilt}\n{more}\n"
    )
    return path


def _inline(source: Mapping[str, str] | Path) -> str:
    values = source if isinstance(source, Mapping) else {"kind": "recorded", "path": str(source)}
    return ", ".join(f"{key} = {json.dumps(value)}" for key, value in values.items())


def _text(day: float) -> str:
    return at(day).strftime("%Y-%m-%dT%H:%M:%SZ")


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value))
