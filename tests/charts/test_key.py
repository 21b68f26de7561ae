"""The key above a chart: a sign for each kind of mark that is drawn."""

import pytest

from charts.chart import Chart
from charts.key import key
from tests.charts.drawn import CHARTS, EMPTY


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (
            "slippage",
            {
                "How far it has moved": ("", "solid"),
                "First agreed": ("◇", ""),
                "Working to": ("●", ""),
                "Even chance (1 in 2) to 4 in 5 chance": ("", "solid"),
                "4 in 5 chance by": ("■", ""),
            },
        ),
        (
            "burn-up-no-forecast",
            {"Work in it": ("", "dash"), "Finished": ("", "solid")},
        ),
    ],
)
def test_a_sign_a_mark(name: str, wanted: dict[str, tuple[str, str]]) -> None:
    """A glyph for points, a stroke for lines, bars for broad spans, in the colours drawn."""
    signs = key(CHARTS[name])
    assert {sign.label: (sign.glyph, sign.stroke) for sign in signs} == wanted
    assert {sign.colour for sign in signs} <= {series.colour for series in CHARTS[name].series}


def test_hatching_and_fans_are_told() -> None:
    """A fan is a bar of its ground; a hatched span says so."""
    assert "hatched" in {sign.stroke for sign in key(CHARTS["increments"])}
    assert ("The forecast", "bar") in {(s.label, s.stroke) for s in key(CHARTS["burn-up"])}


@pytest.mark.parametrize("chart", [CHARTS["run-chart"], EMPTY["slippage"]], ids=["beside", "empty"])
def test_no_key_where_labels_stand_beside_marks_or_nothing_is_drawn(chart: Chart) -> None:
    """It would say nothing."""
    assert key(chart) == []


def test_layers_are_told_apart_by_their_grounds() -> None:
    """As they are drawn: plain, crossed, and the line ahead dashed."""
    strokes = [sign.stroke for sign in key(CHARTS["risk-by-project"])]
    assert strokes == ["bar", "crossed", "bar", "dash"]
