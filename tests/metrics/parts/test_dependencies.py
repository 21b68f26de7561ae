"""Which increments wait for which: as configured, and as their issues do."""

from collections.abc import Sequence
from graphlib import TopologicalSorter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.parts.dependencies import DEPENDENCIES, dependencies
from programme import frames
from programme.settings_projects import Project
from tests.builders import MONDAY, at
from tests.metrics.frames import frame, make_facts, rows_of

SOURCE = "forge.example/team/app"
ASKED, AS_OF = 10.0, 50.0
#: Issues by number: increment, state and record.
ISSUES = {1: "Book", 2: "Pay", 3: "Renew", 4: "", 5: "Pay", 6: "Book"}


def found(
    waits: Sequence[tuple[int, int]] = (),
    order: dict[str, list[str]] | None = None,
    *,
    events: Sequence[tuple[float, int, str, int]] = (),
    looks: Sequence[tuple[int, int, float, float | None]] = (),
    as_of: float = AS_OF,
    issues: dict[int, str] = ISSUES,
    closed: Sequence[int] = (),
    records: dict[int, str] | None = None,
    parents: dict[int, str] | None = None,
    ignore: Sequence[str] = (),
) -> list[tuple[Any, ...]]:
    """Return the dependencies among increments of these issues, each waiting for another one."""
    told = [*((number, other, ASKED, None) for number, other in waits), *looks]
    facts = make_facts(
        links=[
            {
                "source": SOURCE,
                "number": number,
                "kind": "blocker",
                "link_key": f"{SOURCE}#{other}",
                "seen_from": at(since),
                "seen_until": None if until is None else at(until),
                "asked_from": at(ASKED),
            }
            for number, other, since, until in told
        ],
        events=[
            {
                "source": SOURCE,
                "number": number,
                "at": at(day),
                "position": place,
                "kind": kind,
                "milestone_key": f"{SOURCE}#{other}",
            }
            for place, (day, number, kind, other) in enumerate(events)
        ],
        milestones=[
            {
                "source": SOURCE,
                "milestone_key": f"{SOURCE}#{number}",
                "seen_from": at(ASKED),
                "project": "Portal",
                "title": title,
                "state": "open",
                "kind": "parent",
                "lines": {},
            }
            for number, title in (parents or {}).items()
        ],
    )
    history = frame(
        frames.HISTORY,
        [
            {
                "source": SOURCE,
                "number": number,
                "project": "Portal",
                "item": f"Forge.example/Team/app#{number}",
                "title": "T",
                "record": (records or {}).get(number, ""),
                "state": "finished" if number in closed else "open",
                "increment": increment,
                "created_at": MONDAY,
                "reopened": False,
                "lines": {},
            }
            for number, increment in issues.items()
        ],
    )
    project = Project.model_validate(
        {
            "name": "Portal",
            "sources": [{"kind": "recorded", "path": "app"}],
            "order": order or {},
            "increments": {"ignore": list(ignore)},
        }
    )
    titles = {title for title in issues.values() if title}
    table = dependencies(project, titles, facts, history, at(as_of))
    frames.check(table, DEPENDENCIES)
    return rows_of(table, "increment", "after", "basis", "link_count", "broken")


CASES: dict[str, tuple[dict[str, Any], list[Any]]] = {
    "none": ({}, []),
    "an issue waits for one of another increment": (
        {"waits": [(2, 1)]},
        [("Pay", "Book", "links", 1, False)],
    ),
    "several links are one dependency": (
        {"waits": [(2, 1), (5, 1), (2, 6)]},
        [("Pay", "Book", "links", 3, False)],
    ),
    "within one increment, or where one is in none, nothing waits": (
        {"waits": [(2, 5), (4, 1), (2, 4)]},
        [],
    ),
    "what is closed keeps nobody waiting, nor waits": (
        {"waits": [(2, 1), (3, 6)], "closed": [1, 3]},
        [],
    ),
    "a risk is no work to wait for": ({"waits": [(2, 1)], "records": {1: "risk"}}, []),
    "an issue that we do not know": ({"waits": [(2, 99)]}, []),
    "as configured": (
        {"order": {"Pay": ["Book", "Renew"]}},
        [("Pay", "Book", "order", 0, False), ("Pay", "Renew", "order", 0, False)],
    ),
    "both": (
        {"order": {"Pay": ["Book"]}, "waits": [(2, 1)]},
        [("Pay", "Book", "order", 1, False)],
    ),
    "an order that names what is not there": ({"order": {"Pay": ["Old"], "New": ["Book"]}}, []),
    "of a circle of links the thinner is broken": (
        {"waits": [(2, 1), (5, 1), (1, 2)]},
        [("Book", "Pay", "links", 1, True), ("Pay", "Book", "links", 2, False)],
    ),
    "of equally thin ones the later by name": (
        {"waits": [(1, 2), (2, 3), (3, 1)]},
        [
            ("Book", "Pay", "links", 1, False),
            ("Pay", "Renew", "links", 1, False),
            ("Renew", "Book", "links", 1, True),
        ],
    ),
    "the configured order stands against links": (
        {"order": {"Book": ["Pay"]}, "waits": [(2, 1), (5, 1)]},
        [("Book", "Pay", "order", 0, False), ("Pay", "Book", "links", 2, True)],
    ),
    "an increment that is an issue waits itself": (
        {
            "waits": [(7, 1), (2, 7)],
            "issues": {**ISSUES, 7: ""},
            "records": {7: "increment"},
            "parents": {7: "Renew"},
        },
        [("Pay", "Renew", "links", 1, False), ("Renew", "Book", "links", 1, False)],
    ),
    "but not one that is ignored": (
        {
            "waits": [(7, 1)],
            "issues": {**ISSUES, 7: ""},
            "records": {7: "increment"},
            "parents": {7: "Backlog"},
            "ignore": ["Backlog"],
        },
        [],
    ),
}


@pytest.mark.parametrize(("given", "expected"), CASES.values(), ids=CASES)
def test_dependencies(given: dict[str, Any], expected: list[Any]) -> None:
    """One row for each two increments of which one waits for the other."""
    assert found(**given) == expected


HISTORIES: dict[str, tuple[dict[str, Any], bool]] = {
    "seen by then": ({"looks": [(2, 1, 20, None)]}, True),
    "seen to end": ({"looks": [(2, 1, 20, 30)]}, False),
    "seen to end, whatever events say": (
        {"looks": [(2, 1, 20, 30)], "events": [(15, 2, "blocked", 1)]},
        False,
    ),
    "before the first look it stands": ({"looks": [(2, 1, 10, None)], "as_of": 5}, True),
    "but not before the event that made it": (
        {"looks": [(2, 1, 10, None)], "as_of": 5, "events": [(6, 2, "blocked", 1)]},
        False,
    ),
    "and from that event on": (
        {"looks": [(2, 1, 10, None)], "as_of": 6, "events": [(6, 2, "blocked", 1)]},
        True,
    ),
    "until the event that ended it": (
        {
            "looks": [(3, 4, 10, None)],
            "as_of": 5,
            "events": [(2, 2, "blocked", 1), (7, 2, "unblocked", 1)],
        },
        True,
    ),
    "of a link that an event first ended, it was there before": (
        {"looks": [(3, 4, 10, None)], "as_of": 5, "events": [(7, 2, "unblocked", 1)]},
        True,
    ),
}


@pytest.mark.parametrize(("given", "waits"), HISTORIES.values(), ids=HISTORIES)
def test_what_was_known_or_had_happened_by_then(given: dict[str, Any], waits: bool) -> None:
    """The last look by then counts; before the first, events do."""
    expected = [("Pay", "Book", "links", 1, False)] if waits else []
    assert found(**given) == expected


@settings(max_examples=20)
@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), max_size=25), st.randoms())
def test_what_is_not_broken_goes_in_no_circle(waits: list[tuple[int, int]], dice: Any) -> None:
    """And nothing is broken without need, in whatever order links come."""
    issues = {number: f"Increment {number % 5}" for number in range(1, 7)}
    shuffled = list(dict.fromkeys(waits))
    dice.shuffle(shuffled)
    rows = found(shuffled, issues=issues)
    assert rows == found(list(dict.fromkeys(waits)), issues=issues)

    kept = [(row[0], row[1]) for row in rows if not row[4]]
    graph: dict[str, set[str]] = {}
    for increment, after in kept:
        graph.setdefault(increment, set()).add(after)
    TopologicalSorter(graph).prepare()
    for increment, after, *_, broken in rows:
        if broken:
            closed = {name: set(afters) for name, afters in graph.items()}
            closed.setdefault(increment, set()).add(after)
            with pytest.raises(ValueError, match="cycle"):
                TopologicalSorter(closed).prepare()
