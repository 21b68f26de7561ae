"""Replay of events into spells: tables.md's rules, one by one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from metrics.parts.replay import replay
from programme import frames
from programme.settings import Settings
from tests.metrics.frames import make_facts

START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def day(number: float) -> datetime:
    """Return the instant *number* days after START."""
    return START + timedelta(days=number)


SEEN, AS_OF = day(90), day(100)
SETTINGS: dict[str, Any] = {
    "programme": {"name": "P", "outcome": "O", "sro_role": "R", "started_on": "2026-01-05"},
    "projects": [{"name": "Portal", "sources": [{"kind": "recorded", "path": "/tmp/portal"}]}],
}


def told(
    item: dict[str, Any] | None = None,
    events: list[tuple[Any, ...]] = (),  # type: ignore[assignment]
    labels: list[tuple[str, str]] = (),  # type: ignore[assignment]
    milestones: list[dict[str, Any]] = (),  # type: ignore[assignment]
    label_sightings: list[dict[str, Any]] = (),  # type: ignore[assignment]
    as_of: datetime = AS_OF,
    **settings: Any,
) -> dict[str, pd.DataFrame]:
    """Replay one issue, created on day 0 and seen on day 90."""
    row = {
        "source": "s",
        "number": 1,
        "project": "Portal",
        "item": "s#1",
        "title": "T",
        "state": "open",
        "reason": "",
        "milestone_key": "",
        "created_at": day(0),
        "updated_at": day(80),
        "closed_at": pd.NaT,
        "seen_from": SEEN,
        "gone_at": pd.NaT,
        "size": pd.NA,
        "url": "",
        "lines": {},
    } | (item or {})
    happened = [
        {
            "source": "s",
            "number": 1,
            "at": day(at),
            "position": place,
            "kind": kind,
            "label_key": more.get("key", "") if "label" in kind else "",
            "label": more.get("name", "") if "label" in kind else "",
            "milestone_key": more.get("key", "") if "milestone" in kind else "",
            "milestone": more.get("name", "") if "milestone" in kind else "",
            "reason": more.get("reason", ""),
        }
        for place, (at, kind, more) in enumerate(events)
    ]
    facts = {
        "items": [row],
        "item_labels": [
            {"source": "s", "number": 1, "label_key": key, "label": name} for key, name in labels
        ],
        "events": happened,
        "milestones": [
            {
                "source": "s",
                "seen_from": SEEN,
                "seen_until": pd.NaT,
                "project": "Portal",
                "state": "open",
                "due_on": pd.NaT,
                "start_on": pd.NaT,
                "created_at": day(0),
                "updated_at": day(0),
                "closed_at": pd.NaT,
                "url": "",
                "lines": {},
                "kind": "",
            }
            | entry
            for entry in milestones
        ],
        "labels": [
            {"source": "s", "seen_from": day(0), "seen_until": pd.NaT} | entry
            for entry in label_sightings
        ],
    }
    contracts = {contract.name: contract for contract in frames.FACTS}
    typed = {
        name: frames.conform(pd.DataFrame(rows), contracts[name])
        if rows
        else frames.empty(contracts[name])
        for name, rows in facts.items()
    }
    before = {name: frame.copy(deep=True) for name, frame in typed.items()}
    out = replay(typed, as_of=as_of, settings=Settings.model_validate(SETTINGS | settings))
    for name, frame in typed.items():
        pd.testing.assert_frame_equal(before[name], frame)
    for contract in frames.REPLAYED:
        frames.check(out[contract.name], contract)
    return out


def noted(out: dict[str, pd.DataFrame]) -> list[tuple[str, str]]:
    """Return the doubts as (check, detail)."""
    return list(out["doubts"][["check", "detail"]].itertuples(index=False, name=None))


def days(frame: pd.DataFrame, what: str) -> list[tuple[Any, ...]]:
    """Return spells as (what, first day, last day or None)."""

    def number(at: pd.Timestamp) -> float | None:
        return None if pd.isna(at) else (at - START) / timedelta(days=1)

    return [
        (row[what], number(row["from_at"]), number(row["until_at"]))
        for row in frame.to_dict("records")
    ]


CLOSED = {"state": "closed", "closed_at": day(10), "reason": "completed"}
STATES = {
    "open without events": ({}, [], [], [("open", 0, None)]),
    "closed without events: at closed_at": (
        CLOSED,
        [],
        [],
        [("open", 0, 10), ("finished", 10, None)],
    ),
    "closed without events, not planned": (
        CLOSED | {"reason": "not_planned"},
        [],
        [],
        [("open", 0, 10), ("dropped", 10, None)],
    ),
    "closed without a closing time: at updated_at": (
        CLOSED | {"closed_at": pd.NaT},
        [],
        [],
        [("open", 0, 80), ("finished", 80, None)],
    ),
    "closed, reopened, closed again": (
        CLOSED | {"closed_at": day(30)},
        [(10, "closed", {}), (20, "reopened", {}), (30, "closed", {})],
        [],
        [("open", 0, 10), ("finished", 10, 20), ("open", 20, 30), ("finished", 30, None)],
    ),
    "closed again while closed changes nothing": (
        CLOSED,
        [(10, "closed", {}), (30, "closed", {})],
        [],
        [("open", 0, 10), ("finished", 10, None)],
    ),
    "a reason changed by a second closing": (
        CLOSED | {"reason": "not_planned"},
        [(10, "closed", {"reason": "completed"}), (30, "closed", {"reason": "not_planned"})],
        [],
        [("open", 0, 10), ("finished", 10, 30), ("dropped", 30, None)],
    ),
    "a closing without a reason takes the forge's": (
        CLOSED | {"reason": "duplicate"},
        [(10, "closed", {})],
        [],
        [("open", 0, 10), ("dropped", 10, None)],
    ),
    "the forge says open, events do not": (
        {},
        [(10, "closed", {})],
        [],
        [("open", 0, 10), ("finished", 10, 80), ("open", 80, None)],
    ),
    "the forge says closed after a reopening, events do not": (
        CLOSED | {"closed_at": day(40)},
        [(10, "closed", {}), (20, "reopened", {})],
        [],
        [("open", 0, 10), ("finished", 10, 20), ("open", 20, 40), ("finished", 40, None)],
    ),
    "an open item is open, whatever its labels": ({}, [], ["wontfix"], [("open", 0, None)]),
    "closed while carrying a not-done label": (
        CLOSED,
        [],
        ["Wontfix"],
        [("open", 0, 10), ("dropped", 10, None)],
    ),
    "closed before it was created counts from creation": (
        CLOSED | {"closed_at": day(-3)},
        [],
        [],
        [("finished", 0, None)],
    ),
    "gone from the forge is dropped": (
        {"gone_at": day(95)},
        [],
        [],
        [("open", 0, 95), ("dropped", 95, None)],
    ),
    "an event after the observation still counts": (
        {},
        [(95, "closed", {})],
        [],
        [("open", 0, 95), ("finished", 95, None)],
    ),
}


@pytest.mark.parametrize(("item", "events", "labels", "expected"), STATES.values(), ids=STATES)
def test_state_follows_the_events_and_then_the_forge(
    item: dict[str, Any],
    events: list[tuple[Any, ...]],
    labels: list[str],
    expected: list[tuple[Any, ...]],
) -> None:
    """The state of an item at an instant comes from its events up to that instant."""
    out = told(item, events, [(name, name) for name in labels])

    assert expected == days(out["state_spells"], "state")


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


LABELS = {
    "never named by an event: from the start": ([], ["bug"], [("bug", 0, None)]),
    "put on": ([(10, "labelled", {"name": "bug"})], ["bug"], [("bug", 10, None)]),
    "first taken off: there from the start": (
        [(10, "unlabelled", {"name": "bug"})],
        [],
        [("bug", 0, 10)],
    ),
    "events keep an old spelling": (
        [(10, "labelled", {"name": "bug"})],
        ["Bug"],
        [("Bug", 10, None)],
    ),
    "vanished without an event: off from updated_at": (
        [(10, "labelled", {"name": "bug"})],
        [],
        [("bug", 10, 80)],
    ),
    "put on again without an event: on from updated_at": (
        [(10, "labelled", {"name": "bug"}), (20, "unlabelled", {"name": "bug"})],
        ["bug"],
        [("bug", 10, 20), ("bug", 80, None)],
    ),
    "on and off at one instant, in order": (
        [(10, "labelled", {"name": "bug"}), (10, "unlabelled", {"name": "bug"})],
        [],
        [],
    ),
}


@pytest.mark.parametrize(("events", "labels", "expected"), LABELS.values(), ids=LABELS)
def test_labels_follow_the_events_and_then_the_forge(
    events: list[tuple[Any, ...]], labels: list[str], expected: list[tuple[Any, ...]]
) -> None:
    """A label no event names was there from the start; the forge has the last word."""
    out = told({}, events, [(name, name) for name in labels])

    assert expected == days(out["label_spells"], "label")


def test_a_label_is_followed_by_its_id_through_a_renaming() -> None:
    """Events with an id mean the label that bears it, whatever it was called then."""
    out = told(
        {},
        [(10, "labelled", {"key": "L1", "name": "old"})],
        [("L1", "new")],
        label_sightings=[{"label_key": "L1", "label": "new"}],
    )

    assert [("new", 10, None)] == days(out["label_spells"], "label")
    assert noted(out) == [("label_renamed", "old, now new")]


def test_a_label_that_only_events_know_is_followed_by_its_id() -> None:
    """It was renamed while it was on; no issue bears it now, and nobody saw its name change."""
    out = told(
        events=[
            (10, "labelled", {"key": "7", "name": "Status: In Review"}),
            (20, "unlabelled", {"key": "7", "name": "status::review"}),
        ]
    )

    assert days(out["label_spells"], "label") == [("status::review", 10, 20)]


def test_an_id_that_only_events_know_means_the_label_of_its_last_name() -> None:
    """A forge that lists names alone, beside events with ids: both speak of one label."""
    out = told(
        labels=[("review", "review")],
        events=[(10, "labelled", {"key": "7", "name": "Review"})],
    )

    assert days(out["label_spells"], "label") == [("review", 10, None)]


def test_a_label_without_id_is_followed_by_the_titles_we_observed() -> None:
    """An event's old name is the label that we saw bearing it."""
    out = told(
        {},
        [(10, "labelled", {"name": "old"})],
        [("L1", "new")],
        label_sightings=[
            {"label_key": "L1", "label": "old", "seen_until": day(50)},
            {"label_key": "L1", "label": "new", "seen_from": day(50)},
        ],
    )

    assert [("new", 10, None)] == days(out["label_spells"], "label")


MILESTONES = [{"milestone_key": "1", "title": "Alpha"}, {"milestone_key": "2", "title": "Beta"}]
INCREMENTS = {
    "no event names it: in it from creation": ("1", [], [("Alpha", 0, None)]),
    "put in": ("1", [(10, "milestoned", {"name": "Alpha"})], [("Alpha", 10, None)]),
    "moved, the leaving told after the entering": (
        "2",
        [
            (10, "milestoned", {"name": "Alpha"}),
            (20, "milestoned", {"name": "Beta"}),
            (20, "demilestoned", {"name": "Alpha"}),
        ],
        [("Alpha", 10, 20), ("Beta", 20, None)],
    ),
    "first taken out: there from the start": (
        "",
        [(10, "demilestoned", {"name": "Alpha"})],
        [("Alpha", 0, 10)],
    ),
    "by another spelling": ("1", [(10, "milestoned", {"name": "ALPHA"})], [("Alpha", 10, None)]),
    "a milestone nobody knows keeps its title": (
        "",
        [(10, "milestoned", {"name": "Gone"}), (20, "demilestoned", {"name": "Gone"})],
        [("Gone", 10, 20)],
    ),
    "the forge says another one": (
        "2",
        [(10, "milestoned", {"name": "Alpha"}), (70, "milestoned", {"name": "Beta"}),
         (75, "milestoned", {"name": "Alpha"})],
        [("Alpha", 10, 70), ("Beta", 70, 75), ("Alpha", 75, 80), ("Beta", 80, None)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("now", "events", "expected"), INCREMENTS.values(), ids=INCREMENTS)
def test_increments_follow_milestone_events(
    now: str, events: list[tuple[Any, ...]], expected: list[tuple[Any, ...]]
) -> None:
    """An item belongs to the increment it was in at that instant."""
    out = told({"milestone_key": now}, events, milestones=MILESTONES)

    assert expected == days(out["increment_spells"], "increment")


def test_a_renamed_milestone_carries_its_present_title_through_its_past() -> None:
    """The increment is the milestone, not its title."""
    out = told(
        {"milestone_key": "1"},
        [(10, "milestoned", {"name": "Old"})],
        milestones=[
            {"milestone_key": "1", "title": "Old", "seen_from": day(0), "seen_until": day(50)},
            {"milestone_key": "1", "title": "New", "seen_from": day(50)},
        ],
    )

    assert [("New", 10, None)] == days(out["increment_spells"], "increment")


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


@pytest.mark.parametrize(
    ("key", "name", "events", "spells"),
    [
        pytest.param("field:type:Bug", "type::Bug", [], [("type::Bug", 0, None)],
                     id="a type is there from the start"),
        pytest.param("field:health:at risk", "health::at risk", [], [("health::at risk", 80, None)],
                     id="of health only the present is known"),
        pytest.param("field:status:Todo", "status::Todo", [], [("status::Todo", 80, None)],
                     id="so of a status that no event names"),
        pytest.param("field:status:Todo", "status::Todo",
                     [(7, "labelled", {"key": "field:status:Todo", "name": "status::Todo"})],
                     [("status::Todo", 7, None)], id="one that an event names has a history"),
    ],
)  # fmt: skip
def test_labels_made_of_fields(
    key: str, name: str, events: list[tuple[Any, ...]], spells: list[tuple[Any, ...]]
) -> None:
    """They raise no doubt, though other labels of the source have events."""
    out = told({}, [*events, (8, "labelled", {"name": "bug"})], [(key, name), ("bug", "bug")])
    label_spells = out["label_spells"][out["label_spells"]["label"] != "bug"]

    assert days(label_spells, "label") == spells
    assert noted(out) == []


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


def test_a_milestone_created_since_held_nothing_before() -> None:
    """Rebuilt from what was seen later, the past does not know what only came to be after it.

    The store leaves out milestones that had not been created, whatever events name them.
    """
    put_later = [(95, "milestoned", {"name": "Beta"})]
    now = {"milestone_key": "9", "updated_at": day(95), "seen_from": day(99)}

    out = told(now, put_later, milestones=MILESTONES, as_of=day(50))

    assert out["history"]["increment"].tolist() == [""]
