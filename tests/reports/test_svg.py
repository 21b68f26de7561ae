"""The picture on paper: marks where their values are, words that can be read, ids of its own."""

import itertools
import re
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from charts import palette, scale
from charts.chart import Axis, Chart, Reference, Series
from charts.slippage import slippage_chart
from programme.wording import ready
from reports.svg.picture import NARROW, WIDE, svg
from tests.charts.drawn import CHARTS, EMPTY, TABLES
from tests.views.snapshot import AS_OF

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
every_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
every_width = pytest.mark.parametrize("width", [WIDE, NARROW])
WEEKS = pd.date_range("2026-01-04", periods=4, freq="7D")


def drawn(chart: Chart, width: int = WIDE) -> ET.Element:
    """Draw a chart and read it."""
    return ET.fromstring(svg(chart, width=width))


def points(picture: ET.Element, series: int) -> list[tuple[float, float]]:
    """Return the corners of a series' lines and areas, or the middles of its points."""
    found: list[tuple[float, float]] = []
    for group in picture.findall(f"{SVG}g[@data-series='{series}']"):
        for mark in group:
            if mark.tag == f"{SVG}use":
                found.append((float(mark.attrib["x"]), float(mark.attrib["y"])))
            else:
                numbers = [float(n) for n in NUMBER.findall(mark.attrib["d"])]
                found += (
                    itertools.batched(numbers, 2)
                    if False
                    else list(zip(numbers[::2], numbers[1::2], strict=True))
                )
    return found


def texts(picture: ET.Element) -> list[str]:
    """Return every line of text, in the order of drawing."""
    return [element.text or "" for element in picture.findall(f"{SVG}text")]


def box(text: ET.Element) -> tuple[float, float, float, float]:
    """Return about where a line of text lies: left, right, top, bottom."""
    size, x = float(text.attrib["font-size"]), float(text.attrib["x"])
    wide = len(text.text or "") * size * 0.47
    left = x - wide * {"middle": 0.5, "end": 1}.get(text.get("text-anchor", ""), 0)
    middle = float(text.attrib["y"]) - size * 0.35
    return left, left + wide, middle - size * 0.4, middle + size * 0.4


@every_chart
@every_width
def test_marks_lie_where_their_values_are(chart: Chart, width: int) -> None:
    """Every value of every series is drawn, and nothing else, all of them on one scale."""
    picture, of = drawn(chart, width), scale.values_of(chart)
    told, found = [], []
    for number, series in enumerate(chart.series):
        values = chart.drawn(series)
        if series.until:
            whole = values.notna() & chart.frame[series.until].notna()
            values = pd.concat([values[whole], chart.frame[series.until][whole]])
        shares = {round(of.share(value), 6) for value in values.dropna()}
        if series.kind == "bar":
            shares.add(0.0)  # bars end at the foot
        at = {point[0] if chart.across else -point[1] for point in points(picture, number)}
        if not series.stacked and shares:
            told.append(sorted(shares))
            found.append(sorted(at))
    if not told:
        return  # layers stand on one another: see below
    ends = [(t[n], f[n]) for t, f in zip(told, found, strict=True) for n in (0, -1)]
    (low, first), (high, last) = min(ends), max(ends)
    for values, pixels in zip(told, found, strict=True):
        for share in values:
            wanted = first + (share - low) / (high - low or 1) * (last - first)
            assert min(abs(wanted - pixel) for pixel in pixels) < 0.1
        assert len({round(pixel, 1) for pixel in pixels}) <= len(values)


@every_chart
@every_width
def test_words_are_ink_level_and_on_the_sheet(chart: Chart, width: int) -> None:
    """Text is text in ink on paper, none of it turned, none beyond the edges."""
    picture = drawn(chart, width)
    assert picture.attrib["fill"] == palette.INK
    assert picture.attrib["viewBox"] == f"0 0 {width} {chart.height}"
    for text in picture.findall(f"{SVG}text"):
        assert "fill" not in text.attrib
        assert "transform" not in text.attrib
        left, right, top, bottom = box(text)
        assert -1 <= left
        assert right <= width + 1
        assert -1 <= top
        assert bottom <= chart.height + 1


@every_chart
@every_width
def test_words_do_not_cover_one_another(chart: Chart, width: int) -> None:
    """No two lines of text overlap."""
    boxes = [(box(text), text.text) for text in drawn(chart, width).findall(f"{SVG}text")]
    for (one, first), (other, second) in itertools.combinations(boxes, 2):
        apart = one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]
        assert apart, (first, second)


@every_chart
def test_it_is_one_named_image_without_anything_from_outside(chart: Chart) -> None:
    """Its alternative is the chart's description; nothing in it is loaded or runs."""
    written = svg(chart)
    picture = ET.fromstring(written)
    assert picture.attrib["role"] == "img"
    assert picture.attrib["aria-label"] == chart.description
    assert not re.findall(r"https?://(?!www\.w3\.org/2000/svg)", written)
    assert {element.tag.removeprefix(SVG) for element in picture.iter()} <= {
        "svg", "defs", "pattern", "rect", "g", "path", "use", "text",
    }  # fmt: skip
    assert len(written.encode()) < 40_000


def test_the_same_chart_gives_the_same_bytes_in_any_thread() -> None:
    """Drawn again, and by four at once."""
    once = [svg(chart) for chart in CHARTS.values()]
    with ThreadPoolExecutor(4) as pool:
        again = list(pool.map(svg, [*CHARTS.values()] * 2))
    assert once * 2 == again


def test_ids_are_those_of_no_other_picture() -> None:
    """All charts at both widths in one page: no id twice, and each leads to one that is there."""
    pictures = [drawn(chart, width) for chart in CHARTS.values() for width in (WIDE, NARROW)]
    ids = [e.attrib["id"] for picture in pictures for e in picture.iter() if "id" in e.attrib]
    assert ids
    assert len(ids) == len(set(ids))
    for picture in pictures:
        own = {e.attrib["id"] for e in picture.iter() if "id" in e.attrib}
        led = re.findall(r"(?:href=\"|url\()#([\w-]+)", ET.tostring(picture, encoding="unicode"))
        assert set(led) == own


@pytest.mark.parametrize("chart", EMPTY.values(), ids=EMPTY)
def test_nothing_says_no_data(chart: Chart) -> None:
    """An empty table draws no mark and says so."""
    picture = drawn(chart)
    assert texts(picture) == ["No data"]
    assert [element.tag for element in picture] == [f"{SVG}text"]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("<script>x</script>", "<script>x</script>"),
        ("Cost $x^2$ & more", "Cost $x^2$ & more"),
        ("خدمة", "خدمة"),
        ("nul\x00 and\x0b turned \u202eback", "nul and turned back"),
        ("日本語 🚀", "日本語 🚀"),
    ],
)
def test_titles_are_shown_as_they_are(
    title: str, shown: str, recwarn: pytest.WarningsRecorder
) -> None:
    """Whatever a forge calls a milestone stands there as text, and is never measured or read."""
    rows = ready.next_increments(TABLES["increments"], most=1).assign(increment=title)
    assert shown in texts(drawn(slippage_chart(rows, today=AS_OF.date(), place="All")))
    assert len(recwarn) == 0


def test_a_long_title_is_cut_at_the_edge() -> None:
    """More on a wide sheet than on a narrow one."""
    rows = ready.next_increments(TABLES["increments"], most=1).assign(increment="word " * 60)
    chart = slippage_chart(rows, today=AS_OF.date(), place="All")
    wide, narrow = (
        next(t for t in texts(drawn(chart, w)) if t.startswith("word")) for w in (WIDE, NARROW)
    )
    assert wide.endswith("…")
    assert narrow.endswith("…")
    assert len(wide) > 80 > 45 > len(narrow)


def kinds(**changes: Any) -> Chart:
    """Return four weeks of one series, changed at will."""
    frame = pd.DataFrame(
        {"week_end": WEEKS, "v": [1.0, None, 3.0, 4.0], "w": [1.0] * 4, "yes": [True, False] * 2}
    )
    series = Series("v", "V", "line")
    return Chart(
        name="kinds",
        frame=frame,
        along="week_end",
        series=tuple(replace(series, **one) for one in changes.pop("series", [{}])),
        position_axis=Axis("", "date"),
        value_axis=Axis("V", "number"),
        headline="x",
        subtitle="x",
        how_to_read="x.",
        description="1",
        headings={},
        table="flow",
        **changes,
    )


@pytest.mark.parametrize(
    ("series", "strokes"),
    [
        ({}, 2),
        ({"bridged": True}, 1),
        ({"kind": "step"}, 2),
        ({"kind": "area"}, 2),
        ({"kind": "bar"}, 3),
        ({"kind": "bar", "only": "yes"}, 2),
    ],
)
def test_a_missing_value_is_a_gap(series: dict[str, Any], strokes: int) -> None:
    """A line breaks where nothing is known unless it is bridged; a bar is left out."""
    group = drawn(kinds(series=[series])).findall(f"{SVG}g[@data-series='0']")
    assert sum(path.attrib["d"].count("M") for path in group[0]) == strokes


def test_bars_stand_on_nought_and_those_not_chosen_are_quiet() -> None:
    """The second row is not chosen, so its bar is grey; all bars end at the foot."""
    chart = kinds(series=[{"kind": "bar", "column": "w", "chosen": "yes"}])
    picture = drawn(chart)
    styles = [p.attrib["style"] for p in picture.findall(f"{SVG}g[@data-series='0']/{SVG}path")]
    assert [palette.GREY.lower() in style for style in styles] == [True, False]
    feet = sorted({round(y, 1) for _, y in points(picture, 0)})
    assert feet[-1] == chart.height - 44


def test_areas_stand_on_one_another() -> None:
    """The second layer's foot is the first one's top."""
    picture = drawn(
        kinds(series=[{"kind": "area", "column": c, "stacked": True} for c in ("w", "v")])
    )
    lower, upper = points(picture, 0), points(picture, 1)
    assert {round(y, 1) for _, y in lower[:4]} <= {round(y, 1) for _, y in upper}


@pytest.mark.parametrize("pattern", ["/", ".", "x"])
def test_hatching_is_drawn(pattern: str) -> None:
    """White on the series' colour, so that it is told apart without it."""
    picture = drawn(kinds(series=[{"kind": "area", "column": "w", "pattern": pattern}]))
    hatching = picture.find(f"{SVG}defs/{SVG}pattern")
    assert hatching is not None
    assert palette.PAPER.lower() in ET.tostring(hatching, encoding="unicode")


@pytest.mark.parametrize(
    ("dash", "strokes"),
    [("solid", None), ("dash", "9,5"), ("dot", "3,4"), ("longdash", "16,4,3,4")],
)
@pytest.mark.parametrize("width", [1.5, 4])
def test_dashes_are_as_long_in_thick_lines_as_in_thin(
    dash: str, strokes: str | None, width: float
) -> None:
    """In pixels, so that lines are told apart without colour."""
    picture = drawn(kinds(series=[{"column": "w", "dash": dash, "width": width}]))
    path = picture.find(f"{SVG}g[@data-series='0']/{SVG}path")
    assert path is not None
    found = re.search(r"stroke-dasharray: ([\d.,]+)", path.attrib["style"])
    assert (found and found[1]) == strokes


@pytest.mark.parametrize(
    "reference",
    [
        Reference("value", 2, "Two"),
        Reference("position", WEEKS[1], "Then"),
        Reference("position", WEEKS[-1], "At the very last of all the weeks"),
    ],
)
def test_references_are_named_and_dashed(reference: Reference) -> None:
    """A line to hold the marks against is dashed, with its name beside or above it."""
    picture = drawn(kinds(references=(reference,)), NARROW)
    assert set(reference.label.split()) <= set(" ".join(texts(picture)).split())
    assert any("stroke-dasharray: 9,7" in e.get("style", "") for e in picture.iter())
