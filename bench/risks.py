"""Time what open risks say about themselves week by week, for a large register.

    python -m bench.risks                     # 5,000 risks, 50,000 label events, 3 years of weeks

Risks appear over the three years, each is sized again every few months, and half of them are closed
in the end, one in ten of those because they happened. Prints processor time and time on the wall
of the replay of the events, which all measures share, and of each table, the programme's rows
among them: the median of a few runs. On one core of a small server the burndown of the default
register takes 0.45 s and its breakdown as much.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import numpy as np
import pandas as pd

from bench.filled import settings
from metrics.parts.measure import Measure
from metrics.parts.replay import replay
from metrics.risk_breakdown import MEASURE as BREAKDOWN
from metrics.risk_burndown import MEASURE as BURNDOWN
from programme import frames
from programme.frames import Contract
from programme.settings import Settings, Store

AS_OF: Final = datetime(2026, 11, 23, 9, tzinfo=UTC)
WEEKS: Final = 156
STARTED: Final = AS_OF - timedelta(weeks=WEEKS, hours=9)
_BANDS: Final = ("very-low", "low", "medium", "high", "very-high")
_CATEGORIES: Final = ("security", "data-protection", "supplier", "people", "technology")
#: Label events of one risk: it is taken to another band, which takes the old label off.
_PER_STEP: Final = 2


def register(risks: int, events: int, own: Settings) -> dict[str, pd.DataFrame]:
    """Return the facts of a made-up register with so many label events."""
    dice = np.random.default_rng(1)
    span = AS_OF - STARTED
    items: list[dict[str, Any]] = []
    told: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    steps = events // risks // _PER_STEP
    for number in range(risks):
        project, source = own.sources[number % len(own.sources)]
        key = {"source": source.name, "number": number}
        created = STARTED + span * float(dice.random() * 0.8)
        turns = sorted(created + (AS_OF - created) * float(share) for share in dice.random(steps))
        bands = [_BANDS[place] for place in dice.integers(0, 5, steps + 1)]
        for turn, was, now in zip(turns, bands, bands[1:], strict=False):
            for kind, band in (("unlabelled", was), ("labelled", now)):
                label = f"probability::{band}"
                told.append({**key, "at": turn, "kind": kind, "label": label, "label_key": label})
        closed = AS_OF - (AS_OF - turns[-1]) / 2 if number % 2 else None
        if closed is not None:
            told.append({**key, "at": closed, "kind": "closed", "reason": "completed"})
        carried = (
            *("risk", f"probability::{bands[-1]}", f"impact::{_BANDS[number % 5]}"),
            f"risk-category::{_CATEGORIES[number % 5]}",
            *(("outcome::happened",) if number % 20 == 1 else ()),
        )
        labels += [{**key, "label": label, "label_key": label} for label in carried]
        items.append(
            {
                **key, "project": project.name, "item": f"bench.example/{source.name}#{number}",
                "title": f"Risk {number}", "state": "open" if closed is None else "closed",
                "reason": "" if closed is None else "completed", "created_at": created,
                "updated_at": AS_OF, "closed_at": closed, "seen_from": AS_OF,
            }
        )  # fmt: skip
    for place, event in enumerate(told):
        event["position"] = place
    made = {"items": items, "events": told, "item_labels": labels}
    return {
        contract.name: _frame(made.get(contract.name, []), contract) for contract in frames.FACTS
    }


def _frame(rows: list[dict[str, Any]], contract: Contract) -> pd.DataFrame:
    frame = pd.DataFrame(rows).reindex(columns=list(contract.columns))
    return frames.conform(frame.sort_values(contract.keys), contract)


def timed(run: Callable[[], Any], runs: int) -> tuple[float, float, Any]:
    """Return the median of processor seconds and of seconds on the wall, and what was made."""
    processor, wall, made = [], [], None
    for _ in range(runs):
        since, began = time.process_time(), time.perf_counter()
        made = run()
        processor.append(time.process_time() - since)
        wall.append(time.perf_counter() - began)
    return statistics.median(processor), statistics.median(wall), made


def table(measure: Measure, replayed: dict[str, pd.DataFrame], own: Settings) -> pd.DataFrame:
    """Make a measure's table of all projects and the programme."""
    inputs = {name: replayed[name] for name in measure.inputs}
    rows = measure.compute(inputs, as_of=AS_OF, settings=own)
    if measure.total is None:
        return rows
    whole = measure.total({measure.table.name: rows}, as_of=AS_OF, settings=own)
    return pd.concat([whole, rows], ignore_index=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--risks", type=int, default=5_000)
    parser.add_argument("--events", type=int, default=50_000)
    parser.add_argument("--projects", type=int, default=10)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    # The store is not asked: facts are made here.
    own = settings(given.projects, Store().url, STARTED)
    known = register(given.risks, given.events, own)
    told = known["events"]["kind"].isin(["labelled", "unlabelled"]).sum()
    print(f"{len(known['items']):,} risks, {told:,} label events, {WEEKS} weeks")
    processor, wall, replayed = timed(lambda: replay(known, as_of=AS_OF, settings=own), given.runs)
    print(f"{'replay':15} {processor:6.3f} s of a processor, {wall:6.3f} s")
    for measure in (BURNDOWN, BREAKDOWN):
        processor, wall, made = timed(lambda: table(measure, replayed, own), given.runs)  # noqa: B023
        name = measure.table.name
        print(f"{name:15} {processor:6.3f} s of a processor, {wall:6.3f} s, {len(made):,} rows")


if __name__ == "__main__":
    main()
