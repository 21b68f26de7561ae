"""A recorded folder in GitHub's REST form."""

from dataclasses import replace
from itertools import count
from typing import Any

from programme.rows import EventRow, ItemRow, MilestoneRow
from sources import fields, github_rest_rows
from sources.fields import Json
from sources.reading import Reading
from sources.recorded_files import Content, Folder


def content(folder: Folder, issues: list[Any], reading: Reading) -> Content:
    """Read the folder's rows: pull requests and their events are left out.

    Milestones that only issues tell of are added to those of ``milestones.json``.

    Raises:
        SourceError: If a file is not as GitHub gives it.
    """
    milestones: dict[str, MilestoneRow] = {}
    embedded: list[Json] = []
    places = count(1)

    def item(raw: Json) -> ItemRow | None:
        if github_rest_rows.is_pull_request(raw):
            return None
        milestone = fields.table(raw, "milestone")
        if milestone.get("number") is not None:
            embedded.append(milestone)
        return github_rest_rows.item_row(raw, folder=folder.source.name, reading=reading)

    def milestone(raw: Json) -> MilestoneRow:
        return github_rest_rows.milestone_row(raw, reading=reading)

    def event(raw: Json) -> EventRow | None:
        place = next(places)
        number = github_rest_rows.event_number(raw)
        if number is None or number not in items:
            return None  # of a pull request, or of an issue that was not recorded
        return github_rest_rows.event_row(raw, number=number, place=place, reading=reading)

    # A recording knows itself by the addresses in it, not by its folder.
    named = [raw for raw in issues if isinstance(raw, dict)]
    with folder.explained(folder.file_name("issues")):
        own = {github_rest_rows.issue_name(raw).lower().rpartition("#")[0] for raw in named}
        reading = replace(reading, repositories=frozenset(own - {""}))
        parents = {github_rest_rows.parent_key(raw, reading) for raw in named}
    items = {row.number: row for row in folder.rows("issues", item, issues)}
    events = {row.key: row for row in folder.rows("events", event)}
    for row in folder.rows("issues", milestone, embedded):
        milestones[row.key] = row
    for row in folder.rows("milestones", milestone):
        milestones[row.key] = row
    labels = folder.rows("labels", lambda raw: github_rest_rows.label_ref(raw, reading=reading))
    return Content(
        items=tuple(items[number] for number in sorted(items)),
        events=tuple(events.values()),
        milestones=tuple(milestones.values()),
        labels=tuple(labels) if folder.has("labels") else None,
        skipped_count=sum(map(github_rest_rows.is_pull_request, issues)),
        groups=tuple(
            github_rest_rows.parent_row(raw, reading=reading)
            for raw in named
            if "parent" in reading.links
            and github_rest_rows.issue_name(raw).lower() in parents - {""}
        ),
    )
