"""No small team stands alone."""

import pandas as pd
import pytest

from programme.settings_projects import Project
from programme.teams import OTHERS, merged, notice, shareable


def project(name: str, people: int | None, kind: str = "delivery") -> Project:
    """Return a project of a team's size."""
    return Project.model_validate(
        {"name": name, "people": people, "kind": kind,
         "sources": [{"kind": "recorded", "path": f"/x/{name}"}]}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sizes", "together"),
    [
        pytest.param([9, 12, 7], "", id="all-large"),
        pytest.param([9, 3, 4], "BC", id="small-ones-merge"),
        pytest.param([9, 12, 2], "AC", id="a-lone-small-one-takes-the-next-smallest"),
        pytest.param([9, 12, None], "AC", id="unknown-counts-as-small"),
        pytest.param([3], "A", id="one-small-team-only"),
        pytest.param([None, None], "AB", id="all-unknown"),
    ],
)
def test_who_is_shown_together(sizes: list[int | None], together: str) -> None:
    """Teams under five, or of a size not stated, and enough others to hide them among."""
    projects = [project("ABC"[n], size) for n, size in enumerate(sizes)]
    assert merged(projects) == frozenset(together)


def test_a_risk_register_is_no_team() -> None:
    """Registers hold no work, so nobody's work shows in them."""
    assert merged([project("A", 9), project("R", None, "risk-register")]) == frozenset()


@pytest.mark.parametrize(
    ("projects", "said"),
    [
        pytest.param([project("A", None)], "", id="one-team"),
        pytest.param([project("A", None), project("R", None, "risk-register")], "", id="register"),
        pytest.param([project("A", 9), project("B", 9)], "", id="large-ones"),
        pytest.param([project("A", 9), project("B", 2)], "A and B are not shown on their own: a",
                     id="small-with-the-next"),
    ],
)  # fmt: skip
def test_who_is_named_as_not_shown(projects: list[Project], said: str) -> None:
    """A single team has nothing to be told apart from, so nothing is said."""
    assert notice(projects)[: len(said) or None] == said


def _weekly() -> pd.DataFrame:
    week = pd.Timestamp("2026-11-09")
    rows = [("", week, 9), ("A", week, 4), ("B", week, 3), ("C", week, 2)]
    frame = pd.DataFrame(rows, columns=["project", "week_start", "arrived_count"])
    return frame.astype({"arrived_count": "Int64"})


def test_counts_of_small_teams_are_added_up() -> None:
    """Their weeks become one row of "Other teams"; the whole stays the sum."""
    shown = shareable(_weekly(), frozenset("BC")).set_index("project")["arrived_count"]
    assert shown.to_dict() == {"": 9, "A": 4, OTHERS: 5}


def test_with_nobody_else_only_the_whole_is_shown() -> None:
    """If every team is small, "Other teams" would be the programme itself."""
    assert list(shareable(_weekly(), frozenset("ABC"))["project"]) == [""]


def test_what_cannot_be_added_up_is_left_out() -> None:
    """A median of medians is nobody's median."""
    frame = _weekly().rename(columns={"arrived_count": "median_count"})
    assert list(shareable(frame, frozenset("BC"))["project"]) == ["", "A"]


def test_what_arrived_over_many_weeks_is_not_taken_for_a_week() -> None:
    """A table that counts arrivals without a week has nothing to be added up by."""
    frame = _weekly().drop(columns="week_start")
    assert list(shareable(frame, frozenset("BC"))["project"]) == ["", "A"]
