"""Where in a table the rows of each project stand, so that whole stretches of it can be moved.

A table of a million rows is put together again whenever one project has changed: to pick or sort
single rows takes seconds, to lay its stretches one after the other does not.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd


class Stretch(NamedTuple):
    """Rows of one project that stand together.

    Attributes:
        project: Its name.
        table: Number of the table that they are in.
        start: The first of them.
        end: The row after the last.
    """

    project: str
    table: int
    start: int
    end: int


def only(table: pd.DataFrame, projects: Collection[str]) -> pd.DataFrame:
    """Return the rows of *projects* in their order, numbered anew."""
    kept = [stretch for stretch in _stretches(table, 0) if stretch.project in projects]
    return pd.concat(_laid([table], kept) or [table.iloc[:0]], ignore_index=True)


def by_project(tables: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """Cut *tables* into pieces that have, one after the other, their rows by project.

    The rows of one project stay in the order of the tables and of each table.
    """
    found = [stretch for place, table in enumerate(tables) for stretch in _stretches(table, place)]
    return _laid(tables, sorted(found, key=lambda stretch: stretch.project))


def _stretches(table: pd.DataFrame, place: int) -> Iterator[Stretch]:
    codes, projects = pd.factorize(table["project"])
    names = projects.tolist()
    starts = np.flatnonzero(np.diff(codes, prepend=-1)).tolist()
    for start, end in pairwise([*starts, len(table)]):
        yield Stretch(names[codes[start]], place, start, end)


def _laid(tables: Sequence[pd.DataFrame], stretches: Iterable[Stretch]) -> list[pd.DataFrame]:
    """Cut out *stretches*, in turn; what follows on one another is cut out in one piece."""
    pieces: list[Stretch] = []
    for stretch in stretches:
        if pieces and (pieces[-1].table, pieces[-1].end) == (stretch.table, stretch.start):
            pieces[-1] = pieces[-1]._replace(end=stretch.end)
        else:
            pieces.append(stretch)
    return [tables[piece.table].iloc[piece.start : piece.end] for piece in pieces]
