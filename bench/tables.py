"""How long all tables of a large programme take from a filled store, and how much memory.

    python -m bench.tables [--items 100000 1000000] [--projects 300] [--url postgresql+psycopg://…]
                           [--all] [--dir DIR]

Times the flow tables (TABLES), or with ``--all`` every table, printed as CSV with the programme's
rows; then a second time after one project changed, as the dashboard does it. Prints seconds, the
growth exponent between sizes, and the peak memory of this process and of the largest other one.
"""

import argparse
import math
import resource
import tempfile
import time
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
_MIB: Final = 1024


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
    own, other = (
        resource.getrusage(who).ru_maxrss / _MIB
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"          peak memory {own:,.0f} MiB here, {other:,.0f} MiB in the largest worker")
    again(programme, store, names, tables)
    store.close()
    return ended - began


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
