"""The snapshot of now, kept while nothing changes and as the last good one when something fails."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock

import pandas as pd

from programme import config_file
from programme.errors import ConfigError, FrameError, WaymarkError
from programme.settings import Settings
from snapshots.edition import Edition
from snapshots.explain import explain
from snapshots.measure import assemble, measure_each, require_synced
from snapshots.measured import Measured, together
from snapshots.run_log import RunLog
from snapshots.snapshot import Snapshot
from snapshots.statements import Statements
from snapshots.told import told
from snapshots.weeks import Weeks
from snapshots.workers import ProcessEnded
from store import Store, open_store

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Current:
    """The snapshot to show, with what it was made of.

    Attributes:
        snapshot: The newest good one.
        settings: Those it was made with.
        problems: Plain sentences on why it is not newer.
    """

    snapshot: Snapshot
    settings: Settings
    problems: tuple[str, ...]


@dataclass(frozen=True)
class _Made:
    """The newest good snapshot, and what its projects were measured from.

    Attributes:
        key: Hash of the configuration, revision of the store, and hour.
        revisions: Of each source when it was read.
        measured: The projects' tables.
        as_of: Instant of the figures.
        problem: Why they are not compared with the week before, in one sentence; empty if they are.
    """

    key: tuple[str, str, str]
    snapshot: Snapshot
    settings: Settings
    revisions: dict[str, str]
    measured: Measured
    as_of: datetime
    problem: str


@cache
def live(path: Path) -> "Live":
    """Return the one live snapshot of the configuration at *path* in this process."""
    return Live(path)


class Live:
    """Follows a configuration file and its store. May be shared by threads."""

    def __init__(self, path: Path) -> None:
        """Follow the configuration at *path*; nothing is read yet."""
        self._path = path
        self._lock = Lock()
        self._tried = ""
        self._config_sha256 = ""
        self._config_problem = ""
        self._settings: Settings | None = None
        self._store: Store | None = None
        self._store_url = ""
        self._made: _Made | None = None
        self._failed: tuple[tuple[str, str, str], str] | None = None

    def read(self, now: datetime) -> Current:
        """Return the snapshot of *now*, made anew when the file, the store or the hour has changed.

        While one reader makes it, others are given the last good one.

        Args:
            now: Aware instant; ``programme.as_of`` goes before it.

        Raises:
            WaymarkError: If there is no good snapshot to show; the message says what to do.
        """
        if not self._lock.acquire(blocking=self._made is None):
            return self._last("")
        try:
            return self._read(now)
        finally:
            self._lock.release()

    def healthy(self) -> bool:
        """Say whether the configuration is read and the store answers; waits for no measure."""
        if self._store is None:
            with self._lock, suppress(WaymarkError):
                self._follow()
        return self._store is not None and self._store.healthy()

    def last_good_at(self) -> datetime | None:
        """Return when a source was last synced well; None where it is not known."""
        settings, store = self._settings, self._store
        if settings is None or store is None:
            return None
        try:
            return store.last_good_at(store.expanded(settings).source_names)
        except WaymarkError:
            return None

    def explain(self, table: str, key: Sequence[str]) -> pd.DataFrame:
        """Name the items behind a row of the snapshot that was read last: see snapshots/explain.py.

        Raises:
            WaymarkError: If nothing was read yet, there is no such row, or the store fails.
        """
        made, store = self._made, self._store
        if made is None or store is None:
            raise WaymarkError("There are no figures to explain yet.")
        return explain(made.settings, store, table, key, as_of=made.as_of)

    def weeks(self) -> Weeks:
        """Return the programme's frozen weeks.

        Raises:
            WaymarkError: If nothing was read yet, or the store fails.
        """
        settings, store = self._settings, self._store
        if settings is None or store is None:
            raise WaymarkError("There are no frozen weeks yet.")
        return Weeks.of(store, settings.programme.name)

    def runs(self, edition: Edition) -> RunLog:
        """Return the runs behind the live edition or that of a frozen week.

        Raises:
            WaymarkError: If nothing was read yet.
        """
        if self._store is None:
            raise WaymarkError("There are no runs yet.")
        return RunLog.of(self._store, edition)

    def statements(self, now: datetime) -> Statements:
        """Return what keeps a rating or a note that somebody writes at an instant.

        Raises:
            WaymarkError: If nothing was read yet.
        """
        settings, store = self._settings, self._store
        if settings is None or store is None:
            raise WaymarkError("There is no programme to say anything of yet.")
        return Statements(settings, store, settings.programme.as_of or now)

    @property
    def programme(self) -> str:
        """Name of the programme, as far as it is known."""
        return self._settings.programme.name if self._settings else ""

    def _read(self, now: datetime) -> Current:
        try:
            configured, store = self._follow()
            settings = store.expanded(configured)
            as_of = settings.programme.as_of or now
            hour = as_of.strftime("%Y-%m-%dT%H")
            key = (self._config_sha256, store.revision(), hour)
            if self._made is None or self._made.key != key:
                if self._failed and self._failed[0] == key:
                    return self._last(self._failed[1])
                self._make(key, settings, store, as_of)
        except WaymarkError as error:
            return self._last(self._for_readers(str(error)))
        return self._last("")

    def _for_readers(self, text: str) -> str:
        """Return *text* with names of files, not where the server keeps them."""
        store = Path(self._settings.store.url.partition(":///")[2] if self._settings else "")
        for path in (self._path, store):
            text = text.replace(str(path), path.name) if path.name else text
        return text

    def _make(
        self, key: tuple[str, str, str], settings: Settings, store: Store, as_of: datetime
    ) -> None:
        try:
            made = self._measured(key, settings, store, as_of)
        except Exception as error:
            ended = isinstance(error, ProcessEnded)
            if isinstance(error, WaymarkError) and not (ended or isinstance(error, FrameError)):
                raise  # a sentence for readers, such as that nothing has been synced
            # Whatever a measure trips over, the last good page stays; it is not tried again
            # before something has changed.
            _LOG.exception("The figures could not be worked out")
            kind = type(error).__name__
            sentence = str(error) if ended else f"The figures could not be worked out ({kind})."
            self._failed = (key, sentence)
            raise WaymarkError(sentence) from error
        self._made = made
        self._failed = None

    def _measured(
        self, key: tuple[str, str, str], settings: Settings, store: Store, as_of: datetime
    ) -> _Made:
        """Measure again only the projects whose sources or whose time have changed."""
        require_synced(settings, store)
        # Asked for first: what a sync writes meanwhile is measured the next time.
        sources = settings.source_names
        revisions = store.revisions(sources)
        kept: Measured | None = None
        if self._made is not None and self._made.key[0] == key[0]:
            before = {project.name: project.sources for project in self._made.settings.projects}
            unchanged = [
                project.name
                for project in settings.projects
                if self._made.measured.spans[project.name].holds(as_of)
                and project.sources == before[project.name]
                and all(
                    revisions[source.name] == self._made.revisions[source.name]
                    for source in project.sources
                )
            ]
            kept = self._made.measured.only(unchanged).refreshed(store.last_runs(as_of, sources))
        stale = [p.name for p in settings.projects if kept is None or p.name not in kept.spans]
        fresh = measure_each(settings, store, stale, as_of=as_of) if stale else None
        measured = together([part for part in (kept, fresh) if part is not None])
        snapshot = assemble(
            settings,
            measured,
            as_of=as_of,
            config_sha256=self._config_sha256,
            identity="/".join((*key[:2], as_of.isoformat())),
        )
        problems: list[str] = []
        whole = told(settings, store, snapshot, as_of=as_of, warn=problems.append)
        problem = self._for_readers(" ".join(problems))
        return _Made(key, whole, settings, revisions, measured, as_of, problem)

    def _last(self, problem: str) -> Current:
        if self._made is None:
            raise WaymarkError(problem or self._config_problem)
        told = (self._config_problem, problem, self._made.problem)
        problems = tuple(text for text in told if text)
        return Current(self._made.snapshot, self._made.settings, problems)

    def _follow(self) -> tuple[Settings, Store]:
        """Take up a changed file; an invalid one leaves the settings as they were."""
        try:
            sha256 = config_file.sha256(self._path)
        except OSError:
            sha256 = "unreadable"
        if sha256 != self._tried:
            self._tried = sha256
            try:
                self._settings = config_file.load(self._path)
                self._config_sha256, self._config_problem = sha256, ""
            except ConfigError as error:
                if self._settings is None:
                    self._tried = ""
                    raise
                text = self._for_readers(str(error))
                self._config_problem = f"The changed configuration is not in use. {text}"
        settings = self._settings
        if settings is None:
            raise ConfigError(f"{self._path} could not be read.")
        url = settings.store.url
        if self._store is None or url != self._store_url:
            store = open_store(url)
            if self._store is not None:
                self._store.close()
            self._store, self._store_url = store, url
        return settings, self._store
