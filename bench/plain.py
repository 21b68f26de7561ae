"""Four measures beside a plain vectorised pandas version of them, on one project in memory.

    python -m bench.plain [--items 100000 1000000] [--runs 5]

Weekly throughput, percentiles, cumulative flow over 730 days, and the forecast. The plain version
knows no reopening, no time zone and no project, and takes dates that are already in columns.
Prints for each size the median seconds of both and their ratio.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from bench.filled import AS_OF, DAYS, STARTED, fill, settings
from metrics.flow import flow
from metrics.items import items
from metrics.parts.forecast import outlook
from metrics.parts.past_weeks import pasts
from metrics.parts.replay import replay
from metrics.parts.week_counts import week_counts
from metrics.parts.work import work_items
from metrics.planned_work import planned_work
from metrics.service_levels import service_levels
from metrics.throughput import throughput
from programme.settings import Settings
from programme.weeks import local_dates
from snapshots.facts import facts
from store import open_store

_TRIALS: Final = 10_000
_SHARES: Final = (0.5, 0.8, 0.85, 0.95)


def plain(created: pd.Series, started: pd.Series, finished: pd.Series) -> None:
    """Compute the four measures from three columns of instants."""
    first = STARTED.replace(tzinfo=None)
    days = pd.date_range(first, periods=DAYS, freq="D")
    done = finished.dropna()
    week = ((done - first) // pd.Timedelta(weeks=1)).to_numpy()
    weekly_counts = np.bincount(week[week >= 0])
    took = (done - created.loc[done.index]).dt.days.to_numpy()
    np.quantile(took, _SHARES, method="inverted_cdf")
    for column in (created, started.dropna(), done):
        np.searchsorted(np.sort(column.to_numpy()), days.to_numpy(), side="left")
    sample = weekly_counts[-26:]
    drawn = np.random.default_rng(1).choice(sample, (104, _TRIALS))
    remaining = len(created) - len(done)
    weeks = (drawn.cumsum(axis=0) < remaining).sum(axis=0) + 1
    np.quantile(weeks, _SHARES, method="inverted_cdf")


def ours(frames: dict[str, pd.DataFrame], own: Settings) -> None:
    """Compute them as the product does."""
    frames = {**frames, "week_counts": week_counts(frames, as_of=AS_OF, settings=own)}
    table = throughput(frames, as_of=AS_OF, settings=own)
    flow(frames, as_of=AS_OF, settings=own)
    service_levels(frames, as_of=AS_OF, settings=own)
    cut = frames["work"]
    first_on = local_dates(cut.groupby("project")["created_at"].min(), own.programme.zone)
    past = pasts(first_on, table, frames["planned_work"])[own.projects[0].name]
    ahead = outlook(past, AS_OF.date() + timedelta(days=1), own.programme.name)
    ahead.dates(int((cut["state"] == "open").sum()))


def frames_of(count: int) -> tuple[dict[str, pd.DataFrame], Settings]:
    """Return the replayed frames of one project of so many items, and its settings."""
    with tempfile.TemporaryDirectory() as folder:
        own = settings(1, f"sqlite:///{folder}/{count}.db")
        fill(own, count)
        store = open_store(own.store.url)
        known = facts(store.read(AS_OF, own.source_names), own)
        store.close()
    replayed = replay(known, as_of=AS_OF, settings=own)
    found = {"facts.items": known["items"], "facts.milestones": known["milestones"], **replayed}
    found["items"] = items(found, as_of=AS_OF, settings=own)
    found["planned_work"] = planned_work(found, as_of=AS_OF, settings=own)
    found["work"] = work_items(replayed["history"], own)
    return found, own


def timed(run: Callable[[], None], runs: int) -> float:
    """Return the median of so many runs after one to warm up."""
    run()
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        run()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    for count in given.items:
        frames, own = frames_of(count)
        work = frames["work"]
        created, started = (
            work[name].dt.tz_convert(None).dt.normalize() for name in ("created_at", "started_at")
        )
        finished = work["closed_at"].where(work["state"] == "finished")
        finished = finished.dt.tz_convert(None).dt.normalize()
        theirs = timed(partial(plain, created, started, finished), given.runs)
        mine = timed(partial(ours, frames, own), given.runs)
        print(
            f"{count:>9,} items: plain {theirs:.4f} s, Waymark {mine:.4f} s, {mine / theirs:.1f}x"
        )


if __name__ == "__main__":
    main()
