"""State and labels of an issue over time: tables.md's rules, one by one."""

from typing import Any

import pandas as pd
import pytest

from tests.metrics.parts.one_issue import CLOSED, day, days, noted, told

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
