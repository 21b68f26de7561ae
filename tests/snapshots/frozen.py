"""A small programme whose weeks are frozen: one recorded list, read on a Monday morning."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from programme.settings import Settings
from snapshots.freeze import freeze
from store import Chained, Store, open_store
from sync.run import sync
from tests.metrics.frames import at, make_settings
from tests.recordings import write_recording

#: A Monday in winter; the week before it, 2026-W06, is whole.
MONDAY = at("2026-02-09T09:00")
WEEK = "2026-W06"
CONFIG = "c0ffee"


def settings_of(folder: Path, **sections: Any) -> Settings:
    """Make the settings of a programme with one recorded list in *folder*."""
    source = {"kind": "recorded", "path": str(folder / "app")}
    return make_settings(
        project={"sources": [source]},
        store={"url": f"sqlite:///{folder}/waymark.db"},
        **sections,
    )


def frozen(
    settings: Settings, store: Store, week: str = WEEK, now: datetime = MONDAY, **more: Any
) -> Chained:
    """Freeze a week at *now*."""
    return freeze(settings, store, week, config_sha256=CONFIG, now=now, **more)


@contextmanager
def synced(
    folder: Path, now: datetime = MONDAY, **sections: Any
) -> Iterator[tuple[Settings, Store]]:
    """Record a list, and sync it at *now* into a store of its own."""
    write_recording(folder / "app")
    settings = settings_of(folder, **sections)
    store = open_store(settings.store.url)
    try:
        sync(settings, store, now=now, environ={}, full=False)
        yield settings, store
    finally:
        store.close()
