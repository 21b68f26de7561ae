"""What stands behind the eight blocks: changes, milestones, their trend, risks."""

from typing import Any

import pytest

from metrics import registry
from programme.wording.changes import NOTHING
from reports.appendix import MOST_CHANGES, MOST_ROWS, appendix
from reports.drawn_from import all_tables, tables_of
from reports.elements import Block, Grid, Listing, Paragraph
from reports.narrative import narrative
from snapshots.edition import Edition
from snapshots.slippage_bridge import CAUSES
from tests.charts.drawn import TABLES
from tests.reports.reports import changes, edition, empty
from tests.snapshots.editions import table
from tests.views.snapshot import AS_OF


def block(name: str, **changes: Any) -> Block:
    """Return one part of the appendix."""
    return next(one for one in appendix(edition(**changes)) if one.name == name)


def grid(of: Block) -> list[tuple[str, ...]]:
    """Return the words of a block's table, what is said below a cell after a slash."""
    table = next(one for one in of.elements if isinstance(one, Grid))
    return [
        tuple(f"{c.text} / {c.aside}" if c.aside else c.text for c in row) for row in table.rows
    ]


def said(of: Block) -> list[str]:
    """Return the sentences of a block."""
    return [one.text for one in of.elements if isinstance(one, Paragraph)]


def listed(of: Block) -> dict[str, list[str]]:
    """Return the lists of a block by their headings."""
    return {
        one.heading: [entry.detail for entry in one.entries]
        for one in of.elements
        if isinstance(one, Listing)
    }


def test_changes_stand_in_groups() -> None:
    """Below the week with which this one is compared."""
    found = block("changes")
    assert said(found) == ["Compared with last week (week 46, 9 to 15 November 2026)."]
    assert listed(found) == {
        "Dates": ["It moved 18 days later."],
        "What could go wrong": ["One risk was dealt with."],
        "Pace": ["The pace has dropped."],
    }


def test_a_gap_is_said() -> None:
    """Where weeks are missing between the two (rule C1)."""
    found = block("changes", said={"compared_with_week": "2026-W44"})
    assert said(found) == ["Compared with 3 weeks ago (week 44, 26 October to 1 November 2026)."]


def test_nothing_changed_and_many_changes() -> None:
    """A sentence each."""
    assert said(block("changes", changes=changes().head(0)))[1] == NOTHING
    many = changes().head(1).sample(40, replace=True, ignore_index=True)
    found = block("changes", changes=many.assign(order=range(40)))
    assert [len(rows) for rows in listed(found).values()] == [MOST_CHANGES]
    assert said(found)[1:] == ["15 more are in changes.csv."]


def test_every_open_milestone_is_listed_with_its_dates() -> None:
    """Rating, first agreed and by whom, working to, the forecast, how it moves."""
    rows = {row[0].split(" / ")[0]: row for row in grid(block("milestones"))}
    waiting = TABLES["increments"].query("state == 'open' and increment != ''")
    assert set(rows) == set(waiting["increment"])
    assert rows["Pay for support"][1:6] == (
        "Red",
        "15 February 2027 / first seen, not agreed",
        "31 March 2027",
        "44 days later",
        "28 May 2027",
    )
    assert rows["Carers’ own accounts"][2:4] == ("No date yet", "No date yet")


def test_every_open_risk_is_listed_largest_first() -> None:
    """With what is not known said in words."""
    rows = grid(block("register"))
    assert len(rows) == (TABLES["risks"]["state"] == "open").sum()
    days = [float(row[3]) for row in rows if row[3] != "Not known"]
    assert days == sorted(days, reverse=True)
    assert [row[1] for row in rows if row[3] == "Not known"] == ["Not sized"] * (
        len(rows) - len(days)
    )


def test_a_long_list_is_cut_and_says_where_the_rest_is() -> None:
    """At a hundred rows."""
    many = TABLES["risks"].sample(150, replace=True, random_state=1, ignore_index=True)
    found = block("register", risks=many.assign(state="open"))
    assert len(grid(found)) == MOST_ROWS
    assert said(found) == ["50 more are in risks.csv."]


def test_nothing_is_said_in_words() -> None:
    """Never an empty table."""
    blocks = {one.name: one for one in appendix(empty())}
    assert said(blocks["changes"]) == ["There is no earlier report to compare with."]
    assert said(blocks["milestones"]) == ["No milestone is open."]
    assert said(blocks["register"]) == ["No risks are open."]
    assert not any(isinstance(e, Grid) for one in blocks.values() for e in one.elements)


@pytest.mark.parametrize("made", [edition(), empty()], ids=["full", "empty"])
def test_every_part_names_tables_that_there_are(made: Edition) -> None:
    """Each table of them but changes can say which items make its rows."""
    blocks = [*narrative(made, now=AS_OF), *appendix(made)]
    named = all_tables(blocks, made)
    assert set(named) <= set(made.snapshot.tables)
    explained = {measure.table.name for measure in registry.measures() if measure.explain}
    assert set(named) - explained == {"changes"}
    for one in (b for b in blocks if b.chart):
        assert one.chart is not None
        assert one.chart.table in tables_of(one, made)


def test_why_each_forecast_moved() -> None:
    """Its parts in words, the moved target beside them; nothing of a team too small to be alone."""
    moved = table(
        "slippage_bridge",
        *(
            {
                "project": project, "increment": "Pay for support", "cause": cause,
                "days": {"pace": -7, "risks": 21}.get(cause, 0), "target_moved_days": 5,
            }
            for project in ("Council tax", "Highways")
            for cause in CAUSES
        ),
    )  # fmt: skip
    whole = edition(slippage_bridge=moved)
    projects = [
        project.model_copy(update={"people": 2}) if project.name == "Highways" else project
        for project in whole.settings.projects
    ]
    settings = whole.settings.model_copy(update={"projects": tuple(projects)})
    (trend,) = (one for one in appendix(Edition(whole.snapshot, settings)) if one.name == "trend")

    (told,) = (one for one in trend.elements if isinstance(one, Listing))
    assert told.heading == "Why the dates moved"
    assert [one.detail for one in told.entries] == [
        "The forecast of ‘Pay for support’ (Council tax) moved 14 days later: the pace of work "
        "(7 days earlier) and risks (21 days later). The date worked to moved 5 days later."
    ]
