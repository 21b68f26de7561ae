"""What the marks of a chart mean, where they bear no labels of their own."""

from dataclasses import dataclass
from typing import Final

from charts.chart import Chart, Series

_GLYPHS: Final = {
    "circle": "●", "square": "■", "diamond": "◆", "circle-open": "○", "diamond-open": "◇",
    "triangle-up": "▲",
}  # fmt: skip
#: How the ground of an area looks, by its pattern.
_GROUNDS: Final = {"": "bar", "/": "hatched", "x": "crossed", ".": "hatched"}
#: Spans wider than this, in pixels, are bars.
_STROKE: Final = 6


@dataclass(frozen=True)
class Sign:
    """One entry of a key.

    Attributes:
        label: What the mark means.
        glyph: The mark as a letter; empty = it is a stroke.
        stroke: How the stroke looks: solid, dash, dot, longdash, bar, hatched, crossed; empty = a
            glyph.
        colour: One of the palette.
    """

    label: str
    glyph: str
    stroke: str
    colour: str


def key(chart: Chart) -> list[Sign]:
    """Return the signs to stand above a chart; none where labels stand beside its marks."""
    if not (chart.across or chart.keyed) or chart.empty:
        return []
    told = [one for one in chart.series if one.label and chart.drawn(one).notna().any()]
    return [_sign(series) for series in told]


def _sign(series: Series) -> Sign:
    if series.kind == "point":
        return Sign(series.label, _GLYPHS[series.shape], "", series.colour)
    return Sign(series.label, "", _stroke(series), series.colour)


def _stroke(series: Series) -> str:
    if series.kind in {"fan", "area"}:
        return _GROUNDS[series.pattern]
    if series.kind != "span":
        return series.dash
    if series.width <= _STROKE:
        return "solid"
    return "hatched" if series.pattern else "bar"
