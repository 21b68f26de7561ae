"""The weeks of a project: from its first item on, and what is known of each."""

import pandas as pd

from metrics.parts.past_weeks import weeks_of_work
from metrics.planned_work import MEASURE as PLANNED_WORK
from metrics.throughput import MEASURE as THROUGHPUT
from tests.metrics.frames import Issue, computed, make_facts, make_settings, replayed


def weeks(issues: list[Issue]) -> pd.DataFrame:
    """Return the weeks of the project of these, as they are known on 16 February 2026."""
    milestones = make_facts()["milestones"]
    inputs = {**replayed(issues), "facts.milestones": milestones}
    settings = make_settings(["Portal", "Other"])
    counts, planned = (
        computed(one, inputs, "2026-02-16", settings) for one in (THROUGHPUT, PLANNED_WORK)
    )
    return weeks_of_work(counts, planned, inputs["history"], settings.programme.zone)


def test_weeks_before_the_first_item_are_no_sample() -> None:
    """A project that begins in the fourth week is not slow for the first three."""
    found = weeks([Issue(1, "2026-01-28", ("2026-02-03", "finished"))])

    assert found["finished_count"].to_dict() == {
        pd.Timestamp("2026-02-01"): 0,
        pd.Timestamp("2026-02-08"): 1,
        pd.Timestamp("2026-02-15"): 0,
    }
    assert found["arrived_count"].tolist() == [1, 0, 0]


def test_weeks_tell_how_planned_work_grew() -> None:
    """Nothing is planned here: no week says in which order work was done."""
    found = weeks([Issue(1, "2026-01-28", ("2026-02-03", "finished"))])

    assert found[["open_count", "added_count", "left_count"]].to_numpy().tolist() == [[0] * 3] * 3
    assert found[["ordered_count", "in_turn_count"]].isna().all(axis=None)


def test_no_work_no_sample() -> None:
    """Without items no week counts."""
    assert weeks([]).empty
