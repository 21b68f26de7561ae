"""Weekly charts: one period for the same weeks, and what their tables and notes say."""

import pandas as pd
import pytest

from charts.flow import flow_chart
from charts.period import period
from charts.risk_burndown import risk_burndown_chart
from charts.throughput import arrivals_chart, throughput_chart
from tests.views.snapshot import snapshot

TABLES = {
    name: table[table["project"] == ""].tail(12)
    for name, table in snapshot().tables.items()
    if name in {"throughput", "flow", "risk_burndown", "run_chart"}
}
WEEKLY = TABLES["throughput"]


def test_the_same_weeks_have_the_same_name() -> None:
    """From the first Monday to the last Sunday, whichever end of its weeks a table names."""
    charts = [
        throughput_chart(TABLES["run_chart"], place="All"),
        arrivals_chart(WEEKLY, place="All"),
        flow_chart(TABLES["flow"], weekly=WEEKLY, place="All"),
        risk_burndown_chart(TABLES["risk_burndown"], place="All"),
    ]
    assert {chart.subtitle.split(";")[0].split(", ", 1)[1] for chart in charts} == {
        "All, 24 August 2026 to 15 November 2026"
    }
    assert period(WEEKLY.head(0)) == ""


def _run(counts: list[int], signals: list[str]) -> pd.DataFrame:
    weeks = pd.date_range("2026-01-05", periods=len(counts), freq="7D")
    frame = pd.DataFrame({"week_start": weeks, "finished_count": counts, "median_count": 5})
    frame = frame.astype({"finished_count": "Int64", "median_count": "Int64"})
    return frame.assign(signal=signals)


def test_only_weeks_of_a_long_run_are_marked() -> None:
    """Each with its side; weeks that vary by chance bear nothing."""
    signals = ["none", "shift", "shift", "crossings", "shift", "shift"]
    chart = throughput_chart(_run([2, 9, 8, 5, 4, 0], signals), place="All")
    above, below = "Above usual", "Below usual"
    assert list(chart.frame["run"]) == ["", above, above, "", below, below]
    assert chart.headings["run"] == "Long run"


def test_crossings_are_told_once() -> None:
    """They are of the whole time, so no single week is marked; the note says it."""
    chart = throughput_chart(_run([0, 9, 0, 9] * 3, ["crossings"] * 12), place="All")
    assert set(chart.frame["run"]) == {""}
    assert "cross the dashed line less often than chance explains" in chart.how_to_read
    steady = throughput_chart(_run([0, 9] * 6, ["none"] * 12), place="All")
    assert "cross" not in steady.how_to_read


def test_without_a_dashed_line_nobody_is_sent_to_look_for_one() -> None:
    """Where nothing is finished in most weeks the median is 0, and no week lies below it."""
    rows = _run([0, 9, 0, 0] * 3, ["none"] * 12).assign(median_count=0)
    chart = throughput_chart(rows, place="All")
    assert chart.references == ()
    assert "dashed" not in chart.how_to_read
    assert "cannot tell whether the pace has changed" in chart.how_to_read


@pytest.mark.parametrize(
    ("reopened", "headline"),
    [
        (0, "838 pieces of work were added and 696 finished"),
        (24, "838 pieces of work were added, 696 finished and 24 reopened"),
    ],
)
def test_work_finished_twice_is_said(reopened: int, headline: str) -> None:
    """What was reopened stands beside what was finished, which counts it again."""
    table = WEEKLY.tail(1).assign(
        arrived_count=838, finished_count=696, dropped_count=27, reopened_count=reopened
    )
    chart = arrivals_chart(table, place="All")
    assert chart.headline == headline
    assert ("counts twice here" in chart.how_to_read) is bool(reopened)


def test_layers_still_to_do_are_named() -> None:
    """Dropped work lies above finished work and is not still to do."""
    chart = flow_chart(TABLES["flow"], weekly=WEEKLY, place="All")
    assert "The top two layers, Waiting and Under way, are still to do" in chart.how_to_read
    without = TABLES["flow"].assign(wip_count=pd.array([pd.NA] * 12, dtype="Int64"))
    chart = flow_chart(without, weekly=WEEKLY, place="All")
    assert "The top layer, Waiting, is still to do" in chart.how_to_read
