"""One figure: the finding, the measure, the chart, how to read it, and its data as a table."""

from typing import Any, Final

import streamlit as st

from charts import plotly
from charts.chart import Chart, Series
from views.downloads import download
from views.html import Html, join, tag, write
from views.shown import Shown
from views.tables import table

_MARKS = {"circle": "●", "square": "■", "diamond": "◆", "circle-open": "○", "diamond-open": "◇"}
#: Spans wider than this are bars.
_STROKE: Final = 6


def figure(chart: Chart, shown: Shown, *, key: str = "") -> None:
    """Draw *chart* with everything that belongs to it.

    Args:
        chart: What to draw.
        shown: The snapshot it was drawn from, for the download and for keeping the drawing.
        key: Tells two charts of one name apart on a page; also part of the kept drawing's identity.
    """
    name = f"{chart.name}-{key}" if key else chart.name
    with st.container(key=f"figure-{name}"):
        write(
            tag("h3", chart.headline, cls="finding"),
            tag("p", chart.subtitle, cls="measure"),
            _key(chart),
        )
        st.plotly_chart(
            _drawn(shown.identity, name, chart),
            key=f"chart-{name}",
            theme=None,
            alt=chart.description,
            config=plotly.CONFIG,
        )
        if not chart.empty:
            write(tag("p", chart.how_to_read, cls="how"), _data(chart, shown))


@st.cache_data(max_entries=200, show_spinner=False)
def _drawn(identity: str, name: str, _chart: Chart) -> dict[str, Any]:
    # A page gives every chart of one snapshot its own name, so these two stand for the chart.
    return plotly.figure(_chart)


def _key(chart: Chart) -> Html | None:
    """Return what the marks mean, where they bear no labels of their own."""
    if not (chart.across or chart.keyed) or chart.empty:
        return None
    shown = [one for one in chart.series if one.label and chart.drawn(one).notna().any()]
    return tag("ul", *(tag("li", _sign(one), f" {one.label}") for one in shown), cls="key")


def _sign(series: Series) -> Html:
    """Return a mark of a series as it is drawn."""
    point = series.kind == "point"
    look = {
        "span": f"bar {'hatched' if series.pattern else ''}" if series.width > _STROKE else "",
        "fan": "bar",
    }.get(series.kind, series.dash)
    return tag(
        "span",
        _MARKS[series.shape] if point else "",
        aria_hidden="true",
        style=f"color:{series.colour}",
        cls="mark" if point else f"mark stroke {look}".strip(),
    )


def _data(chart: Chart, shown: Shown) -> Html:
    caption = f"{chart.subtitle}: the figures drawn"
    rows = table(
        chart.frame,
        chart.headings,
        caption=caption,
        row_heading=next(iter(chart.headings)),
        hidden_caption=True,
        stacked=False,
        missing=chart.missing,
    )
    # Outside the region that scrolls, where it can wrap; the table itself has it for listeners.
    seen = tag("p", caption, cls="caption", aria_hidden="true")
    return join(
        [
            tag("details", tag("summary", "Show these figures as a table"), seen, rows),
            tag("p", download(chart.table, shown), cls="download"),
        ]
    )
