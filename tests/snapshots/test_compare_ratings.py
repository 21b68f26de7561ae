"""Ratings and pace between two editions: rules C8 and C9 of docs/tables.md."""

import pytest

from tests.snapshots.compared import sentences, told, weekly
from tests.snapshots.editions import make_edition, make_settings


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


def test_c9_the_pace_is_compared_by_its_signal_alone() -> None:
    """Half of last week's count is noise until the run chart says otherwise."""
    steady = make_edition(10, run_chart=weekly([6, 7, 5, 6, 9]))
    fewer = make_edition(11, run_chart=weekly([6, 7, 5, 6, 9, 2]))
    dropped = make_edition(11, run_chart=weekly([9, 9, 9, *[2] * 9], "shift", 9))

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
        for weeks in (weekly([6, 7, 5, 6, 9]), weekly([9, 9, 9, *[2] * 9], "shift", 9))
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
