"""What a GitHub issue is part of and waits for, as links and as the things that they lead to."""

from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import urlsplit

from programme.rows import Link, MilestoneRow
from programme.settings_sources import GithubSource
from sources import fields
from sources.fields import Json
from sources.reading import Reading

#: Kind of each event of the timeline that makes or ends a link, and what it names.
EVENTS = {
    "ParentIssueAddedEvent": ("parented", "parent"),
    "ParentIssueRemovedEvent": ("unparented", "parent"),
    "BlockedByAddedEvent": ("blocked", "blockingIssue"),
    "BlockedByRemovedEvent": ("unblocked", "blockingIssue"),
}


def links(node: Json, *, source: GithubSource, reading: Reading) -> tuple[Link, ...] | None:
    """Return all links of an issue of the kinds asked for; None if none are.

    In several projects with an iteration each, an issue is in the one that begins last.

    Raises:
        ValueError: If a field is of the wrong kind.
    """
    if not reading.links:
        return None
    found = []
    if parent := fields.table(node, "parent"):
        found.append(Link("parent", issue_key(parent, source=source, reading=reading)))
    if iteration := _iteration(node):
        found.append(Link("iteration", _iteration_key(iteration)))
    for blocker in fields.rows(fields.table(node, "blockedBy"), "nodes"):
        if blocker:
            found.append(Link("blocker", issue_key(blocker, source=source, reading=reading)))
    return tuple(dict.fromkeys(found))


def groups(node: Json, *, source: GithubSource, reading: Reading) -> list[MilestoneRow]:
    """Return the parents and iterations that an issue tells of: itself, too, if it is a parent.

    Raises:
        ValueError: If a field is missing or of the wrong kind.
    """
    if not reading.links:
        return []
    found = {}
    for event in fields.rows(fields.table(node, "timelineItems"), "nodes"):
        if event and "parent" in event and event["parent"]:
            row = _parent_row(event["parent"], source, reading)
            found[row.key] = row
    if parent := fields.table(node, "parent"):
        row = _parent_row(parent, source, reading)
        found[row.key] = row
    if fields.table(node, "subIssuesSummary").get("total"):
        own = {"nameWithOwner": source.repository}
        row = _parent_row({**node, "repository": own}, source, reading)
        found[row.key] = row
    if iteration := _iteration(node):
        row = _iteration_row(iteration, reading)
        found[row.key] = row
    return list(found.values())


def issue_key(raw: Json, *, source: GithubSource, reading: Reading) -> str:
    """Return the key of a link to an issue: its name in our tables, or GitHub's opaque id.

    An issue of a repository that is not configured has no name with us.

    Raises:
        ValueError: If a field is missing or of the wrong kind.
    """
    name = _name(raw, source)
    if name.rpartition("#")[0].lower() in reading.repositories:
        return name.lower()
    key = fields.identity(raw, "id")
    if key is None:
        raise ValueError("an issue without id")
    return f"issue:{key}"


def _name(raw: Json, source: GithubSource) -> str:
    repository = fields.text(fields.table(raw, "repository"), "nameWithOwner")
    return f"{source.web_host}/{repository}#{fields.number(raw, 'number')}"


def _parent_row(raw: Json, source: GithubSource, reading: Reading) -> MilestoneRow:
    number = fields.number(raw, "number")
    key = issue_key(raw, source=source, reading=reading)
    closed = fields.text(raw, "state") == "CLOSED"
    url = ""
    if not key.startswith("issue:") and urlsplit(source.url).scheme == "https":
        url = f"https://{_name(raw, source).rpartition('#')[0]}/issues/{number}"
    return MilestoneRow(
        key=key,
        title=reading.title_of(fields.text(raw, "title"), f"Issue {number}"),
        state="closed" if closed else "open",
        due=None,
        start=None,
        created_at=fields.instant(raw, "createdAt"),
        updated_at=fields.instant(raw, "updatedAt"),
        closed_at=fields.instant(raw, "closedAt") if closed else None,
        url=url,
        kind="parent",
    )


def _iteration(node: Json) -> Json | None:
    """Return the iteration that an issue is in; of several projects' the one that begins last."""
    boards: Iterable[Json | None] = fields.rows(fields.table(node, "projectItems"), "nodes")
    held = [fields.table(board, "iteration") for board in boards if board is not None]
    return max(
        (one for one in held if one.get("iterationId")),
        key=lambda one: (fields.text(one, "startDate"), fields.text(one, "iterationId")),
        default=None,
    )


def _iteration_key(raw: Json) -> str:
    return f"iteration:{fields.text(raw, 'iterationId')}"


def _iteration_row(raw: Json, reading: Reading) -> MilestoneRow:
    start = fields.due(raw, "startDate")
    days = fields.number(raw, "duration")
    end = date.fromisoformat(start[:10]) + timedelta(days=days - 1) if start else None
    return MilestoneRow(
        key=_iteration_key(raw),
        title=reading.title_of(fields.text(raw, "title"), f"Iteration of {start}"),
        state="open",
        due=end.isoformat() if end else None,
        start=start,
        created_at=None,
        updated_at=None,
        closed_at=None,
        url="",
        kind="iteration",
    )
