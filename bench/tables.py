"""How long all tables of a large programme take from a filled store, and how much memory.

    python -m bench.tables [--items 100000 1000000] [--projects 300] [--url postgresql+psycopg://…]
                           [--all] [--dir DIR]

Times the flow tables (TABLES), or with ``--all`` every table, printed as CSV with the programme's
rows; then a second time after one project changed, as the dashboard does it. Prints seconds, the
growth exponent between sizes, and the peak memory of this process and of the largest other one.
"""

import argparse
import math
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Final

import pandas as pd

from bench.filled import AS_OF, fill, settings
from metrics import registry
from programme.settings import Settings
from snapshots.measure import measure_each
from snapshots.measured import together
from snapshots.package import printed
from store import Store, open_store

#: Everything that domain knowledge of flow asks for; forecasts and risks are measured apart.
TABLES: Final = frozenset(
    {
        "ageing",
        "flow",
        "flow_efficiency",
        "flow_health",
        "items",
        "run_chart",
        "service_levels",
        "sources",
        "throughput",
        "time_in_state",
    }
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--projects", type=int, default=300)
    parser.add_argument("--url", default="", help="an empty PostgreSQL database")
    parser.add_argument("--dir", type=Path, default=None, help="keeps the SQLite stores")
    parser.add_argument("--all", action="store_true")
    given = parser.parse_args()
    tables = None if given.all else TABLES
    before: tuple[int, float] | None = None
    for count in given.items:
        with tempfile.TemporaryDirectory() as folder:
            path = (given.dir or Path(folder)).resolve() / f"{count}.db"
            programme = settings(given.projects, given.url or f"sqlite:///{path}")
            if given.url or not path.exists():
                fill(programme, count)
            seconds = report(programme, count, tables)
        if before is not None:
            exponent = math.log(seconds / before[1]) / math.log(count / before[0])
            print(f"growth exponent from {before[0]:,}: {exponent:.2f}")
        before = count, seconds


def report(programme: Settings, count: int, tables: frozenset[str] | None) -> float:
    """Measure one store, print, and return the seconds of the whole."""
    store = open_store(programme.store.url)
    names = [project.name for project in programme.projects]
    memory = Memory()
    with memory.watched():
        began = time.perf_counter()
        measured = measure_each(programme, store, names, as_of=AS_OF, tables=tables)
        worked = time.perf_counter()
        files = _finished(programme, measured.tables, tables)
        ended = time.perf_counter()
    print(
        f"{count:>9,} items, {len(names)} projects: {ended - began:6.1f} s "
        f"(projects {worked - began:.1f}, programme and CSV {ended - worked:.1f}), "
        f"{len(files)} tables, {sum(map(len, files.values())) / 1e6:,.0f} MB"
    )
    print(f"          peak memory {memory.peak / 1024:,.0f} MiB in all processes together")
    again(programme, store, names, tables)
    store.close()
    return ended - began


class Memory:
    """The most memory that this process and all that it started held at once, by looking often.

    Attributes:
        peak: In KiB; memory that several share counts for each of them.
    """

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self.peak = 0

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look ten times a second until the end."""
        done = threading.Event()

        def look() -> None:
            while not done.wait(0.1):
                self.peak = max(self.peak, sum(_resident(os.getpgid(0))))

        watcher = threading.Thread(target=look)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()


def _resident(group: int) -> Iterator[int]:
    """Yield the resident memory in KiB of each process of a group (Linux)."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ProcessLookupError, StopIteration):
            if os.getpgid(int(folder.name)) == group:
                status = (folder / "status").read_text().splitlines()
                yield int(next(line for line in status if line.startswith("VmRSS")).split()[1])


def again(
    programme: Settings, store: Store, names: list[str], tables: frozenset[str] | None
) -> None:
    """Print how long the tables take once one project has changed."""
    measured = measure_each(programme, store, names, as_of=AS_OF, tables=tables)
    later = AS_OF + timedelta(minutes=5)
    began = time.perf_counter()
    fresh = measure_each(programme, store, names[:1], as_of=later, tables=tables)
    whole = together([measured.only(names[1:]), fresh])
    chosen = registry.measures() if tables is None else registry.needed(tables)
    registry.total(chosen, whole.tables, as_of=later, settings=programme)
    print(f"          after one project changed: {time.perf_counter() - began:.2f} s")


def _finished(
    programme: Settings, found: dict[str, pd.DataFrame], tables: frozenset[str] | None
) -> dict[str, bytes]:
    chosen = registry.measures() if tables is None else registry.needed(tables)
    whole = registry.total(chosen, found, as_of=AS_OF, settings=programme)
    return printed(whole)


if __name__ == "__main__":
    main()
