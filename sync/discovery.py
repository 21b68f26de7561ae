"""Find the repositories under owners and groups anew, before they are pulled."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from programme.errors import AuthError, ConfigError, SourceError, WaymarkError
from programme.expansion import expanded, left
from programme.settings import Settings
from programme.settings_sources import Collection
from store import Overtaken, Store
from sync import forges
from sync.failures import told
from sync.secrets import token_of


@dataclass(frozen=True)
class Unread:
    """An owner or group that could not be read; what was found under it before is still pulled.

    Attributes:
        name: Of the owner or group.
        message: Why, in one sentence.
        refused: Whether it refused the credentials, or its configuration cannot be used.
    """

    name: str
    message: str
    refused: bool


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
) -> Discovery:
    """Find all repositories and remember them in *store*.

    Of those that are gone or no longer fit, nothing new can be known: each is said to be up to date
    as it was last seen.

    Args:
        settings: The configuration, expanded or not.
        store: Where to.
        now: Aware instant of the sight.
        environ: Holds the tokens.
        clock: Tells when a run has ended.
    """
    unread: list[Unread] = []
    requests = 0
    for collection in settings.collections:
        try:
            requests += _read(collection, settings, store, now, environ, clock)
        except WaymarkError as error:
            refused = isinstance(error, AuthError | ConfigError)
            requests += error.request_count if isinstance(error, SourceError) else 0
            unread.append(Unread(collection.name, str(error), refused))
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
) -> int:
    """Read one owner or group into the store; return the requests that it took."""
    name = collection.name
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
    return writer.request_count
