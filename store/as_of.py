"""What was known at an instant, as the frames of programme/frames.py.

What was seen later tells of earlier only where nothing had been seen yet: the earliest observation
stands before itself ("rebuilt"), though not before the thing was created.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Subquery,
    Table,
    Text,
    and_,
    bindparam,
    case,
    cast,
    collate,
    func,
    or_,
    select,
    true,
    type_coerce,
    union_all,
)

from programme import frames
from programme.rows import LINK_EVENTS
from store.frame import from_columns, instants
from store.run_log import last_runs
from store.schema import Instant, events, items, labels, links, milestones, runs, sources

Names = dict[int, str]
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_T = bindparam("t", type_=Instant)


def read(
    connection: Connection, t: datetime, names: Sequence[str], *, runs_until: datetime
) -> dict[str, pd.DataFrame]:
    """Return the frames of *names* as of *t*.

    Args:
        connection: In a transaction that sees one moment of the store.
        t: Aware instant; what happened or was seen exactly then is known.
        names: Names of the sources to be read.
        runs_until: Aware instant up to which syncs are told of: a week that is measured after its
            end is known from what was seen after it, too.

    Returns:
        The frames of frames.FACTS by name, without the column ``project``, sorted by their keys:

        - ``items``: the observation that held at *t*, or the earliest one if the first came later
          and the item had been created by then. ``gone_at`` is set on one that ended by *t*.
        - ``item_labels``: of these observations.
        - ``events``: up to *t*; of an item first seen later, up to then, so that its past can be
          rebuilt from what was seen. Likewise those of links, where these were first asked later.
        - ``links``: every observation up to *t*, or what was seen when links of the item were first
          asked for, if that was later; ``seen_until`` only where it is not after *t*.
        - ``milestones`` and ``labels``: every observation up to *t*, or the earliest one of what
          was first seen later; ``seen_until`` only where it is not after *t*. Milestones have the
          text columns ``due`` and ``start`` for ``due_on`` and ``start_on``.
        - ``sources``: one row for each of *names*; ``kind`` is empty if it was never synced.
    """
    found = select(sources.c.id, sources.c.name).where(sources.c.name.in_(names))
    by_id: Names = {source_id: name for source_id, name in connection.execute(found)}
    known_items, item_labels = _items(connection, t, by_id)
    seen_later = bool((known_items["seen_from"] > pd.Timestamp(t)).any())
    asked = _asked(connection, by_id)
    asked_later = any(at > t for at in asked)
    return {
        "items": known_items,
        "item_labels": item_labels,
        "events": _events(connection, t, by_id, seen_later=seen_later, asked_later=asked_later),
        "milestones": _observations(connection, t, milestones, frames.MILESTONES, by_id),
        "links": _links(connection, t, by_id if asked else {}),
        "labels": _observations(connection, t, labels, frames.LABELS, by_id),
        "sources": _sources(connection, t, names, runs_until),
    }


def next_instants(connection: Connection, t: datetime, names: Sequence[str]) -> dict[str, datetime]:
    """Return for each source of *names* the first instant after *t* in any of its rows, if any."""
    found = select(sources.c.id, sources.c.name).where(sources.c.name.in_(names))
    by_id: Names = {source_id: name for source_id, name in connection.execute(found)}
    following: dict[str, datetime] = {}
    for source_id, at in connection.execute(_next_instants(), {"ids": list(by_id), "t": t}):
        name = by_id[source_id]
        following[name] = min(at, following.get(name, at))
    return following


@cache
def _next_instants() -> Any:
    return union_all(
        *(
            select(table.c.source_id, func.min(column))
            .where(table.c.source_id.in_(_IDS), column > _T)
            .group_by(table.c.source_id)
            for table in (items, events, milestones, links, labels, runs)
            for column in table.c
            if isinstance(column.type, Instant)
        )
    )


def _items(connection: Connection, t: datetime, by_id: Names) -> tuple[pd.DataFrame, pd.DataFrame]:
    statement = _items_statement(connection.dialect.name)
    rows = _sorted(connection.execute(statement, {"ids": list(by_id), "t": t}).all(), by_id)
    if not rows:
        return from_columns(frames.ITEMS, _none(frames.ITEMS)), from_columns(
            frames.ITEM_LABELS, _none(frames.ITEM_LABELS)
        )
    source_ids, number, *columns, until, url, lines, size, carried = zip(*rows, strict=True)
    source = [by_id[source_id] for source_id in source_ids]
    known = from_columns(
        frames.ITEMS, [source, number, *columns, _ended(until, t), url, _objects(lines), size]
    )
    # One text for all: parsing each by itself takes several times as long.
    told = json.loads(f"[{','.join(carried)}]")
    pairs = [
        (of, which, key, name)
        for of, which, labels in zip(source, number, told, strict=True)
        for key, name in labels
    ]
    item_labels = zip(*pairs, strict=True) if pairs else _none(frames.ITEM_LABELS)
    return known, from_columns(frames.ITEM_LABELS, item_labels)


@cache
def _items_statement(dialect: str) -> Select[Any]:
    # Last observation by t, else the first; the later row where two begin at one instant.
    seen = items.c.seen_from <= _T
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
        .where(items.c.source_id.in_(_IDS), items.c.created_at <= _T)
        .subquery()
    )
    c = ranked.c
    return (
        select(
            *(c.source_id, c.number, c.item, c.title, c.state, c.reason, c.milestone_key),
            *(_text(c[name], dialect) for name in ("created_at", "updated_at", "closed_at")),
            *(_text(c.seen_from, dialect), _text(c.seen_until, dialect)),
            *(c.url, c.lines, c.size, c.labels),
        )
        .where(c.rank == 1)
        .order_by(c.source_id, c.number)
    )


def _asked(connection: Connection, by_id: Names) -> Sequence[datetime]:
    """Return when links of each source that has any were first seen."""
    first = select(func.min(links.c.seen_from)).where(links.c.source_id.in_(_IDS))
    statement = first.group_by(links.c.source_id)
    return connection.execute(statement, {"ids": list(by_id)}).scalars().all()


def _events(
    connection: Connection, t: datetime, by_id: Names, *, seen_later: bool, asked_later: bool
) -> pd.DataFrame:
    statement = _events_statement(connection.dialect.name, seen_later, asked_later)
    rows = _sorted(connection.execute(statement, {"ids": list(by_id), "t": t}).all(), by_id)
    if not rows:
        return from_columns(frames.EVENTS, _none(frames.EVENTS))
    source_ids, *columns = zip(*rows, strict=True)
    return from_columns(frames.EVENTS, [[by_id[i] for i in source_ids], *columns])


@cache
def _events_statement(dialect: str, seen_later: bool, asked_later: bool) -> Select[Any]:
    """Return the statement for events.

    Args:
        dialect: Name of the database's kind.
        seen_later: Whether some items were first seen after ``t``.
        asked_later: Whether some links were first asked for after ``t``.
    """
    e = events.c
    # Keys settle what a forge leaves open, in the same order in both databases.
    key: ColumnElement[Any] = collate(e.key, "C") if dialect == "postgresql" else e.key
    statement = select(
        *(e.source_id, e.number, _text(e.at, dialect), e.position, e.kind),
        *(e.label_key, e.label, e.milestone_key, e.milestone, e.reason),
    ).order_by(e.source_id, e.number, e.at, e.position, key)
    told: list[ColumnElement[bool]] = [e.at <= _T]
    tables: FromClause = events
    if seen_later:
        seen = _first_seen(later=True)
        same_item = and_(seen.c.source_id == e.source_id, seen.c.number == e.number)
        tables = tables.outerjoin(seen, same_item)
        told.append(e.at <= seen.c.first_seen_at)
    if asked_later:
        asked = _first_asked()
        tables = tables.outerjoin(asked, asked.c.source_id == e.source_id)
        told.append(and_(e.kind.in_(LINK_EVENTS), e.at <= asked.c.first_asked_at))
    return statement.select_from(tables).where(e.source_id.in_(_IDS), or_(*told))


def _first_seen(*, later: bool) -> Subquery:
    """Return when each item was first seen; with *later*, of those first seen after ``t``."""
    first = func.min(items.c.seen_from)
    statement = (
        select(items.c.source_id, items.c.number, first.label("first_seen_at"))
        .where(items.c.source_id.in_(_IDS), items.c.created_at <= _T)
        .group_by(items.c.source_id, items.c.number)
    )
    return (statement.having(first > _T) if later else statement).subquery()


def _first_asked() -> Subquery:
    """Return when links of each source were first asked for, as far as any was found."""
    return (
        select(links.c.source_id, func.min(links.c.seen_from).label("first_asked_at"))
        .where(links.c.source_id.in_(_IDS))
        .group_by(links.c.source_id)
        .subquery()
    )


def _links(connection: Connection, t: datetime, by_id: Names) -> pd.DataFrame:
    if not by_id:
        return from_columns(frames.LINKS, _none(frames.LINKS))
    statement = _links_statement(connection.dialect.name)
    rows = _sorted(connection.execute(statement, {"ids": list(by_id), "t": t}).all(), by_id)
    if not rows:
        return from_columns(frames.LINKS, _none(frames.LINKS))
    source_ids, *columns, until, asked = zip(*rows, strict=True)
    source = [by_id[source_id] for source_id in source_ids]
    return from_columns(frames.LINKS, [source, *columns, _ended(until, t), asked])


@cache
def _links_statement(dialect: str) -> Select[Any]:
    c = links.c
    seen, asked = _first_seen(later=False), _first_asked()
    same_item = and_(seen.c.source_id == c.source_id, seen.c.number == c.number)
    asked_from = case(
        (seen.c.first_seen_at > asked.c.first_asked_at, seen.c.first_seen_at),
        else_=asked.c.first_asked_at,
    )
    key: ColumnElement[Any] = collate(c.key, "C") if dialect == "postgresql" else c.key
    return (
        select(
            *(c.source_id, c.number, c.kind, c.key),
            *(_text(at, dialect) for at in (c.seen_from, c.seen_until, asked_from)),
        )
        .select_from(links.join(seen, same_item).join(asked, asked.c.source_id == c.source_id))
        .where(c.source_id.in_(_IDS), or_(c.seen_from <= _T, c.seen_from <= asked_from))
        .order_by(c.source_id, c.number, c.kind, key, c.seen_from)
    )


def _observations(
    connection: Connection, t: datetime, table: Table, contract: frames.Contract, by_id: Names
) -> pd.DataFrame:
    things: dict[tuple[str, str], list[Any]] = {}
    given = {"ids": list(by_id), "t": t}
    for row in connection.execute(_observations_statement(table), given):
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
        columns["lines"] = _objects(columns["lines"])
    names = [name for name in contract.columns if name != "project"]
    return from_columns(contract, [columns[name] for name in names])


#: Names of the store's columns where they differ from those of the frames.
_COLUMNS = {
    "milestone_key": "key",
    "label_key": "key",
    "label": "name",
    "due_on": "due",
    "start_on": "start",
}


@cache
def _observations_statement(table: Table) -> Select[Any]:
    created = table.c.get("created_at")
    existed = true() if created is None else or_(created.is_(None), created <= _T)
    return (
        select(table)
        .where(table.c.source_id.in_(_IDS), or_(table.c.seen_from <= _T, existed))
        .order_by(table.c.id)
    )


def _until(until: datetime | None, t: datetime) -> datetime | None:
    return until if until and until <= t else None


def _ended(until: Sequence[str | None], t: datetime) -> np.ndarray:
    """Return the instants of *until* that are not after *t*, the others as NaT."""
    ends = instants(until)
    return np.where(ends <= pd.Timestamp(t).tz_convert(None).asm8, ends, np.datetime64("NaT"))


def _objects(texts: Iterable[str]) -> list[dict[str, str]]:
    return [{} if text == "{}" else json.loads(text) for text in texts]


def _none(contract: frames.Contract) -> list[tuple[()]]:
    return [()] * (len(contract.columns) - ("project" in contract.columns))


def _text(column: ColumnElement[Any], dialect: str) -> ColumnElement[str]:
    """Give an instant as text, which numpy reads far quicker than drivers make datetimes of it."""
    if dialect == "postgresql":
        return cast(func.timezone("UTC", column), Text)
    return type_coerce(column, Text)


def _sorted(rows: Sequence[Any], by_id: Names) -> Sequence[Any]:
    """Put rows that come by the store's ids of their sources into the order of their names."""
    if len(by_id) < 2:
        return rows
    place = {source_id: n for n, source_id in enumerate(sorted(by_id, key=lambda i: by_id[i]))}
    return sorted(rows, key=lambda row: place[row[0]])  # stable


def _sources(
    connection: Connection, t: datetime, names: Sequence[str], runs_until: datetime
) -> pd.DataFrame:
    told = last_runs(connection, runs_until, names)
    counted = (
        select(sources.c.name, func.count(), func.min(events.c.at))
        .join(events, events.c.source_id == sources.c.id)
        .where(sources.c.name.in_(names), events.c.at <= t)
        .group_by(sources.c.name)
    )
    counts = {name: (count, oldest) for name, count, oldest in connection.execute(counted)}
    of_runs = ("kind", "last_ok_at", "failed", "message", "request_count")
    rows = [
        (name, *(told[name][column] for column in of_runs), *counts.get(name, (0, None)))
        for name in sorted(told)
    ]
    return from_columns(frames.SOURCES, zip(*rows, strict=True) if rows else _none(frames.SOURCES))
