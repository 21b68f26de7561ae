"""What every Plotly figure of ours is put together from, in Plotly's words.

Text from forges is escaped, since Plotly reads a little HTML in labels.
"""

import html
from typing import Any, Final

import pandas as pd

from charts import palette, scale
from charts.chart import Chart, Reference, Series

Figure = dict[str, Any]

TOP: Final = 30
BOTTOM: Final = 44
#: Of a line of text, in pixels.
LINE_HEIGHT: Final = 18
_FONT: Final = {"family": '"Source Sans", sans-serif', "size": 15, "color": palette.INK}
#: In pixels, so that lines of unlike width break at the same places.
_DASHES: Final = "9px,7px"


def layout(chart: Chart, *, left: int, right: int) -> dict[str, Any]:
    """Return the layout of a chart with so many pixels left and right of its plot."""
    return {
        "height": chart.height,
        "margin": {"l": left, "r": right, "t": TOP, "b": BOTTOM, "pad": 0},
        "font": _FONT,
        "paper_bgcolor": palette.PAPER,
        "plot_bgcolor": palette.PAPER,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "x unified",
        "hoverlabel": {"bgcolor": palette.PAPER, "bordercolor": palette.INK, "font": _FONT},
    }


def axis(of: scale.Scale, *, grid: bool, hover: str | None = None) -> dict[str, Any]:
    """Return an axis that cannot be dragged, with the ticks of its scale.

    Args:
        of: Its ends and ticks.
        grid: Whether it bears lines across the plot, else it is a line itself.
        hover: How a date on it is written beside the pointer.
    """
    made: dict[str, Any] = {
        "range": [plain(of.low), plain(of.high)],
        "fixedrange": True,
        "showgrid": grid,
        "gridcolor": palette.GRID,
        "zeroline": False,
        "tickmode": "array",
        "tickvals": [plain(at) for at, _ in of.ticks],
        "ticktext": [text(words) for _, words in of.ticks],
        "tickangle": 0,
        "tickfont": {"size": 14, "color": palette.INK},
        "automargin": False,
    }
    if isinstance(of.low, pd.Timestamp):
        made["type"] = "date"
    if not grid:
        made |= {"showline": True, "linecolor": palette.INK, "ticks": "outside", "ticklen": 5}
        made["tickcolor"] = palette.INK
    if hover:
        made["hoverformat"] = hover
    return made


def axis_title(title: str, shift: int, rise: int = 0) -> dict[str, Any]:
    """Return the title of the value axis, above the plot: moved so many pixels right and up."""
    return note(
        text(title),
        x=0,
        y=1,
        xref="paper",
        yref="paper",
        yanchor="bottom",
        yshift=8 + rise,
        xshift=shift,
    )


def above(reference: Reference) -> dict[str, Any]:
    """Return the name of an upright line, above the plot."""
    return note(
        text(reference.label),
        x=plain(reference.value),
        y=1,
        yref="paper",
        yanchor="bottom",
        xanchor="center",
    )


def note(markup: str, **place: Any) -> dict[str, Any]:
    """Return a line of text, escaped already, at a place in Plotly's words."""
    return {
        "text": markup,
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "middle",
        "align": "left",
        "font": {"size": 15, "color": palette.INK},
        **place,
    }


def line(reference: Reference, *, over: bool) -> list[dict[str, Any]]:
    """Return the line's shapes; *over* = it crosses filled marks, else it stays behind."""
    if reference.at == "diagonal":
        return []
    at = plain(reference.value)
    ends = (
        {"x0": 0, "x1": 1, "xref": "paper", "y0": at, "y1": at}
        if reference.at == "value"
        else {"x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper"}
    )
    ink = {"type": "line", **ends, "line": {"color": palette.INK, "width": 2, "dash": _DASHES}}
    if not over:
        return [{**ink, "layer": "below"}]
    # Twice: black dashes drown in navy without white ones beneath, and an unbroken white line
    # would cut every bar in two.
    return [
        {"type": "line", **ends, "line": {"color": palette.PAPER, "width": 6, "dash": _DASHES}},
        ink,
    ]


def marker(series: Series, *, size: int = 9) -> dict[str, Any]:
    """Return the point of a series, so many pixels wide."""
    # Open shapes are filled with paper, so that no line shows through them.
    hollow = series.shape.endswith("-open")
    return {
        "symbol": series.shape.removesuffix("-open"),
        "size": size,
        "color": palette.PAPER if hollow else series.colour,
        "line": {
            "color": series.colour if hollow else palette.PAPER,
            "width": 3 if hollow else 1,
        },
    }


def some_markers(chart: Chart, series: Series, *, size: int) -> dict[str, Any]:
    """Return how the points of a line look that bears some alone, row by row."""
    outlined = chart.outlined(series)
    borne = outlined.index.isin(chart.points(series).index)
    return {
        # Sizes that differ make points half transparent unless something is said.
        "opacity": 1,
        "size": [size if one else 0 for one in borne],
        "color": [palette.PAPER if hollow else series.colour for hollow in outlined],
        "line": {
            "color": [series.colour if hollow else palette.PAPER for hollow in outlined],
            "width": [
                (2 if hollow else 1) if one else 0
                for one, hollow in zip(borne, outlined, strict=True)
            ],
        },
    }


def pattern(series: Series) -> dict[str, Any]:
    """Return the hatching of an area or bar: white lines on its colour."""
    # Without bgcolor the ground of the hatching is white.
    return {
        "shape": series.pattern,
        "bgcolor": series.colour,
        "fgcolor": palette.PAPER,
        "solidity": 0.12,
        "size": 9,
    }


def text(words: str) -> str:
    """Return text that may be anything as Plotly shows it as it stands."""
    return html.escape(words, quote=False).replace("\n", "<br>")


def listed(values: pd.Series) -> list[Any]:
    """Return values as JSON has them."""
    return [plain(value) for value in values]


def plain(value: Any) -> Any:
    """Return a value as JSON has it: ISO dates, plain numbers, None for what is missing."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    number = float(value)
    return int(number) if number == int(number) else number
