"""What changed between two editions: the rules C1 to C10 of docs/tables.md, each by its name."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from snapshots.changes import KINDS
from snapshots.compare import compare, introduced, with_changes
from snapshots.edition import Edition
from tests.snapshots.editions import make_edition, make_settings

PAY = {"increment": "Pay online", "url": "https://github.com/a/b/milestone/1"}


def told(before: Edition, after: Edition) -> list[tuple[Any, ...]]:
    """Return kind, values, effect and sentence of what changed, in order."""
    table = compare(before, after).changes
    assert table["order"].tolist() == list(range(1, len(table) + 1))
    columns = ["kind", "before", "after", "effect_days", "sentence"]
    return [
        tuple(None if pd.isna(value) else value for value in row)
        for row in table[columns].itertuples(index=False)
    ]


def sentences(before: Edition, after: Edition, kind: str = "") -> list[str]:
    """Return the sentences of what changed; of one kind alone if it is given."""
    return [row[-1] for row in told(before, after) if kind in {"", row[0]}]


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


def test_c2_another_definition_shows_both_values_and_no_difference() -> None:
    """Labels that mean something else make figures that cannot be subtracted."""
    increment = {**PAY, "p80_on": "2027-01-10", "target_on": "2027-01-05"}
    rows: dict[str, Any] = {
        "risks": [{"item": "a/b#1", "title": "Late", "exposure_days": 2.0}],
        "items": [{"item": "a/b#2", "increment": "Pay online"}],
        "projects": [{"project": "", "indicated_rating": "green"}],
    }
    before = make_edition(10, increments=[increment], **rows)
    settings = make_settings(labels={"type": {"risk": ["hazard"]}})
    after = make_edition(
        11,
        settings=settings,
        header={"definitions_version": "1+1"},
        increments=[{**increment, "p80_on": "2027-02-10", "target_on": "2027-01-12"}],
        risks=[{"item": "a/b#1", "title": "Late", "exposure_days": 5.0}],
        items=[{"item": "a/b#2", "increment": "Pay online", "state": "finished"}],
        projects=[{"project": "", "indicated_rating": "red", "rating_reason": "It is late."}],
    )

    found = {row[0]: row[1:] for row in told(before, after)}

    why = "how we measure this changed."
    assert found == {
        # Nobody measures the date worked to: somebody sets it.
        "target": (
            "2027-01-05", "2027-01-12", 7.0,
            "‘Pay online’ is planned for 12 January 2027 now, 7 days later than before.",
        ),
        "rating": (
            "green", "red", None,
            f"The whole programme: Red now, Green before; {why} It is late.",
        ),
        "forecast": (
            "2027-01-10", "2027-02-10", None,
            "‘Pay online’: 10 February 2027 (4 in 5 chance) now, "
            f"10 January 2027 (4 in 5 chance) before; {why}",
        ),
        "risk_raised": (
            "2", "5", None,
            f"Risk ‘Late’: 5 days expected now, 2 days expected before; {why}",
        ),
        "scope": (
            "0 of 1 finished", "1 of 1 finished", None,
            f"‘Pay online’: 1 of 1 finished now, 0 of 1 finished before; {why}",
        ),
        "definitions": (
            "1+0", "1+1", None,
            "How we measure this changed: what labels mean. "
            "No difference is given of what rests on that.",
        ),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sections", "version", "compared"),
    [
        pytest.param({"ratings": {"green_p_on_time": 0.9}}, "1+1", True, id="ratings"),
        pytest.param({"increments": {"max_items": 20}}, "1+1", True, id="size"),
        pytest.param({"labels": {"blocked": {"any_of": ["stop"]}}}, "1+1", True, id="blocked"),
        pytest.param({"calendar": {"country": "GB"}}, "1+1", False, id="calendar"),
        pytest.param({}, "2+0", False, id="formula"),
        pytest.param({}, "1+1", False, id="unexplained"),
    ],
)
def test_c2_only_what_rests_on_the_definition_is_not_compared(
    sections: dict[str, Any], version: str, compared: bool
) -> None:
    """A threshold of ratings moves no forecast; a formula may have moved anything."""
    before = make_edition(10, increments=[{**PAY, "p80_on": "2027-01-10"}])
    after = make_edition(
        11,
        settings=make_settings(**sections),
        header={"definitions_version": version},
        increments=[{**PAY, "p80_on": "2027-01-20"}],
    )

    (effect,) = [row[3] for row in told(before, after) if row[0] == "forecast"]
    assert effect == (10.0 if compared else None)


def test_c2_increments_that_come_from_elsewhere_are_not_compared() -> None:
    """What was a milestone is no label."""
    before = make_edition(10, increments=[PAY], items=[{"item": "a/b#1", "increment": "Pay"}])
    after = make_edition(
        11,
        settings=make_settings(increments_of={"from": "labels", "prefix": "release::"}),
        increments=[{"increment": "pay"}],
        items=[{"item": "a/b#1", "increment": "pay"}],
    )

    assert sentences(before, after) == [
        "Care is divided in another way than before, so its parts are not compared."
    ]


_FIRST = {"date": "2027-01-05", "agreed_on": "2025-06-01", "role": "Director", "reason": "Plan"}
_ANEW = {"date": "2027-02-05", "agreed_on": "2026-03-04", "role": "Director", "reason": "Law"}


def _agreed(week: int, *agreed: dict[str, Any], target: str = "2027-02-08") -> Edition:
    settings = make_settings(baselines={"Pay online": list(agreed)})
    row = {**PAY, "baseline_on": "2027-01-05", "target_on": target}
    return make_edition(week, settings=settings, increments=[row])


def test_c3_a_new_baseline_is_told_against_both() -> None:
    """Agreeing another date hides nothing of how late it is."""
    assert told(_agreed(10, _FIRST), _agreed(11, _FIRST, _ANEW)) == [
        (
            "rebaseline",
            "2027-01-05",
            "2027-02-05",
            31.0,
            "‘Pay online’ was re-agreed on 4 March 2026: 5 February 2027 instead of "
            "5 January 2027. That is 34 days later than first agreed, and 3 days later than "
            "re-agreed on 4 March 2026.",
        )
    ]


@pytest.mark.parametrize(("week", "both"), [(20, True), (21, True), (22, False)])
def test_c3_both_baselines_are_told_for_12_weeks(week: int, both: bool) -> None:
    """After that the date first agreed alone is what counts."""
    before = _agreed(week - 1, _FIRST, _ANEW)
    after = _agreed(week, _FIRST, _ANEW, target="2027-02-15")

    (said,) = sentences(before, after, "target")
    assert ("re-agreed on 4 March 2026" in said) == both
    assert "41 days later than first agreed" in said


def test_c3_what_is_agreed_later_than_the_edition_is_not_known_yet() -> None:
    """A baseline in the file counts from the day on which it was agreed."""
    assert told(_agreed(8, _FIRST), _agreed(9, _FIRST, _ANEW)) == []


def test_c4_each_count_of_scope_is_told_by_itself() -> None:
    """3 added and 3 left out is not nothing."""
    here = {"increment": "Pay online"}
    before = make_edition(
        10,
        increments=[PAY, {"increment": "Sign in"}],
        items=[
            {"item": "a/b#1", **here},
            {"item": "a/b#2", **here},
            {"item": "a/b#3", **here},
            {"item": "a/b#4", **here, "state": "finished"},
            {"item": "a/b#5", "increment": "Sign in"},
            {"item": "a/b#6", **here, "state": "dropped"},
        ],
    )
    after = make_edition(
        11,
        increments=[PAY, {"increment": "Sign in"}],
        items=[
            {"item": "a/b#1", **here, "state": "finished"},
            {"item": "a/b#2", **here, "state": "dropped"},
            # The third is gone from the forge.
            {"item": "a/b#4", **here, "state": "finished"},
            {"item": "a/b#5", **here},
            {"item": "a/b#6", **here, "state": "dropped"},
            {"item": "a/b#7", **here},
            {"item": "a/b#8", **here, "state": "finished"},
        ],
    )

    assert {row[0]: (row[2], row[4]) for row in told(before, after)} == {
        "scope_added": ("2", "2 pieces of work were added to ‘Pay online’."),
        "scope_removed": ("2", "2 pieces of work were left out of ‘Pay online’."),
        "scope_moved_in": ("1", "One piece of work moved into ‘Pay online’."),
        "scope_moved_out": ("1", "One piece of work moved out of ‘Sign in’."),
        "scope_finished": ("2", "2 pieces of work in ‘Pay online’ were finished."),
    }


@pytest.mark.parametrize(
    ("was", "now", "kinds"),
    [
        ("finished", "open", {"scope_reopened"}),
        ("dropped", "open", {"scope_reopened", "scope_added"}),
        ("finished", "dropped", {"scope_reopened", "scope_removed"}),
        ("dropped", "finished", {"scope_reopened", "scope_added", "scope_finished"}),
    ],
)
def test_c5_reopened_work_is_told_as_reopened(was: str, now: str, kinds: set[str]) -> None:
    """As throughput.csv counts it: what was finished or dropped and is so no more."""
    before = make_edition(10, items=[{"item": "a/b#1", "state": was}])
    after = make_edition(11, items=[{"item": "a/b#1", "state": now}])

    assert {row[0] for row in told(before, after)} == kinds


def test_c6_a_renamed_increment_is_the_same_one() -> None:
    """Its milestone's address says so; its work has not moved."""
    items = {"item": "a/b#1", "increment": "Pay online"}
    before = make_edition(10, increments=[{**PAY, "p80_on": "2027-01-10"}], items=[items])
    after = make_edition(
        11,
        increments=[{**PAY, "increment": "Pay by card", "p80_on": "2027-01-17"}],
        items=[{**items, "increment": "Pay by card"}],
    )

    assert told(before, after) == [
        ("forecast", "2027-01-10", "2027-01-17", 7.0,
         "‘Pay by card’ has a 4 in 5 chance by 17 January 2027 now, 7 days later than before."),
        ("increment_renamed", "Pay online", "Pay by card", None,
         "‘Pay by card’ has a new name (was ‘Pay online’)."),
    ]  # fmt: skip


def test_c6_titles_that_change_places_are_followed() -> None:
    """Nobody is fooled by two milestones that swap their names."""
    one, two = ({"url": f"https://github.com/a/b/milestone/{n}"} for n in (1, 2))
    before = make_edition(10, increments=[{**one, "increment": "A"}, {**two, "increment": "B"}])
    after = make_edition(11, increments=[{**one, "increment": "B"}, {**two, "increment": "A"}])

    assert sorted(sentences(before, after)) == [
        "‘A’ has a new name (was ‘B’).",
        "‘B’ has a new name (was ‘A’).",
    ]


def test_c6_without_an_address_the_title_is_the_identity() -> None:
    """So it is of increments that labels name, and where two share one address."""
    before = make_edition(10, increments=[{"increment": "A"}, {**PAY, "increment": "B"},
                                          {**PAY, "increment": "C"}])  # fmt: skip
    after = make_edition(11, increments=[{"increment": "A"}, {**PAY, "increment": "C"}])

    assert sentences(before, after) == ["‘B’ was removed by 16 March 2026."]


@pytest.mark.parametrize(
    ("moved", "same"),
    [
        pytest.param({}, True, id="all-of-it"),
        pytest.param({3: "Sign in"}, False, id="not-all-of-it"),
        pytest.param({1: "Sign in", 2: "Sign in", 3: "Sign in"}, False, id="none-of-it"),
    ],
)
def test_c6_an_increment_without_an_address_is_known_by_its_work(
    moved: dict[int, str], same: bool
) -> None:
    """A label has no address: renamed, all that carried it carries the new one."""
    sign_in = {"increment": "Sign in"}
    items = [{"item": f"a/b#{n}", "increment": "pay"} for n in (1, 2, 3)]
    before = make_edition(10, increments=[{"increment": "pay"}, sign_in], items=items)
    relabelled = [
        {"item": f"a/b#{n}", "increment": moved.get(n, "pay-online")} for n in (1, 2, 3, 4)
    ]
    after = make_edition(11, increments=[{"increment": "pay-online"}, sign_in], items=relabelled)

    kinds = {row[0] for row in told(before, after)}
    assert kinds == (
        {"increment_renamed", "scope_added"}
        if same
        else {"increment_removed", "increment_added", "scope_added"}
        | {"scope_moved_in", "scope_moved_out"}
    )


@pytest.mark.parametrize("gone", [[], [{**PAY, "state": "removed"}]], ids=["row", "state"])
def test_c6_a_removed_increment_is_told(gone: list[dict[str, Any]]) -> None:
    """Whether the forge's word for it is kept or not."""
    assert told(make_edition(10, increments=[PAY]), make_edition(11, increments=gone)) == [
        ("increment_removed", "open", "removed", None, "‘Pay online’ was removed by 16 March 2026.")
    ]


def _collected(*sources: str, **rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"source": name, "last_ok_at": "2026-03-01T00:00:00Z"} for name in sources]


def test_c7_a_source_that_is_missing_is_left_out_of_both_sides() -> None:
    """New work of a source that was not read before is not work that was added."""
    a, b = "github.com/a/b", "github.com/a/c"
    before = make_edition(
        10,
        sources=[*_collected(a), {"source": b, "state": "never"}],
        increments=[{**PAY, "p80_on": "2027-01-10"}],
        items=[{"item": f"{a}#1"}],
        projects=[{"project": "", "indicated_rating": "green", "p80_on": "2027-01-10"},
                  {"project": "Care", "indicated_rating": "green"}],
    )  # fmt: skip
    after = make_edition(
        11,
        sources=_collected(a, b),
        increments=[{**PAY, "p80_on": "2027-03-10"},
                    {"increment": "C", "url": f"https://{b}/milestone/1"}],
        items=[{"item": f"{a}#1", "state": "finished"}, {"item": f"{b}#1"}],
        risks=[{"item": f"{b}#2", "title": "Late"}],
        projects=[{"project": "", "indicated_rating": "red", "p80_on": "2027-03-10"},
                  {"project": "Care", "indicated_rating": "red"}],
    )  # fmt: skip

    assert {row[0]: row[4] for row in told(before, after)} == {
        "rating": "The whole programme: Red now, Green before; "
        "not all that it is made of is in both reports.",
        "scope_finished": "One piece of work in what is not yet planned was finished.",
        "source": "github.com/a/c is missing in one of the two reports and left out of both. "
        "So the forecasts, risk total, rating and pace of Care are not compared.",
    }


def test_c7_a_recorded_source_is_known_by_what_only_one_side_has() -> None:
    """Its folder's name says nothing of the items in it."""
    kind = {"kind": "recorded", "last_ok_at": "2026-03-01T00:00:00Z"}
    before = make_edition(10, sources=[{"source": "app", **kind}], items=[{"item": "x/app#1"}])
    after = make_edition(
        11,
        sources=[{"source": "app", **kind}, {"source": "api", **kind}],
        items=[{"item": "x/app#1"}, {"item": "x/app#2"}, {"item": "y/api#1"}],
    )

    assert [row[2] for row in told(before, after) if row[0] == "scope_added"] == ["1"]


def test_c7_a_source_that_failed_keeps_its_last_data_and_is_compared() -> None:
    """Old data is data."""
    source = _collected("github.com/a/b")
    before = make_edition(10, sources=source)
    after = make_edition(11, sources=[{**source[0], "state": "failed"}])

    assert told(before, after) == []


def test_c7_a_project_in_one_report_alone_is_said_and_left_out() -> None:
    """A programme that grew has not been slipping."""
    before = make_edition(10, projects=[{"project": "", "p80_on": "2027-01-10"}])
    after = make_edition(
        11,
        settings=make_settings(("Care", "Tax")),
        projects=[{"project": "", "p80_on": "2028-01-10"}, {"project": "Tax"}],
        increments=[{"project": "Tax", "increment": "Bills"}],
        items=[{"project": "Tax", "item": "t/t#1"}],
    )

    assert sentences(before, after) == ["Tax is new in this report."]
    assert sentences(after, before)[0] == "Tax is not in this report any more."


def test_c8_a_rating_that_changes_names_the_test_that_moved_it() -> None:
    """Of the programme and of each project."""
    reason = "‘Pay online’ has about a 60% chance of making 12 March 2027."
    settings = make_settings(("Care", "Tax"))
    green, amber = (
        [
            {"project": name, "indicated_rating": rating, "rating_reason": why}
            for name in ("", "Care")
        ]
        for rating, why in (("green", "Fine."), ("amber", reason))
    )
    before = make_edition(10, settings=settings, projects=green)
    after = make_edition(11, settings=settings, projects=amber)

    assert told(before, after) == [
        ("rating", "green", "amber", None,
         f"The whole programme is rated Amber now (was Green). {reason}"),
        ("rating", "green", "amber", None, f"Care is rated Amber now (was Green). {reason}"),
    ]  # fmt: skip


def _weekly(counts: list[int], signal: str = "none", run: int = 0) -> list[dict[str, Any]]:
    return [
        {
            "project": "",
            "week_start": pd.Timestamp("2025-12-29") + pd.Timedelta(weeks=n),
            "finished_count": value,
            "median_count": 6,
            "signal": signal if n >= len(counts) - run else "none",
        }
        for n, value in enumerate(counts)
    ]


def test_c9_the_pace_is_compared_by_its_signal_alone() -> None:
    """Half of last week's count is noise until the run chart says otherwise."""
    steady = make_edition(10, run_chart=_weekly([6, 7, 5, 6, 9]))
    fewer = make_edition(11, run_chart=_weekly([6, 7, 5, 6, 9, 2]))
    dropped = make_edition(11, run_chart=_weekly([9, 9, 9, *[2] * 9], "shift", 9))

    assert told(steady, fewer) == []
    assert told(steady, dropped) == [
        ("pace", "none", "dropped", None,
         "The pace has dropped. The last 9 weeks were all below the usual 6 a week."),
    ]  # fmt: skip
    assert sentences(dropped, fewer) == ["No change in pace."]


@pytest.mark.parametrize("project", ["Care", "Tax"])
def test_c9_a_project_s_pace_is_compared_where_all_its_sources_are_there(project: str) -> None:
    """Of Tax a source was never read before."""
    steady, dropped = (
        [{**row, "project": project} for row in weeks]
        for weeks in (_weekly([6, 7, 5, 6, 9]), _weekly([9, 9, 9, *[2] * 9], "shift", 9))
    )
    new = {"source": "github.com/t/t", "project": "Tax"}
    settings = make_settings(("Care", "Tax"))
    before = make_edition(10, settings=settings, run_chart=steady, sources=[new])
    read = [{**new, "last_ok_at": "2026-03-01T00:00:00Z"}]
    after = make_edition(11, settings=settings, run_chart=dropped, sources=read)

    assert sentences(before, after, "pace") == (
        []
        if project == "Tax"
        else ["Care: The pace has dropped. The last 9 weeks were all below the usual 6 a week."]
    )


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
        "sources": _collected("github.com/a/b"),
        "run_chart": _weekly([1, 2]),
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
