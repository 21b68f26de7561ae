"""Titles that have been kept for long enough: the one thing that is ever overwritten."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select, union, update

from store.schema import items, removals, runs, sources

#: Stands where a title was.
REMOVED: Final = "removed"
#: What of an issue says what it was about; numbers, dates, labels and events stay.
_TOLD: Final = {"title": REMOVED, "url": "", "lines": "{}"}
_AT_ONCE: Final = 500
#: What a sync that broke off has read holds titles too, of whatever age.
_GONE_ON_FROM_FOR: Final = timedelta(days=7)


def remove_titles(
    connection: Connection, names: Sequence[str], before: datetime, now: datetime
) -> int:
    """Take titles, addresses and description lines off issues closed or gone before an instant.

    What a sync that broke off has read is forgotten whole, of any source, once none has gone on
    from it for a week.

    Args:
        connection: In a transaction.
        names: Of sources.
        before: Aware instant.
        now: Aware instant, kept with the number of issues in ``removals``.

    Returns:
        Of how many issues.
    """
    known = select(sources.c.id).where(sources.c.name.in_(names))
    connection.execute(
        update(runs)
        .where(
            runs.c.unfinished.is_not(None),
            runs.c.finished_at < now - _GONE_ON_FROM_FOR,
        )
        .values(unfinished=None)
    )
    ours = items.c.source_id.in_(known), items.c.title != REMOVED
    closed = select(items.c.source_id, items.c.number).where(
        *ours,
        items.c.seen_until.is_(None),
        items.c.state == "closed",
        items.c.closed_at < before,
    )
    gone = (
        select(items.c.source_id, items.c.number)
        .where(*ours)
        .group_by(items.c.source_id, items.c.number)
        .having(
            func.count() == func.count(items.c.seen_until),
            func.max(items.c.seen_until) < before,
        )
    )
    found = sorted(tuple(row) for row in connection.execute(union(closed, gone)))
    for source_id, rows in groupby(found, key=lambda row: row[0]):
        numbers = [number for _, number in rows]
        for first in range(0, len(numbers), _AT_ONCE):
            these = items.c.number.in_(numbers[first : first + _AT_ONCE])
            connection.execute(
                update(items).where(items.c.source_id == source_id, these).values(**_TOLD)
            )
    if found:
        connection.execute(
            insert(removals).values(removed_at=now, what="titles", row_count=len(found))
        )
    return len(found)


def kept_removed(content: dict[str, Any], stored: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what a forge says of an issue, without what was removed from it before.

    An issue that is opened again says what it is about, as any other does.

    Args:
        content: Of a row of ``items``, as the forge tells it.
        stored: What the store holds of it; None = nothing.
    """
    removed = stored is not None and {name: stored[name] for name in _TOLD} == _TOLD
    return {**content, **_TOLD} if removed and content["state"] == "closed" else content
