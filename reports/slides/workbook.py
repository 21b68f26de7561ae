"""The figures of a chart as columns, and as the workbook that a slide's chart is edited in."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import pandas as pd
from xlsxwriter import Workbook

from charts.chart import Axis, Chart, Reference
from charts.scale import values_of
from reports.slides.text import clean

SHEET: Final = "Figures"
NUMBERS: Final = "#,##0.##"
DATES: Final = "d mmm yyyy"
#: Day 0 of spreadsheets, as far as days after February 1900 are concerned.
_DAY_ZERO: Final = pd.Timestamp(1899, 12, 30)


@dataclass(frozen=True)
class Column:
    """One column of the sheet: a heading and a value a row.

    Attributes:
        heading: Never empty.
        cells: Numbers, dates as the days of spreadsheets; None leaves a cell empty. Of positions
            also text.
        format: Of its cells, in a spreadsheet's words; empty for text.
        letter: Its place in the sheet: A, B, …
    """

    heading: str
    cells: tuple[Any, ...]
    format: str
    letter: str

    @property
    def heading_at(self) -> str:
        """Address of the heading."""
        return f"{SHEET}!${self.letter}$1"

    @property
    def cells_at(self) -> str:
        """Address of the values."""
        return f"{SHEET}!${self.letter}$2:${self.letter}${len(self.cells) + 1}"


def columns(chart: Chart) -> tuple[Column, ...]:
    """Return the positions, then each series, then each reference that is drawn as one.

    Args:
        chart: Not empty, with positions from left to right. An upright reference has no column.
    """
    along, values = chart.position_axis, chart.value_axis
    heading = chart.headings.get(chart.along, "")
    made = [(heading or "Position", chart.frame[chart.along], along)]
    for series in chart.series:
        name = series.label or chart.headings.get(series.column, "")
        made.append((name or "Value", chart.drawn(series), values))
    made += [(one.label, _level(one, chart), values) for one in level_references(chart)]
    return tuple(
        Column(
            clean(heading) or "Value",
            tuple(_cell(value, axis) for value in cells),
            {"number": NUMBERS, "date": DATES, "text": ""}[axis.holds],
            chr(ord("A") + number),
        )
        for number, (heading, cells, axis) in enumerate(made)
    )


def level_references(chart: Chart) -> list[Reference]:
    """Return the references that are drawn as a series of their own."""
    return [one for one in chart.references if one.at != "position"]


def workbook(told: Sequence[Column], *, created: datetime) -> bytes:
    """Return columns as a workbook of one sheet.

    Args:
        told: At least one column.
        created: Instant that the file says it was made at.
    """
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.set_properties({"created": created})
    sheet = book.add_worksheet(SHEET)
    sheet.set_column(0, len(told) - 1, 16)
    for number, column in enumerate(told):
        looks = book.add_format({"num_format": column.format} if column.format else {})
        # As text, whatever it begins with: a forge's title is no formula.
        sheet.write_string(0, number, column.heading)
        for row, value in enumerate(column.cells, start=1):
            if isinstance(value, str):
                sheet.write_string(row, number, value)
            elif value is not None:
                sheet.write_number(row, number, value, looks)
    book.close()
    return file.getvalue()


def serial(at: Any) -> int:
    """Return a date as spreadsheets count it."""
    return int((pd.Timestamp(at) - _DAY_ZERO).days)


def dated(days: int) -> pd.Timestamp:
    """Return the date that spreadsheets count so many days to."""
    return _DAY_ZERO + pd.Timedelta(days=days)


def _level(reference: Reference, chart: Chart) -> pd.Series:
    """Return the values of a reference, one a position; none where it has left the picture."""
    along = chart.frame[chart.along]
    if reference.at == "diagonal":
        scale = values_of(chart)
        return along.where(along.between(scale.low, scale.high))
    return pd.Series([reference.value] * len(along), index=along.index)


def _cell(value: Any, axis: Axis) -> Any:
    if pd.isna(value):
        return None
    if axis.holds == "text":
        return clean(str(value))
    if axis.holds == "date":
        return serial(value)
    number = float(value)
    return int(number) if number == int(number) else number
