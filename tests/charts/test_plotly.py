"""What the drawing holds: the table's values, labels, contrast; never an invented mark."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts import palette, plotly
from charts.chart import Axis, Chart, Reference, Series
from charts.flow import flow_chart
from charts.milestone_trend import milestone_trend_chart
from charts.slippage import slippage_chart
from charts.throughput import throughput_chart
from programme.wording import ready
from tests.charts.drawn import CHARTS, EMPTY, TABLES, WHOLE
from tests.views.snapshot import AS_OF

every_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)


@every_chart
def test_plotly_accepts_the_figure(chart: Chart) -> None:
    """Every figure is valid in Plotly's own eyes."""
    assert go.Figure(plotly.figure(chart)).layout.height == chart.height


@every_chart
def test_the_marks_are_the_tables_values(chart: Chart) -> None:
    """Each series draws its column, value by value."""
    data = plotly.figure(chart)["data"]
    for series, trace in zip(chart.series, data, strict=False):
        if series.kind == "span":
            drawn = trace["base"] if series.pattern else trace["x"][0::3]
        else:
            drawn = trace["x"] if chart.across else trace["y"]
        column = chart.drawn(series)
        if series.bridged:
            column = column.dropna()
        expected = [
            None if pd.isna(v) else v.strftime("%Y-%m-%d") if hasattr(v, "strftime") else float(v)
            for v in column
        ]
        assert drawn == expected


@every_chart
def test_everything_drawn_stands_in_the_table(chart: Chart) -> None:
    """The positions and every series have a headed column."""
    needed = {chart.along, *(series.column for series in chart.series)}
    needed |= {series.until for series in chart.series if series.until}
    assert needed <= set(chart.headings)
    assert set(chart.headings) <= set(chart.frame.columns)


@every_chart
def test_words_are_there(chart: Chart) -> None:
    """A finding, a measure, how to read it, and a description with a figure in it."""
    assert chart.headline
    assert chart.subtitle
    assert chart.how_to_read.endswith(".")
    assert any(letter.isdigit() for letter in chart.description)
    assert chart.description != chart.headline


@every_chart
def test_text_is_ink_and_charts_cannot_be_dragged(chart: Chart) -> None:
    """Axis text is readable; nothing can be zoomed or caught by a finger."""
    layout = plotly.figure(chart)["layout"]
    assert layout["font"]["color"] == palette.INK
    assert layout["dragmode"] is False
    assert layout["xaxis"]["fixedrange"] is layout["yaxis"]["fixedrange"] is True
    for axis in ("xaxis", "yaxis"):
        assert layout[axis].get("tickfont", {"color": palette.INK})["color"] == palette.INK
        assert layout[axis].get("tickangle", 0) == 0


@every_chart
def test_labels_do_not_cover_one_another(chart: Chart) -> None:
    """Labels beside the plot are at least a line apart and inside the figure."""
    figure = plotly.figure(chart)
    room = chart.height - 74
    side = sorted(
        note["y"] * room for note in figure["layout"]["annotations"] if note.get("x") == 1
    )
    assert all(later - earlier >= 17 for earlier, later in zip(side, side[1:], strict=False))
    assert all(-10 <= middle <= room + 14 for middle in side)


@pytest.mark.parametrize("name", ["run-chart", "no-median", "arrivals", "flow", "risk"])
def test_counts_begin_at_zero(name: str) -> None:
    """Bars, areas and lines of counts stand on nought."""
    assert plotly.figure(CHARTS[name])["layout"]["yaxis"]["range"][0] == 0


@pytest.mark.parametrize("chart", EMPTY.values(), ids=EMPTY)
def test_nothing_says_no_data(chart: Chart) -> None:
    """An empty table draws no mark and says so."""
    figure = plotly.figure(chart)
    assert [trace["x"] for trace in figure["data"]] == [[]]
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["No data"]
    assert chart.headline
    assert chart.description


def test_at_most_four_lines_carry_a_label() -> None:
    """Forty milestones: four labelled, eight in grey, the rest named in the subtitle."""
    one = TABLES["milestone_trend"].query("increment == 'Pay for support'")
    many = pd.concat(
        one.assign(
            increment=f"Release {n}",
            target_on=one["target_on"] + pd.to_timedelta(range(len(one)), "D") * n,
        )
        for n in range(40)
    )
    chart = milestone_trend_chart(many, place="All")
    assert sum(series.labelled for series in chart.series) == 4
    assert len(chart.series) == 12
    assert chart.subtitle.endswith("28 more in the download")
    assert {s.colour for s in chart.series if not s.labelled} == {palette.GREY}
    assert len({s.dash for s in chart.series if s.labelled}) == 4


def test_milestones_of_one_title_are_told_apart() -> None:
    """Two projects' "Beta" carry their project in the label."""
    one = TABLES["milestone_trend"].query("increment == 'Pay for support'")
    both = pd.concat([one.assign(increment="Beta", project=p) for p in ("Care", "Roads")])
    labels = {series.label for series in milestone_trend_chart(both, place="All").series}
    assert labels == {"Beta (Care)", "Beta (Roads)"}


def test_a_layer_that_never_holds_anything_is_left_out() -> None:
    """Without a start signal nothing is "under way"."""
    frame = WHOLE["flow"].assign(wip_count=pd.array([pd.NA] * len(WHOLE["flow"]), dtype="Int64"))
    chart = flow_chart(frame, weekly=WHOLE["throughput"], place="All")
    assert "Under way" not in {series.label for series in chart.series}


@pytest.mark.parametrize(
    "title",
    ["<b>bold</b><script>x</script>", '<a href="https://evil.example">x</a>', "a & b < c"],
)
def test_titles_are_shown_as_they_are(title: str) -> None:
    """Plotly reads a little HTML in labels, so titles are escaped."""
    rows = ready.next_increments(TABLES["increments"], most=1).assign(increment=title)
    figure = plotly.figure(slippage_chart(rows, today=AS_OF.date(), place="All"))
    texts = [note["text"] for note in figure["layout"]["annotations"]]
    assert not any("<a" in text or "<script" in text for text in texts)
    assert any("&lt;" in text for text in texts)


@pytest.mark.parametrize("years", [0.1, 0.5, 1.5, 4, 13, 60])
def test_date_axes_bear_few_ticks(years: float) -> None:
    """A month or sixty years: two to eight ticks, never crowded."""
    weeks = max(int(years * 52), 3)
    frame = pd.DataFrame(
        {
            "week_start": pd.date_range("2001-01-01", periods=weeks, freq="7D"),
            "finished_count": pd.array([1] * weeks, dtype="Int64"),
        }
    )
    ticks = plotly.figure(throughput_chart(frame, place="All"))["layout"]["xaxis"]["tickvals"]
    assert 2 <= len(ticks) <= 8


@pytest.mark.parametrize("top", [0, 0.3, 1, 7, 99.9, 100, 12_345, 1e6])
def test_value_axes_hold_the_highest_mark(top: float) -> None:
    """Round steps, at most seven ticks, nothing cut off."""
    frame = pd.DataFrame({"week_end": pd.date_range("2026-01-04", periods=2), "v": [0.0, top]})
    axis = plotly.figure(_line(frame))["layout"]["yaxis"]
    assert axis["range"][1] >= top
    assert 2 <= len(axis["tickvals"]) <= 7


def test_a_limit_is_drawn_and_named() -> None:
    """The board's limit is a dashed line with its label beside it."""
    layout: dict[str, Any] = plotly.figure(CHARTS["risk"])["layout"]
    assert any("dash" in s["line"] and s["y0"] == 30 for s in layout["shapes"])
    assert any("Limit: 30 days" in note["text"] for note in layout["annotations"])


def _line(frame: pd.DataFrame) -> Chart:
    return Chart(
        name="line",
        frame=frame,
        along="week_end",
        series=(Series("v", "V", "line"),),
        position_axis=Axis("", "date"),
        value_axis=Axis("V", "number"),
        headline="x",
        subtitle="x",
        how_to_read="x.",
        description="1",
        headings={},
        table="flow",
        references=(Reference("value", 0, "Nought"),),
    )


def test_only_dates_that_moved_are_drawn() -> None:
    """Those that stood still are told in words and left out of the drawing and its table."""
    chart = CHARTS["trend"]
    moved = {"Book a care assessment online", "Pay for support", "Discounts: single occupier"}
    assert moved <= {series.label for series in chart.series}
    assert "Skip permits" not in {series.label for series in chart.series}
    assert "Milestones whose date has not moved are not drawn." in chart.how_to_read
    assert "more dates did not move." in chart.description


def test_labels_lead_to_the_end_of_their_own_line() -> None:
    """Each label's leader begins where its line ends, and there is room after the last week."""
    chart = CHARTS["trend"]
    layout = plotly.figure(chart)["layout"]
    labelled = [series for series in chart.series if series.labelled]
    last = chart.frame["week_end"].iloc[-1].strftime("%Y-%m-%d")
    ends = [(line["x0"], line["y0"]) for line in layout["shapes"]]
    assert ends == [
        (last, chart.frame[series.column].iloc[-1].strftime("%Y-%m-%d")) for series in labelled
    ]
    assert layout["xaxis"]["range"][1] > last


def test_the_line_of_today_is_one_line_behind_the_names() -> None:
    """From top to foot; a name that it would run through stands on paper before it."""
    layout = plotly.figure(CHARTS["slippage"])["layout"]
    (line,) = layout["shapes"]

    assert (line["yref"], line["y0"], line["y1"], line["layer"]) == ("paper", 0, 1, "below")
    names = [note for note in layout["annotations"] if note["x"] == 0]
    assert len(names) == len(CHARTS["slippage"].frame)
    assert {note["bgcolor"] for note in names} == {palette.PAPER}
