"""Where a ledger meets its table: what holds now is read, and what was noted is written."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, bindparam, func, insert, select, update

from store.observations import Key, Ledger


def ledger(
    connection: Connection,
    table: Table,
    key: Sequence[str],
    content: list[str],
    source_id: int,
    *chosen: ColumnElement[bool],
) -> Ledger[Key]:
    """Return a ledger of the present rows of one source.

    Args:
        connection: In a transaction.
        table: One of observations.
        key: Its key columns; the ledger's keys are values of the only one, else tuples.
        content: Columns that make a new row when they differ.
        source_id: The source's row.
        chosen: Conditions on the rows.
    """
    columns = (table.c[name] for name in (*key, *content))
    present = select(table.c.id, *columns).where(
        table.c.source_id == source_id, table.c.seen_until.is_(None), *chosen
    )
    stored: dict[Any, tuple[int, dict[str, Any]]] = {}
    for row_id, *values in connection.execute(present):
        told = dict(zip(content, values[len(key) :], strict=True))
        stored[values[0] if len(key) == 1 else tuple(values[: len(key)])] = row_id, told
    return Ledger({**stored})


def last_changes(
    connection: Connection, table: Table, source_id: int
) -> Iterator[tuple[str, datetime]]:
    """Yield each key of the source with the instant at which its last row began or ended."""
    statement = (
        select(table.c.key, func.max(table.c.seen_from), func.max(table.c.seen_until))
        .where(table.c.source_id == source_id)
        .group_by(table.c.key)
    )
    for key, began, ended in connection.execute(statement):
        yield key, max(began, ended or began)


def keep(
    connection: Connection, table: Table, key: Sequence[str], source_id: int, noted: Ledger[Key]
) -> None:
    """Write what *noted* says: rows that end, then rows that begin; arguments as for ``ledger``."""
    if noted.closed:
        connection.execute(
            update(table)
            .where(table.c.id == bindparam("row_id"))
            .values(seen_until=bindparam("closed_at_instant")),
            [{"row_id": row_id, "closed_at_instant": at} for row_id, at in noted.closed],
        )
    if noted.opened:
        connection.execute(
            insert(table),
            [
                {
                    "source_id": source_id,
                    **_named(key, row.key),
                    **row.content,
                    **row.kept,
                    "seen_from": row.seen_from,
                    "seen_until": row.seen_until,
                }
                for row in noted.opened
            ],
        )


def _named(columns: Sequence[str], key: Any) -> dict[str, Any]:
    values = (key,) if len(columns) == 1 else key
    return dict(zip(columns, values, strict=True))
