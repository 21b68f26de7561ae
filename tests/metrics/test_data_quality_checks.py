"""Checks one by one: what each fires on, the nearest case on which it does not, and its words."""

import ast
import re
from typing import Any

import pandas as pd
import pytest

from metrics.parts import quality_events, risk_scores
from tests.conftest import ROOT
from tests.metrics import test_data_quality as earlier
from tests.metrics.frames import at, make_settings, rows_of
from tests.metrics.test_data_quality import (
    FRESH,
    doubt,
    fact,
    found,
    item,
    label,
    make_increment,
    make_milestone,
    started,
)
from tests.wording.lint import faults

BASELINES = {"baselines": {"Book": "2026-08-01"}}
BY_LABEL = make_settings(
    project={**BASELINES, "increments": {"from": "labels", "prefix": "increment::"}}
)
STATES = make_settings(project=BASELINES, labels={"states": {"scopes": ["status"]}})
EXPECTED = make_settings(project={**BASELINES, "expected_items": {"Book": 9}})


def increment(**changes: Any) -> dict[str, Any]:
    """Make one increment, of which a baseline was agreed."""
    return {"increments": [make_increment("Book", **changes)]}


def labelled(*names: str, settings: Any = None, **changes: Any) -> dict[str, Any]:
    """Make an issue that carries labels."""
    given = {"issues": [started(1, **changes)], "label_spells": [label(1, name) for name in names]}
    return given | ({"settings": settings} if settings else {})


def cut_short(closed: str) -> dict[str, Any]:
    """Make a closing without an event in a source that tells events from 2 January on."""
    return {
        "issues": [started(1, (closed, "finished"), started="2025-12-01")],
        "items": [fact(1, state="closed", created_at=at("2025-12-01"), closed_at=at(closed))],
        "doubts": [doubt(1, "closing_event_missing")],
    }


def last_closed(day: str) -> dict[str, Any]:
    """Make an open increment whose one piece of work was closed on a day."""
    return {"issues": [started(1, (day, "finished"))], **increment(remaining_count=0)}


#: Check by check: a case on which it fires, severity, count, examples, sentence; and one that it
#: leaves alone. What else these cases lead to is passed over.
CHECKS: dict[str, tuple[dict[str, Any], tuple[Any, ...], dict[str, Any]]] = {
    "history_cut_short": (
        cut_short("2026-01-01"),
        (
            "warning", 1, "portal",
            "1 source tells no events from before issues were first closed there; of such early "
            "work weekly counts know the last closing alone.",
        ),
        cut_short("2026-01-02"),
    ),
    "source_empty": (
        {"issues": [], "sources": [FRESH]},
        (
            "info", 1, "portal",
            "1 source was read and held no issue; nothing from there is in any figure.",
        ),
        {"issues": [], "sources": [FRESH | {"last_ok_at": None}]},
    ),
    "source_silent": (
        {"issues": [started(1)], "items": [fact(1, updated_at=at("2026-01-01T12:00"))]},
        (
            "info", 1, "portal",
            "In 1 source with open issues nothing has changed for 180 days; forecasts take it that "
            "work there goes on as elsewhere.",
        ),
        {"issues": [started(1)], "items": [fact(1, updated_at=at("2026-01-02T12:00"))]},
    ),
    "clock_skew": (
        {"items": [fact(1, updated_at=at("2026-06-20T00:05:01"))]},
        (
            "warning", 1, "portal",
            "1 source gives times that are ahead of this computer's clock; work at the end of a "
            "week may count in the week after it.",
        ),
        {"items": [fact(1, updated_at=at("2026-06-20T00:05:00"))]},
    ),
    "finished_not_started": (
        {"issues": [started(1), started(2, ("2026-06-20", "finished"), started=None)]},
        (
            "info", 1, item(2),
            "1 finished piece of work never got a start signal; cycle time, and what is under way "
            "in a week, leave such work out.",
        ),
        {"issues": [started(2, ("2026-06-20", "finished"), started=None)]},
    ),
    "gone_from_forge": (
        {"items": [fact(1, gone_at=at("2026-06-25"))]},
        (
            "info", 1, item(1),
            "1 issue is no longer shown by the forge (moved, deleted or confidential); such work "
            "counts as dropped since a sync noticed.",
        ),
        {"items": [fact(1)]},
    ),
    "open_not_done": (
        labelled("Won't fix", "duplicate"),
        (
            "info", 1, item(1),
            "1 open piece of work carries a label that means not done; remaining work and its "
            "forecast count such work until it is closed.",
        ),
        {
            "issues": [started(1, ("2026-06-20", "dropped"))],
            "label_spells": [label(1, "duplicate")],
        },
    ),
    "record_two_kinds": (
        labelled("risk::high", "learning", record="risk"),
        (
            "warning", 1, item(1),
            "1 open issue has labels of two kinds of record; each stands in the first table alone "
            "of risks, decisions, achievements and learnings.",
        ),
        labelled("risk::high", "probability::low", "impact::low", record="risk"),
    ),
    "state_two_labels": (
        labelled("status::review", "status::test", settings=STATES),
        (
            "info", 1, item(1),
            "1 open piece of work carries labels of two states at once; time in states counts such "
            "work in both.",
        ),
        labelled("status::review", "Status: Review", "blocked", settings=STATES),
    ),
    "several_increments": (
        labelled("increment::Pay", "increment::Book", settings=BY_LABEL),
        (
            "warning", 1, item(1),
            "1 open piece of work carries the labels of several milestones; such work counts in "
            "the one whose label was put on last.",
        ),
        labelled("increment::Pay", "Increment: Pay", "other::Pay", settings=BY_LABEL),
    ),
    "due_before_start": (
        {"milestones": [make_milestone("1", "2026-09-01", start_on="2026-09-02")]},
        (
            "warning", 1, "Book",
            "1 open milestone starts after its due date; the length of such a milestone, and "
            "whether it is too large, say nothing there.",
        ),
        {"milestones": [make_milestone("1", "2026-09-01", start_on="2026-09-01")]},
    ),
    "unused_baseline": (
        {"increments": [make_increment("Pay")]},
        (
            "warning", 1, "Book",
            "1 title with a date first agreed in the configuration is borne by no milestone; no "
            "movement counts from that date.",
        ),
        {"increments": [make_increment("Book")]},
    ),
    "never_closed": (
        last_closed("2026-06-16"),
        (
            "info", 1, "Book",
            "1 open milestone has had no open work for more than 14 days; such a milestone counts "
            "as unfinished until it is closed.",
        ),
        last_closed("2026-06-17"),
    ),
    "finished_with_open_work": (
        increment(state="finished", remaining_count=1),
        (
            "info", 1, "Book",
            "1 closed milestone holds open work; such a milestone counts as finished, and no "
            "milestone's date takes account of this work.",
        ),
        increment(state="finished", remaining_count=0),
    ),
    "increment_without_work": (
        increment(item_count=0, remaining_count=0),
        (
            "info", 1, "Book",
            "1 open milestone holds no work yet; forecasts need work in it, or a size to expect of "
            "it.",
        ),
        {"settings": EXPECTED, **increment(item_count=0, remaining_count=0)},
    ),
}  # fmt: skip


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_fires(check: str) -> None:
    """With its count, its examples and its sentence, which blames nobody."""
    given, expected, _ = CHECKS[check]
    table = found(**given)

    told = table[table["check"] == check]
    assert rows_of(told, "severity", "item_count", "examples", "sentence") == [expected]
    assert faults(expected[-1]) == []


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_leaves_the_nearest_case_alone(check: str) -> None:
    """Whatever others say of it."""
    assert check not in found(**CHECKS[check][2])["check"].tolist()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {
                "milestones": [
                    make_milestone(title, "2026-09-01", start_on="2026-09-02", title=title)
                    for title in ("Book", "Pay")
                ]
            },
            "2 open milestones start after their due date;",
        ),
        (
            {
                "increments": [make_increment("Renew")],
                "settings": make_settings(
                    project={"baselines": dict.fromkeys(("Book", "Pay"), "2026-08-01")}
                ),
            },
            "2 titles with a date first agreed in the configuration are borne by no milestone; no "
            "movement counts from those dates.",
        ),
    ],
)
def test_several_are_told_as_several(given: dict[str, Any], sentence: str) -> None:
    """In the plural throughout."""
    assert any(sentence in told for told in found(**given)["sentence"])


def test_a_milestone_that_is_ignored_is_passed_over() -> None:
    """As is one of another kind than increments come from, and one that was closed."""
    row = make_milestone("1", "2026-09-01", start_on="2026-09-02")
    ignoring = make_settings(project={**BASELINES, "increments": {"ignore": ["Book"]}})

    for given in (
        {"milestones": [row], "settings": ignoring},
        {"milestones": [row], "settings": BY_LABEL},
        {"milestones": [row | {"kind": "iteration"}]},
        {"milestones": [row | {"state": "closed"}]},
        {"milestones": [row | {"seen_until": at("2026-02-01")}]},
    ):
        assert "due_before_start" not in found(**given)["check"].tolist()


def named_in_code() -> set[str]:
    """Return the names of all checks, as their modules have them."""
    names = {*quality_events._DOUBTS, risk_scores.TWO_VALUES, risk_scores.UNKNOWN_VALUE}
    for path in (ROOT / "metrics" / "parts").glob("quality_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name("Finding"), args=[_, ast.Constant(str(name)), *_]):
                    names.add(name)
    return names


def test_every_check_is_documented() -> None:
    """In docs/data-quality.md, in a row of its own; there are twenty at least."""
    text = (ROOT / "docs" / "data-quality.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)

    assert sorted(documented) == sorted(named_in_code())
    assert len(documented) >= 20


def test_every_check_fires_in_a_test() -> None:
    """Here, among the earlier ones, or among those of records."""
    (marked,) = earlier.test_each_check_finds_what_it_looks_for.pytestmark
    cases = [values for values, _, _ in marked.args[1]]
    fired = {check for _, (check, *_) in cases} | {*CHECKS, *earlier.DOUBTS}
    records = (ROOT / "tests" / "metrics" / "parts" / "test_quality_records.py").read_text()
    fired |= {name for name in re.findall(r'"(\w+)"', records) if name in named_in_code()}

    assert named_in_code() - fired == {"no_size", "size_two_values"}  # tested by themselves


def test_nothing_at_all_leads_to_no_error() -> None:
    """A project without issues, milestones and sources has its team's size to tell of at most."""
    assert found([], sources=[])["check"].tolist() == []
    assert isinstance(found([], sources=[]), pd.DataFrame)
