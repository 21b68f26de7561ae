"""A what-if from a snapshot's tables alone says what the snapshot says, until something changes."""

from programme.change import Change
from snapshots.what_if import tried
from tests.views.planned import RISK, shown


def test_no_change_gives_the_dates_of_the_snapshot() -> None:
    """Cell by cell, as the tables of increments and of projects print them."""
    given = shown()
    increments, projects = given.table("increments"), given.table("projects")
    for project in ("Portal", "Library"):
        found = tried(given.snapshot, given.settings, project, Change())
        mine = increments[increments["project"] == project].set_index("increment")
        of_all = projects[projects["project"] == project]
        parts = found[~found["whole"]]
        told = mine.loc[parts["increment"]]

        for name in ("target_on", "p80_on", "p_on_time", "no_forecast_reason"):
            for column in (name, f"new_{name}"):
                assert told[name].to_csv(index=False, header=False) == parts[column].to_csv(
                    index=False, header=False
                )
        for name in ("p80_on", "no_forecast_reason"):
            assert of_all[name].tolist() == found[f"new_{name}"].tail(1).tolist() or (
                of_all[name].isna().all() and found[f"new_{name}"].tail(1).isna().all()
            )


def test_dealing_with_a_risk_buys_what_the_table_of_risks_says() -> None:
    """The same days, by the same random numbers; nothing of the snapshot is changed."""
    given = shown()
    risks = given.table("risks").set_index("item")
    found = tried(given.snapshot, given.settings, "Portal", Change(retired=frozenset({RISK})))
    row = found.set_index("increment").loc["Sign in"]

    assert (row["p80_on"] - row["new_p80_on"]).days == risks.loc[RISK, "buys_days"] == 30
    assert tried(given.snapshot, given.settings, "Portal", Change()).equals(
        tried(given.snapshot, given.settings, "Portal", Change())
    )
