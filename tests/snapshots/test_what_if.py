"""A what-if from a snapshot's tables alone says what the snapshot says, until something changes."""

import pandas as pd

from programme.change import Change
from snapshots.what_if import trial
from tests.views.planned import RISK, shown


def test_no_change_gives_the_dates_of_the_snapshot() -> None:
    """Cell by cell, as the tables of increments and of projects print them."""
    given = shown()
    for project in ("Portal", "Library", "Archive"):
        found = trial(given.snapshot, given.settings, project)(Change())
        for table, rows in (
            ("increments", found[~found["whole"]]),
            ("projects", found[found["whole"]]),
        ):
            told = given.table(table)
            told = told[told["project"] == project]
            if table == "increments":
                told = told.set_index("increment").loc[rows["increment"]]
            for name in ("target_on", "p80_on", "p_on_time", "no_forecast_reason"):
                if name in told:
                    printed = _printed(told[name])
                    assert [printed] * 2 == [_printed(rows[name]), _printed(rows[f"new_{name}"])]


def _printed(column: pd.Series) -> str:
    return str(column.to_csv(index=False, header=False))


def test_dealing_with_a_risk_buys_what_the_table_of_risks_says() -> None:
    """The same days, by the same random numbers; nothing of the snapshot is changed."""
    given = shown()
    risks = given.table("risks").set_index("item")
    tried = trial(given.snapshot, given.settings, "Portal")
    before = tried(Change())
    row = tried(Change(retired=frozenset({RISK}))).set_index("increment").loc["Sign in"]

    assert (row["p80_on"] - row["new_p80_on"]).days == risks.loc[RISK, "buys_days"] == 30
    assert tried(Change()).equals(before)
