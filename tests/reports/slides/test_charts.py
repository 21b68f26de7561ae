"""The native chart on a slide: its figures are the frame's, and any program can open it."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pytest

from charts import palette
from charts.chart import Axis, Chart, Reference, Series
from charts.scale import values_of
from reports.slides.charts import NativeChart
from tests.charts.drawn import CHARTS, EMPTY
from tests.reports.slides.decks import A, C, cached, sheet

AT = datetime(2026, 11, 23, 7, tzinfo=UTC)
DAY_ZERO = pd.Timestamp("1899-12-30")
NATIVE = (
    "run-chart",
    "no-median",
    "arrivals",
    "flow",
    "risk",
    "risk-ahead",
    "risk-pounds",
    "trend",
)
OTHERS = tuple(sorted(set(CHARTS) - set(NATIVE)))
every_chart = pytest.mark.parametrize("chart", [CHARTS[name] for name in NATIVE], ids=NATIVE)
WEEKS = pd.date_range("2026-01-04", periods=4, freq="7D")
#: Children of the elements that we write, in the order of ECMA-376 part 1, §21.2.2 and A.5.1.
ORDER = {
    "chartSpace": "date1904 roundedCorners chart spPr txPr",
    "chart": "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs",
    "plotArea": "layout areaChart barChart lineChart catAx dateAx valAx spPr",
    "barChart": "barDir grouping varyColors ser gapWidth overlap axId",
    "lineChart": "grouping varyColors ser marker axId",
    "areaChart": "grouping varyColors ser axId",
    "ser": "idx order tx spPr invertIfNegative marker dPt dLbls cat val smooth",
    "dPt": "idx marker bubble3D spPr",
    "marker": "symbol size spPr",
    "dLbls": "dLbl showLegendKey showVal showCatName showSerName showPercent showBubbleSize",
    "dLbl": "idx layout tx spPr dLblPos "
    "showLegendKey showVal showCatName showSerName showPercent showBubbleSize",
    "title": "tx layout overlay",
    "manualLayout": "layoutTarget xMode yMode x y w h",
    "legend": "legendPos overlay txPr",
    "scaling": "orientation max min",
    "catAx": "axId scaling delete axPos numFmt majorTickMark minorTickMark tickLblPos spPr txPr "
    "crossAx crosses auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl",
    "dateAx": "axId scaling delete axPos numFmt majorTickMark minorTickMark tickLblPos spPr txPr "
    "crossAx crosses auto lblOffset baseTimeUnit majorUnit majorTimeUnit",
    "valAx": "axId scaling delete axPos majorGridlines numFmt majorTickMark minorTickMark "
    "tickLblPos spPr txPr crossAx crosses crossBetween majorUnit",
    "numRef": "f numCache",
    "numCache": "formatCode ptCount pt",
    "strRef": "f strCache",
    "strCache": "ptCount pt",
}


def native(chart: Chart) -> NativeChart:
    """Make the chart as wide as on a slide."""
    return NativeChart(chart, 560, 330, AT)


def drawn(chart: Chart) -> ET.Element:
    """Make the chart and read it."""
    return ET.fromstring(native(chart).xml_bytes(None))


def plain(value: Any) -> Any:
    """Return a cell of a frame as a sheet holds it."""
    if pd.isna(value):
        return None
    return float((value - DAY_ZERO).days if isinstance(value, pd.Timestamp) else value)


def line(**changes: Any) -> Chart:
    """Make a chart of one line over four weeks."""
    frame = pd.DataFrame({"week_end": WEEKS, "days": [4.0, None, 2.5, 1.0]})
    made = Chart(
        name="line",
        frame=frame,
        along="week_end",
        series=(Series("days", "Delay", "line"),),
        position_axis=Axis("", "date"),
        value_axis=Axis("Days", "number"),
        headline="",
        subtitle="",
        how_to_read="",
        description="",
        headings={"week_end": "Week ending", "days": "Delay (days)"},
        table="risk_burndown",
    )
    return replace(made, **changes)


@every_chart
def test_workbook_holds_the_figures_of_the_frame_exactly(chart: Chart) -> None:
    """Positions, then every series, then the lines they are held against; gaps stay empty."""
    headings, *rows = sheet(native(chart).xlsx_blob)
    columns = list(zip(*rows, strict=True))
    assert [plain(at) for at in chart.frame[chart.along]] == list(columns[0])
    assert chart.headings[chart.along] == headings[0]
    for series, heading, column in zip(chart.series, headings[1:], columns[1:], strict=False):
        assert [plain(value) for value in chart.drawn(series)] == list(column)
        assert heading == series.label
    scale = values_of(chart)
    for reference, column in zip(chart.references, columns[1 + len(chart.series) :], strict=True):
        if reference.at == "diagonal":
            seen = [scale.low <= at <= scale.high for at in chart.frame[chart.along]]
            wanted = [at if there else None for at, there in zip(columns[0], seen, strict=True)]
        else:
            wanted = [float(reference.value)] * len(rows)
        assert wanted == list(column)


@every_chart
def test_chart_shows_what_its_workbook_holds(chart: Chart) -> None:
    """What a program draws before it opens the workbook is the same, at the same cells."""
    headings, *rows = sheet(native(chart).xlsx_blob)
    columns = [list(column) for column in zip(*rows, strict=True)]
    told = sorted(drawn(chart).iter(f"{C}ser"), key=lambda one: int(one[0].attrib["val"]))
    assert len(headings) - 1 == len(told)
    for place, one in enumerate(told, start=1):
        assert (headings[place], columns[0], columns[place]) == cached(one)
        letter = chr(ord("A") + place)
        at = [found.text for found in one.iter(f"{C}f")]
        last = len(rows) + 1
        assert at == [
            f"Figures!${letter}$1",
            f"Figures!$A$2:$A${last}",
            f"Figures!${letter}$2:${letter}${last}",
        ]


@every_chart
def test_elements_stand_in_the_order_of_the_format(chart: Chart) -> None:
    """PowerPoint repairs, or refuses, a chart whose elements stand in another order."""
    for element in drawn(chart).iter():
        order = ORDER.get(element.tag.removeprefix(C), "").split()
        places = [order.index(child.tag.removeprefix(C)) for child in element if order]
        assert places == sorted(places), element.tag


@every_chart
def test_every_series_is_named(chart: Chart) -> None:
    """By a label beside its end, by a key where areas lie on one another, or by the axis."""
    picture = drawn(chart)
    if any(series.stacked for series in chart.series):
        assert picture.find(f".//{C}legend") is not None
        return
    said = [
        " ".join(text.text or "" for text in label.iter(f"{A}t"))
        for label in picture.iter(f"{C}dLbl")
    ]
    wanted = [series.label for series in chart.series if series.labelled]
    wanted += [reference.label for reference in chart.references]
    assert picture.find(f".//{C}legend") is None
    assert sorted(wanted) == sorted(said)


@every_chart
def test_text_is_large_enough_and_in_ink(chart: Chart) -> None:
    """12 points or more, in a font that machines have or replace by one of the same width."""
    fonts = [element for name in ("defRPr", "rPr") for element in drawn(chart).iter(f"{A}{name}")]
    assert fonts
    for font in fonts:
        assert int(font.attrib["sz"]) >= 1200
        assert [face.attrib["typeface"] for face in font.iter(f"{A}latin")] == ["Arial"]
        assert [c.attrib["val"] for c in font.iter(f"{A}srgbClr")] == [palette.INK[1:]]


def test_lines_differ_in_dash_as_in_colour() -> None:
    """In black and white they are still told apart; the limit is dashed, too."""
    dashes = {
        cached(series)[0]: [dash.attrib["val"] for dash in series.iter(f"{A}prstDash")]
        for series in drawn(CHARTS["arrivals"]).iter(f"{C}ser")
    }
    assert {"Added": ["sysDot"], "Finished": ["solid"]} == dashes
    assert "dash" in [e.attrib["val"] for e in drawn(CHARTS["risk"]).iter(f"{A}prstDash")]


def test_bars_carry_the_usual_number_as_a_line() -> None:
    """Both stand on the same axes, so that they share one scale."""
    picture = drawn(CHARTS["run-chart"])
    bars, line = picture.find(f".//{C}barChart"), picture.find(f".//{C}lineChart")
    assert bars is not None
    assert line is not None
    axes = [[axis.attrib["val"] for axis in one.findall(f"{C}axId")] for one in (bars, line)]
    assert axes[0] == axes[1]


def test_weeks_of_lines_lie_on_an_axis_of_days() -> None:
    """So a week that is missing leaves its room; bars, a day wide there, stand by name."""
    for name, axis in {
        "risk": "dateAx",
        "trend": "dateAx",
        "flow": "dateAx",
        "run-chart": "catAx",
    }.items():
        assert drawn(CHARTS[name]).find(f".//{C}{axis}") is not None, name


def test_empty_cells_are_gaps() -> None:
    """No line is drawn through a week of which nothing is known."""
    picture = drawn(line())
    assert [one.attrib["val"] for one in picture.iter(f"{C}dispBlanksAs")] == ["gap"]
    assert [4.0, None, 2.5, 1.0] == cached(next(picture.iter(f"{C}ser")))[2]


def test_values_of_a_whole_number_of_days_begin_at_zero() -> None:
    """An axis that is cut off makes small moves look large."""
    scaling = drawn(line()).find(f".//{C}valAx/{C}scaling/{C}min")
    assert scaling is not None
    assert scaling.attrib["val"] == "0"


@pytest.mark.parametrize(
    "title",
    [
        "=cmd|' /C calc'!A0",
        "https://example.org/x",
        "<b>&amp;</b>",
        "a\x00b\ud800c",
        " \n ",
        "مرحبا",
    ],
    ids=["formula", "link", "markup", "control", "blank", "arabic"],
)
def test_title_may_be_anything(title: str) -> None:
    """It is text in the sheet and in the chart: no formula, no link, no markup."""
    chart = line(series=(Series("days", title, "line"),))
    made = native(chart)
    heading = sheet(made.xlsx_blob)[0][1]
    assert heading == cached(next(drawn(chart).iter(f"{C}ser")))[0]
    assert heading
    assert b"<hyperlink" not in made.xlsx_blob


@pytest.mark.parametrize("values", [[3.0], [0.0, 0.0], [1e6, 2e6]], ids=["one", "zero", "large"])
def test_few_and_large_values_are_drawn(values: list[float]) -> None:
    """One week, nothing but zeros, a million: each has a scale."""
    frame = pd.DataFrame({"week_end": WEEKS[: len(values)], "days": values})
    picture = drawn(line(frame=frame, references=(Reference("value", 5, "Limit"),)))
    assert float(picture.find(f".//{C}valAx/{C}majorUnit").attrib["val"]) > 0  # type: ignore[union-attr]  # it is there


@pytest.mark.parametrize(
    "chart",
    [*(CHARTS[name] for name in OTHERS), *EMPTY.values()],
    ids=[*OTHERS, *(f"empty-{name}" for name in EMPTY)],
)
def test_other_charts_are_refused(chart: Chart) -> None:
    """Rows across, fans and charts without a value are no native charts of ours."""
    with pytest.raises(ValueError, match=chart.name):
        native(chart)


def test_same_chart_gives_the_same_bytes() -> None:
    """The workbook says that it was made when the week was taken, not when it was drawn."""
    assert native(line()).xlsx_blob == native(line()).xlsx_blob
    assert native(line()).xml_bytes(None) == native(line()).xml_bytes(None)
