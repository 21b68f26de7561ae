"""The time line of increments and the burn-up of one: rows, groups, hatching, fan."""

from typing import Any

import pandas as pd
import pytest

from charts import plotly
from charts.chart import Chart
from charts.increments import FINISHED, MOST_FINISHED, MOST_ROWS, increments_chart
from tests.charts.drawn import NAMED, burn_up
from tests.views.snapshot import AS_OF


def drawn(rows: pd.DataFrame = NAMED) -> Chart:
    """Draw increments of the snapshot."""
    return increments_chart(rows, today=AS_OF.date(), place="All")


def notes(chart: Chart) -> list[dict[str, Any]]:
    """Return every line of text in the drawing."""
    found: list[dict[str, Any]] = plotly.figure(chart)["layout"]["annotations"]
    return found


def test_projects_stand_together_the_one_with_the_least_sure_date_first() -> None:
    """In each the least sure first; then what was finished, latest first, with its project."""
    frame = drawn().frame

    assert list(frame[["group", "increment"]].itertuples(index=False, name=None)) == [
        ("Care portal", "Pay for support"),
        ("Care portal", "Book a care assessment online"),
        ("Council tax", "Discounts: the rest"),
        ("Council tax", "Discounts: single occupier"),
        ("Highways", "Follow a repair"),
        ("Highways", "Skip permits"),
        (FINISHED, "Tell us you have moved"),
        (FINISHED, "Ask for help online"),
        (FINISHED, "Report a pothole"),
    ]
    assert frame["note"].iloc[6] == "Council tax: 29 May 2026"


def test_one_project_alone_is_not_named_in_every_row() -> None:
    """Its open increments stand under Open."""
    frame = drawn(NAMED[NAMED["project"] == "Highways"]).frame

    assert list(frame["group"]) == ["Open", "Open", FINISHED]
    assert frame["note"].iloc[2] == "30 January 2026"


def test_lines_of_text_do_not_cover_one_another() -> None:
    """Heading, name and note of a row stand above it, and below the marks of the one before."""
    chart = drawn()
    layout = plotly.figure(chart)["layout"]
    low, high = layout["yaxis"]["range"]
    pixels = (chart.height - 74) / (low - high)
    middles = sorted(n["y"] * pixels - n["yshift"] for n in notes(chart) if n.get("x") == 0)
    marks = [at * pixels for trace in plotly.figure(chart)["data"] for at in trace["y"] if at]

    assert all(later - earlier >= 17 for earlier, later in zip(middles, middles[1:], strict=False))
    assert not [1 for middle in middles for mark in marks if abs(middle - mark) < 9 + 6]


def test_what_is_not_broken_down_is_hatched_and_explained() -> None:
    """A series of its own, with its name in the key, and a sentence on how to read it."""
    chart = drawn()
    (hatched,) = [trace for trace in plotly.figure(chart)["data"] if trace["type"] == "bar"]
    place = list(chart.frame["increment"]).index("Skip permits")

    assert hatched["marker"]["pattern"]["shape"] == "/"
    assert [at for at, base in enumerate(hatched["base"]) if base] == [place]
    days = (chart.frame["p80_on"] - chart.frame["p50_on"]).dt.days.iloc[place]
    assert hatched["x"][place] == days * 24 * 3600 * 1000
    assert "not broken down yet" in hatched["name"]
    assert "A hatched bar is rough" in chart.how_to_read


def test_without_any_such_there_is_no_hatching() -> None:
    """Neither in the drawing nor in the key."""
    chart = drawn(NAMED[NAMED["not_broken_down_count"] == 0])

    assert not [trace for trace in plotly.figure(chart)["data"] if trace["type"] == "bar"]
    assert "hatched" not in chart.how_to_read


def test_dozens_are_drawn_up_to_a_length_and_the_rest_is_told() -> None:
    """The least sure ones; the table lists all."""
    one = NAMED[NAMED["increment"] == "Pay for support"]
    many = pd.concat(one.assign(increment=f"Part {n:02}", project=f"P{n % 4}") for n in range(60))
    chart = drawn(pd.concat([many, NAMED[NAMED["state"] == "finished"]]))

    assert len(chart.frame) == MOST_ROWS
    assert chart.subtitle.endswith("the table below lists all 60 open ones")
    assert chart.height < 2200
    assert MOST_FINISHED < MOST_ROWS


@pytest.mark.parametrize(
    ("increment", "scope"),
    [("Pay for support", 39), ("Skip permits", 39 + 22)],
    ids=["broken down", "22 more expected"],
)
def test_the_fan_leads_from_today_to_the_dates(increment: str, scope: int) -> None:
    """From what is finished to all that is in it, what is only expected included."""
    chart = burn_up(increment)
    row = next(NAMED[NAMED["increment"] == increment].itertuples())
    rays = [
        trace for one, trace in zip(chart.series, plotly.figure(chart)["data"], strict=True)
        if one.kind == "line" and one.bridged and one.column == "done_count"
    ]  # fmt: skip
    today = AS_OF.date().isoformat()
    ends = [row.p50_on, row.p80_on, row.p95_on]

    assert [ray["x"] for ray in rays] == [[today, end.date().isoformat()] for end in ends]
    assert [ray["y"] for ray in rays] == [[22, scope]] * 3


def test_the_key_tells_dates_and_no_line_twice() -> None:
    """Each chance once, with its date; lines that lead there have no entry."""
    labels = [series.label for series in burn_up("Pay for support").series if series.label]

    assert labels == [
        "The forecast", "Work in it", "Finished", "Even chance (1 in 2) by 20 April 2027",
        "4 in 5 chance by 28 May 2027", "19 in 20 chance by 28 May 2027",
    ]  # fmt: skip


def test_without_a_forecast_there_is_no_fan() -> None:
    """Nor a line at today."""
    chart = burn_up("Pay for support", p50_on=pd.NaT, p80_on=pd.NaT, p95_on=pd.NaT)

    assert [series.label for series in chart.series] == ["Work in it", "Finished"]
    assert chart.references == ()


def test_a_finished_increment_is_drawn_to_a_month_after_its_end() -> None:
    """What happened later to others is not its history."""
    chart = burn_up("Ask for help online")

    assert chart.frame["on"].max() == pd.Timestamp("2026-04-19")
    assert set(chart.frame["what"]) == {"End of the week"}


def test_few_points_among_many_weeks_are_drawn_alone() -> None:
    """Plotly never ends drawing a mark that stands behind hundreds of gaps."""
    for series, trace in zip(
        burn_up("Pay for support").series,
        plotly.figure(burn_up("Pay for support"))["data"],
        strict=True,
    ):
        assert not series.bridged or None not in trace["y"]
