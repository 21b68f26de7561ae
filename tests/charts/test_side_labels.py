"""Labels beside a plot: at their marks, apart, led to where lines end away from them."""

import pandas as pd
import pytest

from charts import scale
from charts.side_labels import side_labels
from tests.charts.drawn import CHARTS


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("run-chart", {"Usual: 12 a\nweek": True}),
        ("arrivals", {"Added": False, "Finished": False}),
        ("risk", {"Expected delay": False, "Limit: 30 days": True}),
        ("flow", {"Finished": False, "Dropped": False, "Under way": False, "Waiting": False}),
    ],
)
def test_which_labels_there_are(name: str, wanted: dict[str, bool]) -> None:
    """One a labelled series, none for bars, and strong ones for what marks are held against."""
    chart = CHARTS[name]
    found, room = side_labels(chart, scale.values_of(chart), scale.positions_of(chart), height=200)
    assert {label.text: label.strong for label in found} == wanted
    assert room >= max(len(line) for label in wanted for line in label.split("\n")) * 7
    assert all(label.end is None for label in found)


def test_lines_lead_from_the_last_mark_to_the_label() -> None:
    """Where there is a diagonal, the lines end before the edge; the diagonal's own has none."""
    chart = CHARTS["trend"]
    found, _ = side_labels(chart, scale.values_of(chart), scale.positions_of(chart), height=300)
    last = chart.frame["week_end"].iloc[-1]
    ends = [label.end for label in found if label.end is not None]
    assert {at for at, _ in ends} == {last}
    assert len(ends) == len(found) - 1
    assert all(isinstance(value, pd.Timestamp) for _, value in ends)
