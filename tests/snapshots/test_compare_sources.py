"""Sources and projects that are in one edition alone: rule C7 of docs/tables.md."""

from tests.snapshots.compared import PAY, collected, sentences, told
from tests.snapshots.editions import make_edition, make_settings


def test_c7_a_source_that_is_missing_is_left_out_of_both_sides() -> None:
    """New work of a source that was not read before is not work that was added."""
    a, b = "github.com/a/b", "github.com/a/c"
    before = make_edition(
        10,
        sources=[*collected(a), {"source": b, "state": "never"}],
        increments=[{**PAY, "p80_on": "2027-01-10"}],
        items=[{"item": f"{a}#1"}],
        projects=[{"project": "", "indicated_rating": "green", "p80_on": "2027-01-10"},
                  {"project": "Care", "indicated_rating": "green"}],
    )  # fmt: skip
    after = make_edition(
        11,
        sources=collected(a, b),
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
    source = collected("github.com/a/b")
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
