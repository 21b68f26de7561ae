"""Service levels: how long recently finished work took, as percentiles."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

import numpy as np
import pandas as pd

from metrics.parts.explained import at_rank, explained, of_project, part
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.percentile import percentiles
from metrics.parts.recent import LEAST_ITEMS, recent
from metrics.parts.work import delivery_projects
from programme import frames
from programme.frames import COUNT, DAYS, TEXT, Column, Contract
from programme.settings import Settings

_SHARES: Final = {"p50": 0.5, "p80": 0.8, "p85": 0.85, "p95": 0.95}
_MEASURES: Final = ("cycle_time", "lead_time")
_UNITS: Final = ("days", "working_days")
_DURATIONS: Final = [f"{measure}_{unit}" for measure in _MEASURES for unit in _UNITS]
#: Columns of the table ``items`` that are needed.
_READ: Final = ["project", "finished_on", *_DURATIONS]

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
        "p50_working_days": Column(DAYS, "as p50_days; empty if no calendar asks for working days"),
        "p80_working_days": Column(DAYS, "as p80_days, in working days"),
        "p85_working_days": Column(DAYS, "as p85_days, in working days"),
        "p95_working_days": Column(DAYS, "as p95_days, in working days"),
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
    finished = _recent(inputs["items"][_READ], as_of, settings)
    durations = _durations(finished)
    own = finished.groupby("project").indices
    nobody: list[int] = []
    rows = [
        row
        for project in delivery_projects(settings)
        for row in _rows(project, durations[own.get(project, nobody)])
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
    rows = _rows("", _durations(_recent(tables["items"][_READ], as_of, settings)))
    return frames.conform(pd.DataFrame(rows), TABLE)


def _recent(items: pd.DataFrame, as_of: datetime, settings: Settings) -> pd.DataFrame:
    chosen = np.flatnonzero(recent(items["finished_on"], as_of, settings))
    return items.take(chosen)


def _durations(items: pd.DataFrame) -> np.ndarray:
    """Return the columns _DURATIONS of *items* as floats, NaN where one is not known."""
    durations: np.ndarray = items[_DURATIONS].to_numpy(dtype=float, na_value=np.nan)
    return durations


def _rows(project: str, durations: np.ndarray) -> list[dict[str, object]]:
    known = {
        name: values[~np.isnan(values)]
        for name, values in zip(_DURATIONS, durations.T, strict=True)
    }
    return [
        {"project": project, "measure": measure, **_levels(known, measure)} for measure in _MEASURES
    ]


def _levels(known: Mapping[str, np.ndarray], measure: str) -> dict[str, object]:
    levels: dict[str, object] = {"item_count": len(known[f"{measure}_days"])}
    for unit in _UNITS:
        values = known[f"{measure}_{unit}"]
        told = [pd.NA] * len(_SHARES)
        if len(values) >= LEAST_ITEMS:
            told = percentiles(values, _SHARES.values())
        levels |= dict(zip((f"{name}_{unit}" for name in _SHARES), told, strict=True))
    return levels


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
    finished = of_project(_recent(inputs["items"], as_of, settings), key)
    parts = []
    for unit in _UNITS:
        column = f"{key['measure']}_{unit}"
        measured = finished[finished[column].notna()]
        if unit == "days":
            parts.append(part("item_count", measured))
        if len(measured) >= LEAST_ITEMS:
            parts += [
                at_rank(f"{name}_{unit}", measured, column, share)
                for name, share in _SHARES.items()
            ]
    return explained(parts)


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("items",),
    compute=service_levels,
    total=programme_service_levels,
    explain=explain,
    question="How long does a piece of work usually take?",
    unit="calendar days",
    definition="The days that 50, 80, 85 and 95 in 100 of the pieces of work finished in the last "
    "26 whole weeks took at most, from start to finish (cycle_time) and from request to finish "
    "(lead_time). Under 20 such pieces the percentiles are empty and item_count stands alone.",
    formula="pXX_days = the value at rank ceil(p * n) of the n sorted durations\n"
    "p = 0.50, 0.80, 0.85, 0.95\n"
    "n = item_count = items finished in the last 26 whole weeks whose duration is known",
    reads_as="85 in 100 recently finished pieces of work took at most the days under p85_days.",
    misleads="Finished work alone is measured: old work that is still open is not in it, and a "
    "team that clears up old work looks slower. It tells what happened and promises nothing for "
    "the next piece of work.",
    source="ProKanban, service level expectation; window and minimum: docs/tables.md",
    page="Throughput",
)
