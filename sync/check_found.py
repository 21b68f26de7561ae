"""Say what an owner or group stands for, without storing anything."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from programme.expansion import Listing, expanded
from programme.rows import CheckReport, RepositoryRow
from programme.settings import Settings
from programme.settings_sources import Collection
from programme.wording.words import count
from store import existing_store
from sync import forges
from sync.secrets import token_of


def check(
    collection: Collection, settings: Settings, *, environ: Mapping[str, str], now: datetime
) -> CheckReport:
    """List an owner's or group's repositories, and check the first that is taken.

    One token reads them all: what it may do is told once.

    Args:
        collection: The owner or group.
        settings: The configuration, not expanded.
        environ: Holds the tokens.
        now: Aware instant, against which the token's expiry is judged.

    Raises:
        SourceError: If it cannot be read; AuthError if it refuses the token.
    """
    token = token_of(collection, environ)
    batch = forges.find(collection, settings=settings, token=token)
    rows = batch.repositories or ()
    stored = _stored(settings, collection)
    sources = {entry.rows[-1].key: entry.sources for entry in stored}
    fresh = {
        collection.name: [
            Listing((row,), present=True, synced=False, sources=sources.get(row.key, ()))
            for row in rows
        ]
    }
    known = expanded(settings, fresh)
    found = [source for project, source in known.sources if source not in project.named]
    taken = {source.name.lower() for source in found}
    lines = [f"takes {source.name}" for source in found]
    for row in sorted(rows, key=lambda row: row.path.lower()):
        source = collection.source(row.path)
        if source.name.lower() not in taken:
            lines.append(f"leaves out {source.name}: {_why(collection, row, settings)}")
    kept = expanded(settings, {collection.name: stored})
    lines += [
        f"keeps {source.name} as it was last seen"
        for project, source in kept.sources
        if source not in project.named and source.name.lower() not in taken
    ]
    report = CheckReport(
        collection.name,
        f"{len(found)} of {count(len(rows), 'repository', 'repositories')}",
        requests=batch.requests,
        lines=tuple(lines),
    )
    if not found:
        return replace(report, warnings=(f"{collection.name}: no repository is taken.",))
    token_report = forges.check(found[0], settings=known, token=token, now=now)
    return replace(
        report,
        scopes=token_report.scopes,
        expires_at=token_report.expires_at,
        warnings=token_report.warnings,
        requests=report.requests + token_report.requests,
    )


def _why(collection: Collection, row: RepositoryRow, settings: Settings) -> str:
    if not collection.names(row.path):
        return "include or exclude says so"
    return collection.against(row) or "the configuration lists it elsewhere"


def _stored(settings: Settings, collection: Collection) -> list[Listing]:
    """Return what earlier syncs found."""
    store = existing_store(settings.store.url)
    if store is None:
        return []
    try:
        return store.listings(settings)[collection.name]
    finally:
        store.close()
