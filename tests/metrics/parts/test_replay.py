"""What a replay of events puts together: increments, records and doubts."""

from datetime import timedelta
from typing import Any

import pandas as pd
import pytest

from metrics.parts.replay import replay
from programme.settings import Settings
from tests.metrics.frames import make_facts
from tests.metrics.parts.one_issue import (
    AS_OF,
    CLOSED,
    MILESTONES,
    SEEN,
    SETTINGS,
    day,
    days,
    noted,
    told,
)


def test_spells_are_cut_at_as_of() -> None:
    """What happened after as_of is not known at as_of; what happened exactly then is."""
    events: list[tuple[Any, ...]] = [
        (10, "closed", {}),
        (20, "reopened", {}),
        (30, "closed", {}),
    ]
    item = CLOSED | {"closed_at": day(30)}

    before = told(item, events, as_of=day(20) - timedelta(microseconds=1))
    exactly = told(item, events, as_of=day(20))

    assert [("open", 0, 10), ("finished", 10, None)] == days(before["state_spells"], "state")
    assert ("open", 20, None) == days(exactly["state_spells"], "state")[-1]
    assert exactly["history"]["closed_at"].isna().all()
    assert before["history"]["closed_at"].tolist() == [pd.Timestamp(day(10))]
    assert exactly["history"]["reopened"].tolist() == [True]
    assert before["history"]["reopened"].tolist() == [False]


def project(**increments: Any) -> list[dict[str, Any]]:
    """Return the one project with these increments."""
    return [{**SETTINGS["projects"][0], "increments": increments}]


def test_bucket_milestones_are_no_increment() -> None:
    """An item in an ignored milestone is in no increment."""
    out = told({"milestone_key": "1"}, milestones=MILESTONES, projects=project(ignore=["Alpha"]))

    assert out["increment_spells"].empty
    assert out["history"]["increment"].tolist() == [""]


def test_increments_from_labels_bear_what_stands_after_the_prefix() -> None:
    """Of two such labels the one put on last counts."""
    out = told(
        {},
        [
            (10, "labelled", {"name": "Increment:  Pay_online"}),
            (20, "labelled", {"name": "increment::Book"}),
        ],
        [("a", "Increment:  Pay_online"), ("b", "increment::Book")],
        projects=project(**{"from": "labels", "prefix": "increment::"}),
    )

    assert [("Pay_online", 10, 20), ("Book", 20, None)] == days(
        out["increment_spells"], "increment"
    )


def test_a_label_that_is_the_prefix_alone_names_no_increment() -> None:
    """Though no other label of the issue names one."""
    out = told(
        {},
        [],
        [("a", "increment::")],
        projects=project(**{"from": "labels", "prefix": "increment::"}),
    )

    assert out["increment_spells"].empty


def test_the_first_start_signal_counts_and_a_reopening_does_not_restart_it() -> None:
    """Started is the first instant of any start label."""
    events = [
        (5, "labelled", {"name": "In Progress"}),
        (10, "closed", {}),
        (20, "reopened", {}),
        (25, "unlabelled", {"name": "In Progress"}),
        (30, "labelled", {"name": "doing"}),
    ]
    out = told({}, events, [("doing", "doing")])

    assert out["history"]["started_at"].tolist() == [pd.Timestamp(day(5))]


@pytest.mark.parametrize(
    ("labels", "record"),
    [
        ([], ""),
        (["bug"], ""),
        (["Type: Risk"], "risk"),
        (["risk::high"], "risk"),
        (["probability::low", "impact::high"], "risk"),
        (["probability::low"], ""),
        (["decision::sponsor"], "decision"),
        (["retro::learning"], "learning"),
        (["achievement"], "achievement"),
    ],
)
def test_labels_at_as_of_make_a_record(labels: list[str], record: str) -> None:
    """A record is shown in its own table and counted nowhere else."""
    out = told({}, [], [(name, name) for name in labels])

    assert out["history"]["record"].tolist() == [record]


def test_what_events_do_not_tell_is_a_doubt() -> None:
    """Every correction by the forge's word is noted, with its check."""
    out = told(
        CLOSED | {"milestone_key": "2"},
        [(5, "labelled", {"name": "bug"}), (6, "milestoned", {"name": "Beta"}),
         (7, "milestoned", {"name": "Alpha"})],
        milestones=MILESTONES,
    )  # fmt: skip

    assert noted(out) == [
        ("closing_event_missing", ""),
        ("label_not_in_events", "bug: not carried"),
        ("milestone_not_in_events", "Beta"),
    ]
    again = told({}, [(10, "closed", {})], [("bug", "bug")])
    assert noted(again) == [("reopening_event_missing", ""), ("label_without_event", "bug")]


EVENT = (5, "labelled", {"name": "doing"})
PUT, TAKEN = (
    (10, kind, {"name": "alpha"}) for kind in ("milestoned", "demilestoned")
)  # its title was "alpha" once, and is "Alpha" now


@pytest.mark.parametrize(
    ("milestone", "labels", "events", "expected"),
    [
        pytest.param("", ["bug"], [], [], id="nothing is told where no event is"),
        pytest.param("", ["doing"], [EVENT], [], id="told under its name"),
        pytest.param("", ["doing", "bug"], [EVENT], [("label_without_event", "bug")],
                     id="a label that no event puts on"),
        pytest.param("", ["Doing"], [EVENT], [("label_renamed", "doing, now Doing")],
                     id="a label that the event spells otherwise"),
        pytest.param("", ["Doing"], [EVENT, EVENT], [("label_renamed", "doing, now Doing")],
                     id="once for each old name"),
        pytest.param("", [], [(6, "unlabelled", {"name": "doing"})], [],
                     id="a label first taken off was there from creation, by its event"),
        pytest.param("1", ["doing"], [EVENT], [("milestone_without_event", "Alpha")],
                     id="a milestone that no event gives"),
        pytest.param("1", ["doing"], [EVENT, PUT], [("milestone_renamed", "alpha, now Alpha")],
                     id="a milestone that the event calls otherwise"),
        pytest.param("", ["doing"], [EVENT, PUT, TAKEN],
                     [("milestone_renamed", "alpha, now Alpha")], id="and that it has left"),
    ],
)  # fmt: skip
def test_what_is_taken_for_granted_is_a_doubt(
    milestone: str,
    labels: list[str],
    events: list[tuple[Any, ...]],
    expected: list[tuple[str, str]],
) -> None:
    """No event says it in so many words, and yet events lead to what the forge says."""
    out = told(
        {"milestone_key": milestone},
        events,
        [(name, name) for name in labels],
        milestones=MILESTONES,
    )

    assert noted(out) == expected


def test_an_issue_is_reopened_by_its_own_events_alone() -> None:
    """Not by being open beside one that is finished."""
    item = {
        "source": "s",
        "project": "Portal",
        "item": "s",
        "title": "T",
        "state": "open",
        "created_at": day(0),
        "updated_at": day(80),
        "seen_from": SEEN,
        "lines": {},
    }
    happened = [(1, 10, "closed"), (3, 10, "closed"), (3, 20, "reopened")]
    facts = make_facts(
        items=[{**item, "number": 1, "state": "closed", "closed_at": day(10)},
               {**item, "number": 2}, {**item, "number": 3}],
        events=[{"source": "s", "number": number, "at": day(at), "position": 0, "kind": kind}
                for number, at, kind in happened],
    )  # fmt: skip

    history = replay(facts, as_of=AS_OF, settings=Settings.model_validate(SETTINGS))["history"]

    assert history["state"].tolist() == ["finished", "open", "open"]
    assert history["reopened"].tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("at", "checks"), [(90, ["closing_event_missing"]), (91, [])], ids=["then", "later"]
)
def test_a_source_that_told_of_nothing_by_then_leaves_out_no_closing(
    at: int, checks: list[str]
) -> None:
    """An event tells that the source tells events, if it came by when the forge was heard."""
    out = told(CLOSED, [(at, "milestoned", {"name": "Beta"})], milestones=MILESTONES)

    doubts = out["doubts"]["check"].tolist()
    assert [check for check in doubts if check != "milestone_not_in_events"] == checks
