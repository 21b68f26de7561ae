"""A forge's JSON on disk: real histories, the demonstration and tests, without any network.

A folder holds ``issues.json``, ``milestones.json`` and ``events.json`` as GitHub's REST interface
gives them, or ``issues.json``, ``milestones.json``, ``labels.json`` and
``resource_{label,state,milestone}_events.json`` as GitLab's does, each perhaps as ``.json.gz``.
GitLab's form may also have ``resource_iteration_events.json``, ``epics.json``, ``iterations.json``
and ``issue_links.json``.
``observations.jsonl`` holds what earlier syncs would have seen of the milestones. All but the
issues may be absent.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from programme.rows import Batch, CheckReport, EventRow, MilestoneRow
from programme.settings import Settings
from programme.settings_projects import Project
from programme.settings_sources import RecordedSource
from sources import github_rest_rows, gitlab_rows, recorded_github, recorded_gitlab
from sources.reading import Reading
from sources.recorded_files import GITLAB_EVENTS, Content, Folder, Observation

_ITEMS_A_BATCH = 500


def check(
    source: RecordedSource,
    *,
    settings: Settings,
    token: str | None = None,
    now: datetime | None = None,
) -> CheckReport:
    """Read the whole folder once and say what it holds.

    Args:
        source: The folder.
        settings: The configuration.
        token: Not used: files need none.
        now: Not used: files do not expire.

    Raises:
        SourceError: If a file is missing or not as a forge gives it.
    """
    folder = Folder(source)
    folder.fingerprint()
    owners = [project for project, known in settings.sources if known == source]
    content, earlier = _read(folder, Reading.of((owners or settings.projects)[0], settings))
    summary = (
        f"{len(content.items)} issues, {len(content.milestones)} milestones, "
        f"{len(content.events)} events"
    )
    return CheckReport(
        source.name, summary + (f", {len(earlier)} earlier observations" if earlier else "")
    )


def pull(
    source: RecordedSource,
    *,
    project: Project,
    settings: Settings,
    token: str | None = None,
    cursor: str | None = None,
    full: bool = False,
) -> Iterator[Batch]:
    """Yield earlier observations not replayed yet, then everything the folder holds now.

    Args:
        source: The folder.
        project: That it belongs to.
        settings: The configuration.
        token: Not used.
        cursor: Of the last batch that was stored; an unchanged folder then yields nothing.
        full: Read everything again; observations that were replayed are not replayed twice.

    Raises:
        SourceError: If a file is missing or not as a forge gives it.
    """
    folder = Folder(source)
    reading = Reading.of(project, settings)
    done = _position(cursor)
    position = {"files": folder.fingerprint(), "reading": reading.fingerprint}
    if not full and all(done.get(key) == value for key, value in position.items()):
        return
    # Everything is read before the first batch, so that a broken file changes nothing.
    content, earlier = _read(folder, reading)
    until = done.get("observed_until", "")
    for at, milestones in earlier:
        if at.isoformat() > until:
            until = at.isoformat()
            yield Batch(
                milestones=milestones,
                seen_at=at,
                cursor=json.dumps({"observed_until": until}),
            )
    yield from _batches(content, json.dumps({**position, "observed_until": until}))


def _position(cursor: str | None) -> dict[str, str]:
    """Read a cursor; one of another version counts as none."""
    try:
        known = json.loads(cursor or "{}")
    except ValueError:
        return {}
    return known if isinstance(known, dict) else {}


def _read(
    folder: Folder, reading: Reading
) -> tuple[Content, list[tuple[datetime, tuple[MilestoneRow, ...]]]]:
    """Read the present state and the earlier observations, in the form the folder has."""
    issues = folder.array("issues")
    observations = folder.observations()
    gitlab = _is_gitlab(folder, issues, observations)
    # Titles may name people without an @: those of the folder are known, so they are masked, too.
    named = [folder.array("events"), *map(folder.table, GITLAB_EVENTS.values())]
    earlier = [entry.milestones for entry in observations]
    reading = reading.knowing([issues, folder.array("milestones"), *named, *earlier])
    content = (recorded_gitlab if gitlab else recorded_github).content(folder, issues, reading)
    row = (gitlab_rows if gitlab else github_rest_rows).milestone_row
    return content, [
        (
            entry.at,
            tuple(folder.rows(entry.file, lambda raw: row(raw, reading=reading), entry.milestones)),
        )
        for entry in observations
    ]


def _is_gitlab(folder: Folder, issues: list[Any], observations: list[Observation]) -> bool:
    """Tell the form by ``iid``, which GitLab gives every issue and project milestone."""
    if issues:
        return any(isinstance(raw, dict) and "iid" in raw for raw in issues)
    lists = [folder.array("milestones"), *(entry.milestones for entry in observations)]
    return any(isinstance(raw, dict) and "iid" in raw for raws in lists for raw in raws)


def _batches(content: Content, cursor: str) -> Iterator[Batch]:
    """Cut the present state into batches; milestones and labels come with the first."""
    events: dict[int, list[EventRow]] = {}
    for event in content.events:
        events.setdefault(event.number, []).append(event)
    for start in range(0, max(len(content.items), 1), _ITEMS_A_BATCH):
        items = content.items[start : start + _ITEMS_A_BATCH]
        last = start + _ITEMS_A_BATCH >= len(content.items)
        yield Batch(
            items=items,
            events=tuple(event for item in items for event in events.get(item.number, ())),
            milestones=content.milestones if start == 0 else None,
            labels=content.labels if start == 0 else None,
            groups=content.groups if start == 0 else (),
            numbers=frozenset(item.number for item in content.items) if last else None,
            cursor=cursor if last else None,
            skipped_count=content.skipped_count if start == 0 else 0,
        )
