"""Service levels: how long recently finished work took, as percentiles."""

from datetime import datetime
from typing import Final

import pandas as pd

from metrics.parts.explained import explained, of_project, part
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.percentile import percentile, rank
from metrics.parts.work import delivery_projects
from programme import frames
from programme.frames import COUNT, DAYS, TEXT, Column, Contract
from programme.settings import Settings
from programme.weeks import local_date, week_start

WINDOW_WEEKS: Final = 26
LEAST_ITEMS: Final = 20
_SHARES: Final = {"p50_days": 0.5, "p80_days": 0.8, "p85_days": 0.85, "p95_days": 0.95}
_COLUMNS: Final = {"cycle_time": "cycle_time_days", "lead_time": "lead_time_days"}

TABLE: Final = Contract(
    "service_levels",
    {
        "project": Column(TEXT, "project; empty = the whole programme", key=True, empty=False),
        "measure": Column(TEXT, "cycle_time | lead_time", key=True, empty=False),
        "p50_days": Column(DAYS, "half of the items took at most this long"),
        "p80_days": Column(DAYS, "80 in 100 took at most this long"),
        "p85_days": Column(DAYS, "85 in 100 took at most this long"),
        "p95_days": Column(DAYS, "95 in 100 took at most this long"),
        "item_count": Column(COUNT, "items measured; under 20 no percentile is given", empty=False),
    },
)


def service_levels(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Take percentiles of the items finished in the last 26 whole weeks.

    Args:
        inputs: ``items``.
        as_of: Aware instant; the running part-week is left out.
        settings: For the time zone and the projects.

    Returns:
        TABLE: two rows per delivery project.
    """
    finished = recent(inputs["items"], as_of, settings)
    rows = [
        row
        for project in delivery_projects(settings)
        for row in _rows(project, finished[finished["project"] == project])
    ]
    return frames.conform(pd.DataFrame(rows, columns=list(TABLE.columns)), TABLE)


def programme_service_levels(
    tables: Frames, *, as_of: datetime, settings: Settings
) -> pd.DataFrame:
    """Take percentiles of all projects' items together.

    Args:
        tables: ``items`` of all projects.
        as_of: Aware instant; the running part-week is left out.
        settings: For the time zone.

    Returns:
        TABLE: two rows with an empty project.
    """
    rows = _rows("", recent(tables["items"], as_of, settings))
    return frames.conform(pd.DataFrame(rows), TABLE)


def recent(items: pd.DataFrame, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Return the rows of *items* that were finished in the last 26 whole weeks before *as_of*."""
    monday = pd.Timestamp(week_start(local_date(as_of, settings.programme.zone)))
    finished_on = items["finished_on"]
    return items[
        (finished_on >= monday - pd.Timedelta(weeks=WINDOW_WEEKS)) & (finished_on < monday)
    ]


def _rows(project: str, finished: pd.DataFrame) -> list[dict[str, object]]:
    return [
        {"project": project, "measure": measure, **_levels(finished[column].dropna())}
        for measure, column in _COLUMNS.items()
    ]


def _levels(days: pd.Series) -> dict[str, object]:
    enough = len(days) >= LEAST_ITEMS
    values = days.to_numpy(dtype=float)
    levels: dict[str, object] = {
        name: percentile(values, share) if enough else pd.NA for name, share in _SHARES.items()
    }
    return {**levels, "item_count": len(days)}


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the items measured, and the one that stands at the rank of each percentile.

    Args:
        inputs: ``items``.
        key: ``project`` and ``measure``.
        as_of: Aware instant; the running part-week is left out.
        settings: For the time zone.

    Returns:
        EXPLAINED: of ``item_count``, and one item with its days for each percentile; of several
        with as many days, it is the item that comes there in the order of names.
    """
    column = _COLUMNS[key["measure"]]
    finished = of_project(recent(inputs["items"], as_of, settings), key)
    measured = finished[finished[column].notna()].sort_values([column, "project", "item"])
    parts = [part("item_count", measured)]
    if len(measured) >= LEAST_ITEMS:
        for name, share in _SHARES.items():
            place = rank(share, len(measured)) - 1
            held = measured.iloc[[place]]
            parts.append(part(name, held, held[column]))
    return explained(parts)


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("items",),
    compute=service_levels,
    total=programme_service_levels,
    explain=explain,
    question="How long does a piece of work usually take?",
    unit="calendar days",
    reads_as="85 in 100 recently finished pieces of work took at most the days under p85_days.",
    source="ProKanban, service level expectation; window and minimum: docs/tables.md",
)
