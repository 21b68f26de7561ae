"""How long frozen weeks take: two years of them, of 20 projects.

    python -m bench.weeks DIR [--items 10000] [--projects 20] [--weeks 104]

Fills a store in DIR unless it is there, freezes what is missing of its weeks, and prints the
seconds of: freezing the last one, verifying all, and all weeks at a glance, cold and warm; each
also as a share of measuring the programme once on the same machine.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bench.filled import AS_OF, fill, settings
from programme.settings import Settings
from programme.weeks import WEEK
from snapshots import glance, published, week_names
from snapshots.freeze import freeze
from snapshots.measure import measure
from snapshots.verify import verify
from snapshots.weeks import Weeks
from store import Store, open_store

_CONFIG: Final = "0" * 64


def main() -> None:
    """Freeze, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dir", type=Path)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--projects", type=int, default=20)
    parser.add_argument("--weeks", type=int, default=104)
    given = parser.parse_args()
    given.dir.mkdir(parents=True, exist_ok=True)
    path = given.dir.resolve() / f"weeks-{given.items}.db"
    programme = settings(given.projects, f"sqlite:///{path}")
    if not path.exists():
        fill(programme, given.items)
    store = open_store(programme.store.url)
    last = week_names.last_whole(AS_OF, programme.programme.zone)
    # The last one is frozen on the clock, with as many before it.
    for back in range(given.weeks - 1, 0, -1):
        _freeze(programme, store, week_names.before(last, back))
    _report(programme, store, last)
    store.close()


def _freeze(programme: Settings, store: Store, week: str) -> None:
    """Freeze a week on its Monday morning, unless it is frozen."""
    if week in {one.week for one in store.weeks(programme.programme.name)}:
        return
    now = week_names.ends_at(week, programme.programme.zone) + WEEK / 20
    freeze(programme, store, week, config_sha256=_CONFIG, now=now)
    print(f"froze {week}", flush=True)


def _report(programme: Settings, store: Store, last: str) -> None:
    name = programme.programme.name
    as_of = week_names.ends_at(last, programme.programme.zone)
    once = _seconds(lambda: measure(programme, store, as_of=as_of, config_sha256=_CONFIG))
    print(f"{'measuring the programme once':44} {once:6.2f} s")
    # A command that freezes a week has read none of those before it.
    published._told.cache_clear()
    _row("freezing one week", _seconds(lambda: _freeze(programme, store, last)), once)
    weeks = Weeks.of(store, name)
    kept = len(weeks.kept)
    _row(f"verifying {kept} weeks", _seconds(lambda: _verify(store, name)), once)
    glance._row.cache_clear()
    _row(f"{kept} weeks at a glance, cold", _seconds(weeks.glance), once)
    _row(f"{kept} weeks at a glance, warm", _seconds(Weeks.of(store, name).glance), once)
    size = sum(len(weeks.content(weeks.edition(week))) for week in weeks.names)
    print(f"{'all weeks as zip files':44} {size / 1e6:6.1f} MB")


def _verify(store: Store, name: str) -> None:
    found = verify(store, name)
    assert not found.broken, found.broken


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _row(what: str, seconds: float, once: float) -> None:
    print(f"{what:44} {seconds:6.2f} s  {seconds / once:6.2f} times measuring")


if __name__ == "__main__":
    main()
