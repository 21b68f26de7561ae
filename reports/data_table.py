"""The figures that a chart draws, as a table in words."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from charts.chart import Chart
from programme.wording.words import NOT_KNOWN, day, number
from reports.elements import Cell, Grid


@dataclass(frozen=True)
class DataTable:
    """A chart's figures.

    Attributes:
        grid: All of them, a row each.
        numeric: Places of the columns that hold numbers.
    """

    grid: Grid
    numeric: frozenset[int]


def data_table(chart: Chart) -> DataTable:
    """Return the rows of a chart under its headings, in its order."""
    columns = list(chart.headings)
    rows = tuple(
        tuple(_cell(value, chart.missing.get(name, NOT_KNOWN)) for name, value in row)
        for row in (
            zip(columns, values, strict=True)
            for values in chart.frame[columns].itertuples(index=False, name=None)
        )
    )
    numeric = frozenset(
        place
        for place, name in enumerate(columns)
        if pd.api.types.is_numeric_dtype(chart.frame[name])
        and not pd.api.types.is_bool_dtype(chart.frame[name])
    )
    return DataTable(Grid(caption(chart), tuple(chart.headings.values()), rows), numeric)


def caption(chart: Chart) -> str:
    """Return what the table of a chart's figures holds."""
    return f"{chart.subtitle}: the figures drawn"


def _cell(value: Any, missing: str) -> Cell:
    if pd.isna(value):
        return Cell(missing, known=False)
    if isinstance(value, pd.Timestamp):
        return Cell(day(value))
    if isinstance(value, str):
        return Cell(value, foreign=True)
    if isinstance(value, bool | np.bool_):
        return Cell("Yes" if value else "No")
    return Cell(number(value))
