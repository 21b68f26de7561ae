"""What was known at an instant, as the frames of programme/frames.py.

What was seen later tells of earlier only where nothing had been seen yet: the earliest observation
stands before itself ("rebuilt"), though not before the thing was created.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Table, and_, case, func, or_, select, true
from sqlalchemy.sql.elements import ColumnElement

from programme import frames
from store.schema import events, items, labels, milestones, runs, sources

#: A milestone's dates stay as the forge wrote them; ``snapshots`` reads them in a time zone.
_AS_WRITTEN = {"due_on": "due", "start_on": "start"}


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
    by_id = {source_id: name for source_id, name in connection.execute(found)}
    item_rows = _items(connection, t, by_id)
    return {
        "items": _item_frame(item_rows),
        "item_labels": _item_labels(item_rows),
        "events": _events(connection, t, by_id),
        "milestones": _observations(connection, t, milestones, frames.MILESTONES, by_id),
        "labels": _observations(connection, t, labels, frames.LABELS, by_id),
        "sources": _sources(connection, t, names),
    }


def _items(connection: Connection, t: datetime, by_id: dict[int, str]) -> pd.DataFrame:
    columns = [c for c in items.c if c.name not in {"id", "source_id"}]
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
        select(items.c.source_id, *columns, rank.label("rank"))
        .where(items.c.source_id.in_(by_id), items.c.created_at <= t)
        .subquery()
    )
    chosen = select(ranked).where(ranked.c.rank == 1)
    rows = _frame(connection, chosen)
    rows["source"] = rows["source_id"].map(by_id)
    rows["gone_at"] = _at(rows["seen_until"])
    rows.loc[rows["gone_at"] > t, "gone_at"] = pd.NaT
    return rows.sort_values(["source", "number"], ignore_index=True)


def _item_frame(rows: pd.DataFrame) -> pd.DataFrame:
    lines = pd.Series([json.loads(text) for text in rows["lines"]], dtype="object")
    return _conform(rows.assign(lines=lines), frames.ITEMS)


def _item_labels(rows: pd.DataFrame) -> pd.DataFrame:
    held = [
        (source, number, key, name)
        for source, number, text in zip(rows["source"], rows["number"], rows["labels"], strict=True)
        for key, name in json.loads(text)
    ]
    frame = pd.DataFrame(held, columns=["source", "number", "label_key", "label"])
    return _conform(frame, frames.ITEM_LABELS)


def _events(connection: Connection, t: datetime, by_id: dict[int, str]) -> pd.DataFrame:
    later = (
        select(
            items.c.source_id, items.c.number, func.min(items.c.seen_from).label("first_seen_at")
        )
        .where(items.c.source_id.in_(by_id), items.c.created_at <= t)
        .group_by(items.c.source_id, items.c.number)
        .having(func.min(items.c.seen_from) > t)
        .subquery()
    )
    known: list[ColumnElement[Any]] = [c for c in events.c]
    statement = (
        select(*known)
        .select_from(
            events.outerjoin(
                later,
                and_(later.c.source_id == events.c.source_id, later.c.number == events.c.number),
            )
        )
        .where(
            events.c.source_id.in_(by_id),
            or_(events.c.at <= t, events.c.at <= later.c.first_seen_at),
        )
    )
    rows = _frame(connection, statement)
    rows["source"] = rows["source_id"].map(by_id)
    rows["at"] = _at(rows["at"])
    order = ["source", "number", "at", "position", "key"]
    return _conform(rows.sort_values(order, ignore_index=True), frames.EVENTS)


def _observations(
    connection: Connection,
    t: datetime,
    table: Table,
    contract: frames.Contract,
    by_id: dict[int, str],
) -> pd.DataFrame:
    created = table.c.get("created_at")
    existed = or_(created.is_(None), created <= t) if created is not None else true()
    statement = (
        select(table)
        .where(table.c.source_id.in_(by_id), or_(table.c.seen_from <= t, existed))
        .order_by(table.c.source_id, table.c.key, table.c.seen_from, table.c.id)
    )
    rows = _frame(connection, statement)
    for name in ("seen_from", "seen_until"):
        rows[name] = _at(rows[name])
    rows["source"] = rows["source_id"].map(by_id)
    rows = rows.rename(columns={"key": f"{contract.name[:-1]}_key", "name": "label"})
    thing = ["source", f"{contract.name[:-1]}_key"]
    # Two that begin at one instant: the later row is what was seen in the end.
    rows = rows.drop_duplicates([*thing, "seen_from"], keep="last")
    first = ~rows.duplicated(thing)
    rows = rows[(rows["seen_from"] <= t) | first].copy()
    rows.loc[rows["seen_until"] > t, "seen_until"] = pd.NaT
    if "lines" in rows:
        rows["lines"] = pd.Series(
            [json.loads(text) for text in rows["lines"]], dtype="object", index=rows.index
        )
    return _conform(rows.sort_values([*thing, "seen_from"]), contract)


def _sources(connection: Connection, t: datetime, names: Sequence[str]) -> pd.DataFrame:
    told = {name: dict[str, Any](_NEVER, source=name) for name in names}
    ended = (
        select(sources.c.name, sources.c.kind, runs)
        .join(runs, runs.c.source_id == sources.c.id)
        .where(sources.c.name.in_(names), runs.c.finished_at <= t)
        .order_by(runs.c.id)
    )
    for run in connection.execute(ended):
        row = told[run.name]
        good = run.state == "ok"
        row.update(kind=run.kind, failed=not good, message=run.message)
        row.update(request_count=run.request_count)
        if good:
            row["last_ok_at"] = run.finished_at
    counts = (
        select(sources.c.name, func.count(), func.min(events.c.at))
        .join(events, events.c.source_id == sources.c.id)
        .where(sources.c.name.in_(names), events.c.at <= t)
        .group_by(sources.c.name)
    )
    for name, count, oldest in connection.execute(counts):
        told[name].update(event_count=count, oldest_event_at=oldest)
    frame = pd.DataFrame(sorted(told.values(), key=lambda row: str(row["source"])))
    return _conform(frame, frames.SOURCES)


_NEVER = {
    "kind": "",
    "last_ok_at": None,
    "failed": False,
    "message": "",
    "request_count": 0,
    "event_count": 0,
    "oldest_event_at": None,
}


def _frame(connection: Connection, statement: Any) -> pd.DataFrame:
    result = connection.execute(statement)
    names = list(result.keys())
    columns = list(zip(*result.all(), strict=True)) or [()] * len(names)
    return pd.DataFrame(
        {name: np.array(values, dtype=object) for name, values in zip(names, columns, strict=True)}
    )


def _at(values: Iterable[datetime | None]) -> pd.Series:
    return pd.Series(pd.to_datetime(list(values), utc=True)).astype(frames.AT)


def _conform(rows: pd.DataFrame, contract: frames.Contract) -> pd.DataFrame:
    """Return *rows* as the contract says, but for project and the dates kept as written."""
    columns = {
        _AS_WRITTEN.get(name, name): (
            frames.Column(frames.TEXT, column.meaning) if name in _AS_WRITTEN else column
        )
        for name, column in contract.columns.items()
        if name != "project"
    }
    return frames.conform(rows, frames.Contract(contract.name, columns))
