"""Forecasts that were published: what recorded weeks told of increments, held against what came."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

import pandas as pd

from metrics.forecast_scores import TABLE, scored
from programme import frames
from programme.weeks import sunday_of
from snapshots import archive
from snapshots.pack import unpacked
from snapshots.snapshot import Snapshot
from store import Chained, Store

_TOLD: Final = ("issued_on", "project", "increment", "p50_on", "p80_on", "p95_on")


def published(store: Store, programme: str, kept: Sequence[Chained]) -> pd.DataFrame:
    """Return every forecast that stood in a recorded week.

    Args:
        store: Where the weeks are kept.
        programme: Its name.
        kept: Frozen weeks; those that were rebuilt told nobody anything.

    Returns:
        ``issued_on`` (the week's Sunday), ``project``, ``increment``, ``p50_on``, ``p80_on`` and
        ``p95_on``.

    Raises:
        WaymarkError: If a week is not as it was frozen, or the store fails.
    """
    recorded = [one for one in archive.newest(kept).values() if one.basis == "recorded"]
    told = [_told(store, programme, one) for one in recorded]
    if not told:
        return frames.empty(TABLE)[list(_TOLD)]
    return pd.concat(told, ignore_index=True)


# A frozen week never changes. Two years of weeks, twice.
@lru_cache(maxsize=256)
def _told(store: Store, programme: str, one: Chained) -> pd.DataFrame:
    files = unpacked(archive.content(store, programme, one), {"increments.csv"})
    increments = archive.table_of(files, "increments", _TOLD)
    sunday = pd.Timestamp(sunday_of(one.week))
    told = increments[increments["p50_on"].notna()].assign(issued_on=sunday)[list(_TOLD)]
    return told.astype({"issued_on": frames.ON})


def with_published(snapshot: Snapshot, told: pd.DataFrame) -> Snapshot:
    """Return *snapshot* with its past forecasts as they were published, where they were.

    Args:
        snapshot: With the tables increments and forecast_scores.
        told: As ``published`` gives it.
    """
    if told.empty:
        return snapshot
    ours = scored(told, snapshot.tables["increments"], "published")
    again = snapshot.tables[TABLE.name]
    both = pd.concat([part for part in (ours, again) if len(part)] or [again], ignore_index=True)
    # What was published goes before what would have been told.
    table = both.drop_duplicates(TABLE.keys).sort_values(TABLE.keys, ignore_index=True)
    tables = {**snapshot.tables, TABLE.name: frames.conform(table, TABLE)}
    return replace(snapshot, tables=tables)
