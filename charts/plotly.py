"""Draw a Chart as a Plotly figure: the only module that knows Plotly's words.

Figures are plain dictionaries, which cost nothing to make and can be kept. Text from forges is
escaped, since Plotly reads a little HTML in labels.
"""

import html
from typing import Any, Final

import pandas as pd

from charts import labels, palette, scale
from charts.chart import NO_DATA, Chart, Reference, Series

#: For ``st.plotly_chart``: nothing to drag, zoom or hover that the table lacks.
CONFIG: Final = {
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
}
_FONT: Final = {"family": '"Source Sans", sans-serif', "size": 15, "color": palette.INK}
_TOP, _BOTTOM = 30, 44
#: In pixels, so that lines of unlike width break at the same places.
_DASHES: Final = "9px,7px"
#: Strokes of series, told apart also where the chart is narrow.
_STROKES: Final = {
    "solid": "solid", "dash": "9px,5px", "dot": "3px,4px", "longdash": "16px,4px,3px,4px",
}  # fmt: skip
#: How far the marks of a row reach above and below it, in rows; its name stands higher.
_MARKS_ABOVE, _MARKS_BELOW = 0.22, 0.4
#: Distance of two lanes of a row, in rows.
_LANE: Final = 0.28
_MOST_POINTS: Final = 30
_BAR_MILLISECONDS: Final = 5.4 * 24 * 3600 * 1000

Figure = dict[str, Any]


def figure(chart: Chart) -> Figure:
    """Return *chart* as a Plotly figure dictionary; one that says "No data" when it is empty."""
    if chart.empty:
        return _no_data(chart)
    return _across(chart) if chart.across else _upright(chart)


def _upright(chart: Chart) -> Figure:
    values, positions = scale.values_of(chart), scale.positions_of(chart)
    notes, leaders, room = _side_labels(chart, values, positions)
    left = max(len(text.split("\n")[0]) for _, text in values.ticks or ((0, ""),)) * 8 + 14
    layout = _layout(chart, left=left, right=room)
    layout["xaxis"] = _axis(positions, grid=False, hover="%-d %B %Y")
    layout["yaxis"] = _axis(values, grid=True)
    layout["barmode"] = "relative"
    layout["annotations"] = [*notes, _axis_title(chart.value_axis.title, -left)]
    filled = any(series.kind in {"area", "bar"} for series in chart.series)
    layout["shapes"] = [shape for r in chart.references for shape in _line(r, over=filled)]
    layout["shapes"] += leaders
    data = [_trace(chart, series, values) for series in chart.series]
    if any(reference.at == "diagonal" for reference in chart.references):
        data.append(_diagonal(positions, values))
    return {"data": data, "layout": layout}


def _across(chart: Chart) -> Figure:
    values = scale.values_of(chart)
    rows = len(chart.frame)
    layout = _layout(chart, left=8, right=12)
    layout["xaxis"] = {**_axis(values, grid=True), "side": "bottom"}
    layout["yaxis"] = {
        "range": [rows - 0.3, -0.8],
        "visible": False,
        "fixedrange": True,
    }
    layout["hovermode"] = "closest"
    layout["annotations"] = [
        _note(
            f"<b>{_text(str(name))}</b>",
            x=0,
            y=n,
            xref="paper",
            yshift=25,
            xshift=-8,
            bgcolor=palette.PAPER,
        )
        for n, name in enumerate(chart.frame[chart.along])
    ]
    layout["shapes"] = []
    for reference in chart.references:
        # Row by row, so that it runs through no name.
        upright = _line(Reference("position", reference.value, reference.label), over=False)
        layout["shapes"] += [
            {**line, "yref": "y", "y0": n - _MARKS_ABOVE, "y1": n + _MARKS_BELOW}
            for n in range(rows)
            for line in upright
        ]
        layout["annotations"].append(
            _note(
                _text(reference.label),
                x=_plain(reference.value),
                y=1,
                yref="paper",
                yanchor="bottom",
                xanchor="center",
            )
        )
    return {"data": [_row_trace(chart, series) for series in chart.series], "layout": layout}


def _trace(chart: Chart, series: Series, values: scale.Scale) -> dict[str, Any]:
    dated = chart.value_axis.holds == "date"
    trace: dict[str, Any] = {
        "type": "bar" if series.kind == "bar" else "scatter",
        "name": _text(series.label),
        "x": _list(chart.frame[chart.along]),
        "y": _list(chart.frame[series.column]),
        "hovertemplate": "%{y|%-d %B %Y}" if dated else "%{y:,}",
    }
    if series.kind == "bar":
        colours: Any = series.colour
        if series.chosen:
            colours = [series.colour if c else palette.GREY for c in chart.frame[series.chosen]]
        trace["width"] = _BAR_MILLISECONDS
        trace["marker"] = {"color": colours, "line": {"width": 0}, "pattern": _pattern(series)}
        return trace
    line = {"color": series.colour, "width": series.width, "dash": _STROKES[series.dash]}
    if series.kind == "step":
        line["shape"] = "hv"
    # Many points crowd a line out; the line alone then says it.
    pointed = series.shape != "none" and len(chart.frame) <= _MOST_POINTS
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
            trace["fillpattern"] = _pattern(series)
    trace["line"] = line
    if series.shape != "none":
        trace["marker"] = _marker(series)
    trace["connectgaps"] = False
    return trace


def _row_trace(chart: Chart, series: Series) -> dict[str, Any]:
    starts = _list(chart.frame[series.column])
    value = "%{x|%-d %B %Y}" if chart.value_axis.holds == "date" else "%{x:,}"
    trace: dict[str, Any] = {
        "type": "scatter",
        "name": _text(series.label),
        "hovertemplate": f"{_text(series.label)}: {value}<extra></extra>",
    }
    if series.kind != "span":
        at = [n + series.lane * _LANE for n in range(len(starts))]
        trace |= {"mode": "markers", "x": starts, "y": at}
        trace["marker"] = _marker(series, size=15 if "open" in series.shape else 12)
        return trace
    x: list[Any] = []
    y: list[Any] = []
    for n, (start, end) in enumerate(zip(starts, _list(chart.frame[series.until]), strict=True)):
        x += [start, end, None]
        y += [n + series.lane * _LANE, n + series.lane * _LANE, None]
    trace |= {"mode": "lines", "x": x, "y": y}
    trace["line"] = {"color": series.colour, "width": series.width}
    return trace


def _marker(series: Series, *, size: int = 9) -> dict[str, Any]:
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


def _pattern(series: Series) -> dict[str, Any]:
    # Without bgcolor the ground of the hatching is white.
    return {
        "shape": series.pattern,
        "bgcolor": series.colour,
        "fgcolor": palette.PAPER,
        "solidity": 0.12,
        "size": 9,
    }


def _side_labels(
    chart: Chart, values: scale.Scale, positions: scale.Scale
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int]:
    """Return labels beside the plot, lines that lead to them, and the pixels that labels need."""
    wished: list[tuple[Any, str, bool]] = []
    ends: list[Any] = []
    base = 0.0
    for series in chart.series:
        told = chart.frame[series.column].dropna()
        if not len(told) or not series.labelled:
            continue
        last = told.iloc[-1]
        if series.stacked:
            base += float(last)
            wished.append((base - float(last) / 2, series.label, False))
        elif series.kind != "bar":
            wished.append((last, series.label, False))
        ends.append(chart.frame[chart.along][told.index[-1]])
    lines = len(wished)
    diagonal = False
    for reference in chart.references:
        if reference.at == "value":
            wished.append((reference.value, reference.label, True))
        elif reference.at == "diagonal":
            diagonal = True
            wished.append((positions.high, reference.label, False))
    if not wished:
        return [], [], 12
    texts = [labels.wrapped(text) for _, text, _ in wished]
    height = chart.height - _TOP - _BOTTOM
    middles = [_share(value, values) * height for value, _, _ in wished]
    heights = [(text.count("\n") + 1) * labels.LINE_HEIGHT + 3.0 for text in texts]
    placed = labels.apart(middles, heights, -8, height + 12)
    notes = [
        _note(
            f"<b>{_text(text)}</b>" if strong else _text(text),
            x=1,
            y=put / height,
            xref="paper",
            yref="paper",
            xshift=6,
        )
        for (_, _, strong), text, put in zip(wished, texts, placed, strict=True)
    ]
    leaders = [
        {
            "type": "line",
            "x0": _plain(end),
            "x1": _plain(positions.high),
            "y0": _plain(value),
            "y1": _plain(values.low + (values.high - values.low) * (put / height)),
            "line": {"color": palette.GREY, "width": 1},
            "layer": "below",
        }
        for end, (value, _, _), put in zip(ends, wished[:lines], placed[:lines], strict=True)
        if diagonal
    ]
    return notes, leaders, labels.room_for(texts)


def _share(value: Any, values: scale.Scale) -> float:
    if isinstance(values.low, pd.Timestamp):
        return float((pd.Timestamp(value) - values.low) / (values.high - values.low))
    return float((value - values.low) / (values.high - values.low))


def _line(reference: Reference, *, over: bool) -> list[dict[str, Any]]:
    """Return the line's shapes; *over* = it crosses filled marks, else it stays behind."""
    if reference.at == "diagonal":
        return []
    at = _plain(reference.value)
    ends = (
        {"x0": 0, "x1": 1, "xref": "paper", "y0": at, "y1": at}
        if reference.at == "value"
        else {"x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper"}
    )
    line = {"type": "line", **ends, "line": {"color": palette.INK, "width": 2, "dash": _DASHES}}
    if not over:
        return [{**line, "layer": "below"}]
    # Twice: black dashes drown in navy without white ones beneath, and an unbroken white line
    # would cut every bar in two.
    return [
        {"type": "line", **ends, "line": {"color": palette.PAPER, "width": 6, "dash": _DASHES}},
        line,
    ]


def _diagonal(positions: scale.Scale, values: scale.Scale) -> dict[str, Any]:
    low, high = max(positions.low, values.low), min(positions.high, values.high)
    ends = [_plain(low), _plain(high)] if low < high else []
    return {
        "type": "scatter",
        "mode": "lines",
        "x": ends,
        "y": ends,
        "hoverinfo": "skip",
        "line": {"color": palette.INK, "width": 2, "dash": "dot"},
    }


def _layout(chart: Chart, *, left: int, right: int) -> dict[str, Any]:
    return {
        "height": chart.height,
        "margin": {"l": left, "r": right, "t": _TOP, "b": _BOTTOM, "pad": 0},
        "font": _FONT,
        "paper_bgcolor": palette.PAPER,
        "plot_bgcolor": palette.PAPER,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "x unified",
        "hoverlabel": {"bgcolor": palette.PAPER, "bordercolor": palette.INK, "font": _FONT},
    }


def _axis(of: scale.Scale, *, grid: bool, hover: str | None = None) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "range": [_plain(of.low), _plain(of.high)],
        "fixedrange": True,
        "showgrid": grid,
        "gridcolor": palette.GRID,
        "zeroline": False,
        "tickmode": "array",
        "tickvals": [_plain(at) for at, _ in of.ticks],
        "ticktext": [_text(text) for _, text in of.ticks],
        "tickangle": 0,
        "tickfont": {"size": 14, "color": palette.INK},
        "automargin": False,
    }
    if isinstance(of.low, pd.Timestamp):
        axis["type"] = "date"
    if not grid:
        axis |= {"showline": True, "linecolor": palette.INK, "ticks": "outside", "ticklen": 5}
        axis["tickcolor"] = palette.INK
    if hover:
        axis["hoverformat"] = hover
    return axis


def _axis_title(title: str, shift: int) -> dict[str, Any]:
    return _note(
        _text(title), x=0, y=1, xref="paper", yref="paper", yanchor="bottom", yshift=8, xshift=shift
    )


def _note(text: str, **place: Any) -> dict[str, Any]:
    return {
        "text": text,
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "middle",
        "align": "left",
        "font": {"size": 15, "color": palette.INK},
        **place,
    }


def _no_data(chart: Chart) -> Figure:
    layout = _layout(chart, left=8, right=8)
    layout["height"] = 120
    layout["xaxis"] = layout["yaxis"] = {"visible": False, "fixedrange": True, "range": [0, 1]}
    layout["annotations"] = [
        _note(NO_DATA, x=0.5, y=0.5, xref="paper", yref="paper", xanchor="center")
    ]
    # Streamlit refuses a figure without any trace, so there is one without any mark.
    return {"data": [{"type": "scatter", "x": [], "y": []}], "layout": layout}


def _text(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>")


def _list(values: pd.Series) -> list[Any]:
    return [_plain(value) for value in values]


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: ISO dates, plain numbers, None for what is missing."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    number = float(value)
    return int(number) if number == int(number) else number
