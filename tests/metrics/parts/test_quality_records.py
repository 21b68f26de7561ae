"""What decisions, achievements and learnings leave open is said without blame."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from metrics.achievements import TABLE as ACHIEVEMENTS
from metrics.decisions import TABLE as DECISIONS
from metrics.learnings import TABLE as LEARNINGS
from metrics.parts.finding import Finding
from metrics.parts.quality_records import (
    scan_change_not_made,
    scan_decisions_without_consequence,
    scan_not_yet_shown,
    scan_overdue_decisions,
    scan_undated_decisions,
    scan_who_benefits,
)
from tests.metrics.frames import at, frame, make_settings
from tests.wording.lint import faults

SCANS = (
    *(scan_undated_decisions, scan_overdue_decisions, scan_decisions_without_consequence),
    *(scan_who_benefits, scan_not_yet_shown, scan_change_not_made),
)
#: Half past eleven in the evening of 30 June in UTC is 1 July in London.
AS_OF = "2026-06-30T23:30"


def decision(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Make an open decision that leaves nothing open."""
    return {
        "project": "Portal", "item": f"forge.example/portal#{number}", "state": "open",
        "opened_on": "2026-06-01", "needed_by": "1 July 2026", "needed_by_on": "2026-07-01",
        "text": "The pilot moves to March.", **changes,
    }  # fmt: skip


def achievement(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Make an achievement that leaves nothing open."""
    return {
        "project": "Portal", "item": f"forge.example/portal#{number}", "title": "Pay online",
        "finished_on": "2026-06-01", "kind": "record", "who_benefits": "Carers", "shown": True,
        **changes,
    }  # fmt: skip


def increment(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Make a finished increment that leaves nothing open."""
    item, title = f"portal#milestone:{number}", f"Part {number}"
    return achievement(item=item, title=title, kind="increment", **changes)


def learning(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Make a learning that leaves nothing open."""
    return {
        "project": "Portal", "item": f"forge.example/portal#{number}", "noted_on": "2026-06-01",
        "what_we_changed": "We test.", **changes,
    }  # fmt: skip


def found(
    decisions: Sequence[Mapping[str, Any]] = (),
    achievements: Sequence[Mapping[str, Any]] = (),
    learnings: Sequence[Mapping[str, Any]] = (),
) -> list[Finding]:
    """Run the checks."""
    tables = {
        "decisions": frame(DECISIONS, decisions),
        "achievements": frame(ACHIEVEMENTS, achievements),
        "learnings": frame(LEARNINGS, learnings),
    }
    return [one for scan in SCANS for one in scan(tables, at(AS_OF), make_settings())]


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({}, id="none"),
        pytest.param({"decisions": [decision()]}, id="needed-today"),
        pytest.param(
            {"decisions": [decision(state=state, needed_by="", needed_by_on=None, text="")
                           for state in ("decided", "withdrawn")]}, id="closed-decisions"),
        pytest.param({"achievements": [achievement(shown=False)]}, id="a-record-needs-no-demo"),
        pytest.param({"achievements": [increment()]}, id="increment"),
        pytest.param({"learnings": [learning()]}, id="learning"),
    ],
)  # fmt: skip
def test_what_is_in_order_is_left_alone(given: dict[str, Any]) -> None:
    """The nearest cases that are none."""
    assert found(**given) == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            {"decisions": [decision(needed_by="", needed_by_on=None)]},
            ("decision_no_date", "warning", ("forge.example/portal#1",),
             "1 open decision has no line 'Needed by'; such decisions stand last among those that "
             "wait."),
        ),
        (
            {"decisions": [decision(n, needed_by="soon", needed_by_on=None) for n in (1, 2)]},
            ("decision_date_unread", "warning",
             ("forge.example/portal#1", "forge.example/portal#2"),
             "2 open decisions have a line 'Needed by' that names no one day, as 4 December 2026 "
             "does; such decisions stand without a date."),
        ),
        (
            {"decisions": [decision(needed_by_on="2026-06-30")]},
            ("decision_overdue", "info", ("forge.example/portal#1",),
             "1 open decision is past the day by which it was needed; reports ask for such "
             "decisions until they are closed."),
        ),
        (
            {"decisions": [decision(text="")]},
            ("decision_no_consequence", "info", ("forge.example/portal#1",),
             "1 open decision has no line 'Outcome'; the sponsor is not told what happens if we "
             "wait."),
        ),
        (
            {"achievements": [achievement(7, who_benefits=""), increment(1, who_benefits="")]},
            ("who_benefits_missing", "info", ("Part 1", "forge.example/portal#7"),
             "Say who this helps: 2 finished things have no line 'Who benefits'; reports name "
             "nobody whom such things serve."),
        ),
        (
            {"achievements": [increment(1, shown=False)]},
            ("not_yet_shown", "info", ("Part 1",),
             "Finished but not yet shown: 1 milestone has no line 'Demo' with a link or a "
             "show-and-tell date, so reports lead nobody to see."),
        ),
        (
            {"learnings": [learning(what_we_changed="")]},
            ("change_not_made", "info", ("forge.example/portal#1",),
             "Change not yet made: 1 learning has no line 'What we changed'; reports say so until "
             "there is."),
        ),
    ],
)  # fmt: skip
def test_each_check_finds_what_it_looks_for(
    given: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    """And nothing else; it says what was met and what it does to the report."""
    assert found(**given) == [("Portal", *expected)]
    assert faults(str(expected[-1]), titles=("4 December 2026",)) == []


def test_projects_are_told_apart() -> None:
    """Each has a row of its own."""
    told = found(learnings=[learning(what_we_changed="", project=name) for name in ("B", "A")])

    assert [(one.project, len(one.named)) for one in told] == [("A", 1), ("B", 1)]
