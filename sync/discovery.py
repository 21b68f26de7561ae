"""Find the repositories under owners and groups anew, before they are pulled."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from programme.errors import AuthError, ConfigError, SourceError, WaymarkError
from programme.expansion import expanded, left
from programme.settings import Settings
from programme.settings_sources import Collection
from store import Overtaken, Store
from sync import forges
from sync.failures import told
from sync.progress import Progress, Tell
from sync.secrets import token_of
from sync.side_by_side import side_by_side


@dataclass(frozen=True)
class Unread:
    """An owner or group that could not be read; what was found under it before is still pulled.

    Attributes:
        name: Of the owner or group.
        message: Why, in one sentence.
        refused: Whether it refused the credentials, or its configuration cannot be used.
        request_count: HTTP requests made.
    """

    name: str
    message: str
    refused: bool
    request_count: int = 0


@dataclass(frozen=True)
class Discovery:
    """What was found under all owners and groups.

    Attributes:
        settings: Those of the sources that are there to be pulled.
        unread: Owners and groups that could not be read.
        request_count: HTTP requests made.
    """

    settings: Settings
    unread: tuple[Unread, ...] = ()
    request_count: int = 0


def discover(
    settings: Settings,
    store: Store,
    *,
    now: datetime,
    environ: Mapping[str, str],
    clock: Callable[[], datetime] | None = None,
    tell: Tell = lambda at: None,
) -> Discovery:
    """Find all repositories and remember them in *store*; owners and groups are asked side by side.

    Of those that are gone or no longer fit, nothing new can be known: each is said to be up to date
    as it was last seen.

    Args:
        settings: The configuration, expanded or not.
        store: Where to.
        now: Aware instant of the sight.
        environ: Holds the tokens.
        clock: Tells when a run has ended.
        tell: Told before each is asked, once it has answered, and at its end; by many threads.
    """
    unread: list[Unread] = []
    requests = 0

    def read(place: int, collection: Collection) -> Unread | int:
        name, found, made = collection.name, 0, 0

        def report(pages: int = 0, ended: bool = False) -> None:
            count = len(settings.collections)
            tell(Progress(name, place, count, found, made, pages, ended, finding=True))

        report()
        try:
            found, made = _read(collection, settings, store, now, environ, clock)
            report(1)
        except WaymarkError as error:
            made = error.request_count if isinstance(error, SourceError) else 0
            return Unread(name, str(error), isinstance(error, AuthError | ConfigError), made)
        finally:
            report(ended=True)
        return made

    works = [
        (collection, partial(read, place, collection))
        for place, collection in enumerate(settings.collections, 1)
    ]
    for answer in side_by_side(works, settings):
        if isinstance(answer, Unread):
            unread.append(answer)
            requests += answer.request_count
        else:
            requests += answer
    listings = store.listings(settings)
    # What stays of an owner that could not be read may have changed.
    known = {name: listed for name, listed in listings.items() if name not in _names(unread)}
    for source in left(settings, known):
        try:
            with (
                suppress(Overtaken),
                told(source.name, settings, environ),
                store.writing(source.name, source.kind, now, clock=clock),
            ):
                pass
        except WaymarkError as error:
            unread.append(Unread(source.name, str(error), refused=False))
    return Discovery(expanded(settings, listings, present=True), tuple(unread), requests)


def _names(unread: list[Unread]) -> set[str]:
    return {entry.name for entry in unread}


def _read(
    collection: Collection,
    settings: Settings,
    store: Store,
    now: datetime,
    environ: Mapping[str, str],
    clock: Callable[[], datetime] | None,
) -> tuple[int, int]:
    """Read one owner or group into the store; return how many repositories and requests it took."""
    name, found = collection.name, 0
    with (
        suppress(Overtaken),  # what another sync has just listed will do
        told(name, settings, environ),
        store.writing(name, collection.kind, now, clock=clock, named=settings.named) as writer,
        told(name, settings, environ),
    ):
        try:
            token = token_of(collection, environ)
            batch = forges.find(collection, settings=settings, token=token)
        except SourceError as error:
            writer.request_count = error.request_count
            raise
        if not batch.repositories and any(
            listing.present for listing in store.listings(settings)[name]
        ):
            raise SourceError(
                f"{name} shows no repositories any more; check that the token may read them, or "
                "take it out of the configuration.",
            )
        writer.write(batch)
        found = len(batch.repositories or ())
    return found, writer.request_count
