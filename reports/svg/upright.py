"""A chart whose positions run from left to right and whose values go up, on paper."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pandas as pd

from charts import palette, scale
from charts.chart import Chart, Reference, Series
from charts.labels import LETTER_WIDTH, LINE_HEIGHT
from charts.side_labels import SideLabel, side_labels
from reports.svg.paper import Ink, Paper
from reports.svg.plot import Plot, draw_foot, draw_side, write_within

#: Above the plot, where the title of its values stands, and below it, where its positions do.
_TOP: Final = 30
_BOTTOM: Final = 44
#: Height of the middle of that title.
_TITLE: Final = 10
_MOST_POINTS: Final = 30
_HALF_A_BAR: Final = timedelta(days=2.7)
_HELD_AGAINST: Final = Ink(palette.INK, 2, "held against")
_BENEATH: Final = Ink(palette.PAPER, 6, "held against")
_DIAGONAL: Final = Ink(palette.INK, 2, "dot")
_LEADER: Final = Ink(palette.GREY)
_SEAM_PIXELS: Final = 1.5


def draw_upright(chart: Chart, paper: Paper) -> None:
    """Draw a chart that is neither ``across`` nor empty."""
    values, positions = scale.values_of(chart), scale.positions_of(chart)
    upright = [reference for reference in chart.references if reference.at == "position"]
    top = _TOP + (LINE_HEIGHT if upright or _crowded(chart, paper) else 0)
    beside, room = side_labels(chart, values, positions, height=chart.height - top - _BOTTOM)
    widest = max((len(text.split("\n")[0]) for _, text in values.ticks), default=0)
    plot = Plot(widest * 8 + 14, paper.width - room, top, paper.height - _BOTTOM, positions, values)
    draw_side(paper, plot, values)
    draw_foot(paper, plot, grid=False)
    filled = any(series.kind in {"area", "bar"} for series in chart.series)
    if not filled:
        _references(chart, paper, plot)
    for label in beside:
        _beside(label, paper, plot)
    foot = pd.Series(0.0, index=chart.frame.index)
    for number, series in enumerate(chart.series):
        _draw(chart, series, number, paper, plot, foot)
        if series.stacked:
            foot = foot + _heights(chart, series)
    if filled:  # they cross what is filled
        _references(chart, paper, plot)
    paper.words(chart.value_axis.title, 0, _TITLE)
    for reference in upright:
        write_within(paper, reference.label, plot.x(reference.value), top - LINE_HEIGHT / 2)


def _crowded(chart: Chart, paper: Paper) -> bool:
    """Say whether the title above the plot reaches over the labels beside it."""
    return len(chart.value_axis.title) * LETTER_WIDTH > paper.width / 2


def _draw(
    chart: Chart, series: Series, number: int, paper: Paper, plot: Plot, foot: pd.Series
) -> None:
    drawn = chart.drawn(series)
    if series.bridged or series.kind in {"point", "fan"}:
        drawn = drawn.dropna()
    xs = [plot.x(at) for at in chart.frame[chart.along][drawn.index]]
    ys = [plot.y(value) for value in drawn]
    if series.kind == "bar":
        _bars(chart, series, number, paper, plot)
    elif series.kind == "area":
        # A stack ends where its layers do, whatever is drawn beyond.
        told = chart.drawn(series).notna()
        tops = (foot + _heights(chart, series)).where(told) if series.stacked else drawn
        seam = Ink(series.colour, _SEAM_PIXELS, pattern=series.pattern)
        paper.fill(list(_areas(chart, plot, foot, tops)), seam, series=number)
    elif series.kind == "fan":
        paper.fill([list(zip(xs, ys, strict=True))], Ink(series.colour, 0), series=number)
    elif series.kind == "point":
        paper.points(xs, ys, series, 11, series=number)
    else:
        ink = Ink(series.colour, series.width, series.dash)
        paper.line(xs, ys, ink, step=series.kind == "step", series=number)
        # Many points crowd a line out; the line alone then says it.
        points = chart.points(series)
        if series.shape != "none" and len(points) <= _MOST_POINTS:
            _points(chart, series, number, points, paper, plot)


def _points(
    chart: Chart, series: Series, number: int, points: pd.Series, paper: Paper, plot: Plot
) -> None:
    outlined = chart.outlined(series)[points.index]
    for rows, hollow in ((points[~outlined], False), (points[outlined], True)):
        if len(rows):
            xs = [plot.x(at) for at in chart.frame[chart.along][rows.index]]
            ys = [plot.y(value) for value in rows]
            paper.points(xs, ys, series, 9, hollow=hollow, series=number)


def _bars(chart: Chart, series: Series, number: int, paper: Paper, plot: Plot) -> None:
    drawn = chart.drawn(series).dropna()
    chosen = chart.frame[series.chosen].astype(bool) if series.chosen else drawn.notna()
    for colour, rows in (
        (palette.GREY, drawn[~chosen[drawn.index]]),
        (series.colour, drawn[chosen[drawn.index]]),
    ):
        boxes = [_box(plot, chart.frame[chart.along][at], value) for at, value in rows.items()]
        paper.fill(boxes, Ink(colour, 0, pattern=series.pattern), series=number)


def _box(plot: Plot, at: Any, value: Any) -> list[tuple[float, float]]:
    left, right = plot.x(at - _HALF_A_BAR), plot.x(at + _HALF_A_BAR)
    top, foot = plot.y(value), plot.bottom
    return [(left, foot), (left, top), (right, top), (right, foot)]


def _areas(
    chart: Chart, plot: Plot, foot: pd.Series, tops: pd.Series
) -> Iterator[list[tuple[float, float]]]:
    """Yield the outline of each stretch of rows that have a value."""
    runs = tops.isna().cumsum()[tops.notna()]
    for _, rows in runs.groupby(runs):
        xs = [plot.x(at) for at in chart.frame[chart.along][rows.index]]
        over = [plot.y(value) for value in tops[rows.index]]
        under = [plot.y(value) for value in foot[rows.index]]
        yield [*zip(xs, over, strict=True), *reversed(list(zip(xs, under, strict=True)))]


def _heights(chart: Chart, series: Series) -> pd.Series:
    return chart.drawn(series).fillna(0).astype(float)


def _references(chart: Chart, paper: Paper, plot: Plot) -> None:
    for reference in chart.references:
        xs, ys = _ends(reference, plot)
        if reference.at == "diagonal":
            paper.line(xs, ys, _DIAGONAL)
            continue
        if any(series.kind in {"area", "bar"} for series in chart.series):
            # Black dashes drown in navy without white ones beneath.
            paper.line(xs, ys, _BENEATH)
        paper.line(xs, ys, _HELD_AGAINST)


def _ends(reference: Reference, plot: Plot) -> tuple[list[float], list[float]]:
    if reference.at == "value":
        return [plot.left, plot.right], [plot.y(reference.value)] * 2
    if reference.at == "position":
        return [plot.x(reference.value)] * 2, [plot.top, plot.bottom]
    up = plot.upwards or plot.across
    low, high = max(plot.across.low, up.low), min(plot.across.high, up.high)
    ends = [low, high] if low < high else []
    return [plot.x(at) for at in ends], [plot.y(at) for at in ends]


def _beside(label: SideLabel, paper: Paper, plot: Plot) -> None:
    middle = plot.bottom - label.middle
    if label.end is not None:
        at, value = label.end
        paper.line([plot.x(at), plot.right], [plot.y(value), middle], _LEADER)
    lines = label.text.split("\n")
    first = middle - (len(lines) - 1) * LINE_HEIGHT / 2
    for number, line in enumerate(lines):
        paper.words(line, plot.right + 6, first + number * LINE_HEIGHT, strong=label.strong)
