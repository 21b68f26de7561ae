"""Runs: how each sync of each source ended, where the next one goes on, and since when we know."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from programme.errors import WaymarkError
from store.moves import in_turn, take_over
from store.repositories import own_path
from store.schema import items, runs, sources
from store.writer import Writer, apply


class Overtaken(WaymarkError):
    """Another sync of the source ended well since this one began: its result stands."""


@dataclass(frozen=True)
class Run:
    """One sync of one source.

    Attributes:
        source: Its name.
        kind: ``github``, ``gitlab`` or ``recorded``.
        now: Aware instant from which the observations count.
        full: Whether everything is pulled afresh.
        clock: Tells when the run has ended; without one it ends at *now*.
        before: The last good run when this one began; None = there was none.
        named: Names that the configuration itself gives to sources, in small letters.
    """

    source: str
    kind: str
    now: datetime
    full: bool
    clock: Callable[[], datetime] | None
    before: int | None
    named: Collection[str] = ()

    def finish(self, connection: Connection, writer: Writer) -> None:
        """Write all that *writer* took, its cursor and the good run.

        A source that was never read well goes on with what is known of its repository under a name
        that it had before.

        Raises:
            Overtaken: If another sync of the source ended well since this one began.
        """
        repository = writer.pulled.repository if self.before is None else None
        if repository:
            in_turn(connection)
        source_id = _source_id(connection, self.source, self.kind)
        # What was pulled from an older cursor would bring back what another sync has replaced.
        if last_good(connection, self.source) != self.before:
            raise Overtaken(
                f"{self.source}: another sync of it ended meanwhile, and its result stands."
            )
        before = self.before
        if repository:
            take_over(connection, self.source, repository.key, self.named)
            source_id = _source_id(connection, self.source, self.kind)
            before = last_good(connection, self.source)
        known_until, old_cursor = _stand(connection, before)
        observed_at = max(self.now, known_until) if known_until else self.now
        writer.items_changed, changed = apply(
            connection, source_id, writer.pulled, observed_at, self.named
        )
        writer.path = own_path(connection, source_id)
        self._insert(
            connection,
            source_id,
            writer,
            state="ok",
            observed_at=observed_at,
            cursor=old_cursor if writer.pulled.cursor is None else writer.pulled.cursor,
            items_changed=writer.items_changed,
            changed=changed,
        )

    def fail(self, connection: Connection, writer: Writer, message: str) -> None:
        """Write a failed run; rows and cursor of the source stay as they are.

        What a full pull has read is not kept: a full pull reads everything.
        """
        source_id = _source_id(connection, self.source, self.kind)
        # Another sync may have ended well meanwhile, and gone further.
        going_on = not self.full and last_good(connection, self.source) == self.before
        unfinished = writer.pulled.unfinished() if going_on else b""
        self._insert(
            connection,
            source_id,
            writer,
            state="failed",
            message=message,
            unfinished=unfinished or None,
        )

    def stop(self, connection: Connection, writer: Writer) -> None:
        """Keep what was read, as of a pull that broke off; being stopped is no failure of a source.

        Only of a source that was never asked before a failed run is written.
        """
        content = b"" if self.full else writer.pulled.unfinished()
        if not content or last_good(connection, self.source) != self.before:
            return
        last = connection.execute(
            select(func.max(runs.c.id)).join(sources).where(sources.c.name == self.source)
        ).scalar()
        if last is None:
            self.fail(connection, writer, f"{self.source}: the sync was stopped before its end.")
        else:
            connection.execute(update(runs).where(runs.c.id == last).values(unfinished=content))

    def _insert(
        self, connection: Connection, source_id: int, writer: Writer, **values: Any
    ) -> None:
        ended_at = max(self.now, self.clock()) if self.clock else self.now
        # Only the last run may be gone on from.
        connection.execute(
            update(runs)
            .where(runs.c.source_id == source_id, runs.c.unfinished.is_not(None))
            .values(unfinished=None)
        )
        row = {
            "source_id": source_id,
            "started_at": self.now,
            "finished_at": ended_at,
            "whole": self.full,
            "request_count": writer.request_count,
            "items_changed": 0,
            "changed": False,
            "message": "",
            **values,
        }
        connection.execute(insert(runs).values(row))


def last_good(connection: Connection, source: str) -> int | None:
    """Return the id of the last run of *source* that ended well."""
    return connection.execute(
        select(func.max(runs.c.id))
        .join(sources)
        .where(sources.c.name == source, runs.c.state == "ok")
    ).scalar()


def unfinished(connection: Connection, source: str) -> bytes:
    """Return what the last run of *source* has read, if it broke off; else nothing."""
    content: bytes | None = connection.execute(
        select(runs.c.unfinished)
        .join(sources)
        .where(sources.c.name == source)
        .order_by(runs.c.id.desc())
        .limit(1)
    ).scalar()
    return content or b""


def last_good_at(connection: Connection, names: Sequence[str]) -> datetime | None:
    """Return when the last good run of any of the sources *names* ended."""
    return connection.execute(
        select(func.max(runs.c.finished_at))
        .join(sources)
        .where(sources.c.name.in_(names), runs.c.state == "ok")
    ).scalar()


def cursor(connection: Connection, source: str) -> str | None:
    """Return where the next pull of *source* goes on; a failed run has no say in it."""
    return _stand(connection, last_good(connection, source))[1]


def holds_items(connection: Connection, source: str) -> bool:
    """Say whether any item of *source* still holds, that is, was there when it was last seen."""
    found = connection.execute(
        select(items.c.number)
        .join(sources, sources.c.id == items.c.source_id)
        .where(sources.c.name == source, items.c.seen_until.is_(None))
        .limit(1)
    ).first()
    return found is not None


def revision(connection: Connection) -> str:
    """Return a value that changes whenever a run ends."""
    # The count too: in PostgreSQL a run may become visible after one with a higher id.
    count, last = connection.execute(
        select(func.count(), func.max(runs.c.id)).select_from(runs)
    ).one()
    return f"{count}-{last or 0}"


def revisions(connection: Connection, names: Sequence[str]) -> dict[str, str]:
    """Return for each source a value that changes with its rows and with how its last run ended."""
    statement = (
        select(
            sources.c.name,
            func.count(),
            func.max(case((runs.c.changed, runs.c.id))),
            func.max(case((runs.c.state == "ok", runs.c.id))) == func.max(runs.c.id),
        )
        .join(runs, runs.c.source_id == sources.c.id)
        .where(sources.c.name.in_(names))
        .group_by(sources.c.name)
    )
    found = {
        # A first run is told from none, even if it changed nothing.
        name: f"{bool(count):d}-{last or 0}-{bool(good):d}"
        for name, count, last, good in connection.execute(statement)
    }
    return {name: found.get(name, "") for name in names}


def item_counts(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    """Return how many items of each source still hold."""
    statement = (
        select(sources.c.name, func.count())
        .join(items, items.c.source_id == sources.c.id)
        .where(sources.c.name.in_(names), items.c.seen_until.is_(None))
        .group_by(sources.c.name)
    )
    found = {name: count for name, count in connection.execute(statement)}
    return {name: found.get(name, 0) for name in names}


def _stand(connection: Connection, run: int | None) -> tuple[datetime | None, str | None]:
    found = connection.execute(
        select(runs.c.observed_at, runs.c.cursor).where(runs.c.id == run)
    ).one_or_none()
    return (found.observed_at, found.cursor) if found else (None, None)


def _source_id(connection: Connection, source: str, kind: str) -> int:
    """Return the row of *source*, made when missing, and locked until the transaction ends."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(
        dialect.insert(sources).values(name=source, kind=kind).on_conflict_do_nothing()
    )
    # SQLite has one writer at a time anyway and leaves FOR UPDATE out.
    found: int = connection.execute(
        select(sources.c.id).where(sources.c.name == source).with_for_update()
    ).scalar_one()
    return found
