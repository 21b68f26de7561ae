"""The axes of a native chart: few marks, and words that lie level."""

import math
from typing import Any, Final
from xml.etree.ElementTree import Element

import pandas as pd

from charts.chart import Axis
from charts.palette import GRID, INK
from charts.scale import Scale
from reports.slides.drawing_ml import c, no_stroke, stroke, text_look
from reports.slides.series import POSITIONS, VALUES
from reports.slides.text import width
from reports.slides.workbook import DATES, Column, dated, serial

#: Steps of an axis of dates, in days; each tick then names the very day that it stands at.
_STEPS: Final = (7, 14, 28, 56, 91, 182, 364)
_MOST_MARKS: Final = 6
_SHORT_DATES: Final = "d mmm"
_WIDEST_DATE: Final = "28 Nov 2026"


def room_for(axis: Axis, values: Scale, size: float) -> float:
    """Return the points that the words of the value axis need beside it."""
    texts = [_WIDEST_DATE] if axis.holds == "date" else [text for _, text in values.ticks]
    return max(width(text, size) for text in texts) + size


def position_axis(column: Column, axis: Axis, *, size: float, room: float, bars: bool) -> Element:
    """Return the axis below the plot.

    Args:
        column: The positions.
        axis: What they are.
        size: Of its words, in points.
        room: Width of the plot, in points.
        bars: Whether bars stand on it. They do on an axis of names, since on one of days each
            would be a day wide.
    """
    count = len(column.cells)
    most = max(int(room / (width(_WIDEST_DATE, size) * 1.25)), 1)
    every = math.ceil(count / most)
    of_days = axis.holds == "date" and not bars
    tail = (
        [c("lblOffset", val=100), c("baseTimeUnit", val="days"), *_days(column, most)]
        if of_days
        else [
            c("lblAlgn", val="ctr"),
            c("lblOffset", val=100),
            c("tickLblSkip", val=every),
            c("tickMarkSkip", val=every),
            c("noMultiLvlLbl", val=1),
        ]
    )
    return c(
        "dateAx" if of_days else "catAx",
        c("axId", val=POSITIONS),
        c("scaling", c("orientation", val="minMax")),
        c("delete", val=0),
        c("axPos", val="b"),
        c(
            "numFmt",
            formatCode=_dates(column) if axis.holds == "date" else "General",
            sourceLinked=0,
        ),
        c("majorTickMark", val="out"),
        c("minorTickMark", val="none"),
        c("tickLblPos", val="low"),
        c("spPr", stroke(INK, 1)),
        text_look(size, crowded=not of_days),
        c("crossAx", val=VALUES),
        c("crosses", val="min"),
        c("auto", val=int(of_days)),
        *tail,
    )


def value_axis(axis: Axis, values: Scale, *, size: float, bars: bool) -> Element:
    """Return the axis left of the plot; the chart's title says what it counts."""
    dated = axis.holds == "date"
    low, high, step = values.low, values.high, _step(values)
    if dated:
        low, high = serial(low), serial(high)
    return c(
        "valAx",
        c("axId", val=VALUES),
        c("scaling", c("orientation", val="minMax"), c("max", val=high), c("min", val=low)),
        c("delete", val=0),
        c("axPos", val="l"),
        c("majorGridlines", c("spPr", stroke(GRID, 0.75))),
        c("numFmt", formatCode=DATES if dated else "#,##0", sourceLinked=0),
        c("majorTickMark", val="none"),
        c("minorTickMark", val="none"),
        c("tickLblPos", val="low"),
        c("spPr", no_stroke()),
        text_look(size),
        c("crossAx", val=POSITIONS),
        c("crosses", val="min"),
        c("crossBetween", val="between" if bars else "midCat"),
        c("majorUnit", val=step),
    )


def _step(values: Scale) -> Any:
    if isinstance(values.low, pd.Timestamp):
        span = (values.high - values.low).days
        return next((step for step in _STEPS if span / step <= _MOST_MARKS), _STEPS[-1])
    marks = [at for at, _ in values.ticks]
    return marks[1] - marks[0] if len(marks) > 1 else 1


def _dates(column: Column) -> str:
    """Return how dates are written: without the year where all are of one."""
    told = [dated(value) for value in column.cells if value is not None]
    return DATES if min(told).year < max(told).year else _SHORT_DATES


def _days(column: Column, most: int) -> list[Element]:
    """Return the distance of marks on an axis of days, in whole weeks."""
    told = [value for value in column.cells if value is not None]
    weeks = math.ceil((max(told) - min(told) + 1) / 7)
    step = 7 * math.ceil(weeks / most)
    return [c("majorUnit", val=step), c("majorTimeUnit", val="days")]
