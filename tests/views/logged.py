"""A programme of which some sources fail, as pages are given it."""

import atexit
import shutil
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from programme.errors import SourceError
from programme.rows import Batch
from programme.settings import Settings
from snapshots.measure import measure
from snapshots.run_log import RunLog
from snapshots.snapshot import Snapshot
from store import Store, open_store
from tests.builders import at
from tests.metrics.frames import make_settings
from views.shown import Shown

NOW = at(10)
REFUSED = "refused the token in T (401); it may have expired, so put a new one there."
HOSTILE = "<script>alert(1)</script> ![x](http://tracker.example/x.png) :red[Alarm]"
TAX, CARE, ROADS = (f"github.com/council/{name}" for name in ("tax", "care", "roads"))
OWNER = "github.com/exampleton/*"


def run(store: Store, source: str, now: datetime, fails: str = "") -> None:
    """Sync a source at an instant; *fails* is why it does not go well."""
    with suppress(SourceError), store.writing(source, "github", now) as writer:
        writer.write(Batch(requests=3))
        if fails:
            raise SourceError(fails)


@cache
def kept() -> tuple[Settings, Store]:
    """Return the programme and its store, made once: 63 runs, of which 22 failed."""
    folder = Path(mkdtemp(prefix="waymark-logged-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    sources = [
        *({"kind": "github", "repository": f"council/{name}", "token_env": "T"}
          for name in ("tax", "care", "roads")),
        {"kind": "github", "owner": "exampleton", "token_env": "T"},
    ]  # fmt: skip
    settings = make_settings(
        project={"sources": sources}, store={"url": f"sqlite:///{folder}/waymark.db"}
    )
    store = open_store(settings.store.url)
    for day in range(40, 60):
        run(store, CARE, at(day / 6))
        run(store, TAX, at(day / 6), f"{TAX} {REFUSED}" if day >= 49 else "")
        run(store, ROADS, at(day / 6), HOSTILE if day >= 50 else "")
    run(store, OWNER, at(9), "")
    run(store, OWNER, at(9.5), f"{OWNER} does not exist.")
    run(store, "github.com/another/programme", at(9.6), "Not of this programme.")
    run(store, CARE, at(9.7))
    return settings, store


@cache
def _measured(until: datetime) -> Snapshot:
    settings, store = kept()
    return measure(settings, store, as_of=until, config_sha256="c0ffee")


def shown(until: datetime = NOW) -> Shown:
    """Return what a page is given at an instant."""
    settings, store = kept()
    given = Shown(_measured(until), settings, until)
    return replace(given, runs=RunLog.of(store, given))
