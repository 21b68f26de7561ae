"""The events and links that were known at an instant."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Subquery,
    and_,
    case,
    func,
    or_,
    select,
)

from programme import frames
from programme.rows import LINK_EVENTS
from store.as_of_statements import IDS, Names, T, by_name, empty, ended, in_order, text
from store.frame import from_columns
from store.schema import events, items, links


def links_asked(connection: Connection, by_id: Names) -> Sequence[datetime]:
    """Return when links of each source that has any were first seen."""
    first = select(func.min(links.c.seen_from)).where(links.c.source_id.in_(IDS))
    statement = first.group_by(links.c.source_id)
    return connection.execute(statement, {"ids": list(by_id)}).scalars().all()


def known_events(
    connection: Connection, t: datetime, by_id: Names, *, seen_later: bool, asked_later: bool
) -> pd.DataFrame:
    """Return the frame EVENTS: see as_of.read.

    Args:
        connection: As for as_of.read.
        t: Aware instant.
        by_id: Names of the sources.
        seen_later: Whether some items were first seen after *t*.
        asked_later: Whether some links were first asked for after *t*.
    """
    statement = _events_statement(connection.dialect.name, seen_later, asked_later)
    rows = by_name(connection.execute(statement, {"ids": list(by_id), "t": t}).all(), by_id)
    if not rows:
        return empty(frames.EVENTS)
    source_ids, *columns = zip(*rows, strict=True)
    return from_columns(frames.EVENTS, [[by_id[i] for i in source_ids], *columns])


@cache
def _events_statement(dialect: str, seen_later: bool, asked_later: bool) -> Select[Any]:
    e = events.c
    # Keys settle what a forge leaves open.
    statement = select(
        *(e.source_id, e.number, text(e.at, dialect), e.position, e.kind),
        *(e.label_key, e.label, e.milestone_key, e.milestone, e.reason),
    ).order_by(e.source_id, e.number, e.at, e.position, in_order(e.key, dialect))
    told: list[ColumnElement[bool]] = [e.at <= T]
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
    return statement.select_from(tables).where(e.source_id.in_(IDS), or_(*told))


def known_links(connection: Connection, t: datetime, by_id: Names) -> pd.DataFrame:
    """Return the frame LINKS: see as_of.read."""
    if not by_id:
        return empty(frames.LINKS)
    statement = _links_statement(connection.dialect.name)
    rows = by_name(connection.execute(statement, {"ids": list(by_id), "t": t}).all(), by_id)
    if not rows:
        return empty(frames.LINKS)
    source_ids, *columns, until, asked = zip(*rows, strict=True)
    source = [by_id[source_id] for source_id in source_ids]
    return from_columns(frames.LINKS, [source, *columns, ended(until, t), asked])


@cache
def _links_statement(dialect: str) -> Select[Any]:
    c = links.c
    seen, asked = _first_seen(later=False), _first_asked()
    same_item = and_(seen.c.source_id == c.source_id, seen.c.number == c.number)
    asked_from = case(
        (seen.c.first_seen_at > asked.c.first_asked_at, seen.c.first_seen_at),
        else_=asked.c.first_asked_at,
    )
    return (
        select(
            *(c.source_id, c.number, c.kind, c.key),
            *(text(at, dialect) for at in (c.seen_from, c.seen_until, asked_from)),
        )
        .select_from(links.join(seen, same_item).join(asked, asked.c.source_id == c.source_id))
        .where(c.source_id.in_(IDS), or_(c.seen_from <= T, c.seen_from <= asked_from))
        .order_by(c.source_id, c.number, c.kind, in_order(c.key, dialect), c.seen_from)
    )


def _first_seen(*, later: bool) -> Subquery:
    """Return when each item was first seen; with *later*, of those first seen after ``t``."""
    first = func.min(items.c.seen_from)
    statement = (
        select(items.c.source_id, items.c.number, first.label("first_seen_at"))
        .where(items.c.source_id.in_(IDS), items.c.created_at <= T)
        .group_by(items.c.source_id, items.c.number)
    )
    return (statement.having(first > T) if later else statement).subquery()


def _first_asked() -> Subquery:
    """Return when links of each source were first asked for, as far as any was found."""
    return (
        select(links.c.source_id, func.min(links.c.seen_from).label("first_asked_at"))
        .where(links.c.source_id.in_(IDS))
        .group_by(links.c.source_id)
        .subquery()
    )
