"""Sizes stand beside counts, and add up as they do."""

from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics import flow, items, throughput
from metrics.parts.sizes import remaining, total
from snapshots.cells import cells
from tests.metrics.frames import Issue, computed, make_settings, rows_of, sized
from tests.metrics.test_weekly_identities import AS_OF, PROJECTS, programmes

WEIGHT = {"size": "weight"}
POINTS = {"size": "label:points::*"}
MOVED = ("arrived", "finished", "dropped", "reopened")


def size_of(issue: Issue, source: dict[str, str]) -> Any:
    """Return the size of one issue in ``items``."""
    table = computed(items.MEASURE, sized([issue]), "2026-02-02", make_settings(measures=source))
    return rows_of(table, "size")[0][0]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        pytest.param([], None, id="none"),
        pytest.param(["points::3"], 3, id="a number"),
        pytest.param(["Points: 0.5", "bug"], 0.5, id="in any way of writing"),
        pytest.param(["points::0"], 0, id="nought is known"),
        pytest.param(["points::3", "points/8"], 8, id="the higher of two"),
        pytest.param(["points::3", "POINTS = 3"], 3, id="twice the same"),
        pytest.param(["points::large"], None, id="no number"),
        pytest.param(["points::3", "points::large"], None, id="one of two is no number"),
        pytest.param(["points::-1"], None, id="less than nothing"),
        pytest.param(["points::1000000"], 1_000_000, id="the largest"),
        pytest.param(["points::1000001"], None, id="larger than that"),
        pytest.param(["points::1.23456"], 1.235, id="three places"),
        pytest.param(["team::points::3"], None, id="another scope"),
        pytest.param(["points"], None, id="nothing after it"),
    ],
)
def test_labels_give_a_size(labels: list[str], expected: float | None) -> None:
    """The number after what the configuration names, in normal form."""
    assert size_of(Issue(1, "2026-01-06", labels=labels), POINTS) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [(WEIGHT, 5), ({"size": "field:Estimate"}, 5), (POINTS, 3), ({}, None)],
)
def test_only_the_configured_source_counts(source: dict[str, str], expected: int | None) -> None:
    """What the forge said, or the labels, or nothing at all."""
    assert size_of(Issue(1, "2026-01-06", size=5, labels=["points::3"]), source) == expected


def test_columns_are_there_and_empty_where_no_sizes_are_configured() -> None:
    """The schema is the same for everybody."""
    frames = sized([Issue(1, "2026-01-06", ("2026-01-07", "finished"), size=5)])
    for measure in (throughput.MEASURE, flow.MEASURE):
        table = computed(measure, frames, "2026-01-26", make_settings())
        columns = [name for name in table if "size" in name]
        assert len(columns) >= 4
        assert table[columns].isna().all(axis=None)


def test_weeks_add_up_sizes() -> None:
    """A size is the present one in every week; an item without one adds nothing."""
    frames = sized(
        [
            Issue(1, "2026-01-06", ("2026-01-07", "finished"), ("2026-01-14", "open"), size=0.1),
            Issue(2, "2026-01-06", ("2026-01-14", "dropped"), size=0.2),
            Issue(3, "2026-01-06", started="2026-01-13", size=5),
            Issue(4, "2026-01-06", ("2026-01-13", "finished")),
        ]
    )
    settings = make_settings(measures=WEIGHT)

    moved = computed(throughput.MEASURE, frames, "2026-01-19", settings)
    stocks = computed(flow.MEASURE, frames, "2026-01-19", settings)

    assert rows_of(moved[moved["project"] == ""], *(f"{name}_size" for name in MOVED)) == [
        (5.3, 0.1, 0, 0),
        (0, 0, 0.2, 0.1),
    ]
    names = [name for name in flow.TABLE.columns if "size" in name]
    assert rows_of(stocks[stocks["project"] == ""], *names) == [
        (5.3, 0, 0.1, 0, 0, 5.2),
        (5.3, 5, 0, 0.2, 5, 0.1),
    ]


def test_without_a_start_signal_no_size_is_under_way() -> None:
    """As no count is."""
    settings = make_settings(measures=WEIGHT, labels={"started": {"any_of": []}})
    table = computed(flow.MEASURE, sized([Issue(1, "2026-01-06", size=2)]), "2026-01-12", settings)

    assert rows_of(table, "started_size_total", "wip_size", "backlog_size") == [(None, None, 2)] * 2


def test_what_remains_is_added_up_by_increment() -> None:
    """Open items alone; an increment without any has 0."""
    table = computed(
        items.MEASURE,
        sized(
            [
                Issue(1, "2026-01-06", increment="Pay", size=0.1),
                Issue(2, "2026-01-06", increment="Pay", size=0.2),
                Issue(3, "2026-01-06", ("2026-01-07", "finished"), increment="Book", size=9),
                Issue(4, "2026-01-06", increment="Pay"),
            ]
        ),
        "2026-02-02",
        make_settings(measures=WEIGHT),
    )
    rows = pd.DataFrame({"project": ["Portal"] * 2, "increment": ["Book", "Pay"]})

    assert remaining(table, rows, make_settings(measures=WEIGHT)).tolist() == [0, 0.3]
    assert remaining(table, rows, make_settings()).isna().all()
    assert total(pd.Series([0.1, 0.2, pd.NA], dtype="Float64")).tolist() == [0.3]
    assert total(pd.Series([pd.NA], dtype="Float64")).isna().all()


@settings(max_examples=20)
@given(programmes(), st.data())
def test_sizes_obey_the_identities_of_counts_exactly(
    issues: list[Issue], data: st.DataObject
) -> None:
    """On the printed numbers: stocks, movements, and the programme as the sum of its projects."""
    sizes = st.none() | st.integers(0, 10**9).map(lambda parts: parts / 1000)
    for issue in issues:
        issue.size = data.draw(sizes)
    frames, chosen = sized(issues), make_settings(PROJECTS, measures=WEIGHT)
    moved = exact(computed(throughput.MEASURE, frames, AS_OF, chosen))
    stocks = exact(computed(flow.MEASURE, frames, AS_OF, chosen))

    still = stocks["wip_size"] + stocks["backlog_size"]
    ended = stocks["finished_size_total"] + stocks["dropped_size_total"]
    assert (stocks["arrived_size_total"] == ended + still).all()
    change = moved["arrived_size"] - moved["finished_size"]
    change += moved["reopened_size"] - moved["dropped_size"]
    for project in (*PROJECTS, ""):
        rows = (stocks["project"] == project).to_numpy()
        assert (np.diff(still[rows]) == change[rows].to_numpy()[1:]).all()
    for table, week in ((moved, "week_start"), (stocks, "week_end")):
        for name in (column for column in table if "size" in column):
            parts = table[table["project"] != ""].groupby(week)[name].agg("sum")
            whole = table[table["project"] == ""].set_index(week)[name]
            assert (parts == whole).all()


@settings(max_examples=20)
@given(programmes())
def test_items_of_size_one_are_counts(issues: list[Issue]) -> None:
    """Every sized column then says what its count says."""
    for issue in issues:
        issue.size = 1
    frames = sized(issues)
    for measure in (throughput.MEASURE, flow.MEASURE):
        table = computed(measure, frames, AS_OF, make_settings(PROJECTS, measures=WEIGHT))
        for name in (column for column in table if column.endswith(("_count", "_total"))):
            if "size" not in name:
                twin = name.replace("_count", "_size").replace("_total", "_size_total")
                assert (table[name] == table[twin]).all()


def exact(table: pd.DataFrame) -> pd.DataFrame:
    """Read the sized columns as they are printed."""
    printed = {
        name: pd.Series([Decimal(text) for text in cells(table[name])], dtype=object)
        for name in table
        if "size" in name
    }
    return table.assign(**printed)
