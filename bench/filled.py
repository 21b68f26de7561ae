"""A store filled with a large made-up programme, and the settings that go with it.

    python -m bench.filled DIR --items 100000 [--projects 300] [--url postgresql+psycopg://…]

Four events an item: it is labelled, planned into a milestone, begun and closed, and one in ten is
reopened and closed again. Two years of weeks, 20 milestones a project, one risk in fifty.
"""

import argparse
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np

from programme.rows import Batch, EventRow, ItemRow, LabelRef, MilestoneRow
from programme.settings import Programme, Settings, Store
from programme.settings_projects import Project
from programme.settings_sources import GithubSource
from store import open_store

STARTED: Final = datetime(2024, 11, 4, tzinfo=UTC)
DAYS: Final = 730
AS_OF: Final = STARTED + timedelta(days=DAYS, hours=9)
MILESTONES: Final = 20
_LABELS: Final = ("bug", "doing", "wontfix", "feature")
_RISK: Final = ("risk", "probability::high", "impact::medium")


def settings(projects: int, url: str, started: datetime = STARTED) -> Settings:
    """Return the settings of a programme of so many projects."""
    return Settings(
        programme=Programme(
            name="Large programme",
            outcome="Everything works.",
            sro_role="Director",
            started_on=started.date(),
        ),
        projects=tuple(
            Project(
                name=f"Project {number:03}",
                people=9,
                listed=(
                    GithubSource(
                        kind="github", repository=f"bench/{number:03}", token_env="BENCH_TOKEN"
                    ),
                ),
            )
            for number in range(projects)
        ),
        store=Store(url=url),
    )


def fill(programme: Settings, items: int) -> None:
    """Write *items* items, spread evenly over the projects, into the programme's store."""
    store = open_store(programme.store.url)
    for number, (_, source) in enumerate(programme.sources):
        share = items // len(programme.sources)
        with store.writing(source.name, source.kind, AS_OF - timedelta(hours=1)) as writer:
            for batch in batches(number, source.name, share):
                writer.write(batch)
    store.close()


def batches(seed: int, source: str, count: int) -> Iterator[Batch]:
    """Yield what a pull of one made-up repository finds."""
    dice = np.random.default_rng(seed)
    born = np.sort(dice.integers(0, DAYS * 86_400, count))
    wait = dice.exponential(30 * 86_400, count).astype(int)
    took = dice.exponential(20 * 86_400, count).astype(int)
    again = dice.random(count) < 0.1
    rows, told = [], []
    end = DAYS * 86_400
    for number in range(1, count + 1):
        at = int(born[number - 1])
        begun, done = at + int(wait[number - 1]), at + int(wait[number - 1] + took[number - 1])
        risky = number % 50 == 0
        labels = [*_RISK] if risky else [_LABELS[number % 4]]
        milestone = str(at * MILESTONES // end + 1)
        seen = [(at, "labelled", labels[0]), (at, "milestoned", milestone)]
        if begun < end:
            labels += ["doing"]
            seen.append((begun, "labelled", "doing"))
        closed = done if done < end else None
        if closed:
            seen.append((closed, "closed", ""))
        if again[number - 1] and closed:
            seen.append((closed + 3600, "reopened", ""))
            closed = min(closed + 86_400, end)
            seen.append((closed, "closed", ""))
        rows.append(
            ItemRow(
                number=number,
                item=f"{source}#{number}",
                title=f"Let people do thing number {number} without phoning",
                state="closed" if closed else "open",
                reason="completed" if closed else None,
                labels=tuple(LabelRef(name, name) for name in dict.fromkeys(labels)),
                milestone_key=milestone,
                created_at=_at(at),
                updated_at=_at(seen[-1][0]),
                closed_at=_at(closed) if closed else None,
                url=f"https://{source}/issues/{number}",
            )
        )
        told += [_event(number, place, *entry) for place, entry in enumerate(seen)]
    yield Batch(tuple(rows), tuple(told), _milestones(), ())


def _milestones() -> tuple[MilestoneRow, ...]:
    return tuple(
        MilestoneRow(
            key=str(number),
            title=f"Increment {number}",
            state="closed" if number < MILESTONES - 4 else "open",
            due=(STARTED.date() + timedelta(days=number * DAYS // MILESTONES)).isoformat(),
            start=None,
            created_at=STARTED,
            updated_at=STARTED,
            closed_at=_at(number * DAYS * 86_400 // MILESTONES)
            if number < MILESTONES - 4
            else None,
            url="",
        )
        for number in range(1, MILESTONES + 1)
    )


def _event(number: int, place: int, second: int, kind: str, name: str) -> EventRow:
    return EventRow(
        number=number,
        key=f"{number}-{place}",
        at=_at(second),
        position=place,
        kind=kind,
        label_key=name if kind == "labelled" else None,
        label=name if kind == "labelled" else None,
        milestone_key=name if kind == "milestoned" else None,
        milestone=f"Increment {name}" if kind == "milestoned" else None,
        reason="completed" if kind == "closed" else None,
    )


def _at(second: int) -> datetime:
    return STARTED + timedelta(seconds=int(second))


def main() -> None:
    """Fill a store and say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dir", type=Path)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--projects", type=int, default=300)
    parser.add_argument("--url", default="")
    given = parser.parse_args()
    given.dir.mkdir(parents=True, exist_ok=True)
    url = given.url or f"sqlite:///{given.dir.resolve()}/{given.items}.db"
    began = time.perf_counter()
    fill(settings(given.projects, url), given.items)
    print(f"{given.items:,} items in {url} after {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
