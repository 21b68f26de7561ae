"""Draw a Chart whose rows run down the page and whose values run across, as a Plotly figure."""

from typing import Any, Final

import pandas as pd

from charts import palette, rows, scale
from charts import plotly_parts as parts
from charts.chart import Chart, Reference, Series

_HATCHES: Final = {"solidity": 0.4, "size": 5}
#: Plotly counts along an axis of dates in milliseconds.
_MILLISECOND: Final = pd.Timedelta(milliseconds=1)


def rows_figure(chart: Chart) -> parts.Figure:
    """Return a chart that is ``across`` and not empty."""
    values = scale.values_of(chart)
    places = rows.places(chart)
    down = places[-1] + rows.AFTER
    layout = parts.layout(chart, left=8, right=12)
    layout["xaxis"] = {**parts.axis(values, grid=True), "side": "bottom"}
    layout["yaxis"] = {"range": [down, -rows.BEFORE], "visible": False, "fixedrange": True}
    layout["hovermode"] = "closest"
    pixels = (chart.height - parts.TOP - parts.BOTTOM) / (down + rows.BEFORE)
    layout["annotations"] = [_line_of_text(line) for line in rows.texts(chart, places)]
    layout["shapes"] = []
    for reference in chart.references:
        # Names stand on paper before it, so that it runs through none.
        upright = Reference("position", reference.value, reference.label)
        layout["shapes"] += parts.line(upright, over=False)
        layout["annotations"].append(parts.above(reference))
    data = [_trace(chart, series, places, pixels) for series in chart.series]
    return {"data": data, "layout": layout}


def _line_of_text(line: rows.RowText) -> dict[str, Any]:
    words = parts.text(line.text)
    return parts.note(
        words if line.kind == "note" else f"<b>{words}</b>",
        x=0,
        y=line.place,
        xref="paper",
        yshift=line.above,
        xshift=-8,
        bgcolor=palette.PAPER,
        font={"size": 18 if line.kind == "heading" else 15, "color": palette.INK},
    )


def _trace(chart: Chart, series: Series, places: list[float], pixels: float) -> dict[str, Any]:
    starts = parts.listed(chart.drawn(series))
    at = [place + series.lane * rows.LANE / pixels for place in places]
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
