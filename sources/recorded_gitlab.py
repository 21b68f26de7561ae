"""A recorded folder in GitLab's REST form."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from programme.rows import EventRow, ItemRow, MilestoneRow
from sources import fields, gitlab_links, gitlab_rows
from sources.fields import Json
from sources.reading import Reading
from sources.recorded_files import GITLAB_EVENTS, GITLAB_LINKS, Content, Folder


def content(folder: Folder, issues: list[Any], reading: Reading) -> Content:
    """Read the folder's rows: issues of types that are no work are left out.

    Milestones that only issues tell of, such as a group's, are added to ``milestones.json``. Labels
    of issues are bare names where the recording has no label details; their ids then come from
    ``labels.json``, else from the events.

    Raises:
        SourceError: If a file is not as GitLab gives it.
    """
    milestones: dict[str, MilestoneRow] = {}
    embedded: list[Json] = []
    labels = tuple(folder.rows("labels", lambda raw: gitlab_rows.label_ref(raw, reading=reading)))

    def item(raw: Json) -> ItemRow | None:
        if not gitlab_rows.is_work(raw):
            return None
        milestone = fields.table(raw, "milestone")
        if milestone.get("id") is not None:
            embedded.append(milestone)
        name, url = gitlab_rows.recorded_name(raw)
        told = waits.get(str(fields.number(raw, "iid")), ())
        return gitlab_rows.item_row(
            raw,
            name=name or folder.source.name,
            url=url,
            reading=reading,
            label_keys=keys,
            links=gitlab_links.links(raw, told, host=None, reading=reading),
        )

    def milestone(raw: Json) -> MilestoneRow:
        return gitlab_rows.milestone_row(raw, reading=reading)

    # A recording knows itself by the addresses in it, not by its folder.
    own = {gitlab_rows.recorded_name(raw)[0].lower() for raw in issues if isinstance(raw, dict)}
    reading = replace(reading, repositories=frozenset(own))
    waits = _waits(folder) if "blocker" in reading.links else {}
    events = _events(folder, reading, waits)
    keys = {event.label: event.label_key for event in events if event.label and event.label_key}
    keys |= {label.name: label.key for label in labels}
    items = {row.number: row for row in folder.rows("issues", item, issues)}
    for row in folder.rows("issues", milestone, embedded):
        milestones[row.key] = row
    for row in folder.rows("milestones", milestone):
        milestones[row.key] = row
    return Content(
        items=tuple(items[number] for number in sorted(items)),
        events=tuple(event for event in events if event.number in items),
        milestones=tuple(milestones.values()),
        labels=labels if folder.has("labels") else None,
        skipped_count=sum(not gitlab_rows.is_work(raw) for raw in issues),
        groups=tuple(_groups(folder, issues, reading)),
    )


def _groups(folder: Folder, issues: list[Any], reading: Reading) -> Iterator[MilestoneRow]:
    """Read epics and iterations: those that issues and events tell of, and those of their lists."""
    told = folder.table(GITLAB_EVENTS["iteration"]).values()
    events = [raw for raws in told if isinstance(raws, list) for raw in raws]
    with folder.explained(folder.file_name("issues")):
        raws = [raw for raw in (*events, *issues) if isinstance(raw, dict)]
        yield from gitlab_links.groups(raws, reading=reading, host=None)
    for kind, name in (("parent", "epics"), ("iteration", "iterations")):
        if kind in reading.links:
            yield from folder.rows(
                name,
                partial(gitlab_links.group_row, kind=kind, reading=reading, host=None),
            )


def _waits(folder: Folder) -> dict[str, list[Any]]:
    """Read what issues wait for: an object from an issue's iid to the answer of its links."""
    waits = folder.table(GITLAB_LINKS)
    with folder.explained(folder.file_name(GITLAB_LINKS)):
        if not all(isinstance(raws, list) for raws in waits.values()):
            raise ValueError("it holds what is no array")
    return waits


def _events(folder: Folder, reading: Reading, waits: dict[str, list[Any]]) -> list[EventRow]:
    """Read the files of events, each an object from an issue's iid to its list of events."""
    lists: dict[int, dict[str, Any]] = {}
    for kind in gitlab_rows.event_lists(reading):
        name = GITLAB_EVENTS[kind]
        for iid, raws in folder.table(name).items():
            with folder.explained(folder.file_name(name), f"key {iid[:20]!r}: "):
                if not iid.isdecimal() or not isinstance(raws, list):
                    raise ValueError("it is not an issue's iid with an array")
                lists.setdefault(int(iid), {})[kind] = raws
    events: list[EventRow] = []
    for number, known in lists.items():
        files = " or ".join(folder.file_name(GITLAB_EVENTS[kind]) for kind in known)
        with folder.explained(files, f"issue {number}: "):
            events += gitlab_rows.event_rows(known, number=number, reading=reading)
    for iid, raws in waits.items():
        with folder.explained(folder.file_name(GITLAB_LINKS), f"key {iid[:20]!r}: "):
            if not iid.isdecimal():
                raise ValueError("it is not an issue's iid")
            number = int(iid)
            events += gitlab_links.event_rows(raws, number=number, host=None, reading=reading)
    return events
