"""How observations become rows: a change closes one and opens another, nothing is overwritten.

Pure; the writer applies what a ledger has noted.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(slots=True)
class Opened(Generic[Key]):
    """A row to be inserted.

    Attributes:
        key: Number of the item, key of the milestone or label.
        content: What makes a change when it differs, by column.
        kept: What is kept of the first sight of this content and makes no change, by column.
        seen_from, seen_until: UTC; ``seen_until`` is None while it holds.
    """

    key: Key
    content: Mapping[str, Any]
    kept: Mapping[str, Any]
    seen_from: datetime
    seen_until: datetime | None = None


@dataclass(slots=True)
class Ledger(Generic[Key]):
    """The present rows of one kind of one source, and what this sync does to them.

    Attributes:
        stored: Present rows of the store by key: row id and content.
        known: When the last row of each key began or ended; older observations of it are ignored,
            so that the past stands. Not needed where instants never go backwards.
        closed: Row ids of the store to be closed, and when.
        opened: Rows to be inserted, oldest first.
        changed: Keys of which a row was opened or closed.
    """

    stored: dict[Key, tuple[int, Mapping[str, Any]]]
    known: dict[Key, datetime] = field(default_factory=dict)
    closed: list[tuple[int, datetime]] = field(default_factory=list)
    opened: list[Opened[Key]] = field(default_factory=list)
    changed: set[Key] = field(default_factory=set)
    _fresh: dict[Key, Opened[Key]] = field(default_factory=dict)
    # Rows of the store that this sync closes: row id, content and when.
    _ended: dict[Key, tuple[int, Mapping[str, Any], datetime]] = field(default_factory=dict)

    def see(
        self, key: Key, content: Mapping[str, Any], kept: Mapping[str, Any], at: datetime
    ) -> None:
        """Note that *key* was seen with *content* at *at*."""
        if self._is_past(key, at):
            return
        fresh = self._fresh.get(key)
        present = fresh.content if fresh else self.stored[key][1] if key in self.stored else None
        if present == content or self._holds_after_all(key, content, at):
            return
        if fresh and fresh.seen_from == at:
            # Two answers at one instant, nothing committed yet: the later one is the answer.
            fresh.content, fresh.kept = content, kept
            return
        self.gone(key, at)
        row = Opened(key, content, kept, at)
        self._fresh[key] = row
        self.known[key] = at
        self.opened.append(row)
        self.changed.add(key)

    def gone(self, key: Key, at: datetime) -> None:
        """Note that *key* was not there at *at*; nothing happens if it was not there before."""
        if self._is_past(key, at):
            return
        fresh = self._fresh.pop(key, None)
        if fresh and fresh.seen_from == at:
            self.opened.remove(fresh)
        elif fresh:
            fresh.seen_until = at
        elif key in self.stored:
            row_id, content = self.stored.pop(key)
            self.closed.append((row_id, at))
            self._ended[key] = row_id, content, at
            self.changed.add(key)
        else:
            return
        self.known[key] = at

    def only(self, keys: Iterable[Key], at: datetime) -> None:
        """Note that at *at* there was nothing but *keys*."""
        there = frozenset(keys)
        for key in [key for key in (*self.stored, *self._fresh) if key not in there]:
            self.gone(key, at)

    def _holds_after_all(self, key: Key, content: Mapping[str, Any], at: datetime) -> bool:
        """Take back that a row of the store ended at *at*, if it is as it was at that instant."""
        row_id, before, ended_at = self._ended.get(key, (0, None, None))
        if before != content or ended_at != at:
            return False
        if fresh := self._fresh.pop(key, None):
            self.opened.remove(fresh)
        del self._ended[key]
        self.closed.remove((row_id, at))
        self.stored[key] = row_id, content
        self.changed.discard(key)
        return True

    def _is_past(self, key: Key, at: datetime) -> bool:
        return key in self.known and at < self.known[key]
