"""Parents and iterations as increments: who was in which when, and that a parent is no work."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from metrics.parts.replay import replay
from programme.settings import Settings
from tests.builders import MONDAY, at
from tests.metrics.frames import make_facts

PARENT = "forge.example/team/app#8"
OTHER = "forge.example/team/app#9"
ELSEWHERE = "forge.example/team/plan#1"
ASKED, SEEN, AS_OF = 30.0, 90.0, 100.0
Event = tuple[float, str, str]
Look = tuple[str, float, float | None]


def replayed(
    looks: Mapping[int, Sequence[Look]],
    events: Mapping[int, Sequence[Event]] | None = None,
    *,
    titles: Mapping[str, str] | None = None,
    source: str = "forge.example/team/app",
    kind: str = "parent",
    as_of: float = AS_OF,
    milestones: Sequence[Mapping[str, Any]] = (),
    **increments: Any,
) -> dict[str, pd.DataFrame]:
    """Replay issues 1, 2, 8 and 9, created on day 0 and asked for links from day 30 on.

    Args:
        looks: By issue: key of a link, and the days it was seen from and until.
        events: By issue: day, kind and key.
        titles: Of the parents or iterations by key.
        source: Name of the source.
        kind: ``parent`` or ``iteration``.
        as_of: Day.
        milestones: Further rows of that frame.
        increments: Further keys of ``[projects.increments]``.
    """
    numbers = sorted({1, 2, 8, 9} | set(looks))
    seen = {"source": source, "seen_from": at(ASKED), "project": "Portal", "state": "open"}
    facts = make_facts(
        items=[
            {
                "source": source,
                "number": number,
                "project": "Portal",
                "item": f"forge.example/team/app#{number}",
                "title": f"Issue {number}",
                "state": "open",
                "created_at": MONDAY,
                "updated_at": MONDAY,
                "seen_from": at(10),
                "lines": {},
            }
            for number in numbers
        ],
        links=[
            {
                "source": source,
                "number": number,
                "kind": kind,
                "link_key": key,
                "seen_from": at(since),
                "seen_until": None if until is None else at(until),
                "asked_from": at(ASKED),
            }
            for number, told in looks.items()
            for key, since, until in told
        ],
        events=[
            {
                "source": source,
                "number": number,
                "at": at(day),
                "position": place,
                "kind": what,
                "milestone_key": key,
            }
            for number, told in (events or {}).items()
            for place, (day, what, key) in enumerate(told)
        ],
        milestones=[
            *({**seen, "milestone_key": key, "title": title, "kind": kind, "lines": {}}
              for key, title in (titles or {PARENT: "Pay", OTHER: "Book"}).items()),
            *milestones,
        ],
    )  # fmt: skip
    settings = Settings.model_validate(
        {
            "programme": {
                "name": "P", "outcome": "O", "sro_role": "R", "started_on": "2026-01-05",
            },
            "projects": [
                {
                    "name": "Portal",
                    "sources": [{"kind": "recorded", "path": "app"}],
                    "increments": {"from": f"{kind}s", **increments},
                }
            ],
        }
    )  # fmt: skip
    return replay(facts, as_of=at(as_of), settings=settings)


def spells(replayed: Mapping[str, pd.DataFrame], number: int = 1) -> list[Any]:
    """Return an issue's increments as (title, first day, last day or None)."""

    def day(instant: datetime) -> float | None:
        return None if pd.isna(instant) else (instant - MONDAY) / timedelta(days=1)

    table = replayed["increment_spells"]
    return [
        (row.increment, day(row.from_at), day(row.until_at))
        for row in table[table["number"] == number].itertuples()
    ]


CASES: dict[str, tuple[list[Look], list[Event], list[Any]]] = {
    "seen at the first look: from creation": ([(PARENT, ASKED, None)], [], [("Pay", 0, None)]),
    "seen later: from then on": ([(PARENT, 50, None)], [], [("Pay", 50, None)]),
    "seen to move": (
        [(PARENT, ASKED, 50), (OTHER, 50, None)],
        [],
        [("Pay", 0, 50), ("Book", 50, None)],
    ),
    "seen to leave": ([(PARENT, ASKED, 60)], [], [("Pay", 0, 60)]),
    "seen to leave and come back": (
        [(PARENT, ASKED, 50), (PARENT, 60, None)],
        [],
        [("Pay", 0, 50), ("Pay", 60, None)],
    ),
    "put in by an event": ([(PARENT, ASKED, None)], [(5, "parented", PARENT)], [("Pay", 5, None)]),
    "moved by events": (
        [(PARENT, ASKED, 50), (OTHER, 50, None)],
        [(5, "parented", PARENT), (48, "unparented", PARENT), (48, "parented", OTHER)],
        [("Pay", 5, 48), ("Book", 48, None)],
    ),
    "first taken out by an event": ([], [(5, "unparented", PARENT)], [("Pay", 0, 5)]),
    "events that lead elsewhere: the forge is right once seen": (
        [(PARENT, ASKED, 50), (OTHER, 50, None)],
        [(5, "parented", PARENT)],
        [("Pay", 5, 50), ("Book", 50, None)],
    ),
    "events of another kind tell nothing": (
        [(PARENT, ASKED, None)],
        [(5, "iterated", "iteration:1")],
        [("Pay", 0, None)],
    ),
    "in none": ([], [], []),
}


@pytest.mark.parametrize(("looks", "events", "expected"), CASES.values(), ids=CASES)
def test_events_tell_else_what_was_seen(
    looks: list[Look], events: list[Event], expected: list[Any]
) -> None:
    """One increment at a time, by present title."""
    assert spells(replayed({1: looks}, {1: events})) == expected


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], [("Pay", 0, None)]),
        ([(15, "parented", PARENT)], [("Pay", 15, None)]),
        ([(25, "parented", PARENT)], []),
    ],
    ids=["no event", "an event by then", "an event since"],
)
def test_before_links_were_asked_for_the_past_is_rebuilt(
    events: list[Event], expected: list[Any]
) -> None:
    """As of day 20: what was seen first stands, but not before the event that made it so."""
    assert spells(replayed({1: [(PARENT, ASKED, None)]}, {1: events}, as_of=20)) == expected


def test_a_parent_is_an_increment_and_no_work() -> None:
    """While an issue is part of it; its own parent makes it no work either."""
    found = replayed({1: [(PARENT, ASKED, None)], 8: [(OTHER, ASKED, None)], 2: [(OTHER, 40, 50)]})

    history = found["history"].set_index("number")
    assert history["record"].to_dict() == {1: "", 2: "", 8: "increment", 9: "increment"}
    assert history["increment"].to_dict() == {1: "Pay", 2: "", 8: "Book", 9: ""}
    gone = replayed({1: [(PARENT, ASKED, 50)]})["history"].set_index("number")
    assert gone["record"].to_dict() == {1: "", 2: "", 8: "", 9: ""}


PASSED = [(5, "parented", "issue:I_8"), (9, "unparented", "issue:I_8")]


def test_a_parent_without_a_row_of_its_own_goes_by_its_key() -> None:
    """Such as one that was deleted long ago; its items are never lost."""
    found = replayed({1: [("issue:I_7", ASKED, None)]}, {2: PASSED})

    assert spells(found) == [("issue:I_7", 0, None)]
    assert spells(found, 2) == [("issue:I_8", 5, 9)]


def test_a_parent_bears_the_title_that_its_own_repository_tells() -> None:
    """Another source's word of it may be old."""
    row = {
        "source": "forge.example/team/plan",
        "milestone_key": ELSEWHERE,
        "seen_from": at(80),
        "project": "Portal",
        "title": "Pay by card",
        "state": "open",
        "kind": "parent",
        "lines": {},
    }
    late = {**row, "source": "forge.example/team/app", "title": "Pay", "seen_from": at(85)}
    found = replayed({1: [(ELSEWHERE, ASKED, None)]}, titles={PARENT: "x"}, milestones=[row, late])
    assert spells(found) == [("Pay by card", 0, None)]


def test_iterations_are_increments_and_every_issue_is_work() -> None:
    """A milestone of the same title is another thing; a bucket holds no increment."""
    looks = {1: [("iteration:7", ASKED, 50), ("iteration:8", 50, None)]}
    titles = {"iteration:7": "Sprint 7", "iteration:8": "Backlog"}
    found = replayed(looks, titles=titles, kind="iteration", ignore=["Backlog"])

    assert spells(found) == [("Sprint 7", 0, 50)]
    assert set(found["history"]["record"]) == {""}
