"""Recorded histories as a forecaster sees them: what was finished and came in, day by day."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from metrics.items import items
from metrics.parts.replay import replay
from programme.settings import Programme, Settings, Store
from programme.settings_projects import Project
from programme.settings_sources import RecordedSource
from snapshots.facts import facts
from sources import recorded
from store import open_store

#: Later than anything recorded: every history is read to its end.
END: Final = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Milestone:
    """A dated milestone that is finished.

    Attributes:
        due: The date it was due, as an ordinal.
        closed: The day it was closed, as an ordinal.
        created: Days on which its items were created, as ordinals.
        finished: Days on which they were finished, as ordinals.
    """

    due: int
    closed: int
    created: np.ndarray
    finished: np.ndarray


@dataclass(frozen=True)
class History:
    """One recorded list of work.

    Attributes:
        name: The folder's name.
        created: Days on which items were created, as ordinals, sorted.
        finished: Days on which they were finished, as ordinals, sorted.
        milestones: The finished ones with a date, by that date.
    """

    name: str
    created: np.ndarray
    finished: np.ndarray
    milestones: tuple[Milestone, ...]


def histories(data: Path) -> Iterator[History]:
    """Yield the history of each folder in *data* that holds issues, by name."""
    for folder in sorted(path for path in data.iterdir() if path.is_dir()):
        if any(folder.glob("issues.json*")):
            found = read(folder)
            if len(found.finished):
                yield found


def read(folder: Path) -> History:
    """Read a folder through the product: pull requests left out, reopenings and drops applied."""
    source = RecordedSource(kind="recorded", path=folder)
    project = Project(name=folder.name, listed=(source,))
    with tempfile.TemporaryDirectory() as kept:
        own = Settings(
            programme=Programme(
                name=folder.name,
                outcome="It works.",
                sro_role="Director",
                started_on=date(2000, 1, 1),
            ),
            projects=(project,),
            store=Store(url=f"sqlite:///{kept}/history.db"),
        )
        store = open_store(own.store.url)
        with store.writing(source.name, source.kind, END) as writer:
            for batch in recorded.pull(source, project=project, settings=own):
                writer.write(batch)
        known = facts(store.read(END, [source.name]), own)
        store.close()
    replayed = replay(known, as_of=END, settings=own)
    work = items({"facts.items": known["items"], **replayed}, as_of=END, settings=own)
    return History(
        folder.name,
        _ordinals(work["created_on"]),
        _ordinals(work["finished_on"]),
        tuple(_milestones(known["milestones"], work, own.programme.zone)),
    )


def _milestones(known: pd.DataFrame, work: pd.DataFrame, zone: ZoneInfo) -> Iterator[Milestone]:
    dated = known[known["closed_at"].notna() & known["due_on"].notna()]
    for row in dated.sort_values(["due_on", "title"]).itertuples():
        held = work[work["increment"] == row.title]
        if len(held):
            yield Milestone(
                row.due_on.toordinal(),
                row.closed_at.tz_convert(zone).toordinal(),
                held["created_on"].map(pd.Timestamp.toordinal).to_numpy(),
                # What was dropped or is open still was never finished: later than any day.
                held["finished_on"].fillna(END.replace(tzinfo=None))
                .map(pd.Timestamp.toordinal).to_numpy(),
            )  # fmt: skip


def _ordinals(days: pd.Series) -> np.ndarray:
    return np.sort(days.dropna().map(pd.Timestamp.toordinal).to_numpy(dtype=np.int64))
