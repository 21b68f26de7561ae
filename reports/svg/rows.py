"""A chart whose rows run down the page and whose values run across, on paper."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from charts import labels, palette, rows, scale
from charts.chart import Chart, Series
from programme.wording.words import title
from reports.svg.paper import HEADING, TEXT, Ink, Paper
from reports.svg.plot import NAN, Plot, draw_foot, write_within

_TOP: Final = 30
_BOTTOM: Final = 44
_LEFT: Final = 8
_RIGHT: Final = 12
_HELD_AGAINST: Final = Ink(palette.INK, 2, "held against")
_HATCHED_PIXELS: Final = 1.5
#: What an upright line keeps from the end of a name, in pixels.
_AFTER_TEXT: Final = 6


def draw_rows(chart: Chart, paper: Paper) -> None:
    """Draw a chart that is ``across`` and not empty."""
    plot = Plot(_LEFT, paper.width - _RIGHT, _TOP, paper.height - _BOTTOM, scale.values_of(chart))
    places = rows.places(chart)
    row = (plot.bottom - plot.top) / (places[-1] + rows.AFTER + rows.BEFORE)
    heights = [plot.top + (place + rows.BEFORE) * row for place in places]
    draw_foot(paper, plot, grid=True)
    written = list(_written(chart, paper, places, top=plot.top, row=row))
    for reference in chart.references:
        at = plot.x(reference.value)
        covered = [line.y for line in written if line.end > at]
        for upper, lower in rows.stretches(plot.top, plot.bottom, covered):
            paper.line([at, at], [upper, lower], _HELD_AGAINST)
        write_within(paper, reference.label, at, plot.top - rows.LINE_HEIGHT / 2)
    for number, series in enumerate(chart.series):
        at_lane = [y + series.lane * rows.LANE for y in heights]
        _draw(chart, series, number, paper, plot, at_lane)
    for line in written:
        paper.words(line.text, 0, line.y, size=line.size, strong=line.strong, rimmed=True)


@dataclass(frozen=True)
class _Written:
    """One line of text above a row, cut to the paper.

    Attributes:
        text: What is written.
        y: Height of its middle, in pixels from above.
        size: Of its letters, in pixels.
        strong: Whether it is bold.
    """

    text: str
    y: float
    size: int
    strong: bool

    @property
    def end(self) -> float:
        """About where it ends, in pixels from the left."""
        return len(self.text) * labels.LETTER_WIDTH * self.size / TEXT + _AFTER_TEXT


def _written(
    chart: Chart, paper: Paper, places: list[float], *, top: float, row: float
) -> Iterator[_Written]:
    for line in rows.texts(chart, places):
        size = HEADING if line.kind == "heading" else TEXT
        longest = int((paper.width - _RIGHT) / labels.LETTER_WIDTH * TEXT / size)
        y = top + (line.place + rows.BEFORE) * row - line.above
        yield _Written(title(line.text, longest), y, size, line.kind != "note")


def _draw(
    chart: Chart, series: Series, number: int, paper: Paper, plot: Plot, heights: list[float]
) -> None:
    starts = [plot.x(value) for value in chart.drawn(series)]
    if series.kind != "span":
        told = [(x, y) for x, y in zip(starts, heights, strict=True) if not math.isnan(x)]
        size = 15 if "open" in series.shape else 13
        paper.points([x for x, _ in told], [y for _, y in told], series, size, series=number)
        return
    ends = [plot.x(value) for value in chart.frame[series.until]]
    spans = [
        span
        for span in zip(starts, ends, heights, strict=True)
        if span[0] == span[0] and span[1] == span[1]
    ]
    if series.pattern:
        half = series.width / 2
        boxes = [
            [(start, y - half), (end, y - half), (end, y + half), (start, y + half)]
            for start, end, y in spans
        ]
        ink = Ink(series.colour, _HATCHED_PIXELS, pattern=series.pattern, ground=palette.PAPER)
        paper.fill(boxes, ink, series=number)
        return
    xs = [x for start, end, _ in spans for x in (start, end, NAN)]
    ys = [y for _, _, y in spans for y in (y, y, NAN)]
    paper.line(xs, ys, Ink(series.colour, series.width), series=number)
