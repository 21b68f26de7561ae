"""One figure: the finding, the measure, the chart, how to read it, and its data as a table."""

from typing import Any

import streamlit as st

from charts import plotly
from charts.chart import Chart
from charts.key import Sign
from charts.key import key as signs_of
from reports.data_table import caption
from views.downloads import download
from views.html import Html, join, tag, write
from views.shown import Shown
from views.tables import table


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
    signs = signs_of(chart)
    if not signs:
        return None
    return tag("ul", *(tag("li", _sign(one), f" {one.label}") for one in signs), cls="key")


def _sign(sign: Sign) -> Html:
    """Return a mark of a series as it is drawn."""
    return tag(
        "span",
        sign.glyph,
        aria_hidden="true",
        style=f"color:{sign.colour}",
        cls=f"mark stroke {sign.stroke}" if sign.stroke else "mark",
    )


def _data(chart: Chart, shown: Shown) -> Html:
    rows = table(
        chart.frame,
        chart.headings,
        caption=caption(chart),
        row_heading=next(iter(chart.headings)),
        hidden_caption=True,
        stacked=False,
        missing=chart.missing,
    )
    # Outside the region that scrolls, where it can wrap; the table itself has it for listeners.
    seen = tag("p", caption(chart), cls="caption", aria_hidden="true")
    return join(
        [
            tag("details", tag("summary", "Show these figures as a table"), seen, rows),
            tag("p", download(chart.table, shown), cls="download") if chart.table else None,
        ]
    )
