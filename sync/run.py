"""Pull all sources into the store, side by side; one that fails never fails the others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from programme.config_file import missing_variables
from programme.errors import AuthError, ConfigError, SourceError, WaymarkError
from programme.settings import Settings
from programme.settings_projects import Project
from programme.settings_sources import RecordedSource, Source
from programme.wording.moved import moved
from store import Overtaken, Store
from sync.discovery import discover
from sync.failures import told
from sync.forges import pull
from sync.progress import Progress, Tell, by_turns
from sync.secrets import token_of
from sync.side_by_side import side_by_side


@dataclass(frozen=True)
class SourceResult:
    """How the sync of one source ended.

    Attributes:
        source: Its name.
        message: Why it failed, in one sentence; empty if it did not.
        refused: Whether it refused the credentials, or its configuration cannot be used.
        items_changed: Items of which a row was opened or closed.
        request_count: HTTP requests, retries included.
        notice: What its reader should know though it did not fail, in one sentence; mostly empty.
        trace: Where it failed, for developers, if that was a mistake of Waymark's own.
    """

    source: str
    message: str = ""
    refused: bool = False
    items_changed: int = 0
    request_count: int = 0
    notice: str = ""
    trace: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether nothing of it was stored."""
        return bool(self.message)


@dataclass(frozen=True)
class SyncResult:
    """How a sync ended.

    Attributes:
        sources: Owners and groups that could not be read, then every source, in the order of the
            configuration.
        finding_count: HTTP requests for the repositories of owners and groups.
    """

    sources: tuple[SourceResult, ...]
    finding_count: int = 0

    @property
    def failures(self) -> tuple[SourceResult, ...]:
        """The sources that failed."""
        return tuple(source for source in self.sources if source.failed)

    @property
    def refused(self) -> bool:
        """Whether the credentials or configuration of any source must be mended."""
        return any(source.refused for source in self.sources)

    def __str__(self) -> str:
        """Say it in the one line that ``waymark.py sync`` ends with."""
        succeeded = len(self.sources) - len(self.failures)
        changed = sum(source.items_changed for source in self.sources)
        requests = self.finding_count + sum(source.request_count for source in self.sources)
        return f"synced {succeeded} sources, {changed} items changed, {requests} requests"


def sync(
    settings: Settings,
    store: Store,
    *,
    now: datetime,
    environ: Mapping[str, str],
    full: bool = False,
    progress: Tell | None = None,
    clock: Callable[[], datetime] | None = None,
) -> SyncResult:
    """Pull what changed from every source into *store*.

    A source that is no longer configured keeps its rows, unread.

    Args:
        settings: The configuration.
        store: Where to.
        now: Aware instant from which all observations of this sync count.
        environ: Holds the tokens under the names of the configuration.
        full: Pull everything afresh instead of what changed since the last good sync.
        progress: Told before a source, an owner or a group is asked, after each of its batches and
            at its end, by one thread at a time.
        clock: Tells when each source's run has ended; without one all end at *now*.

    Returns:
        How it ended for each source. Failures of sources are in it and are not raised.

    Raises:
        ConfigError: If a token's variable is not set; no source is asked then.
    """
    if missing := missing_variables(settings, environ):
        raise ConfigError(" ".join(missing))
    tell = by_turns(progress)
    found = discover(settings, store, now=now, environ=environ, clock=clock, tell=tell)
    settings = found.settings
    order = _Order(settings, store, now, environ, full, clock)

    def report(
        place: int, name: str, items: int, requests: int, pages: int, ended: bool = False
    ) -> None:
        tell(Progress(name, place, len(settings.sources), items, requests, pages, ended))

    works = [
        (source, partial(_sync_source, order, project, source, partial(report, place, source.name)))
        for place, (project, source) in enumerate(settings.sources, 1)
    ]
    try:
        pulled = side_by_side(works, settings)
    except KeyboardInterrupt:
        # The process ends; the next sync goes on from what was read.
        store.break_off()
        raise
    unread = (SourceResult(entry.name, entry.message, entry.refused) for entry in found.unread)
    return SyncResult((*unread, *pulled), found.request_count)


@dataclass(frozen=True)
class _Order:
    """What is the same for every source of one sync."""

    settings: Settings
    store: Store
    now: datetime
    environ: Mapping[str, str]
    full: bool
    clock: Callable[[], datetime] | None


def _sync_source(
    order: _Order, project: Project, source: Source, report: Callable[..., None]
) -> SourceResult:
    name, settings, store = source.name, order.settings, order.store
    items = requests = pages = 0
    report(items, requests, pages)
    try:
        with (
            told(name, settings, order.environ),
            store.writing(
                name,
                source.kind,
                order.now,
                full=order.full,
                clock=order.clock,
                named=settings.named,
            ) as writer,
            # Twice: the store keeps the sentence, so it must be fit for that before it gets there.
            told(name, settings, order.environ),
        ):
            try:
                for batch in pull(
                    source,
                    project=project,
                    settings=settings,
                    token=token_of(source, order.environ),
                    cursor=None if order.full else writer.pulled.cursor or store.cursor(name),
                    full=order.full,
                    read_before=writer.read_before,
                ):
                    writer.write(batch)
                    items, requests = writer.pulled.item_count, writer.request_count
                    pages += 1
                    report(items, requests, pages)
                    if batch.numbers == frozenset() and not isinstance(source, RecordedSource):
                        _refuse_to_lose_all(store, name)
            except SourceError as error:
                # Those since the last batch were made, too.
                writer.request_count = requests = max(requests, error.request_count)
                raise
    except Overtaken as error:
        return SourceResult(name, request_count=requests, notice=str(error))
    except WaymarkError as error:
        refused = isinstance(error, AuthError | ConfigError)
        trace = error.trace if isinstance(error, SourceError) else ()
        return SourceResult(
            name, message=str(error), refused=refused, request_count=requests, trace=trace
        )
    finally:
        report(items, requests, pages, ended=True)
    return SourceResult(
        name,
        items_changed=writer.items_changed,
        request_count=requests,
        notice=moved(name, writer.path) if source in project.named else "",
    )


def _refuse_to_lose_all(store: Store, source: str) -> None:
    """Take a forge that suddenly shows no issue for one that hides them: far more often it is.

    GitHub and GitLab answer with an empty list where issues were switched off or may not be seen
    any more; taken as it is, all work would be dropped.
    """
    if store.holds_items(source):
        raise SourceError(
            f"{source} shows no issues any more; check that they are switched on there and that "
            "the token may read them, or take the source out of the configuration."
        )
