"""What the statements share that tell what was known of some sources at an instant.

Their parameters: ``ids`` of the sources, ``t`` the instant.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Text,
    bindparam,
    cast,
    collate,
    func,
    select,
    type_coerce,
)

from programme import frames
from store.frame import from_columns, instants
from store.schema import Instant, sources

#: Names of sources by their ids.
Names = dict[int, str]
IDS: BindParameter[Any] = bindparam("ids", expanding=True)
T = bindparam("t", type_=Instant)


def text(column: ColumnElement[Any], dialect: str) -> ColumnElement[str]:
    """Give an instant as text, which numpy reads far quicker than drivers make datetimes of it."""
    if dialect == "postgresql":
        return cast(func.timezone("UTC", column), Text)
    return type_coerce(column, Text)


def by_name(rows: Sequence[Any], by_id: Names) -> Sequence[Any]:
    """Put rows that come by the store's ids of their sources into the order of their names."""
    if len(by_id) < 2:
        return rows
    place = {source_id: n for n, source_id in enumerate(sorted(by_id, key=lambda i: by_id[i]))}
    return sorted(rows, key=lambda row: place[row[0]])  # stable


def ended(until: Sequence[str | None], t: datetime) -> np.ndarray:
    """Return the instants of *until* that are not after *t*, the others as NaT."""
    ends = instants(until)
    return np.where(ends <= pd.Timestamp(t).tz_convert(None).asm8, ends, np.datetime64("NaT"))


def objects(texts: Iterable[str]) -> list[dict[str, str]]:
    """Parse JSON objects, most of which are empty."""
    return [{} if text == "{}" else json.loads(text) for text in texts]


def empty(contract: frames.Contract) -> pd.DataFrame:
    """Return the contract's frame as ``from_columns`` gives it, without a row."""
    return from_columns(contract, [()] * (len(contract.columns) - ("project" in contract.columns)))


def in_order(key: ColumnElement[Any], dialect: str) -> ColumnElement[Any]:
    """Return *key* as it is sorted by, in the same order in both databases."""
    return collate(key, "C") if dialect == "postgresql" else key


def names_of(connection: Connection, names: Sequence[str]) -> Names:
    """Return those of *names* that are in the store, by their ids."""
    found = select(sources.c.id, sources.c.name).where(sources.c.name.in_(names))
    return {source_id: name for source_id, name in connection.execute(found)}
