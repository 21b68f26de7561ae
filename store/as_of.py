"""What was known at an instant, as the frames of programme/frames.py.

What was seen later tells of earlier only where nothing had been seen yet: the earliest observation
stands before itself ("rebuilt"), though not before the thing was created.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import (
    Connection,
    Row,
    Table,
    Text,
    and_,
    case,
    cast,
    func,
    or_,
    select,
    true,
    type_coerce,
)

from programme import frames
from store.frame import from_columns, from_rows
from store.schema import events, items, labels, milestones, runs, sources

Names = dict[int, str]


def read(connection: Connection, t: datetime, names: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Return the frames of *names* as of *t*.

    Args:
        connection: In a transaction that sees one moment of the store.
        t: Aware instant; what happened or was seen exactly then is known.
        names: Names of the sources to be read.

    Returns:
        The frames of frames.FACTS by name, without the column ``project``, sorted by their keys:

        - ``items``: the observation that held at *t*, or the earliest one if the first came later
          and the item had been created by then. ``gone_at`` is set on one that ended by *t*.
        - ``item_labels``: of these observations.
        - ``events``: up to *t*; of an item first seen later, up to then, so that its past can be
          rebuilt from what was seen.
        - ``milestones`` and ``labels``: every observation up to *t*, or the earliest one of what
          was first seen later; ``seen_until`` only where it is not after *t*. Milestones have the
          text columns ``due`` and ``start`` for ``due_on`` and ``start_on``.
        - ``sources``: one row for each of *names*; ``kind`` is empty if it was never synced.
    """
    found = select(sources.c.id, sources.c.name).where(sources.c.name.in_(names))
    by_id: Names = {source_id: name for source_id, name in connection.execute(found)}
    known_items = _items(connection, t, by_id)
    return {
        "items": from_rows(frames.ITEMS, [_item(row, t, by_id) for row in known_items]),
        "item_labels": from_rows(
            frames.ITEM_LABELS,
            [
                (by_id[row.source_id], row.number, key, name)
                for row in known_items
                for key, name in json.loads(row.labels)
            ],
        ),
        "events": _events(connection, t, by_id),
        "milestones": from_rows(
            frames.MILESTONES,
            [
                (
                    *(by_id[row.source_id], row.key, row.seen_from, _ended(row, t)),
                    *(row.title, row.state, row.due, row.start),
                    *(row.created_at, row.updated_at, row.closed_at),
                    *(row.url, json.loads(row.lines)),
                )
                for row in _observations(connection, t, milestones, by_id)
            ],
        ),
        "labels": from_rows(
            frames.LABELS,
            [
                (by_id[row.source_id], row.key, row.seen_from, _ended(row, t), row.name)
                for row in _observations(connection, t, labels, by_id)
            ],
        ),
        "sources": _sources(connection, t, names),
    }


def _items(connection: Connection, t: datetime, by_id: Names) -> list[Row[Any]]:
    # Last observation by t, else the first; the later row where two begin at one instant.
    seen = items.c.seen_from <= t
    rank = func.row_number().over(
        partition_by=(items.c.source_id, items.c.number),
        order_by=(
            case((seen, 0), else_=1),
            case((seen, items.c.seen_from)).desc(),
            items.c.seen_from,
            items.c.id.desc(),
        ),
    )
    ranked = (
        select(items, rank.label("rank"))
        .where(items.c.source_id.in_(by_id), items.c.created_at <= t)
        .subquery()
    )
    rows = connection.execute(select(ranked).where(ranked.c.rank == 1)).all()
    return sorted(rows, key=lambda row: (by_id[row.source_id], row.number))


def _item(row: Row[Any], t: datetime, by_id: Names) -> tuple[Any, ...]:
    return (
        *(by_id[row.source_id], row.number, row.item, row.title, row.state, row.reason),
        *(row.milestone_key, row.created_at, row.updated_at, row.closed_at),
        *(row.seen_from, _ended(row, t), row.url, json.loads(row.lines), row.size),
    )


def _ended(row: Row[Any], t: datetime) -> datetime | None:
    until: datetime | None = row.seen_until
    return until if until and until <= t else None


def _events(connection: Connection, t: datetime, by_id: Names) -> pd.DataFrame:
    later = (
        select(
            items.c.source_id, items.c.number, func.min(items.c.seen_from).label("first_seen_at")
        )
        .where(items.c.source_id.in_(by_id), items.c.created_at <= t)
        .group_by(items.c.source_id, items.c.number)
        .having(func.min(items.c.seen_from) > t)
        .subquery()
    )
    same_item = and_(later.c.source_id == events.c.source_id, later.c.number == events.c.number)
    # Instants as text, which numpy reads far quicker than drivers make datetimes of them.
    at = (
        cast(func.timezone("UTC", events.c.at), Text)
        if connection.dialect.name == "postgresql"
        else type_coerce(events.c.at, Text)
    )
    statement = (
        select(
            *(events.c.source_id, events.c.number, at, events.c.position, events.c.kind),
            *(events.c.label_key, events.c.label, events.c.milestone_key, events.c.milestone),
            *(events.c.reason, events.c.key),
        )
        .select_from(events.outerjoin(later, same_item))
        .where(
            events.c.source_id.in_(by_id),
            or_(events.c.at <= t, events.c.at <= later.c.first_seen_at),
        )
    )
    rows = connection.execute(statement).all()
    if not rows:
        return from_rows(frames.EVENTS, [])
    source_ids, *columns, keys = zip(*rows, strict=True)
    told = from_columns(frames.EVENTS, [[by_id[i] for i in source_ids], *columns])
    place = {source_id: n for n, source_id in enumerate(sorted(by_id, key=lambda i: by_id[i]))}
    # Keys settle what a forge leaves open. numpy sorts so many rows far quicker than pandas.
    order = np.lexsort(
        [
            np.array(keys),
            told["position"].to_numpy(),
            told["at"].to_numpy(dtype="datetime64[us]"),
            told["number"].to_numpy(),
            np.array([place[source_id] for source_id in source_ids]),
        ]
    )
    return told.take(order).reset_index(drop=True)


def _observations(
    connection: Connection, t: datetime, table: Table, by_id: Names
) -> list[Row[Any]]:
    created = table.c.get("created_at")
    existed = true() if created is None else or_(created.is_(None), created <= t)
    statement = (
        select(table)
        .where(table.c.source_id.in_(by_id), or_(table.c.seen_from <= t, existed))
        .order_by(table.c.id)
    )
    things: dict[tuple[str, str], list[Row[Any]]] = {}
    for row in connection.execute(statement):
        told = things.setdefault((by_id[row.source_id], row.key), [])
        if told and told[-1].seen_from == row.seen_from:
            told.pop()  # of two that begin at one instant, the later row is what was seen
        if not told or row.seen_from <= t:
            told.append(row)
    return [row for thing in sorted(things) for row in things[thing]]


def _sources(connection: Connection, t: datetime, names: Sequence[str]) -> pd.DataFrame:
    never = {"kind": "", "last_ok_at": None, "failed": False, "message": "", "request_count": 0}
    told: dict[str, dict[str, Any]] = {name: dict(never) for name in names}
    ended = (
        select(sources.c.name, sources.c.kind, runs)
        .join(runs, runs.c.source_id == sources.c.id)
        .where(sources.c.name.in_(names), runs.c.finished_at <= t)
        .order_by(runs.c.id)
    )
    for run in connection.execute(ended):
        good = run.state == "ok"
        told[run.name] |= {
            "kind": run.kind,
            "last_ok_at": run.finished_at if good else told[run.name]["last_ok_at"],
            "failed": not good,
            "message": run.message,
            "request_count": run.request_count,
        }
    counted = (
        select(sources.c.name, func.count(), func.min(events.c.at))
        .join(events, events.c.source_id == sources.c.id)
        .where(sources.c.name.in_(names), events.c.at <= t)
        .group_by(sources.c.name)
    )
    counts = {name: (count, oldest) for name, count, oldest in connection.execute(counted)}
    return from_rows(
        frames.SOURCES,
        [(name, *told[name].values(), *counts.get(name, (0, None))) for name in sorted(told)],
    )
