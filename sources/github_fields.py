"""What a GitHub issue's own fields tell, as labels: its type, and its status on boards."""

from collections.abc import Iterator
from typing import Final

from programme.label_fields import field_label
from programme.rows import EventRow, LabelRef
from sources import fields
from sources.fields import Json
from sources.reading import Reading

#: Which type each event of an issue's type takes off, and which it puts on.
_TYPED: Final = {
    "IssueTypeAddedEvent": ("", "issueType"),
    "IssueTypeChangedEvent": ("prevIssueType", "issueType"),
    "IssueTypeRemovedEvent": ("issueType", ""),
}
_MOVED: Final = {"ProjectV2ItemStatusChangedEvent", "RemovedFromProjectV2Event"}


def labels(node: Json, *, reading: Reading) -> tuple[LabelRef, ...]:
    """Return the labels of the fields that were asked for; a status of several boards once.

    Raises:
        ValueError: If a field is of the wrong kind.
    """
    found = _type(node, "issueType", reading)
    for board in fields.rows(fields.table(node, "projectItems"), "nodes"):
        if board:
            name = fields.text(fields.table(board, "status"), "name")
            found += _status(name, reading)
    return tuple(dict.fromkeys(found))


def event_rows(node: Json, *, reading: Reading) -> Iterator[EventRow]:
    """Turn what the timeline tells of type and status into events of labels.

    A status is on while it is that of any board. Boards that are hidden from us tell nothing.

    Raises:
        ValueError: If an event lacks its id or instant.
    """
    number = fields.number(node, "number")
    statuses: dict[str, str] = {}
    for place, event in enumerate(fields.rows(fields.table(node, "timelineItems"), "nodes")):
        if not isinstance(event, dict):
            continue
        kind = event.get("__typename", "")
        if kind in _TYPED:
            off, on = (_type(event, name, reading) for name in _TYPED[kind])
        elif kind in _MOVED:
            off, on = _moved(event, statuses, reading)
        else:
            continue
        key, at = fields.identity(event, "id"), fields.instant(event, "createdAt")
        if key is None or at is None:
            raise ValueError("an event without id or instant")
        for what, told in (("unlabelled", off), ("labelled", on)):
            for label in told:
                yield EventRow(
                    number=number,
                    key=f"{key}:{label.key}",
                    at=at,
                    position=place,
                    kind=what,
                    label_key=label.key,
                    label=label.name,
                )


def _moved(
    event: Json, statuses: dict[str, str], reading: Reading
) -> tuple[list[LabelRef], list[LabelRef]]:
    """Return which labels a move takes off and puts on, and note the board's status.

    Args:
        event: Of a changed status, or of an issue that was taken off a board: it has none then.
        statuses: The status of each board so far.
        reading: What is masked.
    """
    board = fields.identity(fields.table(event, "project"), "id")
    if board is None:
        return [], []
    then = {statuses.pop(board, ""), fields.text(event, "previousStatus")}
    now = fields.text(event, "status")
    elsewhere = {*statuses.values()}
    if now:
        statuses[board] = now
    off = [one for name in sorted(then) for one in _status(name, reading)]
    stay = [one for name in elsewhere | {now} for one in _status(name, reading)]
    on = _status(now, reading) if now not in elsewhere | then else []
    return [label for label in off if label not in stay], on


def _type(raw: Json, key: str, reading: Reading) -> list[LabelRef]:
    held = fields.table(raw, key)
    name = reading.mask(fields.text(held, "name"))
    return [field_label("type", name, fields.identity(held, "id") or "")] if name else []


def _status(name: str, reading: Reading) -> list[LabelRef]:
    return [field_label("status", reading.mask(name))] if name else []
