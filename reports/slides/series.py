"""The series of a native chart: how each is drawn, with the cells that hold its figures."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final
from xml.etree.ElementTree import Element

from charts.chart import Chart, Dash, Reference, Series
from charts.palette import INK, ORANGE, PAPER
from reports.slides.drawing_ml import c, fill, hatched, no_stroke, stroke, worded
from reports.slides.workbook import Column, columns, level_references

#: Widths of charts are in the pixels of pages, 96 to an inch.
_POINTS: Final = 0.75
#: More points than this crowd a line out; the line alone then says it.
_MOST_POINTS: Final = 30
_MARK: Final = 8
_SYMBOLS: Final = {
    "circle": "circle",
    "square": "square",
    "diamond": "diamond",
    "triangle-up": "triangle",
}
_PATTERNS: Final = {"/": "wdUpDiag", ".": "pct20", "x": "openDmnd"}
#: Identities of the two axes.
POSITIONS, VALUES = 1001, 1002


@dataclass(frozen=True)
class Drawn:
    """A series with the columns that it is drawn from.

    Attributes:
        number: Its place among the series, from 0.
        look: How it is drawn.
        column: Its figures.
        positions: Where they stand.
        reference: Whether it is a line that the others are held against.
        points: Rows that bear a point, each with whether it is only an outline.
    """

    number: int
    look: Series
    column: Column
    positions: Column
    reference: bool = False
    points: tuple[tuple[int, bool], ...] = ()

    @property
    def last(self) -> int | None:
        """Row of its last value; None where it has none."""
        told = [row for row, value in enumerate(self.column.cells) if value is not None]
        return told[-1] if told else None


def drawn_of(chart: Chart) -> tuple[Drawn, ...]:
    """Return the series of a chart, then its references as series of their own."""
    positions, *rest = columns(chart)
    looks = [(one, False) for one in chart.series]
    filled = any(one.kind in {"area", "bar"} for one in chart.series)
    looks += [(_line(one, over=filled), True) for one in level_references(chart)]
    return tuple(
        Drawn(
            number,
            look,
            column,
            positions,
            reference,
            () if reference or look.shape == "none" else _rows_pointed(chart, look),
        )
        for number, ((look, reference), column) in enumerate(zip(looks, rest, strict=True))
    )


def _rows_pointed(chart: Chart, look: Series) -> tuple[tuple[int, bool], ...]:
    borne = chart.frame.index.isin(chart.points(look).index)
    outlined = chart.outlined(look)
    return tuple(
        (row, bool(hollow))
        for row, (one, hollow) in enumerate(zip(borne, outlined, strict=True))
        if one
    )


def group(name: str, drawn: Sequence[Drawn], labels: dict[int, Element]) -> Element:
    """Return series of one kind: ``areaChart``, ``barChart`` or ``lineChart``.

    Args:
        name: What draws them.
        drawn: The series.
        labels: What stands beside the last value, by the number of the series.
    """
    stacked = any(one.look.stacked for one in drawn)
    kept = [_series(one, name, labels.get(one.number)) for one in drawn]
    head: list[Element] = []
    tail: list[Element] = []
    if name == "barChart":
        head = [c("barDir", val="col")]
        grouping = "stacked" if stacked else "clustered"
        tail = [c("gapWidth", val=30), c("overlap", val=100 if stacked else 0)]
    else:
        grouping = "stacked" if stacked else "standard"
    if name == "lineChart":
        tail = [c("marker", val=1)]
    return c(
        name,
        *head,
        c("grouping", val=grouping),
        c("varyColors", val=0),
        *kept,
        *tail,
        c("axId", val=POSITIONS),
        c("axId", val=VALUES),
    )


def _line(reference: Reference, *, over: bool) -> Series:
    # Ink drowns in navy; orange is seen on it and on paper.
    colour = ORANGE if over else INK
    dash: Dash = "dot" if reference.at == "diagonal" else "dash"
    return Series("", reference.label, "line", colour, dash=dash, width=3 if over else 2)


def _series(one: Drawn, group: str, label: Element | None) -> Element:
    look = one.look
    parts = [
        c("idx", val=one.number),
        c("order", val=one.number),
        c("tx", _text(one.column.heading_at, [one.column.heading])),
    ]
    if group == "lineChart":
        line = (
            no_stroke()
            if look.kind == "point"
            else stroke(look.colour, look.width * _POINTS, look.dash)
        )
        parts += [c("spPr", line), _marker(one), *_single_points(one, line)]
    else:
        ground = fill(look.colour)
        if look.pattern:
            ground = hatched(look.colour, PAPER, _PATTERNS[look.pattern])
        # A white seam keeps neighbours apart without colour.
        seam = stroke(PAPER, 1) if look.stacked else no_stroke()
        parts.append(c("spPr", ground, seam))
        if group == "barChart":
            parts.append(c("invertIfNegative", val=0))
    if label is not None:
        parts.append(label)
    parts += [c("cat", _cells(one.positions)), c("val", _cells(one.column))]
    if group == "lineChart":
        parts.append(c("smooth", val=0))
    return c("ser", *parts)


def _marker(one: Drawn) -> Element:
    """Return the point that every row bears; none where only some do."""
    look = one.look
    crowded = len(one.points) > _MOST_POINTS and look.kind != "point"
    if look.shape == "none" or look.pointed or crowded:
        return c("marker", c("symbol", val="none"))
    return _point(look, hollow=look.shape.endswith("-open"))


def _single_points(one: Drawn, line: Element) -> list[Element]:
    """Return the points of a line that bears some alone, each on its row."""
    look = one.look
    if not look.pointed or len(one.points) > _MOST_POINTS:
        return []
    return [
        c(
            "dPt",
            c("idx", val=row),
            _point(look, hollow=hollow),
            c("bubble3D", val=0),
            c("spPr", deepcopy(line)),
        )
        for row, hollow in one.points
    ]


def _point(look: Series, *, hollow: bool) -> Element:
    return c(
        "marker",
        c("symbol", val=_SYMBOLS[look.shape.removesuffix("-open")]),
        c("size", val=_MARK),
        c(
            "spPr",
            fill(PAPER if hollow else look.colour),
            stroke(look.colour if hollow else PAPER, 2 if hollow else 0.75),
        ),
    )


def _cells(column: Column) -> Element:
    """Return a column's address and what it holds; empty cells are left out."""
    if not column.format:
        return _text(column.cells_at, column.cells)
    return c(
        "numRef",
        worded(c("f"), column.cells_at),
        c(
            "numCache",
            worded(c("formatCode"), column.format),
            c("ptCount", val=len(column.cells)),
            *_points(column.cells),
        ),
    )


def _text(address: str, values: Sequence[Any]) -> Element:
    return c(
        "strRef",
        worded(c("f"), address),
        c("strCache", c("ptCount", val=len(values)), *_points(values)),
    )


def _points(values: Sequence[Any]) -> list[Element]:
    return [
        c("pt", worded(c("v"), str(value)), idx=row)
        for row, value in enumerate(values)
        if value is not None
    ]
