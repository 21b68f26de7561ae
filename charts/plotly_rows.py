"""Draw a Chart whose rows run down the page and whose values run across, as a Plotly figure."""

from typing import Any, Final

import pandas as pd

from charts import palette, scale
from charts import plotly_parts as parts
from charts.chart import Chart, Reference, Series

#: How far the marks of a row reach above and below it, in pixels; its name stands higher.
_MARKS_ABOVE, _MARKS_BELOW = 14, 25
#: Distance of two lanes of a row, in pixels.
_LANE: Final = 18
#: Height of the heading of a group, in rows.
GROUP: Final = 0.6
#: How far above a row the line of text next to it stands, in pixels.
_ABOVE: Final = 25
_HATCHES: Final = {"solidity": 0.4, "size": 5}
#: Plotly counts along an axis of dates in milliseconds.
_MILLISECOND: Final = pd.Timedelta(milliseconds=1)


def rows_figure(chart: Chart) -> parts.Figure:
    """Return a chart that is ``across`` and not empty."""
    values = scale.values_of(chart)
    places = _places(chart)
    down = places[-1] + 0.7
    layout = parts.layout(chart, left=8, right=12)
    layout["xaxis"] = {**parts.axis(values, grid=True), "side": "bottom"}
    layout["yaxis"] = {"range": [down, -0.8], "visible": False, "fixedrange": True}
    layout["hovermode"] = "closest"
    pixels = (chart.height - parts.TOP - parts.BOTTOM) / (down + 0.8)
    layout["annotations"] = _texts(chart, places)
    layout["shapes"] = []
    for reference in chart.references:
        # Row by row, so that it runs through no name.
        upright = parts.line(Reference("position", reference.value, reference.label), over=False)
        layout["shapes"] += [
            {
                **line,
                "yref": "y",
                "y0": at - _MARKS_ABOVE / pixels,
                "y1": at + _MARKS_BELOW / pixels,
            }
            for at in places
            for line in upright
        ]
        layout["annotations"].append(parts.above(reference))
    data = [_trace(chart, series, places, pixels) for series in chart.series]
    return {"data": data, "layout": layout}


def _places(chart: Chart) -> list[float]:
    """Return where each row lies, in rows from the top, headings of groups above it included."""
    numbers = pd.Series(range(len(chart.frame)), dtype="float64")
    if chart.groups:
        numbers += GROUP * _begins(chart).cumsum()
    return [float(number) for number in numbers]


def _begins(chart: Chart) -> pd.Series:
    """Say of each row whether a group begins with it."""
    heading = chart.frame[chart.groups].reset_index(drop=True)
    return heading != heading.shift()


def _texts(chart: Chart, places: list[float]) -> list[dict[str, Any]]:
    lines = [(_ABOVE, [f"<b>{parts.text(str(name))}</b>" for name in chart.frame[chart.along]])]
    if chart.notes:
        said = [parts.text(str(words)) for words in chart.frame[chart.notes]]
        lines = [(_ABOVE, said), (_ABOVE + parts.LINE_HEIGHT, lines[0][1])]
    found = [
        _line_of_text(words, at, shift)
        for shift, texts in lines
        for at, words in zip(places, texts, strict=True)
    ]
    if chart.groups:
        over = lines[-1][0] + 30
        headings = zip(places, chart.frame[chart.groups], _begins(chart), strict=True)
        found += [
            _line_of_text(f"<b>{parts.text(str(heading))}</b>", at, over, size=18)
            for at, heading, begins in headings
            if begins
        ]
    return found


def _line_of_text(markup: str, at: float, shift: int, *, size: int = 15) -> dict[str, Any]:
    return parts.note(
        markup,
        x=0,
        y=at,
        xref="paper",
        yshift=shift,
        xshift=-8,
        bgcolor=palette.PAPER,
        font={"size": size, "color": palette.INK},
    )


def _trace(chart: Chart, series: Series, places: list[float], pixels: float) -> dict[str, Any]:
    starts = parts.listed(chart.drawn(series))
    at = [place + series.lane * _LANE / pixels for place in places]
    value = "%{x|%-d %B %Y}" if chart.value_axis.holds == "date" else "%{x:,}"
    trace: dict[str, Any] = {
        "type": "scatter",
        "name": parts.text(series.label),
        "hovertemplate": f"{parts.text(series.label)}: {value}<extra></extra>",
    }
    if series.kind != "span":
        marker = parts.marker(series, size=15 if "open" in series.shape else 13)
        return trace | {"mode": "markers", "x": starts, "y": at, "marker": marker}
    if series.pattern:
        return trace | _hatched(chart, series, at, pixels)
    ends = parts.listed(chart.frame[series.until])
    x = [one for start, end in zip(starts, ends, strict=True) for one in (start, end, None)]
    y = [one for place in at for one in (place, place, None)]
    stroke = {"color": series.colour, "width": series.width}
    return trace | {"mode": "lines", "x": x, "y": y, "line": stroke}


def _hatched(chart: Chart, series: Series, at: list[float], pixels: float) -> dict[str, Any]:
    """Return a span as a bar, since strokes cannot be hatched; dates alone."""
    starts = chart.drawn(series)
    return {
        "type": "bar",
        "orientation": "h",
        "base": parts.listed(starts),
        "x": parts.listed((chart.frame[series.until] - starts) / _MILLISECOND),
        "y": at,
        "width": series.width / pixels,
        "hovertemplate": f"{parts.text(series.label)}<extra></extra>",
        "marker": {
            "color": palette.PAPER,
            "line": {"color": series.colour, "width": 1.5},
            "pattern": {
                "shape": series.pattern,
                "bgcolor": palette.PAPER,
                "fgcolor": series.colour,
                **_HATCHES,
            },
        },
    }
