"""What holds of the weekly tables in every row, of each project and of the programme."""

from dataclasses import replace
from decimal import Decimal
from itertools import groupby

import numpy as np
import pandas as pd
import pytest

from metrics.parts.cuts import cut_after
from metrics.parts.percentile import percentile
from metrics.parts.replay import replay
from metrics.parts.risk_history import risk_histories
from snapshots.cells import cells
from tests.metrics.drawn_programmes import Programme, facts
from tests.metrics.properties import (
    Measures,
    Tables,
    assert_same,
    measured_programme,
    of_programmes,
    told_by_events,
)

# Watching which lines run doubles the time of these; others show what is covered.
pytestmark = pytest.mark.no_cover

BRIDGE = ("new_days", "raised_days", "lowered_days", "retired_days", "happened_days")
WEEKLY = {
    "throughput": "week_start",
    "flow": "week_end",
    "risk_burndown": "week_end",
    "run_chart": "week_start",
}


def exact(table: pd.DataFrame) -> pd.DataFrame:
    """Read the numbers of a table as they are printed, an empty cell as 0."""
    numbers = [name for name in table if str(table[name].dtype) in {"Int64", "Float64"}]
    return table.assign(
        **{
            name: pd.Series([Decimal(cell or 0) for cell in cells(table[name])], dtype=object)
            for name in numbers
        }
    )


def week_on_week(table: pd.DataFrame, column: pd.Series, moved: pd.Series) -> bool:
    """Say whether each value is that of the week before and what moved it, project by project."""
    same = (table["project"] == table["project"].shift()).to_numpy()
    then = column.shift()
    return bool((column[same] == then[same] + moved[same]).all())


@of_programmes()
def test_stocks_and_movements_agree_in_every_row(programme: Programme, measures: Measures) -> None:
    """open(w) = open(w-1) + arrived - finished - dropped + reopened, in counts and in sizes."""
    tables = measured_programme(programme, measures)
    moved, stocks = exact(tables["throughput"]), exact(tables["flow"])

    for count, total in (("_count", "_total"), ("_size", "_size_total")):
        wip, backlog = (stocks[f"{name}{count}"] for name in ("wip", "backlog"))
        ended = stocks[f"finished{total}"] + stocks[f"dropped{total}"]
        assert (stocks[f"arrived{total}"] == ended + wip + backlog).all()
        change = moved[f"arrived{count}"] - moved[f"finished{count}"]
        change += moved[f"reopened{count}"] - moved[f"dropped{count}"]
        assert week_on_week(stocks, wip + backlog, change)
        assert week_on_week(stocks, stocks[f"arrived{total}"], moved[f"arrived{count}"])


@of_programmes()
def test_the_last_week_is_what_the_items_say(programme: Programme, measures: Measures) -> None:
    """Measured at a Sunday's end, the stocks of flow are the states in items."""
    sunday = replace(programme, slot=0)
    tables = measured_programme(sunday, measures)
    flow, items = tables["flow"], tables["items"]

    # Now is a microsecond after the cut: what happens at that instant is of the new week.
    items = items[items["created_on"] < pd.Timestamp(sunday.scene.monday) + pd.Timedelta(weeks=12)]
    last = flow[flow["week_end"] == flow["week_end"].max()].set_index("project")
    arrived = items["project"].value_counts().reindex(last.index.drop(""), fill_value=0)
    assert (last.drop(index="")["arrived_total"] == arrived).all()
    assert last.loc["", "arrived_total"] == len(items)


@of_programmes()
def test_the_bridge_holds_exactly(programme: Programme, measures: Measures) -> None:
    """On the printed numbers each total is last week's plus and minus what moved it.

    And it is the sum of what the open risks' labels say at that instant, whatever led there.
    """
    settings = programme.settings
    table = exact(measured_programme(programme, measures)["risk_burndown"])
    replayed = replay(facts(programme), as_of=programme.as_of, settings=settings)

    new, raised, lowered, retired, happened = (table[name] for name in BRIDGE)
    change = new + raised - lowered - retired - happened
    assert week_on_week(table, table["exposure_days"], change)
    assert (table[[*BRIDGE, "exposure_days"]] >= 0).all(axis=None)
    told = risk_histories(
        replayed["history"], replayed["state_spells"], replayed["label_spells"], settings
    )
    zone = settings.programme.zone
    for week, rows in table[table["project"] == ""].groupby("week_end"):
        cut = cut_after(week.date(), zone)
        then = ([spell for spell in risk.spells if spell.start < cut][-1:] for risk in told)
        live = [spell.score for spells in then for spell in spells if spell.live]
        assert rows["open_count"].item() == len(live)
        assert rows["unsized_count"].item() == sum(not score.sized for score in live)
        total = sum((score.exposure_days or Decimal(0) for score in live), Decimal(0))
        assert rows["exposure_days"].item() == total


@of_programmes()
def test_the_breakdown_of_risks_is_all_of_it(programme: Programme, measures: Measures) -> None:
    """Over its categories and increments every project has the risks that it has."""
    tables = measured_programme(programme, measures)
    keys, sums = ["project", "week_end"], ["open_count", "unsized_count", "exposure_days"]
    parts = exact(tables["risk_breakdown"]).groupby(keys)[sums].sum()
    whole = exact(tables["risk_burndown"]).set_index(keys)[sums].drop(index="", errors="ignore")

    assert (parts == whole[whole["open_count"] > 0].sort_index()).all(axis=None)


@of_programmes()
def test_the_run_chart_shows_throughput_and_one_median(
    programme: Programme, measures: Measures
) -> None:
    """A signal stands on every row of its run, and crossings on every row without a shift."""
    tables = measured_programme(programme, measures)
    chart, throughput = tables["run_chart"], tables["throughput"]

    columns = ["project", "week_start", "finished_count"]
    pd.testing.assert_frame_equal(
        chart[columns].sort_values(columns[:2], ignore_index=True),
        throughput[columns].sort_values(columns[:2], ignore_index=True),
    )
    for _, rows in chart.groupby("project"):
        counts = rows["finished_count"].to_numpy(dtype=np.int64)
        assert set(rows["median_count"]) == {percentile(counts, 0.5)}
        median = int(rows["median_count"].iloc[0])
        points = zip(counts - median, rows["signal"], strict=True)
        off = [(distance > 0, signal) for distance, signal in points if distance]
        for _, run in groupby(off, key=lambda point: point[0]):
            assert len({signal for _, signal in run}) == 1
        assert not {"none", "crossings"} <= set(rows["signal"])


@of_programmes()
def test_planned_work_is_part_of_all_work(programme: Programme, measures: Measures) -> None:
    """Nothing is planned, added, left or finished there that other tables do not know of."""
    tables = measured_programme(programme, measures)
    keys = ["project", "week_start"]
    planned = tables["planned_work"].merge(tables["throughput"], on=keys, suffixes=("", "_of_all"))
    assert len(planned) == len(tables["planned_work"])
    told = planned[planned["finished_count"].notna()]

    assert (told["finished_count"] == told["finished_count_of_all"]).all()
    assert (told["in_turn_count"] <= told["finished_count"]).all()
    assert (planned["left_count"] <= planned["open_count"]).all()
    # Without open work in any increment none of it is planned.
    assert not planned.loc[planned["finished_count"].isna(), ["open_count", "left_count"]].any(
        axis=None
    )


@of_programmes()
def test_the_programme_is_the_sum_of_its_projects(programme: Programme, measures: Measures) -> None:
    """In every week and every count, size and sum of days, as they are printed."""
    tables = measured_programme(programme, measures)
    for name, week in WEEKLY.items():
        table = exact(tables[name])
        left_out = {"project", week, "median_count", "signal", "tolerance_days"}
        numbers = [column for column in table if column not in left_out]
        parts = table[table["project"] != ""].groupby(week)[numbers].sum()
        whole = table[table["project"] == ""].set_index(week)[numbers]
        assert (parts == whole).all(axis=None), name


@of_programmes()
def test_a_project_split_in_two_adds_up_to_the_whole(
    programme: Programme, measures: Measures
) -> None:
    """Whatever is counted of its two sources together is what is counted of each, added."""
    whole = measured_programme(programme, measures)
    parts = measured_programme(replace(programme, split=True), measures)

    for name, week in WEEKLY.items():
        tables = (exact(whole[name]), exact(parts[name]))
        left_out = {"project", week, "median_count", "signal", "tolerance_days"}
        numbers = [column for column in tables[0] if column not in left_out]
        one, two = (
            table.groupby([table["project"].str[:3], week])[numbers].sum() for table in tables
        )
        assert (one == two).all(axis=None), name
    layers = [
        exact(tables["risk_breakdown"])
        .groupby(["week_end", "category", "increment"])[
            ["open_count", "unsized_count", "exposure_days", "unpriced_count"]
        ]
        .sum()
        for tables in (whole, parts)
    ]
    assert (layers[0] == layers[1]).all(axis=None)
    unnamed = [_without_projects(tables) for tables in (whole, parts)]
    # Its milestones of one title in two sources are one increment of the whole, worked at one pace;
    # and a project in which nothing was held up tells nothing of waiting, so half of one may be
    # left out.
    incomparable = {
        *("sources", "ageing", "planned_work", "plan", "dependencies", "flow_efficiency"),
        *("promises", "risk_breakdown"),
    }
    chosen = [measure for measure in measures if measure.table.name not in incomparable]
    assert_same(told_by_events(unnamed[0]), told_by_events(unnamed[1]), chosen)


def _without_projects(tables: Tables) -> Tables:
    """Return the programme's rows alone; of tables that have none, all rows."""
    return {
        name: table[table["project"] == ""]
        if (table["project"] == "").any()
        else table.assign(project="")
        for name, table in tables.items()
    }


@of_programmes(tame=True)
def test_later_weeks_never_rewrite_earlier_ones(programme: Programme, measures: Measures) -> None:
    """Neither a reopening nor anything else; what has arrived is never less."""
    then = measured_programme(replace(programme, week=8), measures)
    now = measured_programme(programme, measures)

    for name, week in (("throughput", "week_start"), ("flow", "week_end")):
        # Sizes are those of now in every week.
        columns = [column for column in now[name] if "size" not in column]
        kept = now[name][now[name][week] <= then[name][week].max()]
        pd.testing.assert_frame_equal(
            then[name][columns], kept[columns].reset_index(drop=True), obj=name
        )
    arrived = now["flow"]["arrived_total"].to_numpy(dtype=np.int64)
    same = (now["flow"]["project"] == now["flow"]["project"].shift()).to_numpy()
    assert (np.diff(arrived)[same[1:]] >= 0).all()
