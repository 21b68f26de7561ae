"""Layers of the risk chart: what they are called, how many there are, and that they add up."""

import pandas as pd
import pytest

from charts.risk_burndown import Parts, risk_burndown_chart, risk_pounds_chart
from charts.risk_layers import By, layers
from tests.charts.drawn import WHOLE
from tests.views.snapshot import snapshot

WEEKS = pd.Series(pd.to_datetime(["2026-11-08", "2026-11-15"]).astype("datetime64[us]"))


def parts(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    """Return rows of risk_breakdown of the last of WEEKS: project, category, increment, days."""
    table = pd.DataFrame(rows, columns=["project", "category", "increment", "exposure_days"])
    return table.assign(week_end=WEEKS.iloc[-1])


@pytest.mark.parametrize(
    ("by", "rows", "named"),
    [
        ("project", [("A", "", "", 1), ("B", "", "", 2)], ["B", "A"]),
        ("category", [("A", "people", "", 9), ("A", "data-protection", "", 1), ("A", "", "", 5)],
         ["Data protection", "People", "No category"]),
        ("increment", [("A", "", "Pay", 1), ("B", "", "Pay", 2), ("B", "", "", 3)],
         ["In no milestone", "Pay, B", "Pay, A"]),
        ("increment", [("A", "x", "Pay", 1), ("A", "y", "Pay", 2)], ["Pay"]),
        ("project", [(name, "", "", size) for size, name in enumerate("ABCDE", 1)],
         ["E", "D", "C", "2 others"]),
        ("project", [(name, "", "", size) for size, name in enumerate("ABCD", 1)],
         ["D", "C", "B", "A"]),
        ("project", [("A", "", "", 0)], []),
    ],
    ids=["by-size", "some-first", "same-title", "together", "five", "four", "nothing"],
)  # fmt: skip
def test_layers(by: By, rows: list[tuple[str, str, str, float]], named: list[str]) -> None:
    """The largest at the foot, security and data protection first, at most four in all."""
    table, series = layers(parts(*rows), WEEKS, "exposure_days", by)

    assert [one.label for one in series] == named
    assert list(table) == [one.column for one in series]
    assert table.sum(axis=1).tolist() == [0, sum(row[3] for row in rows)]


@pytest.mark.parametrize("column", ["exposure_days", "exposure_gbp"])
def test_layers_add_up_to_the_total(column: str) -> None:
    """In every week, whatever is put together."""
    table = snapshot().tables["risk_burndown"]
    table = table.assign(exposure_gbp=(table["exposure_days"] * 1000).round())
    each = table[table["project"] != ""]
    total = each.groupby("week_end")[column].sum()
    made, _ = layers(each, total.index.to_series(), column, "project")

    assert made.sum(axis=1).round(6).tolist() == total.round(6).tolist()


def test_what_is_not_in_the_picture_is_said_beside_it() -> None:
    """Risks that are not sized, and those without pounds."""
    table = WHOLE["risk_burndown"].assign(unsized_count=2)
    assert risk_burndown_chart(table, place="All").subtitle.endswith(
        "; not counting 2 open risks not yet sized"
    )
    priced = table.assign(exposure_gbp=125000.4)
    chart = risk_pounds_chart(priced, place="All", unpriced=1)
    assert chart.subtitle.endswith("; not counting one open risk without pounds")
    assert chart.headline == "Open risks carry an expected loss of £125,000"
    assert chart.references == ()


def test_one_layer_is_a_line() -> None:
    """Nothing is taken apart where there is but one part."""
    table = WHOLE["risk_burndown"]
    chart = risk_burndown_chart(table, place="All", parts=Parts(table, "project"))
    assert [series.kind for series in chart.series] == ["line"]
