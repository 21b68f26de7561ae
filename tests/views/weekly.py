"""A programme with three frozen weeks, the first one rebuilt, as pages are given it."""

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from programme.settings import Settings
from snapshots.measure import measure
from snapshots.rebuild import rebuild
from snapshots.snapshot import Snapshot
from snapshots.statements import Statements
from snapshots.weeks import Weeks
from store import Store, open_store
from sync.run import sync
from tests.metrics.frames import at
from tests.recordings import write_recording
from tests.snapshots.frozen import CONFIG, frozen, settings_of
from views.shown import Shown

NOW = at("2026-02-11T10:00")


@cache
def kept() -> tuple[Settings, Store]:
    """Return the programme and its store, made once."""
    folder = Path(mkdtemp(prefix="waymark-weekly-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    write_recording(folder / "app")
    settings = settings_of(folder, report={"rebuild_weeks": 1})
    store = open_store(settings.store.url)
    sync(settings, store, now=at("2026-01-31T09:00"), environ={})
    # Week 4 had ended before anything was read.
    rebuild(settings, store, config_sha256=CONFIG, now=at("2026-01-31T09:00"))
    frozen(settings, store, "2026-W05", now=at("2026-02-02T09:00"))
    frozen(settings, store, "2026-W06", now=at("2026-02-10T09:00"))
    return settings, store


@cache
def _measured(revision: str) -> Snapshot:
    """Return the live figures; *revision* changes with whatever is kept."""
    settings, store = kept()
    return measure(settings, store, as_of=NOW, config_sha256=CONFIG)


def shown(week: str = "", *, writes: bool = False, since: str = "", empty: bool = False) -> Shown:
    """Return what a page is given.

    Args:
        week: Name of a frozen week; empty = now.
        writes: Whether the reader may write.
        since: The week that the reader saw last.
        empty: Whether nothing was frozen yet.
    """
    settings, store = kept()
    weeks = Weeks.of(store, "" if empty else settings.programme.name)
    made = _measured(store.revision())
    statements = Statements(settings, store, NOW) if writes else None
    live = Shown(made, settings, NOW, weeks=weeks, since=since, statements=statements)
    if not week:
        return live
    one = weeks.edition(week)
    return Shown(one.snapshot, one.settings, NOW, weeks=weeks, current=live)
