"""GitLab's REST JSON as rows: issues, milestones and the three lists of resource events."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from programme.label_fields import field_label
from programme.rows import EventRow, ItemRow, LabelRef, Link, MilestoneRow, RepositoryRow
from sources import fields, privacy
from sources.fields import Json
from sources.reading import Reading

#: What GitLab lists among issues and people call work; its test cases, requirements, objectives
#: and epics are planned and reported elsewhere.
ISSUE_TYPES = frozenset({"issue", "incident", "task"})
#: The lists of events, in the order in which events of one instant apply.
EVENT_LISTS = ("label", "milestone", "state", "iteration")

_ADDRESS = re.compile(
    r"https?://([\w.-]+(?::\d+)?(?:/\w[\w.-]*){2,})(?:/-)?/(?:issues(?:/incident)?|work_items)/(\d+)",
    re.ASCII,
)
_ACTIONS = {
    ("label", "add"): "labelled",
    ("label", "remove"): "unlabelled",
    ("milestone", "add"): "milestoned",
    ("milestone", "remove"): "demilestoned",
    ("iteration", "add"): "iterated",
    ("iteration", "remove"): "uniterated",
}


def event_lists(reading: Reading) -> tuple[str, ...]:
    """Return the lists of events that are asked for of each issue."""
    return EVENT_LISTS if "iteration" in reading.links else EVENT_LISTS[:-1]


def is_work(raw: Json) -> bool:
    """Say whether a row of the issue list is of a type that counts as an issue."""
    kind = raw.get("issue_type")
    return kind is None or (isinstance(kind, str) and kind.lower() in ISSUE_TYPES)


def repository_row(raw: Json) -> RepositoryRow | None:
    """Return which project an issue is of and what it is called now, if GitLab says so."""
    key, reference = raw.get("project_id"), raw.get("references")
    full = reference.get("full") if isinstance(reference, dict) else None
    if not isinstance(key, int) or not isinstance(full, str) or "#" not in full:
        return None
    return RepositoryRow(str(key), full.rpartition("#")[0])


def recorded_name(raw: Json) -> tuple[str, str]:
    """Return ``host/group/project`` and the safe address of an issue, both empty if unknown."""
    url = fields.text(raw, "web_url")
    address = _ADDRESS.fullmatch(url)
    if address is None or int(address[2]) != fields.number(raw, "iid"):
        return "", ""
    return address[1], privacy.safe_url(url)


def item_row(
    raw: Json,
    *,
    name: str,
    url: str,
    reading: Reading,
    label_keys: Mapping[str, str],
    links: tuple[Link, ...] | None = None,
) -> ItemRow:
    """Turn one issue into a row.

    Args:
        raw: As ``GET /projects/:id/issues`` gives it, with label details or without.
        name: ``host/group/project``, or the folder of a recording.
        url: The issue's https address, or empty.
        reading: What is masked and kept.
        label_keys: Ids of labels by masked name, for answers without label details.
        links: What it is part of and waits for, where that is asked for.

    Raises:
        ValueError: If its iid or instants are missing or of the wrong kind.
    """
    number = fields.number(raw, "iid")
    created_at = fields.instant(raw, "created_at")
    if created_at is None:
        raise ValueError("created_at is missing")
    closed_at = fields.instant(raw, "closed_at")
    updated_at = fields.instant(raw, "updated_at") or closed_at or created_at
    state = _state(raw, open_word="opened")
    labels = tuple(_label(label, reading, label_keys) for label in fields.rows(raw, "labels"))
    labels += tuple(_field_labels(raw, reading))
    return ItemRow(
        number=number,
        item=f"{name}#{number}",
        title=reading.mask(fields.text(raw, "title")),
        state=state,
        reason=_reason(raw) if state == "closed" else None,
        labels=labels,
        milestone_key=fields.identity(fields.table(raw, "milestone"), "id"),
        created_at=created_at,
        updated_at=updated_at,
        closed_at=(closed_at or updated_at) if state == "closed" else None,
        url=url,
        lines=reading.record_lines(
            fields.text(raw, "description"), [label.name for label in labels]
        ),
        size=fields.size(raw, "weight") if reading.size == "weight" else None,
        links=links,
    )


def milestone_row(raw: Json, *, reading: Reading, host: str | None = None) -> MilestoneRow:
    """Turn one milestone of a project or group into a row; GitLab tells no closing time.

    Args:
        raw: As ``GET /projects/:id/milestones`` gives it.
        reading: What is masked and kept.
        host: The only one that its address may be on, if it is known.

    Raises:
        ValueError: If its id is missing or a field is of the wrong kind.
    """
    number = fields.number(raw, "id")
    return MilestoneRow(
        key=str(number),
        title=reading.milestone_title(fields.text(raw, "title"), number),
        state=_state(raw, open_word="active"),
        due=fields.due(raw, "due_date"),
        start=fields.due(raw, "start_date"),
        created_at=fields.instant(raw, "created_at"),
        updated_at=fields.instant(raw, "updated_at"),
        closed_at=None,
        url=privacy.safe_url(fields.text(raw, "web_url"), host),
        lines=reading.lines(fields.text(raw, "description")),
    )


def label_ref(raw: Json, *, reading: Reading) -> LabelRef:
    """Turn one label into its id (its name where there is none) and masked name."""
    name = reading.mask(fields.text(raw, "name"))
    return LabelRef(fields.identity(raw, "id") or name, name)


def event_rows(
    lists: Mapping[str, Iterable[Any]], *, number: int, reading: Reading
) -> tuple[EventRow, ...]:
    """Turn the resource events of one issue into rows, in the order in which they apply.

    Args:
        lists: The answers by the name of their list, one of ``event_lists``.
        number: The issue's iid.
        reading: What is masked.

    Returns:
        By instant, then list, then id; ``position`` keeps that order among events of one instant,
        and does not move when later events come. Events whose label or milestone was deleted (null)
        tell nothing and are left out, as is an ``opened`` of an issue that was not closed.

    Raises:
        ValueError: If an id or instant is missing or a field is of the wrong kind.
    """
    found = []
    for rank, kind in enumerate(EVENT_LISTS):
        for raw in lists.get(kind, ()):
            if not isinstance(raw, dict):
                raise ValueError("an event is not an object")
            event_id = fields.number(raw, "id")
            at = fields.instant(raw, "created_at")
            if at is None:
                raise ValueError("created_at is missing")
            found.append((at, rank, event_id, kind, raw))
    events = []
    closed = False
    for at, rank, event_id, kind, raw in sorted(found, key=lambda entry: entry[:3]):
        if kind == "state":
            state = fields.text(raw, "state")
            if state not in {"closed", "reopened", "opened"} or (state == "opened" and not closed):
                continue
            closed = state == "closed"
            named = {"kind": "closed" if closed else "reopened"}
        else:
            thing = fields.table(raw, kind)
            action = _ACTIONS.get((kind, fields.text(raw, "action")))
            if action is None or not thing:
                continue
            column = "label" if kind == "label" else "milestone"
            thing_id = str(fields.number(thing, "id"))
            named = {
                "kind": action,
                f"{column}_key": f"iteration:{thing_id}" if kind == "iteration" else thing_id,
                column: reading.mask(fields.text(thing, "name" if kind == "label" else "title")),
            }
        events.append(
            EventRow(
                number=number,
                key=f"{kind}:{event_id}",
                at=at,
                position=(rank << 56) + event_id,
                **named,
            )
        )
    return tuple(events)


def _label(raw: object, reading: Reading, keys: Mapping[str, str]) -> LabelRef:
    if isinstance(raw, str):  # without label details
        name = reading.mask(raw)
        return LabelRef(keys.get(name, name), name)
    if not isinstance(raw, dict):
        raise ValueError("labels holds what is no label")
    return label_ref(raw, reading=reading)


def _field_labels(raw: Json, reading: Reading) -> Iterator[LabelRef]:
    """Yield the labels of the fields that are asked for; health is told by Ultimate alone."""
    asked = reading.labels.fields
    if asked.type and (kind := fields.text(raw, "issue_type")):
        yield field_label("type", kind)
    if asked.health and (health := fields.text(raw, "health_status")):
        yield field_label("health", health)


def _reason(raw: Json) -> str | None:
    """Read why an issue was closed; GitLab says it only of moved ones and duplicates."""
    if raw.get("moved_to_id") is not None:
        return "moved"
    links = fields.table(raw, "_links")
    duplicate = links.get("closed_as_duplicate_of") or raw.get("duplicated_to_id")
    return "duplicate" if duplicate else None


def _state(raw: Json, *, open_word: str) -> Literal["open", "closed"]:
    state = fields.text(raw, "state").lower()
    if state not in {"", open_word, "closed"}:
        raise ValueError(f"state is neither {open_word} nor closed")
    closed = state == "closed" or (not state and bool(fields.text(raw, "closed_at")))
    return "closed" if closed else "open"
