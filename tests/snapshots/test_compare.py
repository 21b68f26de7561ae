"""Which editions are compared, and in what order changes stand: docs/tables.md, C1 and C10."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from snapshots.changes import KINDS
from snapshots.compare import compare, introduced, with_changes
from snapshots.edition import Edition
from tests.snapshots.compared import PAY, collected, sentences, told, weekly
from tests.snapshots.editions import make_edition


def test_c1_the_week_before_needs_no_word() -> None:
    """Two weeks that follow one another are compared as everyone expects."""
    before, after = make_edition(10), make_edition(11)

    assert told(before, after) == []
    assert introduced(before, after) == "Compared with last week."


def test_c1_a_gap_between_the_weeks_is_said() -> None:
    """Where a week is missing, the list says how far back it looks."""
    before, after = make_edition(9), make_edition(11)

    assert told(before, after) == [
        (
            "gap",
            "2026-W09",
            "2026-W11",
            None,
            "This is compared with 2 weeks ago, not with the week before.",
        )
    ]
    assert compare(before, after).introduction == "Compared with 2 weeks ago."


def test_c1_years_that_begin_within_a_week_are_no_gap() -> None:
    """ISO weeks are counted, not their numbers."""
    old = make_edition(1, header={"iso_week": "2026-W53"})
    new = make_edition(2, header={"iso_week": "2027-W01"})

    assert told(old, new) == []


def test_c10_the_live_page_says_since_which_report() -> None:
    """By the day on which it was taken, and by its date when that is a week ago or more."""
    live = make_edition(11, header={"basis": "live", "as_of": "2026-03-12T09:00:00Z"})
    old = make_edition(11, header={"basis": "live", "as_of": "2026-03-25T09:00:00Z"})
    frozen = make_edition(10)
    rebuilt = make_edition(10, header={"basis": "rebuilt", "taken_at": "2026-03-12T09:00:00Z"})

    assert introduced(frozen, live) == "Changed since Monday’s report."
    assert introduced(frozen, old) == "Changed since the report of 9 March 2026."
    # Nobody reported a week that is rebuilt today.
    assert introduced(rebuilt, live) == "Changed since the end of week 10."


@pytest.mark.parametrize(
    ("bases", "said"),
    [
        (("rebuilt", "recorded"), "The week compared with was rebuilt from events; "
                                  "the other was recorded at the time."),
        (("recorded", "rebuilt"), "The later week was rebuilt from events; "
                                  "the other was recorded at the time."),
        (("rebuilt", "rebuilt"), ""),
    ],
)  # fmt: skip
def test_a_rebuilt_week_beside_a_recorded_one_is_said(bases: tuple[str, str], said: str) -> None:
    """Two rebuilt weeks are alike."""
    before, after = (make_edition(10 + n, header={"basis": basis}) for n, basis in enumerate(bases))

    assert sentences(before, after) == ([said] if said else [])


def test_the_largest_effect_stands_first_whatever_its_kind() -> None:
    """Later or earlier; what has no effect on a date follows, by kind and by increment."""
    far, near = ({"increment": name} for name in ("Far", "Near"))
    before = make_edition(
        10,
        increments=[{**far, "p80_on": "2027-01-10"}, {**near, "p80_on": "2027-01-10"}],
        risks=[{"item": "a/b#9", "title": "Late", "exposure_days": 9.0}],
        projects=[{"project": "", "indicated_rating": "red"}],
    )
    after = make_edition(
        11,
        increments=[{**far, "p80_on": "2027-01-31"}, {**near, "p80_on": "2027-01-08"}],
        risks=[{"item": "a/b#9", "title": "Late", "state": "retired"}],
        projects=[{"project": "", "indicated_rating": "green"}],
        items=[{"item": "a/b#1", **near}, {"item": "a/b#2", **far}],
    )

    table = compare(before, after).changes

    assert list(zip(table["kind"], table["increment"], table["effect_days"].astype("object"),
                    strict=True)) == [
        ("forecast", "Far", 21.0), ("risk_retired", "", -9.0), ("forecast", "Near", -2.0),
        ("rating", "", pd.NA), ("scope_added", "Far", pd.NA), ("scope_added", "Near", pd.NA),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["items", "risks", "increments", "projects", "run_chart", "sources"]
)
def test_a_table_that_an_older_snapshot_lacks_is_not_compared(name: str) -> None:
    """Neither as something new nor as something gone."""
    rows: dict[str, Any] = {
        "increments": [{**PAY, "p80_on": "2027-01-10"}],
        "items": [{"item": "a/b#1", "increment": "Pay online"}],
        "risks": [{"item": "a/b#2", "title": "Late"}],
        "projects": [{"project": ""}],
        "sources": collected("github.com/a/b"),
        "run_chart": weekly([1, 2]),
    }
    older, whole = make_edition(10, without=(name,), **rows), make_edition(11, **rows)

    assert told(older, whole) == []
    assert told(whole, older) == []


def test_a_column_that_an_older_snapshot_lacks_is_not_compared() -> None:
    """A forecast that nobody made then was not lost, and none was found."""
    row = {**PAY, "p80_on": "2027-01-10", "target_on": "2027-01-10"}
    whole = make_edition(11, increments=[row], projects=[{"project": "", "p80_on": "2027-01-10"}])
    older = make_edition(10, increments=[row])
    tables = {
        name: table.drop(columns=["p80_on", "target_on", "url", "exposure_days"], errors="ignore")
        for name, table in whole.snapshot.tables.items()
    }
    older = replace(older, snapshot=replace(older.snapshot, tables=tables))

    assert told(older, whole) == []
    assert told(whole, older) == []


def test_every_kind_has_its_place() -> None:
    """Else a change could not be put in order."""
    assert len(set(KINDS)) == len(KINDS)


def test_with_nothing_before_the_table_is_there_and_empty() -> None:
    """The first report has nothing to compare with, and its header says so."""
    edition = make_edition(header={"sha256": "0" * 64})

    made = with_changes(edition, None)

    assert made.tables["changes"].empty
    assert made.header["compared_with_week"] is None
    assert made.header["compared_with_rating"] is None
    assert "sha256" not in made.header
    assert made.identity == edition.identity


@pytest.mark.parametrize(("declared", "rating"), [(None, "red"), ("green", "green")])
def test_the_header_names_the_week_compared_with(declared: str | None, rating: str) -> None:
    """And the rating of that week: the declared one where there is one."""
    header = {"declared_rating": declared, "indicated_rating": "red"}
    before, after = make_edition(10, header=header), make_edition(11, increments=[PAY])

    made = with_changes(after, before)

    assert made.header["compared_with_week"] == "2026-W10"
    assert made.header["compared_with_rating"] == rating
    assert "increment_added" in set(made.tables["changes"]["kind"])
    assert made.identity != after.identity


@pytest.mark.parametrize(
    ("declared", "counts"),
    [
        (["green", "green", "green"], [1, 2, 3]),
        (["green", "red", "green"], [1, 0, 1]),
        ([None, "amber", "amber"], [0, 1, 2]),
        (["red", "red", "red"], [0, 0, 0]),
    ],
    ids=["in-a-row", "agreed-between", "declared-later", "agreed"],
)
def test_reports_in_disagreement_are_counted(declared: list[str | None], counts: list[int]) -> None:
    """In a row, the last one included; a rating that is no better than the figures agrees."""
    before: Edition | None = None
    found = []
    for week, rating in enumerate(declared, 10):
        header = {"declared_rating": rating, "indicated_rating": "red"}
        made = with_changes(make_edition(week, header=header), before)
        before = Edition(made, make_edition(week).settings)
        found.append(made.header["disagreed_count"])

    assert found == counts


def test_a_report_frozen_before_reports_were_counted_counts_as_one() -> None:
    """Its header says nothing of it."""
    header = {"declared_rating": "green", "indicated_rating": "red"}
    made = make_edition(10, header=header)
    old = {name: value for name, value in made.header.items() if name != "disagreed_count"}
    before = Edition(replace(made.snapshot, header=old), made.settings)

    after = with_changes(make_edition(11, header=header), before)

    assert after.header["disagreed_count"] == 2
