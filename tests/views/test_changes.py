"""The list of what changed on a page."""

from typing import Any

import pandas as pd
import pytest

from programme.wording.changes import NOTHING, SMALL_TEAMS
from tests.snapshots.editions import table
from tests.views.snapshot import PROJECTS, settings, shown
from views.changes import MOST_LISTED, changes
from views.downloads import csv, download

INTRODUCTION = "Compared with last week."


def rows(count: int = 1, **values: Any) -> pd.DataFrame:
    """Return a table of that many changes, alike but for their number."""
    given = {"kind": "forecast", "project": "Highways", **values}
    return table(
        "changes",
        *(
            {"sentence": f"Change {n} of 12 March 2027.", **given, "order": n}
            for n in range(1, count + 1)
        ),
    )


@pytest.mark.parametrize("table", [rows(0), rows(kind="gap")], ids=["none", "a-gap"])
def test_nothing_is_said_in_words(table: pd.DataFrame) -> None:
    """A list without an entry would look like a fault; a gap is told by the introduction."""
    text = changes(table, settings(), INTRODUCTION)

    assert text == f"<p>{INTRODUCTION}</p><p>{NOTHING}</p>"


def test_a_group_is_a_heading_and_a_list() -> None:
    """Dates do not break over lines."""
    assert changes(rows(), settings(), INTRODUCTION) == (
        f'<p>{INTRODUCTION}</p><h3>Dates</h3><ul class="told"><li>Change 1 of '
        '<span class="date">12 March 2027</span>.</li></ul>'
    )


def test_what_is_more_opens_on_demand() -> None:
    """The first ones move dates furthest."""
    text = changes(rows(MOST_LISTED + 1), settings(), INTRODUCTION)

    first, rest = text.split("<details>")
    assert first.count("<li>") == MOST_LISTED
    assert "<summary>Show one more change</summary>" in rest
    assert rest.count("<li>") == 1


def test_what_a_forge_wrote_is_text() -> None:
    """Whatever a title holds."""
    text = changes(rows(sentence="‘<script>alert(1)</script>’ is new."), settings(), INTRODUCTION)

    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_small_teams_work_is_neither_listed_nor_downloaded() -> None:
    """And the list says so."""
    one = settings()
    projects = tuple(
        project.model_copy(update={"people": 2 if project.name == "Highways" else 9})
        for project in one.projects
    )
    small = one.model_copy(update={"projects": projects})
    table = rows(kind="pace", sentence="Highways: The pace has dropped.")

    text = changes(table, small, INTRODUCTION)

    assert "dropped" not in text
    assert SMALL_TEAMS in text
    assert NOTHING not in text
    given = shown(changes=table)
    shown_small = type(given)(given.snapshot, small, given.now)
    assert b"dropped" not in csv("changes", shown_small)
    assert b"dropped" in csv("changes", given)
    assert "Highways" in PROJECTS


def test_the_download_has_a_name_that_people_know() -> None:
    """As every table has."""
    assert "Download what has changed, CSV" in download("changes", shown(changes=rows()))
