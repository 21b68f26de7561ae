"""What one pull has taken so far, in little memory: all but the latest of its batches are packed.

A pull may take a hundred thousand issues, and nothing of it is in the database before its end.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from programme.packed import packed, unpacked
from programme.rows import Batch, ItemRow, RepositoryRow

#: Items and events that are held as they are; about 5 MiB.
_UNPACKED_AT_MOST: Final = 5_000


class Pulled:
    """Batches in the order they came.

    Attributes:
        item_count: How many items they hold.
        cursor: Where the next pull goes on; None = where this one did.
        repository: Which one they are of, if the forge said so.
        there: The number of every item that exists, if they were told.
    """

    def __init__(self, unfinished: bytes = b"") -> None:
        """Begin with what an earlier pull has read that broke off, if this version can read it.

        Args:
            unfinished: As ``unfinished`` gave it.
        """
        self.clear()
        try:
            for batches in unpacked(unfinished):
                for batch in batches:
                    self.add(batch)
        except ValueError:
            self.clear()

    def clear(self) -> None:
        """Forget all of it."""
        self.item_count = 0
        self.cursor: str | None = None
        self.repository: RepositoryRow | None = None
        self.there: set[int] | None = None
        self._packs: list[tuple[int, bytes]] = []
        self._latest: list[Batch] = []
        self._rows = 0
        self._count = 0
        self._gone_on_from = 0
        self._last_place: dict[int, int] = {}

    def add(self, batch: Batch) -> None:
        """Take *batch*."""
        for item in batch.items:
            self._last_place[item.number] = self._count
        self._latest.append(batch)
        self._count += 1
        self.item_count += len(batch.items)
        if batch.cursor is not None:
            self.cursor = batch.cursor
        self.repository = batch.repository or self.repository
        if batch.numbers is not None:
            self.there = set(batch.numbers)
        elif self.there is not None:
            self.there.update(item.number for item in batch.items)
        # What tells the numbers of all items ends a pull, and may be what it was ended for.
        if batch.cursor is not None and self.there is None:
            self._gone_on_from = self._count
        self._rows += len(batch.items) + len(batch.events)
        if self._rows >= _UNPACKED_AT_MOST:
            self._packs.append((len(self._latest), packed(self._latest)))
            self._latest, self._rows = [], 0

    def __iter__(self) -> Iterator[Batch]:
        """Yield the batches as they came."""
        for _, content in self._packs:
            for batches in unpacked(content):
                yield from batches
        yield from self._latest

    def settled(self) -> Iterator[Batch]:
        """Yield the batches, every item in the last one that tells of it, and none that is gone.

        What a pull had read that broke off may have changed since, or be gone.
        """
        for place, batch in enumerate(self):
            last = {item.number: item for item in batch.items if self._is_last(item, place)}
            events = batch.events
            if self.there is not None:
                events = tuple(event for event in events if event.number in self.there)
            yield replace(batch, items=tuple(last.values()), events=events)

    def unfinished(self) -> bytes:
        """Return what the next pull need not read again if this one breaks off; may be empty."""
        content, left = b"", self._gone_on_from
        for count, pack in self._packs:
            if count > left:
                return content + packed(next(unpacked(pack))[:left]) if left else content
            content += pack
            left -= count
        return content + packed(self._latest[:left]) if left else content

    def changes(self) -> dict[int, datetime]:
        """Return when each item changed last, as it was read last, by number."""
        return {item.number: item.updated_at for batch in self for item in batch.items}

    def _is_last(self, item: ItemRow, place: int) -> bool:
        there = self.there is None or item.number in self.there
        return there and self._last_place[item.number] == place
