"""Write what one sync of one source found: observations, facts, cursor and run, all or nothing."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects import postgresql, sqlite

from programme.rows import Batch, EventRow, ItemRow, LabelRef, MilestoneRow
from store.ledgers import keep, last_changes, ledger
from store.observations import Ledger
from store.repositories import observe
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

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_ROWS_AT_ONCE = 20_000
# One for all: json.dumps would make one for each value.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Writer:
    """Takes the batches of one pull; the store writes them when the pull has ended well.

    Nothing is held open in the database while a forge is asked: a pull may wait for half an hour.

    Attributes:
        batches: What it took.
        request_count: HTTP requests of this pull's batches so far.
        items_changed: After the end: items of which a row was opened or closed.
    """

    def __init__(self, unfinished: Sequence[Batch] = ()) -> None:
        """Begin with what an earlier pull has read that broke off."""
        self.batches: list[Batch] = list(unfinished)
        self.request_count = 0
        self.items_changed = 0

    def write(self, batch: Batch) -> None:
        """Take *batch*; batches count in the order they come."""
        if batch.anew:
            self.batches.clear()
        self.batches.append(batch)
        self.request_count += batch.requests

    @property
    def unfinished(self) -> list[Batch]:
        """What the next pull need not read again if this one breaks off.

        What tells the numbers of all items ends a pull, and may be what it was ended for.
        """
        read = list(takewhile(lambda batch: batch.numbers is None, self.batches))
        places = [place for place, batch in enumerate(read) if batch.cursor is not None]
        return read[: places[-1] + 1] if places else []

    @property
    def item_count(self) -> int:
        """How many items it took."""
        return sum(len(batch.items) for batch in self.batches)

    @property
    def cursor(self) -> str | None:
        """Where the next pull goes on; None = where this one did."""
        return next((b.cursor for b in reversed(self.batches) if b.cursor is not None), None)


def apply(
    connection: Connection, source_id: int, batches: Sequence[Batch], now: datetime
) -> tuple[int, bool]:
    """Write *batches* into the open transaction.

    Args:
        connection: In a transaction that no other sync of this source shares.
        source_id: The source's row.
        batches: All of one pull, in order.
        now: Aware instant of what was not seen earlier; not before that of an earlier sync.

    Returns:
        Number of items of which a row was opened or closed, and whether any row at all was opened,
        closed or added.
    """
    seen_items: Ledger[int] = ledger(connection, items, ("number",), _ITEM_CONTENT, source_id)
    for batch in batches:
        for item in batch.items:
            kept = {"updated_at": item.updated_at}
            _, stored = seen_items.stored.get(item.number, (0, None))
            seen_items.see(item.number, kept_removed(_item_content(item), stored), kept, now)
        if batch.numbers is not None:
            seen_items.only(batch.numbers, now)
    keep(connection, items, ("number",), source_id, seen_items)
    # The last word on each: what a pull had read that broke off may have changed since.
    latest = {item.number: item for batch in batches for item in batch.items}
    linked = _write_links(connection, source_id, list(latest.values()), now)
    told = _insert_events(connection, source_id, [e for batch in batches for e in batch.events])
    listed = _write_lists(connection, source_id, batches, now)
    for batch in batches:
        if batch.repositories is not None:
            listed |= observe(connection, source_id, batch.repositories, now)
    return len(seen_items.changed), bool(seen_items.changed) or linked or told or listed


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
    seen: Ledger[_LinkKey] = ledger(connection, links, _LINK, [], source_id)
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
        seen.see(row.key, {"name": _clean(row.name)}, {}, at)
    seen.only((row.key for row in rows), at)


def _item_content(row: ItemRow) -> dict[str, Any]:
    return {
        "item": row.item,
        "title": _clean(row.title),
        "state": row.state,
        "reason": row.reason,
        # By key: the order in which a forge lists labels says nothing.
        "labels": _json(sorted((label.key, _clean(label.name)) for label in set(row.labels))),
        "milestone_key": row.milestone_key,
        "created_at": row.created_at,
        "closed_at": row.closed_at,
        "url": _clean(row.url),
        "lines": _json({name: _clean(text) for name, text in row.lines.items()}),
        "size": row.size,
    }


def _milestone_content(row: MilestoneRow) -> Mapping[str, Any]:
    return {
        "title": _clean(row.title),
        "state": row.state,
        "due": row.due,
        "start": row.start,
        "created_at": row.created_at,
        "closed_at": row.closed_at,
        "url": _clean(row.url),
        "lines": _json({name: _clean(text) for name, text in row.lines.items()}),
    }


def _json(value: object) -> str:
    return _ENCODER.encode(value)


def _clean(text: str) -> str:
    """Replace what no database takes as text: lone surrogates, and NUL in PostgreSQL."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _insert_events(connection: Connection, source_id: int, rows: Sequence[EventRow]) -> bool:
    """Add those of *rows* that are not known yet, and say whether there were any."""
    if not rows:
        return False
    known = select(func.count()).select_from(events).where(events.c.source_id == source_id)
    before = connection.execute(known).scalar_one()
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    # A fact that is known already stays as it is.
    statement = dialect.insert(events).on_conflict_do_nothing()
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append(
            {
                "source_id": source_id,
                "key": row.key,
                "number": row.number,
                "at": row.at,
                "position": row.position,
                "kind": row.kind,
                "label_key": row.label_key,
                "label": row.label and _clean(row.label),
                "milestone_key": row.milestone_key,
                "milestone": row.milestone and _clean(row.milestone),
                "reason": row.reason,
            }
        )
        if len(chunk) == _ROWS_AT_ONCE:
            connection.execute(statement, chunk)
            chunk = []
    if chunk:
        connection.execute(statement, chunk)
    return bool(connection.execute(known).scalar_one() != before)
