"""Promise ledger: every date that was promised of each increment, and who moved it when."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

import pandas as pd

from metrics.parts.cuts import cut_at
from metrics.parts.measure import Frames, Measure
from metrics.parts.observed_increments import increments
from metrics.parts.promised import Promise, promised
from metrics.parts.work import work_items
from programme import frames
from programme.frames import AT, COUNT, DAYS, ON, TEXT, Column, Contract
from programme.settings import Settings

TABLE: Final = Contract(
    "promises",
    {
        "project": Column(TEXT, "project", key=True, empty=False),
        "increment": Column(TEXT, "title of the increment", key=True, empty=False),
        "order": Column(COUNT, "1 = the first promise", key=True, empty=False),
        "promised_on": Column(ON, "the date promised; empty = the one before was taken away"),
        "moved_days": Column(DAYS, "days from the last date before it; + is later"),
        "basis": Column(
            TEXT, "baseline | rebaseline | observed | rebuilt: who told of it", empty=False
        ),
        "seen_at": Column(AT, "the sync that saw it first; empty = configured"),
        "agreed_on": Column(ON, "day on which it was agreed; empty = not said, or only seen"),
        "role": Column(TEXT, "role that agreed it; empty = not said, or only seen"),
        "reason": Column(TEXT, "why it was agreed; empty = not said, or only seen"),
    },
)


def promises(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """List every date that was promised of each increment up to an instant.

    Args:
        inputs: ``facts.milestones``, ``history`` and ``increment_spells``.
        as_of: Aware instant; what was seen or agreed later is not known yet.
        settings: For the projects, their baselines and the time zone.

    Returns:
        TABLE: of each increment that was there by then its promises, the first one first. Where
        nothing had been seen by then the first date seen later stands, *rebuilt*.
    """
    rows = list(_rows(inputs, cut_at(as_of), settings))
    if not rows:
        return frames.empty(TABLE)
    table = pd.DataFrame(rows)
    table["seen_at"] = pd.to_datetime(table["seen_at"].astype("Int64"), unit="us", utc=True)
    return frames.conform(table, TABLE)


def _rows(inputs: Frames, cut: int, settings: Settings) -> Iterator[dict[str, Any]]:
    work = work_items(inputs["history"], settings)
    for project in settings.projects:
        if project.kind != "delivery":
            continue
        ours = work[work["project"] == project.name]
        told = increments(project, inputs["facts.milestones"], ours, inputs["increment_spells"])
        for increment in told:
            if increment.created_at < cut:
                listed = promised(increment, cut, settings.programme.zone)
                for row in _numbered(listed):
                    yield {"project": project.name, "increment": increment.title, **row}


def _numbered(listed: list[Promise]) -> Iterator[dict[str, Any]]:
    before: date | None = None
    for order, promise in enumerate(listed, 1):
        moved = promise.on - before if promise.on and before else None
        yield {
            "order": order,
            "promised_on": promise.on,
            "moved_days": moved.days if moved is not None else None,
            **{name: value for name, value in promise._asdict().items() if name != "on"},
        }
        before = promise.on or before


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("facts.milestones", "history", "increment_spells"),
    compute=promises,
    question="Which dates were promised, and who moved them when?",
    unit="dates and calendar days",
    definition="Every date that was ever promised of an increment, in order: the configured "
    "baseline, each re-baseline with its role and reason, and each due date at the forge with the "
    "sync that saw it first. Nothing that was promised is ever taken out.",
    formula="moved_days = promised_on - the last promised_on before it; + is later\n"
    "sum of moved_days = last promised_on - first promised_on",
    reads_as="The first row is the first promise; each row after it moves the date by moved_days.",
    misleads="What was promised between two syncs, or before the first one, is not known unless it "
    "is configured. A date set back where it was between two syncs never moved.",
    source="Definitions: docs/tables.md",
    page="Slippage",
)
