"""A sheet to draw on, in pixels from its upper left: the only module that knows matplotlib.

Marks are matplotlib's. Words are written beside them, never given to it: it would read markup in
titles, and measure with fonts that the reader does not have.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from matplotlib.artist import Artist
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from charts import palette
from charts.chart import Dash, Series
from programme.wording.words import visible
from reports.svg.tidy import Words, tidy

#: Of text on charts, in pixels; of that along an axis; of a heading between rows.
TEXT: Final = 15
TICK: Final = 14
HEADING: Final = 18
_DOTS_PER_INCH: Final = 72  # at which matplotlib's points are pixels
#: Strokes and gaps in pixels, so that lines of unlike width break at the same places.
_STROKES: Final[dict[str, tuple[float, ...]]] = {
    "solid": (), "dash": (9, 5), "dot": (3, 4), "longdash": (16, 4, 3, 4), "held against": (9, 7),
}  # fmt: skip
_MARKERS: Final = {"circle": "o", "square": "s", "diamond": "D", "triangle-up": "^"}
#: matplotlib's diamond is a square on its corner, the others fill their size.
_DIAMOND: Final = 0.92
#: Lines of hatching: strokes a square inch in matplotlib's letters, and their width.
_HATCHES: Final = {"/": "/", ".": "..", "x": "x"}
_HATCH_PIXELS: Final = 1.3
#: How often a span's hatching is repeated, which is as narrow as a stroke.
_DENSE: Final = 3

Stroke = Dash | Literal["held against"]


@dataclass(frozen=True)
class Ink:
    """How a mark is drawn.

    Attributes:
        colour: One of the palette.
        width: Of its stroke, in pixels; of an area or bar, that of the seam around it.
        dash: Its stroke.
        pattern: Its hatching, as in ``Series``.
        ground: Colour beneath the hatching, which is then drawn in ``colour``; empty = hatched in
            white on ``colour``.
    """

    colour: str
    width: float = 1
    dash: Stroke = "solid"
    pattern: str = ""
    ground: str = ""


class Paper:
    """One picture. What is drawn later lies above what was drawn before."""

    def __init__(self, width: int, height: int) -> None:
        """Take a white sheet of so many pixels."""
        self.width, self.height = width, height
        size = (width / _DOTS_PER_INCH, height / _DOTS_PER_INCH)
        self._figure = Figure(figsize=size, dpi=_DOTS_PER_INCH)
        self._figure.patch.set_visible(False)
        self._down = Affine2D().scale(1, -1).translate(0, height)
        self._words: list[Words] = []

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        ink: Ink,
        *,
        step: bool = False,
        series: int | None = None,
    ) -> None:
        """Draw a line through points; NaN breaks it, *step* keeps each height until the next.

        Args:
            xs: Pixels from the left.
            ys: Pixels from above.
            ink: How.
            step: Whether it runs across, then up or down.
            series: Which series of the chart it is.
        """
        strokes = _STROKES[ink.dash]
        # matplotlib counts strokes and gaps in widths of the line.
        style: Any = (0, tuple(stroke / ink.width for stroke in strokes)) if strokes else "solid"
        self._add(
            Line2D(
                xs,
                ys,
                color=ink.colour,
                linewidth=ink.width,
                linestyle=style,
                drawstyle="steps-post" if step else "default",
                solid_capstyle="butt",
                dash_capstyle="butt",
            ),
            series,
        )

    def points(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        of: Series,
        size: float,
        *,
        hollow: bool | None = None,
        series: int | None = None,
    ) -> None:
        """Draw the points of a series, so many pixels wide; arguments as for ``line``.

        They are only an outline if *hollow*, or as the series' shape says.
        """
        # Open shapes are filled with paper, so that no line shows through them.
        hollow = of.shape.endswith("-open") if hollow is None else hollow
        shape = of.shape.removesuffix("-open")
        self._add(
            Line2D(
                xs,
                ys,
                linestyle="none",
                marker=_MARKERS[shape],
                markersize=size * (_DIAMOND if shape == "diamond" else 1),
                markerfacecolor=palette.PAPER if hollow else of.colour,
                markeredgecolor=of.colour if hollow else palette.PAPER,
                markeredgewidth=3 if hollow else 1,
            ),
            series,
        )

    def fill(
        self,
        outlines: Sequence[Sequence[tuple[float, float]]],
        ink: Ink,
        *,
        series: int | None = None,
    ) -> None:
        """Fill the ground within outlines, each given by its corners."""
        shapes = [Path([*corners, corners[0]], closed=True) for corners in outlines if corners]
        if not shapes:
            return
        patch = PathPatch(
            Path.make_compound_path(*shapes),
            facecolor=ink.ground or ink.colour,
            edgecolor=ink.colour if ink.ground else palette.PAPER,
            linewidth=ink.width,
        )
        if ink.pattern:
            patch.set_hatch(_HATCHES[ink.pattern] * (_DENSE if ink.ground else 1))
            patch.set_hatchcolor(ink.colour if ink.ground else palette.PAPER)
            patch.set_hatch_linewidth(_HATCH_PIXELS)
        self._add(patch, series)

    def words(
        self,
        text: str,
        x: float,
        y: float,
        *,
        anchor: Literal["start", "middle", "end"] = "start",
        size: int = TEXT,
        strong: bool = False,
        rimmed: bool = False,
    ) -> None:
        """Write one line of text, its middle at height *y*; the rest as in ``Words``."""
        self._words.append(Words(visible(text), x, y, anchor, size, strong, rimmed))

    def svg(self, name: str, description: str) -> str:
        """Return the picture as an ``svg`` element.

        Args:
            name: Of the chart, with which its ids begin.
            description: Its text alternative.
        """
        written = io.StringIO()
        FigureCanvasSVG(self._figure).print_svg(written, metadata={"Date": None})  # type: ignore[no-untyped-call]  # matplotlib says no types here
        return tidy(written.getvalue(), self._words, name=name, description=visible(description))

    def _add(self, artist: Artist, series: int | None) -> None:
        artist.set_transform(self._down)
        # By kind, matplotlib would draw lines over areas whichever came first.
        artist.set_zorder(len(self._figure.artists) + 1)
        if series is not None:
            artist.set_gid(f"series-{series}")
        self._figure.add_artist(artist)
