"""The items that were known at an instant, and their labels."""

import json
from datetime import datetime
from functools import cache
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Select, case, func, select

from programme import frames
from store.as_of_statements import IDS, Names, T, by_name, empty, ended, objects, text
from store.frame import from_columns
from store.schema import items


def known_items(
    connection: Connection, t: datetime, by_id: Names
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the frames ITEMS and ITEM_LABELS: see as_of.read."""
    statement = _items_statement(connection.dialect.name)
    rows = by_name(connection.execute(statement, {"ids": list(by_id), "t": t}).all(), by_id)
    if not rows:
        return empty(frames.ITEMS), empty(frames.ITEM_LABELS)
    source_ids, number, *columns, until, url, lines, size, carried = zip(*rows, strict=True)
    source = [by_id[source_id] for source_id in source_ids]
    known = from_columns(
        frames.ITEMS, [source, number, *columns, ended(until, t), url, objects(lines), size]
    )
    # One text for all: parsing each by itself takes several times as long.
    told = json.loads(f"[{','.join(carried)}]")
    pairs = [
        (of, which, key, name)
        for of, which, labels in zip(source, number, told, strict=True)
        for key, name in labels
    ]
    if not pairs:
        return known, empty(frames.ITEM_LABELS)
    return known, from_columns(frames.ITEM_LABELS, zip(*pairs, strict=True))


@cache
def _items_statement(dialect: str) -> Select[Any]:
    # Last observation by t, else the first; the later row where two begin at one instant.
    seen = items.c.seen_from <= T
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
        .where(items.c.source_id.in_(IDS), items.c.created_at <= T)
        .subquery()
    )
    c = ranked.c
    return (
        select(
            *(c.source_id, c.number, c.item, c.title, c.state, c.reason, c.milestone_key),
            *(text(c[name], dialect) for name in ("created_at", "updated_at", "closed_at")),
            *(text(c.seen_from, dialect), text(c.seen_until, dialect)),
            *(c.url, c.lines, c.size, c.labels),
        )
        .where(c.rank == 1)
        .order_by(c.source_id, c.number)
    )
