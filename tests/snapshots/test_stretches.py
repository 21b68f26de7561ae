"""Rows of tables, picked and laid in order by whole stretches."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from snapshots import stretches

PROJECTS = ("", "Api", "Bus", "Café")
tables = st.lists(st.sampled_from(PROJECTS), max_size=8).map(
    lambda projects: pd.DataFrame(
        {"project": pd.Series(projects, dtype="str"), "row": range(len(projects))}
    )
)


@given(tables, st.sets(st.sampled_from(PROJECTS)))
def test_only_picks_the_rows_of_projects(table: pd.DataFrame, projects: set[str]) -> None:
    """They stay in their order, whether or not the rows of a project stand together."""
    expected = table[table["project"].isin(projects)].reset_index(drop=True)

    pd.testing.assert_frame_equal(expected, stretches.only(table, projects))


@given(st.lists(tables, min_size=1, max_size=4))
def test_by_project_sorts_as_rows_are_sorted(parts: list[pd.DataFrame]) -> None:
    """The pieces, one after the other, are what sorting single rows would give."""
    whole = pd.concat(parts, ignore_index=True)
    expected = whole.sort_values("project", kind="stable", ignore_index=True)

    found = pd.concat([whole[:0], *stretches.by_project(parts)], ignore_index=True)

    pd.testing.assert_frame_equal(expected, found)


def test_what_stays_in_order_is_one_piece() -> None:
    """To put one project among the others, a large table is cut once and not once a project."""
    others = pd.DataFrame({"project": ["Api", "Bus", "Bus", "Wiki"]})
    changed = pd.DataFrame({"project": ["Portal", "Portal"]})

    pieces = stretches.by_project([others, changed])

    assert [["Api", "Bus", "Bus"], ["Portal", "Portal"], ["Wiki"]] == [
        piece["project"].tolist() for piece in pieces
    ]
