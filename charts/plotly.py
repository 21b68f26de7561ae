"""Draw a Chart as a Plotly figure: with its parts, the only modules that know Plotly's words.

Figures are plain dictionaries, which cost nothing to make and can be kept.
"""

from typing import Any, Final

from charts import palette, scale
from charts import plotly_parts as parts
from charts.chart import NO_DATA, Chart, Series
from charts.plotly_rows import rows_figure
from charts.side_labels import SideLabel, side_labels

#: For ``st.plotly_chart``: nothing to drag, zoom or hover that the table lacks.
CONFIG: Final = {
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
}
#: Strokes of series, told apart also where the chart is narrow.
_STROKES: Final = {
    "solid": "solid", "dash": "9px,5px", "dot": "3px,4px", "longdash": "16px,4px,3px,4px",
}  # fmt: skip
_MOST_POINTS: Final = 30
_BAR_MILLISECONDS: Final = 5.4 * 24 * 3600 * 1000


def figure(chart: Chart) -> parts.Figure:
    """Return *chart* as a Plotly figure dictionary; one that says "No data" when it is empty."""
    if chart.empty:
        return _no_data(chart)
    return rows_figure(chart) if chart.across else _upright(chart)


def _upright(chart: Chart) -> parts.Figure:
    values, positions = scale.values_of(chart), scale.positions_of(chart)
    height = chart.height - parts.TOP - parts.BOTTOM
    beside, room = side_labels(chart, values, positions, height=height)
    notes, leaders = _side_notes(beside, values, positions, height)
    upright = [reference for reference in chart.references if reference.at == "position"]
    left = max(len(text.split("\n")[0]) for _, text in values.ticks or ((0, ""),)) * 8 + 14
    layout = parts.layout(chart, left=left, right=room)
    layout["xaxis"] = parts.axis(positions, grid=False, hover="%-d %B %Y")
    layout["yaxis"] = parts.axis(values, grid=True)
    layout["barmode"] = "relative"
    # The axis's title stands above the names of upright lines, so that neither covers the other.
    rise = parts.LINE_HEIGHT if upright else 0
    layout["margin"]["t"] += rise
    layout["annotations"] = [
        *notes,
        parts.axis_title(chart.value_axis.title, -left, rise),
        *(parts.above(reference) for reference in upright),
    ]
    filled = any(series.kind in {"area", "bar"} for series in chart.series)
    layout["shapes"] = [shape for r in chart.references for shape in parts.line(r, over=filled)]
    layout["shapes"] += leaders
    data = [_trace(chart, series, values) for series in chart.series]
    if any(reference.at == "diagonal" for reference in chart.references):
        data.append(_diagonal(positions, values))
    return {"data": data, "layout": layout}


def _trace(chart: Chart, series: Series, values: scale.Scale) -> dict[str, Any]:
    if series.kind == "fan":
        return _fan(chart, series)
    dated = chart.value_axis.holds == "date"
    drawn = chart.drawn(series)
    if series.bridged:
        drawn = drawn.dropna()
    trace: dict[str, Any] = {
        "type": "bar" if series.kind == "bar" else "scatter",
        "name": parts.text(series.label),
        "x": parts.listed(chart.frame[chart.along][drawn.index]),
        "y": parts.listed(drawn),
        "hovertemplate": "%{y|%-d %B %Y}" if dated else "%{y:,}",
    }
    if series.kind == "bar":
        colours: Any = series.colour
        if series.chosen:
            colours = [series.colour if c else palette.GREY for c in chart.frame[series.chosen]]
        trace["width"] = _BAR_MILLISECONDS
        trace["marker"] = {"color": colours, "line": {"width": 0}, "pattern": parts.pattern(series)}
        return trace
    line = {"color": series.colour, "width": series.width, "dash": _STROKES[series.dash]}
    if series.kind == "step":
        line["shape"] = "hv"
    # Many points crowd a line out; the line alone then says it.
    pointed = series.shape != "none" and len(chart.points(series)) <= _MOST_POINTS
    trace["mode"] = "lines+markers" if pointed else "lines"
    if series.kind == "point":
        trace["mode"] = "markers"
    if series.kind == "area":
        if series.stacked:
            trace["stackgroup"] = "all"
            # A white seam keeps neighbours apart without colour.
            line = {"color": palette.PAPER, "width": 1.5}
        else:
            trace["fill"] = "tozeroy"
        trace["fillcolor"] = series.colour
        if series.pattern:
            trace["fillpattern"] = parts.pattern(series)
    trace["line"] = line
    if series.shape != "none":
        trace["marker"] = parts.marker(series, size=11 if series.kind == "point" else 9)
        if series.pointed:
            trace["marker"] |= parts.some_markers(chart, series, size=9)
        # Half a mark on the edge of the plot would be read as another shape.
        trace["cliponaxis"] = False
    trace["connectgaps"] = False
    if not series.label:
        trace["hoverinfo"] = "skip"
        del trace["hovertemplate"]
    return trace


def _fan(chart: Chart, series: Series) -> dict[str, Any]:
    told = chart.drawn(series).dropna()
    return {
        "type": "scatter",
        "name": parts.text(series.label),
        "mode": "lines",
        "x": parts.listed(chart.frame[chart.along][told.index]),
        "y": parts.listed(told),
        "fill": "toself",
        "fillcolor": series.colour,
        "line": {"width": 0},
        "hoverinfo": "skip",
    }


def _side_notes(
    placed: list[SideLabel], values: scale.Scale, positions: scale.Scale, height: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return labels beside the plot, and lines that lead to them."""
    notes, leaders = [], []
    for label in placed:
        words = parts.text(label.text)
        notes.append(
            parts.note(
                f"<b>{words}</b>" if label.strong else words,
                x=1,
                y=label.middle / height,
                xref="paper",
                yref="paper",
                xshift=6,
            )
        )
        if label.end is not None:
            at, value = label.end
            beside = values.low + (values.high - values.low) * (label.middle / height)
            leaders.append(
                {
                    "type": "line",
                    "x0": parts.plain(at),
                    "x1": parts.plain(positions.high),
                    "y0": parts.plain(value),
                    "y1": parts.plain(beside),
                    "line": {"color": palette.GREY, "width": 1},
                    "layer": "below",
                }
            )
    return notes, leaders


def _diagonal(positions: scale.Scale, values: scale.Scale) -> dict[str, Any]:
    low, high = max(positions.low, values.low), min(positions.high, values.high)
    ends = [parts.plain(low), parts.plain(high)] if low < high else []
    return {
        "type": "scatter",
        "mode": "lines",
        "x": ends,
        "y": ends,
        "hoverinfo": "skip",
        "line": {"color": palette.INK, "width": 2, "dash": "dot"},
    }


def _no_data(chart: Chart) -> parts.Figure:
    layout = parts.layout(chart, left=8, right=8)
    layout["height"] = 120
    layout["xaxis"] = layout["yaxis"] = {"visible": False, "fixedrange": True, "range": [0, 1]}
    layout["annotations"] = [
        parts.note(NO_DATA, x=0.5, y=0.5, xref="paper", yref="paper", xanchor="center")
    ]
    # Streamlit refuses a figure without any trace, so there is one without any mark.
    return {"data": [{"type": "scatter", "x": [], "y": []}], "layout": layout}
