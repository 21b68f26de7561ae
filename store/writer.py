"""Write what one sync of one source found: observations, facts, cursor and run, all or nothing."""

import json
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects import postgresql, sqlite

from programme.rows import Batch, EventRow, ItemRow, LabelRef, MilestoneRow
from programme.storable import storable
from store.ledgers import keep, last_changes, ledger
from store.observations import Ledger
from store.pulled import Pulled
from store.repositories import observe, observe_own
from store.retention import kept_removed
from store.schema import events, items, labels, links, milestones

#: What makes a new row when it differs; ``updated_at`` does not, since a comment changes it.
_ITEM_CONTENT = [
    "item",
    "title",
    "state",
    "reason",
    "labels",
    "milestone_key",
    "created_at",
    "closed_at",
    "url",
    "lines",
    "size",
]
_MILESTONE_CONTENT = ["title", "state", "due", "start", "created_at", "closed_at", "url", "lines"]
_LABEL_CONTENT = ["name"]
#: Of one link there is nothing to be said but that it is there.
_LINK = ("number", "kind", "key")
_LinkKey = tuple[int, str, str]
Row = TypeVar("Row")

#: A database takes so many values in one statement.
_AT_ONCE: Final = 5_000
# One for all: json.dumps would make one for each value.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Writer:
    """Takes the batches of one pull; the store writes them when the pull has ended well.

    Nothing is held open in the database while a forge is asked: a pull may wait for half an hour.

    Attributes:
        pulled: What it took.
        read_before: When each item changed last that an earlier pull has read which broke off, by
            number.
        request_count: HTTP requests of this pull's batches so far.
        items_changed: After the end: items of which a row was opened or closed.
        path: After the end: what the repository is called at the forge; empty = not known.
    """

    def __init__(self, unfinished: bytes = b"") -> None:
        """Begin with what an earlier pull has read that broke off."""
        self.pulled = Pulled(unfinished)
        self.read_before = self.pulled.changes()
        self.request_count = 0
        self.items_changed = 0
        self.path = ""
        self._taking = threading.Lock()

    def write(self, batch: Batch) -> None:
        """Take *batch*; batches count in the order they come."""
        with self._taking:
            if batch.anew:
                self.pulled.clear()
            self.pulled.add(batch)
            self.request_count += batch.requests

    def take_no_more(self) -> None:
        """Let whoever writes wait from now on, for good: the process is about to end."""
        self._taking.acquire()


def apply(
    connection: Connection,
    source_id: int,
    pulled: Pulled,
    now: datetime,
    named: Collection[str] = (),
) -> tuple[int, bool]:
    """Write *pulled* into the open transaction, a batch after another.

    Args:
        connection: In a transaction that no other sync of this source shares.
        source_id: The source's row.
        pulled: All of one pull.
        now: Aware instant of what was not seen earlier; not before that of an earlier sync.
        named: Names that the configuration itself gives to sources, in small letters.

    Returns:
        Number of items of which a row was opened or closed, and whether any row at all was opened,
        closed or added.
    """
    changed_count = 0
    changed = False
    lists: list[Batch] = []
    events_before: int | None = None
    for batch in pulled.settled():
        for rows in _parts(batch.items):
            changed_count += _write_items(connection, source_id, rows, now)
            changed |= _write_links(connection, source_id, rows, now)
        if batch.events:
            # Counting goes through all of the source: not where nothing can be added.
            if events_before is None:
                events_before = _event_count(connection, source_id)
            _insert_events(connection, source_id, batch.events)
        if batch.repositories is not None:
            changed |= observe(connection, source_id, batch.repositories, now, named)
        lists.append(replace(batch, items=(), events=(), numbers=None))
    if pulled.repository is not None:
        observe_own(connection, source_id, pulled.repository, now)
    if pulled.there is not None:
        changed_count += _close_all_but(connection, source_id, pulled.there, now)
    changed |= _write_lists(connection, source_id, lists, now)
    if events_before is not None:
        changed |= _event_count(connection, source_id) != events_before
    return changed_count, changed_count > 0 or changed


def _parts(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Yield *rows* in parts that fit into one statement."""
    for begin in range(0, len(rows), _AT_ONCE):
        yield rows[begin : begin + _AT_ONCE]


def _write_items(
    connection: Connection, source_id: int, rows: Sequence[ItemRow], now: datetime
) -> int:
    """Write items that are there once; return of how many a row was opened or closed."""
    numbers = items.c.number.in_([row.number for row in rows])
    seen: Ledger[int] = ledger(connection, items, ("number",), _ITEM_CONTENT, source_id, numbers)
    for row in rows:
        _, stored = seen.stored.get(row.number, (0, None))
        content = kept_removed(_item_content(row), stored)
        seen.see(row.number, content, {"updated_at": row.updated_at}, now)
    keep(connection, items, ("number",), source_id, seen)
    return len(seen.changed)


def _close_all_but(connection: Connection, source_id: int, numbers: Set[int], now: datetime) -> int:
    """Note that items of no other number are there; return how many were gone."""
    seen: Ledger[int] = ledger(connection, items, ("number",), [], source_id)
    seen.only(numbers, now)
    keep(connection, items, ("number",), source_id, seen)
    return len(seen.changed)


def _write_links(
    connection: Connection, source_id: int, rows: Sequence[ItemRow], now: datetime
) -> bool:
    """Write the links of those of *rows* that were asked for them.

    Returns:
        Whether any was opened or closed.
    """
    asked = [row for row in rows if row.links is not None]
    if not asked:
        return False
    numbers = links.c.number.in_([row.number for row in asked])
    seen: Ledger[_LinkKey] = ledger(connection, links, _LINK, [], source_id, numbers)
    held: dict[int, list[_LinkKey]] = {}
    for key in seen.stored:
        held.setdefault(key[0], []).append(key)
    for row in asked:
        there = [(row.number, *link) for link in row.links or ()]
        for key in held.get(row.number, ()):
            if key not in there:
                seen.gone(key, now)
        for key in there:
            seen.see(key, {}, {}, now)
    keep(connection, links, _LINK, source_id, seen)
    return bool(seen.changed)


def _write_lists(
    connection: Connection, source_id: int, batches: Sequence[Batch], now: datetime
) -> bool:
    """Write the lists of milestones and labels in the order in which they were seen.

    Returns:
        Whether any of their rows was opened or closed.
    """
    key, milestone = ("key",), milestones.c.kind.is_(None)
    seen_milestones: Ledger[str] = ledger(
        connection, milestones, key, _MILESTONE_CONTENT, source_id, milestone
    )
    seen_groups: Ledger[str] = ledger(
        connection, milestones, key, _MILESTONE_CONTENT, source_id, ~milestone
    )
    seen_labels: Ledger[str] = ledger(connection, labels, key, _LABEL_CONTENT, source_id)
    # A recording may hold observations that are older than those of earlier syncs.
    for seen, table in ((seen_milestones, milestones), (seen_labels, labels)):
        seen.known.update(last_changes(connection, table, source_id))
    for batch in sorted(batches, key=lambda batch: batch.seen_at or now):
        at = batch.seen_at or now
        if batch.milestones is not None:
            _observe_milestones(seen_milestones, batch.milestones, at)
        if batch.labels is not None:
            _observe_labels(seen_labels, batch.labels, at)
        for row in batch.groups:
            _observe_milestone(seen_groups, row, at)
    keep(connection, milestones, key, source_id, seen_milestones)
    keep(connection, milestones, key, source_id, seen_groups)
    keep(connection, labels, key, source_id, seen_labels)
    return any(seen.changed for seen in (seen_milestones, seen_groups, seen_labels))


def _observe_milestones(seen: Ledger[str], rows: Sequence[MilestoneRow], at: datetime) -> None:
    for row in rows:
        _observe_milestone(seen, row, at)
    seen.only((row.key for row in rows), at)


def _observe_milestone(seen: Ledger[str], row: MilestoneRow, at: datetime) -> None:
    kept = {"updated_at": row.updated_at, "kind": row.kind or None}
    seen.see(row.key, _milestone_content(row), kept, at)


def _observe_labels(seen: Ledger[str], rows: Sequence[LabelRef], at: datetime) -> None:
    for row in rows:
        seen.see(row.key, {"name": storable(row.name)}, {}, at)
    seen.only((row.key for row in rows), at)


def _item_content(row: ItemRow) -> dict[str, Any]:
    return {
        "item": row.item,
        "title": storable(row.title),
        "state": row.state,
        "reason": row.reason,
        # By key: the order in which a forge lists labels says nothing.
        "labels": _json(sorted((label.key, storable(label.name)) for label in set(row.labels))),
        "milestone_key": row.milestone_key,
        "created_at": row.created_at,
        "closed_at": row.closed_at,
        "url": storable(row.url),
        "lines": _json({name: storable(text) for name, text in row.lines.items()}),
        "size": row.size,
    }


def _milestone_content(row: MilestoneRow) -> Mapping[str, Any]:
    return {
        "title": storable(row.title),
        "state": row.state,
        "due": row.due,
        "start": row.start,
        "created_at": row.created_at,
        "closed_at": row.closed_at,
        "url": storable(row.url),
        "lines": _json({name: storable(text) for name, text in row.lines.items()}),
    }


def _json(value: object) -> str:
    return _ENCODER.encode(value)


def _event_count(connection: Connection, source_id: int) -> int:
    known = select(func.count()).select_from(events).where(events.c.source_id == source_id)
    return connection.execute(known).scalar_one()


def _insert_events(connection: Connection, source_id: int, rows: Sequence[EventRow]) -> None:
    """Add those of *rows* that are not known yet."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    # A fact that is known already stays as it is.
    statement = dialect.insert(events).on_conflict_do_nothing()
    for part in _parts(rows):
        connection.execute(statement, [_event_content(source_id, row) for row in part])


def _event_content(source_id: int, row: EventRow) -> dict[str, Any]:
    return {
        "source_id": source_id,
        "key": row.key,
        "number": row.number,
        "at": row.at,
        "position": row.position,
        "kind": row.kind,
        "label_key": row.label_key,
        "label": row.label and storable(row.label),
        "milestone_key": row.milestone_key,
        "milestone": row.milestone and storable(row.milestone),
        "reason": row.reason,
    }
