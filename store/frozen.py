"""Frozen snapshots: one after the other, each bound to the one before, none ever changed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, LargeBinary, Row, cast, func, insert, select, update

from programme.errors import WaymarkError
from store.schema import removals, weeks


class FrozenAlready(WaymarkError):
    """A week is there, perhaps since a moment ago through another process."""


@dataclass(frozen=True)
class _Taken:
    week: str
    basis: str
    revision: int
    taken_at: datetime
    sha256: str
    previous_sha256: str | None
    content_sha256: str


@dataclass(frozen=True)
class Frozen(_Taken):
    """A snapshot to be kept.

    Attributes:
        week: ISO week, ``2026-W47``.
        basis: recorded | rebuilt.
        revision: 0, and one more for each correction of the week.
        taken_at: Aware instant.
        sha256: Hash of what it says.
        previous_sha256: That of the one before it in the chain; None for the first.
        content_sha256: Hash of the bytes of its content.
        content: All of it, as a zip file.
    """

    content: bytes


@dataclass(frozen=True)
class Chained(_Taken):
    """A snapshot that is kept, without its content: what ``Frozen`` says of it, and two more.

    Attributes:
        position: 1, 2, …: its place in the chain.
        removed_at: When its content was deleted; None while it is there.
    """

    position: int
    removed_at: datetime | None


#: Held while a snapshot is added: two at once would follow on the same one.
_CHAIN_LOCK: Final = 0x77656B73  # any number, the same for every Waymark
_COLUMNS = [weeks.c[name] for name in Chained.__dataclass_fields__]


def add(connection: Connection, programme: str, make: Callable[[str | None], Frozen]) -> Chained:
    """Add what *make* makes of the newest hash to the chain of *programme*.

    Raises:
        FrozenAlready: If this revision of the week is there.
    """
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time anyhow
        connection.execute(select(func.pg_advisory_xact_lock(_CHAIN_LOCK)))
    newest = connection.execute(
        select(weeks.c.position, weeks.c.sha256)
        .where(weeks.c.programme == programme)
        .order_by(weeks.c.position.desc())
        .limit(1)
    ).one_or_none()
    made = make(newest.sha256 if newest else None)
    taken = select(func.count()).where(
        weeks.c.programme == programme,
        weeks.c.week == made.week,
        weeks.c.basis == made.basis,
        weeks.c.revision == made.revision,
    )
    if connection.execute(taken).scalar_one():
        raise FrozenAlready(f"{made.week} is frozen already.")
    position = newest.position + 1 if newest else 1
    connection.execute(insert(weeks).values(programme=programme, position=position, **vars(made)))
    fields = {name: value for name, value in vars(made).items() if name != "content"}
    return Chained(position=position, removed_at=None, **fields)


def chain(connection: Connection, programme: str) -> list[Chained]:
    """Return every snapshot of *programme* in the order of the chain.

    Raises:
        WaymarkError: If an instant of one is none any more.
    """
    rows = connection.execute(
        select(*_COLUMNS).where(weeks.c.programme == programme).order_by(weeks.c.position)
    )
    try:
        return [_chained(row) for row in rows]
    except (TypeError, ValueError) as error:  # SQLite keeps whatever somebody wrote there
        raise WaymarkError(
            "The store's list of frozen weeks is damaged; bring the store back from a copy."
        ) from error


def content(connection: Connection, programme: str, position: int) -> bytes | None:
    """Return the bytes of the snapshot at *position*; None once they are deleted."""
    # SQLite keeps text among bytes where somebody wrote some.
    return connection.execute(
        select(cast(weeks.c.content, LargeBinary)).where(
            weeks.c.programme == programme, weeks.c.position == position
        )
    ).scalar_one_or_none()


def revision(connection: Connection) -> str:
    """Return a value that changes whenever a snapshot is kept or deleted."""
    kept, removed = connection.execute(
        select(func.count(), func.count(weeks.c.removed_at)).select_from(weeks)
    ).one()
    return f"{kept}-{removed}"


def remove(
    connection: Connection, programme: str, before: datetime, now: datetime
) -> list[Chained]:
    """Delete the content of what was taken before an instant; its hashes stay, with the day.

    Args:
        connection: In a transaction.
        programme: Its name.
        before: Aware instant.
        now: Aware instant, which stays beside the hashes.

    Returns:
        What was deleted.
    """
    old = (
        weeks.c.programme == programme,
        weeks.c.taken_at < before,
        weeks.c.removed_at.is_(None),
    )
    found = [_chained(row) for row in connection.execute(select(*_COLUMNS).where(*old))]
    if found:
        connection.execute(update(weeks).where(*old).values(content=None, removed_at=now))
        connection.execute(
            insert(removals),
            [
                {"removed_at": now, "what": f"week {one.week} {one.sha256}", "row_count": 1}
                for one in found
            ],
        )
    return found


def _chained(row: Row[tuple[object, ...]]) -> Chained:
    return Chained(**row._mapping)
