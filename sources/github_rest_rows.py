"""GitHub's REST JSON as rows: issues, milestones and repository events."""

import re
from typing import Literal

from programme.rows import EventRow, ItemRow, LabelRef, Link, MilestoneRow
from sources import fields, privacy
from sources.fields import Json
from sources.reading import Reading

_KINDS = {
    "closed": "closed",
    "reopened": "reopened",
    "labeled": "labelled",
    "unlabeled": "unlabelled",
    "milestoned": "milestoned",
    "demilestoned": "demilestoned",
}
_REASONS = {"completed", "not_planned", "duplicate"}
_API_ADDRESS = re.compile(
    r"https?://(?:api\.)?([\w.-]+(?::\d+)?)(?:/api/v3)?/repos/([\w.-]+/[\w.-]+)/issues/(\d+)",
    re.ASCII,
)
_ADDRESS = re.compile(r"https?://([\w.-]+(?::\d+)?/[\w.-]+/[\w.-]+)/issues/(\d+)", re.ASCII)


def is_pull_request(raw: Json) -> bool:
    """Say whether a row of the issue list is a pull request, which GitHub lists among issues."""
    return raw.get("pull_request") is not None


def item_row(raw: Json, *, folder: str, reading: Reading) -> ItemRow:
    """Turn one issue into a row.

    Args:
        raw: As ``GET /repos/{owner}/{repo}/issues`` gives it.
        folder: Names the item where its ``html_url`` does not.
        reading: What is masked and kept.

    Raises:
        ValueError: If its number or instants are missing or of the wrong kind.
    """
    number = fields.number(raw, "number")
    created_at = fields.instant(raw, "created_at")
    if created_at is None:
        raise ValueError("created_at is missing")
    url = fields.text(raw, "html_url")
    address = _ADDRESS.fullmatch(url)
    known = address is not None and int(address[2]) == number
    closed_at = fields.instant(raw, "closed_at")
    updated_at = fields.instant(raw, "updated_at") or closed_at or created_at
    state = _state(raw, closed=closed_at is not None)
    reason = raw.get("state_reason")
    labels = tuple(_label(label, reading) for label in fields.rows(raw, "labels"))
    return ItemRow(
        number=number,
        item=f"{address[1] if address and known else folder}#{number}",
        title=reading.mask(fields.text(raw, "title")),
        state=state,
        reason=reason if state == "closed" and reason in _REASONS else None,
        labels=labels,
        milestone_key=fields.identity(fields.table(raw, "milestone"), "number"),
        created_at=created_at,
        updated_at=updated_at,
        closed_at=(closed_at or updated_at) if state == "closed" else None,
        url=privacy.safe_url(url) if known else "",
        lines=reading.record_lines(fields.text(raw, "body"), [label.name for label in labels]),
        links=_links(raw, reading),
    )


def issue_name(raw: Json) -> str:
    """Return ``host/owner/repo#number`` of an issue by its address, empty if it does not tell."""
    address = _ADDRESS.fullmatch(fields.text(raw, "html_url"))
    return f"{address[1]}#{address[2]}" if address else ""


def parent_key(raw: Json, reading: Reading) -> str:
    """Return the key of an issue's parent by its address, empty for none of our repositories."""
    address = _API_ADDRESS.fullmatch(fields.text(raw, "parent_issue_url"))
    if address is None:
        return ""
    repository = f"{address[1]}/{address[2]}".lower()
    return f"{repository}#{address[3]}" if repository in reading.repositories else ""


def parent_row(raw: Json, *, reading: Reading) -> MilestoneRow:
    """Turn an issue that others are sub-issues of into the row that stands beside milestones.

    Raises:
        ValueError: If a field is of the wrong kind.
    """
    closed_at = fields.instant(raw, "closed_at")
    state = _state(raw, closed=closed_at is not None)
    return MilestoneRow(
        key=issue_name(raw).lower(),
        title=reading.title_of(fields.text(raw, "title"), f"Issue {raw.get('number')}"),
        state=state,
        due=None,
        start=None,
        created_at=fields.instant(raw, "created_at"),
        updated_at=fields.instant(raw, "updated_at"),
        closed_at=closed_at if state == "closed" else None,
        url=privacy.safe_url(fields.text(raw, "html_url")),
        kind="parent",
    )


def _links(raw: Json, reading: Reading) -> tuple[Link, ...] | None:
    """Read what REST answers tell of what an issue is part of: its parent alone."""
    if not reading.links:
        return None
    key = parent_key(raw, reading) if "parent" in reading.links else ""
    return (Link("parent", key),) if key else ()


def milestone_row(raw: Json, *, reading: Reading) -> MilestoneRow:
    """Turn one milestone, of the list or inside an issue, into a row.

    Raises:
        ValueError: If its number is missing or a field is of the wrong kind.
    """
    closed_at = fields.instant(raw, "closed_at")
    state = _state(raw, closed=closed_at is not None)
    number = fields.number(raw, "number")
    return MilestoneRow(
        key=str(number),
        title=reading.milestone_title(fields.text(raw, "title"), number),
        state=state,
        due=fields.due(raw, "due_on"),
        start=None,
        created_at=fields.instant(raw, "created_at"),
        updated_at=fields.instant(raw, "updated_at"),
        closed_at=closed_at if state == "closed" else None,
        url=privacy.safe_url(fields.text(raw, "html_url")),
        lines=reading.lines(fields.text(raw, "description")),
    )


def event_number(raw: Json) -> int | None:
    """Return the number of the issue that an event belongs to, None where it does not say."""
    issue = fields.table(raw, "issue")
    return fields.number(issue, "number") if issue.get("number") is not None else None


def event_row(raw: Json, *, number: int, place: int, reading: Reading) -> EventRow | None:
    """Turn one event into a row; None if its kind moves nothing.

    Args:
        raw: As ``GET /repos/{owner}/{repo}/issues/events`` gives it.
        number: Of its issue.
        place: In the list, which stands in for an id that is not known.
        reading: What is masked.

    Raises:
        ValueError: If its instant is missing or a field is of the wrong kind.
    """
    kind = _KINDS.get(fields.text(raw, "event"))
    if kind is None:
        return None
    at = fields.instant(raw, "created_at")
    if at is None:
        raise ValueError("created_at is missing")
    known = raw.get("id") is not None
    event_id = fields.number(raw, "id") if known else place
    label = fields.table(raw, "label") if kind.endswith("labelled") else {}
    milestone = fields.table(raw, "milestone") if kind.endswith("milestoned") else {}
    reason = raw.get("state_reason") if kind == "closed" else None
    return EventRow(
        number=number,
        key=str(event_id) if known else f"{number}:{kind}:{at.isoformat()}:{place}",
        at=at,
        position=event_id,
        kind=kind,
        label_key=fields.identity(label, "node_id", "id"),
        label=reading.mask(fields.text(label, "name")) if label else None,
        milestone_key=fields.identity(milestone, "number"),
        milestone=reading.mask(fields.text(milestone, "title")) if milestone else None,
        reason=reason if reason in _REASONS else None,
    )


def label_ref(raw: Json, *, reading: Reading) -> LabelRef:
    """Turn one label into its key (an id where there is one, else the name) and masked name."""
    name = reading.mask(fields.text(raw, "name"))
    return LabelRef(fields.identity(raw, "node_id", "id") or name, name)


def _label(raw: object, reading: Reading) -> LabelRef:
    """Read a label of an issue, which old answers give as its bare name."""
    if isinstance(raw, str):
        return label_ref({"name": raw}, reading=reading)
    if not isinstance(raw, dict):
        raise ValueError("labels holds what is no label")
    return label_ref(raw, reading=reading)


def _state(raw: Json, *, closed: bool) -> Literal["open", "closed"]:
    state = fields.text(raw, "state").lower()
    if state not in {"", "open", "closed"}:
        raise ValueError("state is neither open nor closed")
    return "closed" if state == "closed" or (not state and closed) else "open"
