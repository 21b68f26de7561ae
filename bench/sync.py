"""Requests, time and memory of a sync, against a replayed forge in a process of its own.

    python -m bench.sync requests [--issues 10000] [--changed 250]
    python -m bench.sync github [--issues 10000] [--pull-requests 2000] [--events 43000]
    python -m bench.sync gitlab [--issues 1000]
    python -m bench.sync sources [--sources 1000] [--issues 20]

``requests`` counts those of a full sync, of one after some issues changed, and of one after none
did, at both forges. ``github`` and ``gitlab`` measure seconds at 50 ms an answer beside a bare
fetch (bench/bare.py) in the same run, and the most memory the syncing process held. ``sources``
does so for many small repositories, beside the same requests alone. Every client runs in a process
of its own; what it takes to load modules and to make the store is left out, of ours and of theirs.
"""

import argparse
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bench import bare
from bench.replayed import REPOSITORY, TOKEN, Kind, Size, replayed

if TYPE_CHECKING:
    from sync.run import SyncResult

_NOW: Final = datetime(2026, 11, 2, 9, tzinfo=UTC)
_ANSWER_SECONDS: Final = 0.05


def programme(kind: Kind, origin: str, url: str, count: int = 1) -> Any:
    """Return settings of *count* sources at a replayed forge, with a store at *url*."""
    from programme.settings import Settings

    name = {"github": "repository", "gitlab": "project"}[kind]
    address = f"{origin}/api/v3" if kind == "github" else origin
    sources = [
        {
            "kind": kind,
            name: f"{REPOSITORY}-{number}",
            "url": address,
            "token_env": "BENCH_TOKEN",
        }
        for number in range(count)
    ]
    about = {"name": "P", "outcome": "O", "sro_role": "R", "started_on": "2026-01-05"}
    return Settings.model_validate(
        {
            "programme": about,
            "projects": [{"name": "Care", "sources": sources}],
            "network": {"allow_private": True},
            "store": {"url": url},
        }
    )


def ready(
    kind: Kind, origin: str, url: str, count: int = 1, day: int = 0
) -> Callable[[], "SyncResult"]:
    """Load what a sync needs and open the store at *url*; return what syncs *count* sources."""
    from sources import github, gitlab  # noqa: F401 (a sync loads them when it meets a source)
    from store import open_store
    from sync.run import sync

    now = _NOW + timedelta(days=day)
    settings = programme(kind, origin, url, count)
    store = open_store(url)
    return partial(sync, settings, store, now=now, environ={"BENCH_TOKEN": TOKEN})


def apart(make: Callable[[], Callable[[], Any]]) -> tuple[str, float, float]:
    """Run in a new process what *make* returns; return its words, its seconds and its peak MiB."""
    spawning = get_context("spawn")
    ours, theirs = spawning.Pipe()
    process = spawning.Process(target=_measured, args=(theirs, make))
    process.start()
    theirs.close()
    try:
        answer: tuple[str, float, float] = ours.recv()
    except EOFError:
        raise SystemExit("the measured process failed") from None
    finally:
        process.join()
    return answer


def _measured(pipe: Connection, make: Callable[[], Callable[[], Any]]) -> None:
    work = make()
    began = time.perf_counter()
    answer = work()
    seconds = time.perf_counter() - began
    for failure in getattr(answer, "failures", ()):
        raise SystemExit(failure.message)
    # Not getrusage: what it says of a process begins with the size of the one that started it.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = re.search(r"VmHWM:\s+(\d+) kB", status)
    pipe.send((str(answer), seconds, int(peak[1]) / 1024 if peak else float("nan")))


def _requests(given: argparse.Namespace, folder: Path) -> None:
    n, c = given.issues, given.changed
    bars = {
        "github": (1.1 * n / 100 + 10, c / 100 + 6, 3.0),
        "gitlab": (3.05 * n + 10, 3.05 * c + 6, 6.0),
    }
    kinds: tuple[Kind, ...] = ("github", "gitlab")
    for kind in kinds:
        size = Size(n, n // 5, 5 * n)
        with replayed(kind, size) as forge:
            url = f"sqlite:///{folder}/{kind}.db"
            for day, what in enumerate(("full", f"{c} changed", "nothing changed")):
                if day == 1:
                    forge.change(c)
                apart(partial(ready, kind, forge.origin, url, day=day))
                _row(kind, f"{n:,} issues, {what}: requests", forge.asked(), bars[kind][day])


def _time(kind: Kind, given: argparse.Namespace, folder: Path) -> None:
    size = Size(given.issues, given.pull_requests, given.events)
    fetch = bare.github if kind == "github" else partial(bare.gitlab, at_once=4)
    floor = partial(partial, fetch)
    with replayed(kind, size) as forge:
        # Once each for nothing: the forge then has its answers ready.
        apart(partial(floor, forge.origin))
        apart(partial(ready, kind, forge.origin, f"sqlite:///{folder}/warm.db"))
        forge.asked()
        forge.delay(_ANSWER_SECONDS)
        floors, ours = [], []
        for turn in range(given.runs):  # in turn: what else the machine does weighs on both
            rows, seconds, _ = apart(partial(floor, forge.origin))
            floors.append(seconds)
            asked = forge.asked()
            print(f"bare fetch: {rows} rows, {asked:,} requests, {seconds:.1f} s", flush=True)
            url = f"sqlite:///{folder}/new-{turn}.db"
            said, seconds, peak = apart(partial(ready, kind, forge.origin, url))
            ours.append(seconds)
            print(f"sync: {said}, {seconds:.1f} s, {peak:.0f} MiB", flush=True)
            forge.asked()
        least = statistics.median(floors) * (1 if kind == "github" else 1.3)
        _row(kind, "seconds (median)", statistics.median(ours), least)
        _row(kind, "MiB", peak, 250)


def _sources(given: argparse.Namespace, folder: Path) -> None:
    # A tenth of them at GitLab, which takes three requests an issue.
    shares: tuple[tuple[Kind, int], ...] = (
        ("github", given.sources),
        ("gitlab", given.sources // 10),
    )
    for kind, count in shares:
        with replayed(kind, Size(given.issues, 0, 4 * given.issues)) as forge:
            apart(partial(ready, kind, forge.origin, f"sqlite:///{folder}/warm-{kind}.db"))
            forge.delay(_ANSWER_SECONDS)
            forge.asked()
            url = f"sqlite:///{folder}/{kind}.db"
            said, seconds, peak = apart(partial(ready, kind, forge.origin, url, count))
            log = forge.log()
            _, least, _ = apart(partial(partial, bare.again, forge.origin, log, at_once=4))
            print(f"{said}; the same requests alone take {least:.1f} s", flush=True)
            _row(kind, f"{count:,} sources: seconds", seconds, 1.2 * least)
            _row(kind, f"{count:,} sources: MiB", peak, 500)


def _row(kind: str, what: str, found: float, bar: float) -> None:
    verdict = "met" if found <= bar else "missed"
    print(f"{kind} {what}: {found:,.1f} (bar {bar:,.1f}: {verdict})", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("requests", "github", "gitlab", "sources"))
    parser.add_argument("--issues", type=int)
    parser.add_argument("--pull-requests", type=int, default=2_000)
    parser.add_argument("--events", type=int, default=43_000)
    parser.add_argument("--changed", type=int, default=250)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sources", type=int, default=1_000)
    given = parser.parse_args()
    usual = {"requests": 10_000, "github": 10_000, "gitlab": 1_000, "sources": 20}
    given.issues = given.issues or usual[given.what]
    with tempfile.TemporaryDirectory() as folder:
        match given.what:
            case "requests":
                _requests(given, Path(folder))
            case "sources":
                _sources(given, Path(folder))
            case kind:
                _time(kind, given, Path(folder))


if __name__ == "__main__":
    main()
