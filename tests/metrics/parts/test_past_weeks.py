"""The weeks of a project: from its first item on, and what is known of each."""

import pandas as pd

from metrics.parts.past_weeks import NO_PAST, pasts
from metrics.planned_work import MEASURE as PLANNED_WORK
from metrics.throughput import MEASURE as THROUGHPUT
from programme.weeks import local_dates
from tests.metrics.frames import Issue, computed, make_facts, make_settings, replayed


def weeks(issues: list[Issue]) -> pd.DataFrame:
    """Return the weeks of the project of these, as they are known on 16 February 2026."""
    milestones = make_facts()["milestones"]
    inputs = {**replayed(issues), "facts.milestones": milestones}
    settings = make_settings(["Portal", "Other"])
    counts, planned = (
        computed(one, inputs, "2026-02-16", settings) for one in (THROUGHPUT, PLANNED_WORK)
    )
    created_at = inputs["history"].groupby("project")["created_at"].min()
    first_on = local_dates(created_at, settings.programme.zone)
    found = pasts(first_on, counts, planned).get("Portal", NO_PAST)
    plan = found.planned
    return pd.DataFrame(
        {
            "finished_count": found.finished,
            "arrived_count": found.arrived,
            **(
                {}
                if plan is None
                else {
                    "open_count": plan.open,
                    "added_count": plan.added,
                    "left_count": plan.left,
                    "ordered_count": plan.finished,
                    "in_turn_count": plan.in_turn,
                }
            ),
        },
        index=pd.DatetimeIndex(found.begins + 6),
    )


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
