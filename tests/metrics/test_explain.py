"""What a measure says a row is made of is what its table counts."""

from datetime import datetime
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings

from metrics import registry
from metrics.increments import MEASURE as INCREMENTS
from metrics.milestone_trend import MEASURE as MILESTONE_TREND
from metrics.parts.measure import Measure
from metrics.risk_burndown import MEASURE as RISK_BURNDOWN
from metrics.service_levels import MEASURE as SERVICE_LEVELS
from metrics.throughput import MEASURE as THROUGHPUT
from programme.settings import Settings
from tests.explained import SUMS, all_disagreements
from tests.metrics.frames import Issue, at, make_facts, make_settings, replayed, rows_of
from tests.metrics.risk_frames import Risk, register
from tests.metrics.test_weekly_identities import AS_OF, histories
from tests.metrics.test_weekly_identities import SETTINGS as TWO_PROJECTS


def named(
    measured: Measure,
    frames: dict[str, Any],
    as_of: str,
    config: Settings,
    *columns: str,
    **key: Any,
) -> list[tuple[Any, ...]]:
    """Explain one row of *frames*; the numbers of items by column, and *columns*."""
    facts = frames.pop("facts", make_facts())
    tables = registry.run(registry.measures(), facts, frames, as_of=at(as_of), settings=config)
    inputs = {**{registry.FACTS + name: frame for name, frame in facts.items()}, **frames, **tables}
    assert measured.explain is not None
    found = measured.explain(inputs, key, as_of=at(as_of), settings=config)
    return rows_of(
        found.assign(number=found["item"].str.rpartition("#")[2]), "column", "number", *columns
    )


def test_every_table_is_explained() -> None:
    """No measure is left out, and none of their sums."""
    assert {m.table.name for m in registry.measures() if m.explain} == set(SUMS)


def test_a_week_names_what_moved_in_it() -> None:
    """An item that is finished and then dropped in the week after is reopened there, too."""
    issues = [
        Issue(1, "2026-01-06", ("2026-01-07", "finished"), ("2026-01-14", "dropped")),
        Issue(2, "2026-01-13", title="Second"),
        Issue(3, "2026-01-13", record="decision"),
    ]
    week = pd.Timestamp("2026-01-12")

    found = named(
        THROUGHPUT, replayed(issues), "2026-01-26", make_settings(), "title", "amount", "url",
        project="", week_start=week,
    )  # fmt: skip

    other = ("1", "A piece of work", 1.0, "https://forge.example/portal/1")
    assert found == [
        ("arrived_count", "2", "Second", 1.0, "https://forge.example/portal/2"),
        ("dropped_count", *other),
        ("reopened_count", *other),
    ]


def test_a_project_is_explained_by_its_own_items() -> None:
    """Also where the frames hold others; the programme by all."""
    issues = [Issue(1, "2026-01-06", project=name) for name in ("Api", "Portal")]
    config = make_settings(("Api", "Portal"))

    def projects(project: str) -> list[tuple[Any, ...]]:
        week = pd.Timestamp("2026-01-05")
        return named(
            THROUGHPUT, replayed(issues), "2026-01-12", config, "project",
            project=project, week_start=week,
        )  # fmt: skip

    assert [row[2] for row in projects("Portal")] == ["Portal"]
    assert [row[2] for row in projects("")] == ["Api", "Portal"]


def test_a_percentile_is_the_item_at_its_rank() -> None:
    """Of 20 items that took 1 to 20 days, the 17th is the 85th percentile."""
    issues = [
        Issue(number, "2026-02-01", (f"2026-02-{number:02}T12:00", "finished"))
        for number in range(1, 21)
    ]

    found = named(
        SERVICE_LEVELS, replayed(issues), "2026-03-02", make_settings(), "amount",
        project="Portal", measure="lead_time",
    )  # fmt: skip

    assert [row for row in found if row[0] != "item_count"] == [
        ("p50_days", "10", 10.0),
        ("p80_days", "16", 16.0),
        ("p85_days", "17", 17.0),
        ("p95_days", "19", 19.0),
    ]
    assert len(found) == 24


def test_a_risk_that_shrinks_is_in_the_total_and_in_what_went_down() -> None:
    """Unsized risks count and add no days."""
    risks = [
        Risk(1, "2026-01-06", labels={
            "probability::50%": ("2026-01-06", None),
            "impact-days::30": ("2026-01-06", "2026-01-14"),
            "impact-days::20": ("2026-01-14", None),
        }),
        Risk(2, "2026-01-06", labels={"risk": ("2026-01-06", None)}),
    ]  # fmt: skip

    found = named(
        RISK_BURNDOWN, register(risks), "2026-01-19", make_settings(), "amount",
        project="", week_end=pd.Timestamp("2026-01-18"),
    )  # fmt: skip

    assert found == [
        ("exposure_days", "1", 10.0),
        ("lowered_days", "1", 5.0),
        ("open_count", "1", 1.0),
        ("open_count", "2", 1.0),
        ("unsized_count", "2", 1.0),
    ]


def _queue() -> dict[str, Any]:
    """Two increments by date, one item open in the first and two in the second; ten finished."""
    weekly = [
        Issue(number, "2026-01-06", (f"2026-{1 + number // 4:02}-{7 * (number % 4) + 1:02}T12:00",
              "finished"), increment="First")
        for number in range(1, 11)
    ]  # fmt: skip
    waiting = [
        Issue(21, "2026-01-06", increment="First"),
        Issue(22, "2026-01-06", increment="Second"),
        Issue(23, "2026-01-06", increment="Second"),
        Issue(24, "2026-01-06"),
    ]
    issues = [*weekly, *waiting]
    spells = [
        {"source": "portal", "number": issue.number, "from_at": issue.created,
         "increment": issue.increment}
        for issue in issues if issue.increment
    ]  # fmt: skip
    milestones = [
        {"source": "portal", "milestone_key": str(place), "seen_from": at("2026-01-05"),
         "project": "Portal", "title": title, "state": "open", "created_at": at("2026-01-05"),
         "due_on": pd.Timestamp(due)}
        for place, (title, due) in enumerate([("Second", "2026-08-01"), ("First", "2026-07-01")])
    ]  # fmt: skip
    return replayed(issues, increment_spells=spells) | {"facts": make_facts(milestones=milestones)}


@pytest.mark.parametrize(
    ("increment", "waiting"),
    [
        pytest.param("First", ["21"], id="the first waits for itself"),
        pytest.param("Second", ["21", "22", "23"], id="the second for both"),
        pytest.param("", ["21", "22", "23", "24"], id="work in none for everything"),
    ],
)
def test_a_forecast_waits_for_all_work_before_it(increment: str, waiting: list[str]) -> None:
    """The date is explained by the open items in the increment and those worked before it."""
    as_of, config = "2026-04-20", make_settings()
    found = named(INCREMENTS, _queue(), as_of, config, project="Portal", increment=increment)

    for column in ("p50_on", "p80_on", "p95_on"):
        assert [number for name, number in found if name == column] == waiting


def test_a_past_forecast_waits_for_what_was_open_then() -> None:
    """At an earlier week's end more was open; what is in the increment is told apart."""
    week = pd.Timestamp("2026-03-08")
    found = named(
        MILESTONE_TREND, _queue(), "2026-04-20", make_settings(),
        project="Portal", increment="Second", week_end=week,
    )  # fmt: skip

    assert [number for name, number in found if name == "remaining_count"] == ["22", "23"]
    assert [n for name, n in found if name == "p80_on"] == ["10", "21", "22", "23"]


@settings(deadline=None, max_examples=5)
@given(histories())
def test_items_come_to_every_cell(issues: list[Issue]) -> None:
    """Whatever happens to whichever issue, in rows of every table."""
    found = all_disagreements(make_facts(), _labelled(issues), _instant(), TWO_PROJECTS, most=12)

    assert found == []


def _instant() -> datetime:
    return at(AS_OF)


def _labelled(issues: list[Issue]) -> dict[str, Any]:
    """Give records the label that makes them risks, and every third item an increment."""
    risks = [
        {"source": issue.source, "number": issue.number, "label": name, "from_at": issue.created}
        for issue in issues if issue.record for name in ("risk::high", "impact-gbp::5k")
    ]  # fmt: skip
    for issue in issues:
        issue.increment = "" if issue.number % 3 else "Third"
    parts = [
        {"source": issue.source, "number": issue.number, "increment": "Third",
         "from_at": issue.created}
        for issue in issues if issue.increment
    ]  # fmt: skip
    return replayed(issues, label_spells=risks, increment_spells=parts)
