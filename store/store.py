"""The store as other rooms see it."""

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any, Literal

import pandas as pd
from sqlalchemy import Engine

from programme.errors import WaymarkError
from programme.expansion import Listing, expanded
from programme.settings import Settings
from store import (
    as_of,
    carried,
    database,
    frozen,
    repositories,
    retention,
    run_log,
    runs,
    said,
    sendings,
)
from store.frozen import Chained, Frozen
from store.run_log import Logged
from store.said import Declaration, Note
from store.sendings import Sending
from store.writer import Writer


def open_store(url: str) -> "Store":
    """Open the store at *url*, made or brought to the newest schema where needed.

    Args:
        url: ``sqlite:///PATH`` or ``postgresql+psycopg://…``.

    Raises:
        ConfigError: If *url* names no such database.
        WaymarkError: If the database cannot be used, or a newer Waymark has written it.
    """
    engine = database.connect(url)
    database.migrate(engine)
    return Store(engine)


def existing_store(url: str) -> "Store | None":
    """Open the store at *url* as it is; None if there is none of the newest schema yet.

    Args:
        url: As for ``open_store``.

    Raises:
        ConfigError: If *url* names no such database.
        WaymarkError: If the database cannot be used.
    """
    if not database.may_exist(url):
        return None
    engine = database.connect(url)
    if database.is_current(engine):
        return Store(engine)
    engine.dispose()
    return None


class Store:
    """What was seen and when. May be shared by threads; readers never wait for a sync.

    Every method but ``healthy`` raises WaymarkError, one plain sentence, when the database fails.
    """

    def __init__(self, engine: Engine) -> None:
        """Use *engine*, whose schema is the newest (see open_store)."""
        self._engine = engine
        # Threads take turns here: a database's own queue gives up after a while.
        self._turn = threading.Lock()
        self._under_way: dict[Writer, runs.Run] = {}

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextmanager
    def writing(
        self,
        source: str,
        kind: str,
        now: datetime,
        *,
        full: bool = False,
        clock: Callable[[], datetime] | None = None,
        named: Collection[str] = (),
    ) -> Iterator[Writer]:
        """Take the batches of one sync of *source*; keep all of them at the end, or none.

        When the block ends well, rows, cursor and the good run are written in one transaction.
        When it raises, a failed run is written with the error's sentence, and the error goes on.
        What was read until the last cursor is then kept aside, and the next writer begins with it,
        unless everything is to be pulled afresh.

        Args:
            source: Name of the source.
            kind: ``github``, ``gitlab`` or ``recorded``.
            now: Aware instant from which the observations count.
            full: Whether everything is pulled afresh.
            clock: Tells when the sync has ended; without one it ends at *now*.
            named: Names that the configuration itself gives to sources, in small letters: when a
                repository gets another name, what is known under one of them stays there.

        Raises:
            Overtaken: If another sync of *source* ended well meanwhile; no run is written then.
            WaymarkError: If the database fails.
        """
        with database.reading(self._engine) as connection:
            before = runs.last_good(connection, source)
            unfinished = b"" if full else runs.unfinished(connection, source)
        run = runs.Run(source, kind, now, full, clock, before, named)
        writer = Writer(unfinished)
        self._under_way[writer] = run
        try:
            yield writer
            with self._turn, database.writing(self._engine) as connection:
                run.finish(connection, writer)
        except runs.Overtaken:
            raise  # the source did not fail: a run of it ended well
        except Exception as error:
            # Words of other exceptions may quote what was being read.
            message = str(error) if isinstance(error, WaymarkError) else type(error).__name__
            # Should this fail too, the first failure is the one to be told.
            with suppress(WaymarkError), self._turn, database.writing(self._engine) as connection:
                run.fail(connection, writer, message)
            raise
        finally:
            del self._under_way[writer]

    def break_off(self) -> None:
        """Keep aside what each sync under way has read; the process then ends.

        What is just being written is waited for, and nothing is written after this.
        """
        self._turn.acquire()
        under_way = list(self._under_way.items())
        for writer, _ in under_way:
            writer.take_no_more()
        # In one go, so that a store that others use is waited for once; what fails, fails silently.
        with suppress(Exception), database.writing(self._engine) as connection:
            for writer, run in under_way:
                run.stop(connection, writer)

    def last_good_at(self, names: Sequence[str]) -> datetime | None:
        """Return when the last good run of any of the sources *names* ended; None without one."""
        with database.reading(self._engine) as connection:
            return runs.last_good_at(connection, names)

    def cursor(self, source: str) -> str | None:
        """Return where the next pull of *source* goes on; None = from the beginning."""
        with database.reading(self._engine) as connection:
            return runs.cursor(connection, source)

    def synced(self, names: Sequence[str]) -> bool:
        """Say whether any of the sources *names* was ever synced well."""
        with database.reading(self._engine) as connection:
            return any(runs.last_good(connection, name) is not None for name in names)

    def listings(self, settings: Settings) -> dict[str, list[Listing]]:
        """Return what is known of the owners and groups of *settings*, by name."""
        names = [collection.name for collection in settings.collections]
        if not names:
            return {}
        with database.reading(self._engine) as connection:
            return repositories.listings(connection, names)

    def expanded(self, settings: Settings) -> Settings:
        """Return *settings* with the repositories that were found under owners and groups."""
        return expanded(settings, self.listings(settings))

    def holds_items(self, source: str) -> bool:
        """Say whether the forge of *source* showed any issue when it was last synced."""
        with database.reading(self._engine) as connection:
            return runs.holds_items(connection, source)

    def revision(self) -> str:
        """Return a value that changes whenever a run ends, for caches.

        So it does when a week is frozen or deleted, and when a rating is declared or a note kept.
        """
        with database.reading(self._engine) as connection:
            parts = (module.revision(connection) for module in (runs, frozen, said))
            return "-".join(parts)

    def revisions(self, names: Sequence[str]) -> dict[str, str]:
        """Return for each source of *names* a value that changes with what is known of it.

        It stays where a run found nothing new, and ended as the one before.
        """
        with database.reading(self._engine) as connection:
            return runs.revisions(connection, names)

    def item_counts(self, names: Sequence[str]) -> dict[str, int]:
        """Return how many items of each source of *names* are there."""
        with database.reading(self._engine) as connection:
            return runs.item_counts(connection, names)

    def label_counts(self, names: Sequence[str]) -> dict[str, Counter[str]]:
        """Return for each source of *names* how many issues carry each label, by name."""
        with database.reading(self._engine) as connection:
            return carried.label_counts(connection, names)

    def last_runs(self, t: datetime, names: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Return how the last runs of each source of *names* went by *t*: see run_log.last_runs."""
        with database.reading(self._engine) as connection:
            return run_log.last_runs(connection, t, names)

    def logged(
        self, t: datetime, names: Sequence[str], *, outcome: str = "", limit: int, offset: int = 0
    ) -> Logged:
        """Return a page of the runs of *names* that had ended by *t*: see run_log.logged."""
        with database.reading(self._engine) as connection:
            return run_log.logged(connection, t, names, outcome=outcome, limit=limit, offset=offset)

    def next_instants(self, t: datetime, names: Sequence[str]) -> dict[str, datetime]:
        """Return for each source of *names* the first instant after *t* of which it speaks.

        Sources that speak of none are left out: a clock would have to go wrong.
        """
        with database.reading(self._engine) as connection:
            return as_of.next_instants(connection, t, names)

    def read(
        self, t: datetime, names: Sequence[str], *, runs_until: datetime | None = None
    ) -> dict[str, pd.DataFrame]:
        """Return what was known of the sources *names* at *t*: see as_of.read."""
        with database.reading(self._engine) as connection:
            return as_of.read(connection, t, names, runs_until=runs_until or t)

    def freeze(self, programme: str, make: Callable[[str | None], Frozen]) -> Chained:
        """Keep a snapshot for good, as the newest link of the programme's chain, or nothing.

        Args:
            programme: Its name.
            make: Makes it, given the hash of the newest one; None for the first.

        Raises:
            FrozenAlready: If this revision of the week is there.
        """
        with database.writing(self._engine) as connection:
            return frozen.add(connection, programme, make)

    def weeks(self, programme: str) -> list[Chained]:
        """Return every frozen snapshot of *programme* in the order of the chain."""
        with database.reading(self._engine) as connection:
            return frozen.chain(connection, programme)

    def week_content(self, programme: str, position: int) -> bytes | None:
        """Return the bytes of the snapshot at *position* of the chain; None once it is deleted."""
        with database.reading(self._engine) as connection:
            return frozen.content(connection, programme, position)

    def remove_weeks(self, programme: str, before: datetime, now: datetime) -> list[Chained]:
        """Delete what was taken before an instant, but its hashes; say what was deleted."""
        with database.writing(self._engine) as connection:
            return frozen.remove(connection, programme, before, now)

    def remove_titles(self, names: Sequence[str], before: datetime, now: datetime) -> int:
        """Take titles off issues closed before an instant; say of how many."""
        with database.writing(self._engine) as connection:
            return retention.remove_titles(connection, names, before, now)

    def declare(self, declaration: Declaration) -> None:
        """Keep a rating that a role has declared."""
        with database.writing(self._engine) as connection:
            said.declare(connection, declaration)

    def declared(self, programme: str, until: datetime) -> Declaration | None:
        """Return the last rating declared by an instant; None if there was none."""
        with database.reading(self._engine) as connection:
            return said.declared(connection, programme, until)

    def write_note(self, note: Note) -> None:
        """Keep a note on a week; the last one of a week counts."""
        with database.writing(self._engine) as connection:
            said.write_note(connection, note)

    def note(self, programme: str, week: str, until: datetime) -> Note | None:
        """Return the last note on a week that was written by an instant."""
        with database.reading(self._engine) as connection:
            return said.note(connection, programme, week, until)

    def begin_sending(self, programme: str, what: str, target: str, now: datetime) -> int | None:
        """Begin to send something; None if it is sent or being sent: see sendings.begin."""
        with database.writing(self._engine) as connection:
            return sendings.begin(connection, programme, what, target, now)

    def end_sending(
        self,
        number: int,
        state: Literal["sent", "failed"],
        now: datetime,
        *,
        attempts: int,
        message: str = "",
    ) -> None:
        """Write how a sending ended: see sendings.end."""
        with database.writing(self._engine) as connection:
            sendings.end(connection, number, state, now, attempts=attempts, message=message)

    def sendings(self, programme: str, what: str) -> list[Sending]:
        """Return every try to send *what*, the first one first."""
        with database.reading(self._engine) as connection:
            return sendings.listed(connection, programme, what)

    def healthy(self) -> bool:
        """Say whether the database answers and holds the newest schema; never raises."""
        try:
            return database.is_current(self._engine)
        except WaymarkError:
            return False
