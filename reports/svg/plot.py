"""The ground that marks stand on: where a value lies in it, its axes, and their words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd

from charts import labels, palette
from charts.rows import LINE_HEIGHT
from charts.scale import Scale
from reports.svg.paper import TEXT, TICK, Ink, Paper

NAN: Final = float("nan")
_GRID: Final = Ink(palette.GRID)
_AXIS: Final = Ink(palette.INK)
#: Of the small strokes that stand at its ticks, below a foot.
_TICK_PIXELS: Final = 5
#: Between the words of neighbours along an axis.
_APART: Final = 8


@dataclass(frozen=True)
class Plot:
    """A rectangle of the paper with a scale along its foot and one up its side.

    Attributes:
        left, right, top, bottom: Its edges, in pixels from the paper's upper left.
        across: What lies from left to right.
        upwards: What lies from the foot up; None where rows run down.
    """

    left: float
    right: float
    top: float
    bottom: float
    across: Scale
    upwards: Scale | None = None

    def x(self, value: Any) -> float:
        """Return where a value lies from left to right; NaN where there is none."""
        if pd.isna(value):
            return NAN
        return self.left + self.across.share(value) * (self.right - self.left)

    def y(self, value: Any) -> float:
        """Return where a value lies from above; NaN where there is none."""
        if self.upwards is None or pd.isna(value):
            return NAN
        return self.bottom - self.upwards.share(value) * (self.bottom - self.top)


def draw_foot(paper: Paper, plot: Plot, *, grid: bool) -> None:
    """Draw the axis along the foot.

    Args:
        paper: To draw on.
        plot: Its ground.
        grid: Whether its ticks run up the plot, else it is a line with small strokes.
    """
    ticks = list(_apart(plot, paper.width))
    for at, _ in ticks:
        ends = [plot.top, plot.bottom] if grid else [plot.bottom, plot.bottom + _TICK_PIXELS]
        paper.line([plot.x(at)] * 2, ends, _GRID if grid else _AXIS)
    if not grid:
        paper.line([plot.left, plot.right], [plot.bottom] * 2, _AXIS)
    below = plot.bottom + _TICK_PIXELS + TICK
    for at, text in ticks:
        for number, line in enumerate(text.split("\n")):
            paper.words(line, plot.x(at), below + number * LINE_HEIGHT, anchor="middle", size=TICK)


def draw_side(paper: Paper, plot: Plot, scale: Scale) -> None:
    """Draw lines across the plot at the ticks of the axis up its side, and their words."""
    for at, _ in scale.ticks:
        paper.line([plot.left, plot.right], [plot.y(at)] * 2, _GRID)
    for at, text in scale.ticks:
        lines = text.split("\n")
        first = plot.y(at) - (len(lines) - 1) * LINE_HEIGHT / 2
        for number, line in enumerate(lines):
            paper.words(line, plot.left - 6, first + number * LINE_HEIGHT, anchor="end", size=TICK)


def write_within(paper: Paper, text: str, middle: float, y: float, *, strong: bool = False) -> None:
    """Write a line of text about a middle, moved so that it stays on the paper."""
    half = len(text) * labels.LETTER_WIDTH / 2
    anchor: Literal["start", "middle", "end"] = "middle"
    if middle + half > paper.width:
        middle, anchor = paper.width, "end"
    elif middle < half:
        middle, anchor = 0, "start"
    paper.words(text, middle, y, anchor=anchor, size=TEXT, strong=strong)


def _apart(plot: Plot, width: float) -> Iterator[tuple[Any, str]]:
    """Yield the ticks of the foot whose words keep clear of those before and of the edges.

    The year stands beneath the first tick of each; where that one has no room, beneath the next.
    """
    clear, year = 0.0, ""
    for at, text in plot.across.ticks:
        first, _, below = text.partition("\n")
        year = below or year
        half = len(first) * labels.LETTER_WIDTH / 2
        if plot.x(at) - half < clear or plot.x(at) + half > width:
            continue
        yield at, f"{first}\n{year}" if year else first
        clear, year = plot.x(at) + half + _APART, ""
