"""The observations of milestones and labels that were known at an instant."""

from datetime import datetime
from functools import cache
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Select, Table, or_, select, true

from programme import frames
from store.as_of_statements import IDS, Names, T, objects
from store.frame import from_columns

#: Names of the store's columns where they differ from those of the frames.
_COLUMNS = {
    "milestone_key": "key",
    "label_key": "key",
    "label": "name",
    "due_on": "due",
    "start_on": "start",
}


def known_observations(
    connection: Connection, t: datetime, table: Table, contract: frames.Contract, by_id: Names
) -> pd.DataFrame:
    """Return the frame of *contract*, MILESTONES or LABELS, from *table*: see as_of.read."""
    things: dict[tuple[str, str], list[Any]] = {}
    given = {"ids": list(by_id), "t": t}
    for row in connection.execute(_statement(table), given):
        told = things.setdefault((by_id[row.source_id], row.key), [])
        if told and told[-1].seen_from == row.seen_from:
            told.pop()  # of two that begin at one instant, the later row is what was seen
        if not told or row.seen_from <= t:
            told.append(row)
    rows = [row for thing in sorted(things) for row in things[thing]]
    columns: dict[str, list[Any]] = {
        "source": [by_id[row.source_id] for row in rows],
        "seen_until": [_until(row.seen_until, t) for row in rows],
    }
    for name in contract.columns:
        if name not in {"project", *columns}:
            columns[name] = [getattr(row, _COLUMNS.get(name, name)) for row in rows]
    if "lines" in columns:
        columns["lines"] = objects(columns["lines"])
    names = [name for name in contract.columns if name != "project"]
    return from_columns(contract, [columns[name] for name in names])


@cache
def _statement(table: Table) -> Select[Any]:
    created = table.c.get("created_at")
    existed = true() if created is None else or_(created.is_(None), created <= T)
    return (
        select(table)
        .where(table.c.source_id.in_(IDS), or_(table.c.seen_from <= T, existed))
        .order_by(table.c.id)
    )


def _until(until: datetime | None, t: datetime) -> datetime | None:
    return until if until and until <= t else None
