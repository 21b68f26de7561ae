"""What the records leave open is said, with what it does to which figure, and without blame."""

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest

from metrics.achievements import TABLE as ACHIEVEMENTS
from metrics.data_quality import MEASURE
from metrics.decisions import TABLE as DECISIONS
from metrics.flow_health import TABLE as FLOW_HEALTH
from metrics.increments import TABLE as INCREMENTS
from metrics.items import MEASURE as ITEMS
from metrics.learnings import TABLE as LEARNINGS
from metrics.sources import MEASURE as SOURCES
from programme import frames
from programme.settings import Settings
from tests.conftest import ROOT
from tests.metrics.frames import (
    Issue,
    at,
    computed,
    frame,
    make_facts,
    make_settings,
    replayed,
    rows_of,
    sized,
)
from tests.metrics.test_sources import make_source

AS_OF = "2026-07-01T12:00"
FRESH = make_source(last_ok_at=at("2026-07-01T11:00"))
FACT = {
    "source": "portal",
    "project": "Portal",
    "title": "A piece of work",
    "state": "open",
    "created_at": at("2026-06-01"),
    "updated_at": at("2026-06-20"),
    "seen_from": at("2026-06-20"),
    "lines": {},
}


def make_increment(name: str, **changes: Any) -> dict[str, Any]:
    """Make what the checks read of a row of the increments table: open, due, one baseline."""
    return {
        "project": "Portal",
        "increment": name,
        "state": "open",
        "target_on": pd.Timestamp("2026-09-01"),
        "finished_on": pd.NaT,
        "item_count": 1,
        "remaining_count": int(changes.get("state") != "finished"),
        **changes,
    }


def make_milestone(key: str, due_on: str | None, **changes: Any) -> dict[str, Any]:
    """Make a row of MILESTONES."""
    return {
        "source": "portal",
        "milestone_key": key,
        "seen_from": at("2026-01-01"),
        "project": "Portal",
        "title": "Book",
        "state": "open",
        "due_on": due_on,
        "lines": {},
        **changes,
    }


def started(number: int, *turns: tuple[str, str], **changes: Any) -> Issue:
    """Make an issue that is in order: started, in an increment."""
    changes = {"increment": "Book", "started": "2026-06-02", **changes}
    return Issue(number, "2026-06-01", *turns, **changes)


def found(
    issues: Sequence[Issue] = (started(99),),
    *,
    settings: Settings | None = None,
    increments: Sequence[dict[str, Any]] = (),
    risks: Sequence[dict[str, Any]] = (),
    health: Sequence[dict[str, Any]] = (),
    sources: Sequence[dict[str, Any]] = (FRESH,),
    items: Sequence[dict[str, Any]] = (),
    events: Sequence[dict[str, Any]] = (),
    milestones: Sequence[dict[str, Any]] = (),
    links: Sequence[dict[str, Any]] = (),
    **others: Sequence[dict[str, Any]],
) -> pd.DataFrame:
    """Run every check; what is not named is in order."""
    settings = settings or make_settings(project={"baselines": {"Book": "2026-08-01"}})
    facts = make_facts(
        items=items, events=events, milestones=milestones, links=links, sources=sources
    )
    inputs: dict[str, Any] = {
        **{f"facts.{name}": table for name, table in facts.items()},
        **replayed(issues, **others),
    }
    inputs["items"] = computed(ITEMS, inputs, AS_OF, settings)
    inputs["sources"] = computed(SOURCES, inputs, AS_OF, settings)
    inputs["flow_health"] = frame(FLOW_HEALTH, health)
    # What is looked for in these has tests of its own: parts/test_quality_records.py.
    inputs |= {table.name: frames.empty(table) for table in (ACHIEVEMENTS, DECISIONS, LEARNINGS)}
    table = pd.DataFrame(list(increments), columns=list(make_increment("")))
    inputs["increments"] = table.astype(
        {name: INCREMENTS.columns[name].dtype for name in table.columns}
    )
    inputs["risks"] = pd.DataFrame(
        list(risks), columns=["project", "item", "state", "sized", "increment"]
    )
    return computed(MEASURE, inputs, AS_OF, settings)


def make_health(littles_law_ratio: float | None, **changes: Any) -> dict[str, Any]:
    """Make a row of the flow_health table: 12 under way, where 6 go through in 7 days a week."""
    return {
        "project": "Portal",
        **{name: 26 for name in FLOW_HEALTH.columns if name.endswith("_count")},
        "mean_wip": 12.0,
        "mean_finished_per_week": 6.0,
        "elapsed_days": 1092.0,
        "mean_cycle_time_days": 7.0,
        "littles_law_ratio": littles_law_ratio,
        **changes,
    }


#: The committee still meets today for one increment, and met for two others.
GATED = make_settings(
    project={
        "baselines": {"Book": "2026-08-01", "Pay": "2026-08-01"},
        "gates": {
            "Book": ["2026-07-01", "2026-06-03"],
            "Pay": ["2026-06-30", "2026-06-03"],
            "Renew": "2026-06-03",
        },
    }
)


def item(number: int) -> str:
    """Name an issue of the portal."""
    return f"forge.example/portal#{number}"


def event(when: str) -> dict[str, Any]:
    """Make an event of issue 1."""
    return {"source": "portal", "number": 1, "at": at(when), "position": 0, "kind": "labelled"}


def doubt(number: int, check: str, detail: str = "") -> dict[str, Any]:
    """Make a row of DOUBTS."""
    return {"source": "portal", "number": number, "check": check, "detail": detail}


def label(number: int, name: str) -> dict[str, Any]:
    """Make a label that issue *number* carries."""
    return {"source": "portal", "number": number, "label": name, "from_at": at("2026-06-01")}


def wait(number: int, other: int) -> dict[str, Any]:
    """Make a link of an issue that waits for another one."""
    return {
        "source": "portal",
        "number": number,
        "kind": "blocker",
        "link_key": item(other),
        "seen_from": at("2026-06-02"),
        "asked_from": at("2026-06-02"),
    }


def fact(number: int, **changes: Any) -> dict[str, Any]:
    """Make a row of ITEMS."""
    return {**FACT, "number": number, "item": item(number), **changes}


def test_a_programme_in_order_has_no_row() -> None:
    """Nothing is said where there is nothing to say."""
    table = found(
        [started(1), started(2, ("2026-06-20", "finished"))],
        increments=[make_increment("Book")],
        milestones=[make_milestone("1", "2026-09-01")],
        items=[fact(1), fact(2)],
    )

    assert rows_of(table, "check") == []


#: What each case below is told as: what was met, and what it does to which figure.
SENTENCES = {
    "milestones that wait for one another": (
        "1 dependency would close a circle of milestones that wait for one another; the order in "
        "which milestones can be finished leaves out those with the fewest links."
    ),
    "titles that nothing bears": (
        "4 titles in the order, the gates or the expected sizes of the configuration are borne by "
        "no milestone; forecasts leave them out."
    ),
    "gates that have passed": (
        "All gates of 1 open milestone have passed; forecasts wait for none, so please list later "
        "dates in the configuration."
    ),
    "open work in no milestone": (
        "1 open piece of work is in no milestone; no milestone's date takes account of this work."
    ),
    "open work without a change for 180 days": (
        "1 open piece of work has not changed for 180 days; remaining work and its forecast count "
        "such work in full."
    ),
    "closed before it was created": (
        "1 issue was closed before creation, by the forge's times; weekly counts and lead time take"
        " the creation as the closing."
    ),
    "start after the finish": (
        "1 finished piece of work got the first start signal after the finish; cycle time leaves "
        "such work out."
    ),
    "30 closed in one minute": (
        "30 pieces of work were closed on 20 June 2026, 30 or more in one minute; the pace of such "
        "a week counts them, though they may have been finished before."
    ),
    "30 closed in each of two minutes": (
        "60 pieces of work were closed between 20 June 2026 and 21 June 2026, 30 or more in one "
        "minute; the pace of such a week counts them, though they may have been finished before."
    ),
    "more under way than pace and time suggest": (
        "1.5 times as much work is under way at the end of a week as pace and time from start to "
        "finish suggest; some starts or finishes may not be in the records, which touches age and "
        "cycle time."
    ),
    "less under way than pace and time suggest": (
        "0.5 times as much work is under way at the end of a week as pace and time from start to "
        "finish suggest; some starts or finishes may not be in the records, which touches age and "
        "cycle time."
    ),
    "milestone without a due date": (
        "1 open milestone has no due date; movements of dates and the chance of being on time leave"
        " it out."
    ),
    "due before 2000": (
        "1 milestone is due before 2000 or more than 10 years ahead; movements of dates and the "
        "chance of being on time say nothing there."
    ),
    "due in the year 9999": (
        "1 milestone is due before 2000 or more than 10 years ahead; movements of dates and the "
        "chance of being on time say nothing there."
    ),
    "open after its due date": (
        "1 open milestone is past the due date; the days later than first agreed stand still until "
        "it is moved or closed."
    ),
    "no agreed baseline": (
        "1 open milestone has no date first agreed; movements count from the first date that was "
        "seen."
    ),
    "one title, two due dates": (
        "1 title is borne by milestones with different due dates; movements of dates and the chance"
        " of being on time take the latest."
    ),
    "closed 15 days after its last item": (
        "1 milestone was closed more than 14 days after the last piece of work; the days later than"
        " first agreed count to the day of closing."
    ),
    "a risk of two minds": (
        "1 risk has two values of one kind; the graver one counts in the expected delay."
    ),
    "a risk label nobody knows": (
        "1 risk has a label whose value is not known; that part of the risk is empty, and without a"
        " size it is not in the expected delay."
    ),
    "a risk without a size": (
        "1 open risk is not sized yet; the expected delay leaves such risks out."
    ),
    "risks that no open milestone waits for": (
        "2 sized risks are in no open milestone; no forecast of a date counts such risks."
    ),
    "never synced": "1 source has never been synced; nothing from there is in any figure.",
    "asked for a moment before the first sync": (
        "1 source was first synced after this moment; every figure is rebuilt from what was seen "
        "later."
    ),
    "failed": "The last sync of 1 source failed; figures use what was known on 20 June 2026.",
    "failed from the first": (
        "The last sync of 1 source failed; nothing from there is in any figure."
    ),
    "stale": (
        "1 source was last synced on 20 January 2026 or later; every figure lacks what has changed "
        "since."
    ),
    "issues without events": (
        "1 source tells no events; work that was closed and reopened is counted by its last closing"
        " alone, so weekly counts before the first sync may be wrong."
    ),
    "nothing ever starts": (
        "No piece of work carries a start label; lead time is shown, and cycle time and age are "
        "empty."
    ),
    "a small team": (
        "The team has fewer than 5 people; pages show its figures together with other teams'."
    ),
    "a team of unknown size": (
        "The configuration does not give the team's size; pages show its figures together with "
        "other teams'."
    ),
}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(
            {"issues": [started(1, increment="")], "increments": [make_increment("Book")]},
            ("no_increment", "info", 1, item(1)),
            id="open work in no milestone",
        ),
        pytest.param(
            {"issues": [started(1)], "items": [fact(1, updated_at=at("2026-01-01")), fact(2)]},
            ("stale_open", "info", 1, item(1)),
            id="open work without a change for 180 days",
        ),
        pytest.param(
            {
                "issues": [started(1)],
                "items": [fact(1, created_at=at("2026-06-10"), closed_at=at("2026-06-09"))],
            },
            ("closed_before_created", "warning", 1, item(1)),
            id="closed before it was created",
        ),
        pytest.param(
            {"issues": [started(1, ("2026-06-20", "finished"), started="2026-06-21")]},
            ("start_after_finish", "info", 1, item(1)),
            id="start after the finish",
        ),
        pytest.param(
            {"issues": [started(n, (f"2026-06-19T23:30:{n:02}", "finished")) for n in range(30)]},
            ("bulk_closings", "warning", 30, f"{item(0)}; {item(1)}; {item(10)}"),
            id="30 closed in one minute",
        ),
        pytest.param(
            {
                "issues": [
                    started(n, (f"2026-06-{20 + n % 2}T10:00", "finished")) for n in range(60)
                ]
            },
            ("bulk_closings", "warning", 60, f"{item(0)}; {item(1)}; {item(10)}"),
            id="30 closed in each of two minutes",
        ),
        pytest.param(
            {"health": [make_health(1.500001)]},
            ("littles_law", "info", None, ""),
            id="more under way than pace and time suggest",
        ),
        pytest.param(
            {"health": [make_health(0.499999)]},
            ("littles_law", "info", None, ""),
            id="less under way than pace and time suggest",
        ),
        pytest.param(
            {"increments": [make_increment("Book", target_on=pd.NaT)]},
            ("no_due_date", "warning", 1, "Book"),
            id="milestone without a due date",
        ),
        pytest.param(
            {"increments": [make_increment("Book", target_on=pd.Timestamp("1999-12-31"))]},
            ("absurd_due_date", "warning", 1, "Book"),
            id="due before 2000",
        ),
        pytest.param(
            {"increments": [make_increment("Book", target_on=pd.Timestamp("9999-12-31"))]},
            ("absurd_due_date", "warning", 1, "Book"),
            id="due in the year 9999",
        ),
        pytest.param(
            {"increments": [make_increment("Book", target_on=pd.Timestamp("2026-06-30"))]},
            ("overdue", "warning", 1, "Book"),
            id="open after its due date",
        ),
        pytest.param(
            {"increments": [make_increment("Book"), make_increment("Pay")]},
            ("no_baseline", "info", 1, "Pay"),
            id="no agreed baseline",
        ),
        pytest.param(
            {"milestones": [make_milestone("1", "2026-09-01"), make_milestone("2", "2026-09-02")]},
            ("due_dates_differ", "warning", 1, "Book"),
            id="one title, two due dates",
        ),
        pytest.param(
            {
                "issues": [started(1, ("2026-06-02", "finished"))],
                "increments": [
                    make_increment("Book", state="finished", finished_on=pd.Timestamp("2026-06-17"))
                ],
            },
            ("closed_late", "info", 1, "Book"),
            id="closed 15 days after its last item",
        ),
        pytest.param(
            {
                "issues": [started(1, record="risk")],
                "label_spells": [label(1, "probability::high"), label(1, "probability::low")],
            },
            ("risk_two_values", "warning", 1, item(1)),
            id="a risk of two minds",
        ),
        pytest.param(
            {
                "issues": [started(1, record="risk")],
                "label_spells": [label(1, "probability::purple")],
            },
            ("risk_unknown_value", "warning", 1, item(1)),
            id="a risk label nobody knows",
        ),
        pytest.param(
            {"risks": [{"project": "Portal", "item": item(1), "state": "open", "sized": False}]},
            ("risk_unsized", "info", 1, item(1)),
            id="a risk without a size",
        ),
        pytest.param(
            {
                "risks": [
                    {
                        "project": "Portal",
                        "item": item(number),
                        "state": state,
                        "sized": True,
                        "increment": increment,
                    }
                    for number, state, increment in [
                        (1, "open", ""),
                        (2, "open", "Book"),
                        (3, "open", "Finished"),
                        (4, "retired", ""),
                    ]
                ],
                "increments": [
                    make_increment("Book"),
                    make_increment("Finished", state="finished"),
                ],
            },
            ("risk_unplaced", "info", 2, f"{item(1)}; {item(3)}"),
            id="risks that no open milestone waits for",
        ),
        pytest.param(
            {"issues": [], "sources": [make_source(last_ok_at=None)]},
            ("source_never_synced", "error", 1, "portal"),
            id="never synced",
        ),
        pytest.param(
            {"issues": [started(1)], "sources": [make_source(last_ok_at=None)]},
            ("source_rebuilt", "info", 1, "portal"),
            id="asked for a moment before the first sync",
        ),
        pytest.param(
            {"sources": [make_source(failed=True, last_ok_at=at("2026-06-19T23:30"))]},
            ("source_failed", "error", 1, "portal"),
            id="failed",
        ),
        pytest.param(
            {"sources": [make_source(failed=True, last_ok_at=None, message="Refused.")]},
            ("source_failed", "error", 1, "portal"),
            id="failed from the first",
        ),
        pytest.param(
            {"sources": [make_source()]}, ("source_stale", "warning", 1, "portal"), id="stale"
        ),
        pytest.param(
            {"issues": [started(1)], "sources": [{**FRESH, "event_count": 0}]},
            ("no_events", "warning", 1, "portal"),
            id="issues without events",
        ),
        pytest.param(
            {"issues": [started(1, started=None)]},
            ("no_start_signal", "info", None, ""),
            id="nothing ever starts",
        ),
        pytest.param(
            {
                "issues": [started(1), started(2, increment="Pay"), started(3, increment="Pay")],
                "increments": [make_increment("Book"), make_increment("Pay")],
                "settings": make_settings(
                    project={"baselines": {"Book": "2026-08-01", "Pay": "2026-08-01"}}
                ),
                "links": [wait(1, 2), wait(2, 1), wait(3, 1)],
            },
            ("dependency_circle", "warning", 1, "Book after Pay"),
            id="milestones that wait for one another",
        ),
        pytest.param(
            {
                "issues": [started(1)],
                "increments": [make_increment("Book")],
                "settings": make_settings(
                    project={
                        "baselines": {"Book": "2026-08-01"},
                        "order": {"Book": ["Old"], "New": ["Book"]},
                        "expected_items": {"Later": 30, "Book": 3},
                        "gates": {"Gated": "2026-06-30", "Book": "2026-07-01"},
                    }
                ),
            },
            ("unknown_increment", "warning", 4, "Gated; Later; New"),
            id="titles that nothing bears",
        ),
        pytest.param(
            {
                "increments": [
                    make_increment("Book"),
                    make_increment("Pay"),
                    make_increment("Renew", state="finished"),
                ],
                "settings": GATED,
            },
            ("gates_passed", "warning", 1, "Pay"),
            id="gates that have passed",
        ),
        pytest.param(
            {"settings": make_settings(project={"people": 4})},
            ("team_small", "info", None, ""),
            id="a small team",
        ),
        pytest.param(
            {"settings": make_settings(project={"people": None})},
            ("team_size_unknown", "info", None, ""),
            id="a team of unknown size",
        ),
    ],
)
def test_each_check_finds_what_it_looks_for(
    given: dict[str, Any], expected: tuple[object, ...], request: pytest.FixtureRequest
) -> None:
    """And nothing else is found; it is told in one plain sentence, with London's dates."""
    table = found(**given)

    assert rows_of(table, "project", "check", "severity", "item_count", "examples") == [
        ("Portal", *expected)
    ]
    assert table["sentence"].tolist() == [SENTENCES[request.node.callspec.id]]


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(
            {"issues": [started(1, increment="")]}, id="no milestone where there are none"
        ),
        pytest.param(
            {
                "issues": [started(1, increment="")],
                "increments": [make_increment("", target_on=pd.NaT)],
            },
            id="only the row of work in no milestone",
        ),
        pytest.param(
            {"increments": [make_increment("Book", target_on=pd.Timestamp("2026-07-01"))]},
            id="due today",
        ),
        pytest.param(
            {
                "issues": [started(1, ("2026-06-20", "dropped"), increment="")],
                "increments": [make_increment("Book")],
            },
            id="closed work in no milestone",
        ),
        pytest.param(
            {
                "issues": [started(1)],
                "items": [fact(1, updated_at=at("2026-01-01"))],
                "events": [event("2026-06-01")],
            },
            id="an event is a change",
        ),
        pytest.param(
            {"issues": [started(n, ("2026-06-20T10:00", "finished")) for n in range(29)]},
            id="29 closed in one minute",
        ),
        pytest.param(
            {"increments": [make_increment("Book", state="finished", target_on=pd.NaT)]},
            id="a finished milestone without a due date",
        ),
        pytest.param(
            {
                "milestones": [
                    make_milestone("1", "2026-09-01"),
                    make_milestone("2", None),
                    make_milestone("3", "2026-10-01", seen_until=at("2026-02-01")),
                ]
            },
            id="one due date, one without, one of the past",
        ),
        pytest.param(
            {
                "issues": [started(1, ("2026-06-02", "finished"))],
                "increments": [
                    make_increment("Book", state="finished", finished_on=pd.Timestamp("2026-06-16"))
                ],
            },
            id="closed 14 days after its last item",
        ),
        pytest.param(
            {
                "issues": [started(1, ("2026-06-20", "dropped"), record="risk")],
                "label_spells": [label(1, "probability::purple")],
            },
            id="labels of a closed risk",
        ),
        pytest.param(
            {"issues": [started(1)], "doubts": [doubt(1, "closed_before_created")]},
            id="a doubt that has a check of its own",
        ),
        pytest.param({"health": [make_health(1.5)]}, id="off by half, and not by more"),
        pytest.param({"health": [make_health(0.5)]}, id="off by half the other way"),
        pytest.param({"health": [make_health(None)]}, id="too little to hold flow to a law"),
        pytest.param(
            {"settings": make_settings({"Portal": "risk-register"}, project={"people": None})},
            id="the team of a risk register",
        ),
    ],
)
def test_checks_leave_alone_what_is_in_order(given: dict[str, Any]) -> None:
    """The nearest case that is none."""
    assert rows_of(found(**given), "check") == []


#: What the replay doubts: severity, and what is said of one issue.
DOUBTS = {
    "event_before_creation": (
        "info",
        "1 issue has an event from before it was created; such events count from the creation on.",
    ),
    "closing_event_missing": (
        "info",
        "1 closed issue has no closing event; weekly counts take the closing time that the forge "
        "gives.",
    ),
    "reopening_event_missing": (
        "warning",
        "1 issue is open again without an event that says since when; weekly counts take the time "
        "of the forge's last change.",
    ),
    "closing_reason_changed": (
        "info",
        "1 closed issue has another reason now than when it was closed; finished and dropped "
        "counts change with the forge's last change.",
    ),
    "label_not_in_events": (
        "info",
        "1 issue gained or lost a label without an event that says when; counts by label take the "
        "time of the forge's last change.",
    ),
    "label_without_event": (
        "info",
        "1 issue carries a label that no event puts on (what was met); figures by label take such "
        "labels to have been there from the creation.",
    ),
    "label_renamed": (
        "info",
        "1 issue has an event that calls a label by another name than it bears now (what was met);"
        " figures by label, of earlier weeks too, go by the present name.",
    ),
    "milestone_not_in_events": (
        "info",
        "1 issue changed its milestone without an event that says when; counts by milestone take "
        "the time of the forge's last change.",
    ),
    "milestone_without_event": (
        "info",
        "1 issue is in a milestone though no event puts it there; counts by milestone take such "
        "issues to have been there from the creation.",
    ),
    "milestone_renamed": (
        "info",
        "1 issue has an event that calls a milestone by another title than it bears now (what was "
        "met); counts by milestone, of earlier weeks too, go by the present title.",
    ),
}


@pytest.mark.parametrize("check", DOUBTS)
def test_doubts_of_the_replay_are_told(check: str) -> None:
    """Each as a check of its own."""
    table = found([started(1), started(2)], doubts=[doubt(1, check, "what was met")])

    assert rows_of(table, "check", "severity", "item_count", "examples", "sentence") == [
        (check, DOUBTS[check][0], 1, item(1), DOUBTS[check][1])
    ]


@pytest.mark.parametrize(
    ("details", "told"),
    [
        (["bug, now Bug"], "(bug, now Bug)"),
        (["b", "a", "b", "c"], "(b; a; c)"),
        (["d", "c", "b", "a"], "(a; b; c; and others)"),
        (["a\nb\u202ec"], "(a bc)"),
    ],
)
def test_labels_that_were_renamed_are_told(details: Sequence[str], told: str) -> None:
    """Up to three, those of most issues first, in one line."""
    doubts = [doubt(number, "label_renamed", detail) for number, detail in enumerate(details)]

    (sentence,) = found([started(number) for number in range(4)], doubts=doubts)["sentence"]

    assert told in sentence


TWO = [started(1), started(2)]
RISKS = [started(n, record="risk") for n in (1, 2)]
LATE = {"state": "finished", "finished_on": pd.Timestamp("2026-06-20")}


def increments(**changes: Any) -> dict[str, Any]:
    """Make two increments of which a baseline was agreed, or was not."""
    return {"increments": [make_increment(name, **changes) for name in ("Book", "Pay")]}


def sources(**changes: Any) -> dict[str, Any]:
    """Make the sources of both issues."""
    return {"sources": [{**FRESH, "source": name, **changes} for name in ("other", "portal")]}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"issues": [started(n, increment="") for n in range(4)], **increments()},
            "4 open pieces of work are in no milestone",
        ),
        (
            {"issues": TWO, "items": [fact(n, updated_at=at("2026-01-01")) for n in (1, 2)]},
            "2 open pieces of work have not changed for 180 days",
        ),
        (
            {"items": [fact(n, closed_at=at("2026-05-01")) for n in (1, 2)]},
            "2 issues were closed before creation",
        ),
        (
            {
                "issues": [
                    started(n, ("2026-06-20", "finished"), started="2026-06-21") for n in (1, 2)
                ]
            },
            "2 finished pieces of work got the first start signal after the finish",
        ),
        (
            {"issues": TWO, "doubts": [doubt(n, "label_not_in_events") for n in (1, 2)]},
            "2 issues gained or lost a label",
        ),
        (
            {
                **increments(),
                "settings": make_settings(
                    project={"gates": dict.fromkeys(("Book", "Pay"), "2026-06-03")}
                ),
            },
            "All gates of 2 open milestones have passed",
        ),
        (increments(target_on=pd.NaT), "2 open milestones have no due date"),
        (increments(target_on=pd.NaT), "and the chance of being on time leave them out."),
        (
            increments(target_on=pd.Timestamp("2099-01-01")),
            "2 milestones are due before 2000 or more than 10 years ahead",
        ),
        (increments(target_on=pd.Timestamp("2026-01-01")), "2 open milestones are past the due"),
        (
            {"increments": [make_increment(name) for name in ("Apply", "Pay")]},
            "2 open milestones have no date first agreed",
        ),
        (
            {
                "milestones": [
                    make_milestone(f"{title}{due}", due, title=title)
                    for title in ("Apply", "Pay")
                    for due in ("2026-09-01", "2026-09-02")
                ]
            },
            "2 titles are borne by milestones with different due dates",
        ),
        (
            {
                "issues": [
                    started(1, ("2026-06-02", "finished")),
                    started(2, ("2026-06-02", "finished"), increment="Pay"),
                ],
                **increments(**LATE),
            },
            "2 milestones were closed more than 14 days after",
        ),
        (
            {
                "issues": RISKS,
                "label_spells": [
                    label(n, f"probability::{p}") for n in (1, 2) for p in ("high", "low")
                ],
            },
            "2 risks have two values of one kind",
        ),
        (
            {
                "issues": RISKS,
                "label_spells": [label(n, "probability::purple") for n in (1, 2)],
            },
            "2 risks have a label whose value is not known",
        ),
        (
            {
                "risks": [
                    {"project": "Portal", "item": item(n), "state": "open", "sized": False}
                    for n in (1, 2)
                ]
            },
            "2 open risks are not sized yet",
        ),
        (
            {"issues": [], **sources(last_ok_at=None)},
            "2 sources have never been synced",
        ),
        (sources(failed=True), "The last sync of 2 sources failed"),
        (sources(last_ok_at=at("2026-06-01")), "2 sources were last synced on 1 June 2026"),
    ],
)
def test_many_are_told_as_many(given: dict[str, Any], sentence: str) -> None:
    """The count is of all, and up to three are named."""
    told = found(**given)

    (row,) = (row for row in told.to_dict("records") if sentence in row["sentence"])
    assert len(row["examples"].split("; ")) == min(row["item_count"], 3)


@pytest.mark.parametrize(
    ("changed", "checks"), [("2026-01-01T23:30", ["stale_open"]), ("2026-01-02T23:30", [])]
)
def test_half_a_year_is_counted_in_local_days(changed: str, checks: list[str]) -> None:
    """In Auckland it is 2 July; both changes were made there a day later than in UTC."""
    settings = make_settings(
        programme={"time_zone": "Pacific/Auckland"}, project={"baselines": {"Book": "2026-08-01"}}
    )

    items = [fact(1, updated_at=at(changed)), fact(2)]
    told = found([started(1)], items=items, settings=settings)

    assert told["check"].tolist() == checks


@pytest.mark.parametrize(
    ("due", "check"),
    [
        ("1999-12-31", "absurd_due_date"),
        ("2000-01-01", "overdue"),
        ("2026-07-01", "overdue"),
        ("2026-07-02", None),
        ("2036-07-02", None),
        ("2036-07-03", "absurd_due_date"),
    ],
)
def test_due_dates_are_held_against_the_local_day(due: str, check: str | None) -> None:
    """In Auckland it is 2 July."""
    settings = make_settings(
        programme={"time_zone": "Pacific/Auckland"}, project={"baselines": {"Book": "2026-08-01"}}
    )

    told = found(
        increments=[make_increment("Book", target_on=pd.Timestamp(due))], settings=settings
    )

    assert told["check"].tolist() == [check] * (check is not None)


def test_closing_late_is_held_against_the_last_works_local_day() -> None:
    """It was finished on 3 June in London, 14 days before the milestone was closed."""
    issues = [started(1, ("2026-06-02T23:30", "finished"))]
    closed = make_increment("Book", state="finished", finished_on=pd.Timestamp("2026-06-17"))

    assert found(issues, increments=[closed])["check"].tolist() == []


def test_littles_law_is_worded_without_a_teams_counts() -> None:
    """By how much it is off and what that touches; nobody is blamed, and no pace is told."""
    row = found(health=[make_health(2.04)]).iloc[0]

    assert row["sentence"] == (
        "2 times as much work is under way at the end of a week as pace and time from start to "
        "finish suggest; some starts or finishes may not be in the records, which touches age and "
        "cycle time."
    )


def test_every_doubt_of_the_replay_is_worded() -> None:
    """A doubt that nobody words would be lost."""
    source = "".join(
        (ROOT / "metrics" / "parts" / name).read_text(encoding="utf-8")
        for name in ("replay.py", "tracks.py", "memberships.py")
    )
    checks = set(re.findall(r'(?:[dD]oubt|renamed)\(\s*"(\w+)"', source)) - {
        "closed_before_created"
    }

    doubts = [doubt(1, check) for check in checks]
    assert set(found([started(1)], doubts=doubts)["check"]) == checks
    assert set(DOUBTS) == checks


def test_work_without_a_size_is_counted_where_sizes_are_configured() -> None:
    """And work whose labels name two, of which the higher counts."""
    issues = [
        started(1, labels=["points::3"]),
        started(2, labels=["points::3", "points::5"]),
        started(3, labels=["points::large", "points::5"]),
        started(4),
    ]
    spells = {"label_spells": sized(issues)["label_spells"].to_dict("records")}
    settings = make_settings(
        project={"baselines": {"Book": "2026-08-01"}}, measures={"size": "label:points::*"}
    )

    table = found(issues, settings=settings, **spells)

    told = rows_of(table[table["check"].str.contains("size")], "check", "item_count", "sentence")
    assert told == [
        (
            "no_size",
            2,
            "2 pieces of work have no size that can be read; figures by size leave such work out.",
        ),
        (
            "size_two_values",
            1,
            "1 piece of work has labels of several sizes; the highest counts in figures by size.",
        ),
    ]
    (one,) = found([started(1)], settings=settings)["sentence"]
    assert one.startswith("1 piece of work has no size that can be read;")
    assert found(issues, **spells)["check"].tolist() == []
