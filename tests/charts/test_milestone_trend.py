"""Milestone trend: two lines a milestone, points where something happens, and what it says."""

import pandas as pd
import pytest

from charts import plotly
from charts.chart import Chart
from charts.milestone_trend import milestone_trend_chart
from charts.scale import values_of
from reports.svg.picture import svg
from tests.wording.lint import faults

WEEKS = pd.date_range("2026-10-04", periods=6, freq="7D")
#: Stands still, moves in the fourth week; its first two weeks were worked out afterwards.
TARGETS = ["2026-12-01"] * 3 + ["2026-12-22"] * 3
BASES = ["rebuilt", "baseline", *["recorded"] * 4]


def trend(name: str = "Pay", targets: list[str] | None = None) -> pd.DataFrame:
    """Return the rows of one milestone."""
    return pd.DataFrame(
        {
            "project": "Care",
            "increment": name,
            "week_end": WEEKS,
            "target_on": pd.to_datetime(targets or TARGETS),
            "p80_on": pd.to_datetime(["2027-01-03"] * 5 + ["2027-01-10"]),
            "basis": BASES,
        }
    )


def chart(*rows: pd.DataFrame, **rates: float) -> Chart:
    """Draw rows."""
    return milestone_trend_chart(
        pd.concat(rows), place="All", rates={("Care", name): rate for name, rate in rates.items()}
    )


def test_points_stand_where_something_happens() -> None:
    """First and last week, where a date moves, and where recording begins; hollow before that."""
    frame = chart(trend()).frame

    assert frame["pointed_0"].tolist() == [True, False, True, True, False, True]
    assert frame["hollow_0"].tolist() == [True, True, False, False, False, False]


def test_a_page_draws_filled_and_hollow_points() -> None:
    """Rows without a point have one of no size."""
    (dated,) = (one for one in plotly.figure(chart(trend()))["data"] if one.get("name") == "Pay")
    marker = dated["marker"]

    assert [bool(size) for size in marker["size"]] == [True, False, True, True, False, True]
    assert marker["color"][0] == marker["line"]["color"][2]
    assert marker["color"][2] == marker["line"]["color"][0] == dated["line"]["color"]


def test_paper_draws_filled_and_hollow_points() -> None:
    """One hollow point and three filled ones."""
    drawn = svg(chart(trend()))

    assert drawn.count("<use ") == 4


def test_both_lines_of_a_few_milestones_are_named() -> None:
    """With three the thin ones bear no label; each has the colour and stroke of its milestone."""
    few, many = chart(trend()), chart(*(trend(name) for name in ("Pay", "Book", "Tell")))

    assert [(one.label, one.labelled) for one in few.series] == [
        ("Pay", True),
        ("Pay: 4 in 5 chance by", True),
    ]
    assert sum(one.labelled for one in many.series) == 3
    looks = {one.label: (one.colour, one.dash) for one in many.series}
    assert all(looks[name] == looks[f"{name}: 4 in 5 chance by"] for name in ("Pay", "Book"))


@pytest.mark.parametrize(
    ("rates", "headline"),
    [
        ({}, "2 of 2 dates moved later, Book the furthest, by 21 days"),
        ({"Pay": 1.0}, "Pay is slipping a week for every week that passes"),
        ({"Pay": 1.43, "Else": 2.0}, "Pay is slipping 10 days for every week that passes"),
        (
            {"Pay": 1.0, "Book": 3.0},
            "2 of 2 dates slip a week or more for every week that passes",
        ),
    ],
    ids=["slower", "as-fast", "faster", "several"],
)
def test_a_date_that_gets_no_nearer_is_the_finding(rates: dict[str, float], headline: str) -> None:
    """A slip rate of 1 or more is said in words."""
    made = chart(trend("Pay"), trend("Book"), **rates)

    assert made.headline == headline
    for text in (made.headline + ".", made.how_to_read, made.description):
        assert faults(text) == []


def test_a_forecast_far_beyond_the_dates_is_not_drawn() -> None:
    """It would press all else to the foot; the table has it, and the note says so."""
    far = trend()
    far.loc[2, "p80_on"] = pd.Timestamp("2040-01-01")
    made = chart(far)

    drawn = made.drawn(made.series[-1])
    assert drawn.isna().tolist() == [False, False, True, False, False, False]
    assert "Forecasts later than 22 June 2027 are not drawn; the table has them." in (
        made.how_to_read
    )
    assert values_of(made).high < pd.Timestamp("2027-02-01")


def test_the_alternative_has_it_all_in_words() -> None:
    """Movement, forecast, and how much was recorded."""
    assert chart(trend()).description == (
        "How dates moved between 4 October 2026 and 8 November 2026. "
        "Pay moved from 1 December 2026 to 22 December 2026, 21 days later. "
        "There is a 4 in 5 chance by 10 January 2027. "
        "2 week-end dates were worked out afterwards; the others were recorded."
    )


def test_recorded_alone_speaks_of_no_hollow_points() -> None:
    """What is not drawn is not explained."""
    made = chart(trend().assign(basis="recorded", p80_on=pd.NaT))

    assert "hollow" not in made.how_to_read
    assert "thin" not in made.how_to_read
    assert [one.label for one in made.series] == ["Pay"]
