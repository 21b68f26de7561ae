"""GitHub's GraphQL nodes as rows."""

from dataclasses import replace
from urllib.parse import urlsplit

from programme.rows import EventRow, ItemRow, LabelRef, MilestoneRow
from programme.settings_sources import GithubSource
from sources import fields, github_fields, github_links, github_rest_rows
from sources.fields import Json
from sources.reading import Reading

#: Kind of each event of the timeline, and which of its fields it means nothing without.
_KINDS = {
    "ClosedEvent": ("closed", ""),
    "ReopenedEvent": ("reopened", ""),
    "LabeledEvent": ("labelled", ""),
    "UnlabeledEvent": ("unlabelled", ""),
    "MilestonedEvent": ("milestoned", ""),
    "DemilestonedEvent": ("demilestoned", ""),
    **github_links.EVENTS,
}
_REASONS = {"COMPLETED": "completed", "NOT_PLANNED": "not_planned", "DUPLICATE": "duplicate"}


def item_row(node: Json, *, source: GithubSource, reading: Reading) -> ItemRow:
    """Turn one issue, all its labels read, into a row.

    Raises:
        ValueError: If a field that every issue has is missing or of the wrong kind.
    """
    number = fields.number(node, "number")
    created_at, updated_at = fields.instant(node, "createdAt"), fields.instant(node, "updatedAt")
    state = {"OPEN": "open", "CLOSED": "closed"}.get(fields.text(node, "state"))
    if created_at is None or updated_at is None or state is None:
        raise ValueError("an issue without state or instants")
    labels = tuple(_label(label, reading) for label in _nodes(node, "labels"))
    labels += github_fields.labels(node, reading=reading)
    closed = state == "closed"
    return ItemRow(
        number=number,
        item=f"{source.name}#{number}",
        title=reading.mask(fields.text(node, "title")),
        state="closed" if closed else "open",
        reason=_REASONS.get(fields.text(node, "stateReason")) if closed else None,
        labels=labels,
        milestone_key=fields.identity(fields.table(node, "milestone"), "number"),
        created_at=created_at,
        updated_at=updated_at,
        closed_at=(fields.instant(node, "closedAt") or updated_at) if closed else None,
        url=_address(source, f"issues/{number}"),
        lines=reading.record_lines(fields.text(node, "body"), [label.name for label in labels]),
        size=_size(node),
        links=github_links.links(node, source=source, reading=reading),
    )


def event_rows(node: Json, *, source: GithubSource, reading: Reading) -> list[EventRow]:
    """Turn an issue's whole timeline into rows; kinds that move nothing give none.

    Events hidden from us are left out, too. Ids are opaque, so an event's position is its place in
    the timeline.

    Raises:
        ValueError: If an event lacks its id or instant.
    """
    number = fields.number(node, "number")
    found = list(github_fields.event_rows(node, reading=reading))
    for place, event in enumerate(fields.rows(fields.table(node, "timelineItems"), "nodes")):
        if not isinstance(event, dict):
            continue
        kind, named = _KINDS.get(event.get("__typename", ""), ("", ""))
        if not kind or (named and not event.get(named)):
            continue  # what it names is gone, or hidden from us
        key, at = fields.identity(event, "id"), fields.instant(event, "createdAt")
        if key is None or at is None:
            raise ValueError("an event without id or instant")
        label = _label(fields.table(event, "label"), reading) if "label" in event else None
        title = fields.text(event, "milestoneTitle") if kind.endswith("milestoned") else None
        linked = None
        if named:
            linked = github_links.issue_key(event[named], source=source, reading=reading)
        found.append(
            EventRow(
                number=number,
                key=key,
                at=at,
                position=place,
                kind=kind,
                label_key=label.key if label else None,
                label=label.name if label else None,
                milestone_key=linked,
                milestone=reading.mask(title) if title is not None else None,
                reason=_REASONS.get(fields.text(event, "stateReason"))
                if kind == "closed"
                else None,
            )
        )
    return found


def milestone_row(raw: Json, *, source: GithubSource, reading: Reading) -> MilestoneRow:
    """Turn one milestone of the REST list into a row; its address is made from its number."""
    row = github_rest_rows.milestone_row(raw, reading=reading)
    return replace(row, url=_address(source, f"milestone/{row.key}"))


def _nodes(node: Json, name: str) -> list[Json]:
    return [entry for entry in fields.rows(fields.table(node, name), "nodes") if entry is not None]


def _size(node: Json) -> float | None:
    """Read the number of each project that the issue is in; of several the highest counts."""
    values = [fields.table(entry, "size") for entry in _nodes(node, "projectItems")]
    sizes = [fields.size(value, "number") for value in values]
    return max((size for size in sizes if size is not None), default=None)


def _label(raw: Json, reading: Reading) -> LabelRef:
    name = reading.mask(fields.text(raw, "name"))
    return LabelRef(fields.identity(raw, "id") or name, name)


def _address(source: GithubSource, path: str) -> str:
    """Return an address at the forge, empty unless the forge is reached by https."""
    if urlsplit(source.url).scheme != "https":
        return ""
    return f"https://{source.name}/{path}"
