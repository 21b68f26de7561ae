"""What a measure says a row is made of is what its table counts."""

from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from metrics import registry
from metrics.ageing import MEASURE as AGEING
from metrics.data_quality import MEASURE as DATA_QUALITY
from metrics.flow import MEASURE as FLOW
from metrics.flow_efficiency import MEASURE as FLOW_EFFICIENCY
from metrics.flow_health import MEASURE as FLOW_HEALTH
from metrics.forecast_scores import MEASURE as FORECAST_SCORES
from metrics.increments import MEASURE as INCREMENTS
from metrics.items import MEASURE as ITEMS
from metrics.milestone_trend import MEASURE as MILESTONE_TREND
from metrics.parts.measure import Measure
from metrics.projects import MEASURE as STANDINGS
from metrics.risk_burndown import MEASURE as RISK_BURNDOWN
from metrics.risks import MEASURE as RISKS
from metrics.run_chart import MEASURE as RUN_CHART
from metrics.service_levels import MEASURE as SERVICE_LEVELS
from metrics.sources import MEASURE as SOURCES
from metrics.throughput import MEASURE as THROUGHPUT
from metrics.time_in_state import MEASURE as TIME_IN_STATE
from programme.settings import Settings
from tests.explained import SUMS, all_disagreements
from tests.metrics.flow_frames import AS_OF as JULY
from tests.metrics.flow_frames import finished, label
from tests.metrics.frames import Issue, at, make_facts, make_settings, replayed, rows_of, sized
from tests.metrics.increment_frames import milestone
from tests.metrics.risk_frames import Risk, register
from tests.metrics.test_weekly_identities import AS_OF, PROJECTS, programmes

# Watching which lines run doubles the time of these; others show what is covered.
pytestmark = pytest.mark.no_cover

FACTS = make_facts()


def named(
    measured: Measure,
    frames: dict[str, Any],
    as_of: str,
    config: Settings,
    *columns: str,
    **key: Any,
) -> list[tuple[Any, ...]]:
    """Explain one row of *frames*; the numbers of items by column, and *columns*."""
    facts = frames.pop("facts", FACTS)
    needed = registry.needed([measured.table.name])
    tables = registry.run(needed, facts, frames, as_of=at(as_of), settings=config)
    inputs = {**{registry.FACTS + name: frame for name, frame in facts.items()}, **frames, **tables}
    assert measured.explain is not None
    found = measured.explain(inputs, key, as_of=at(as_of), settings=config)
    return rows_of(
        found.assign(number=found["item"].str.split("#").str[-1]), "column", "number", *columns
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


def test_the_run_chart_names_what_was_finished_in_a_week() -> None:
    """And nothing else that moved."""
    issues = [
        Issue(1, "2026-01-06", ("2026-01-07", "finished")),
        Issue(2, "2026-01-06", ("2026-01-07", "dropped")),
        Issue(3, "2026-01-06", ("2026-01-13", "finished")),
    ]
    week = pd.Timestamp("2026-01-05")

    found = named(
        RUN_CHART, replayed(issues), "2026-01-26", make_settings(), "amount",
        project="Portal", week_start=week,
    )  # fmt: skip

    assert found == [("finished_count", "1", 1.0)]


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


def test_an_age_stands_beside_the_finished_work_it_is_held_against() -> None:
    """Of 20 items that took 3 to 22 days, the 17th is the 85th percentile."""
    done = [finished(n, turns=((f"2026-06-{3 + n:02}T12:00", "finished"),)) for n in range(1, 21)]
    under_way = Issue(30, "2026-06-01", started="2026-07-06")

    found = named(
        AGEING, replayed([*done, under_way]), JULY, make_settings(), "amount",
        project="Portal", item="forge.example/portal#30",
    )  # fmt: skip

    assert found == [("age_days", "30", 5.0), ("sle_days", "17", 19.0)]


def _held_up() -> dict[str, Any]:
    """One item that was blocked for a day and a half of ten, one that was not, two open ones."""
    issues = [
        finished(1),
        finished(2, project="Api"),
        Issue(3, "2026-06-01", started="2026-06-02"),
        Issue(4, "2026-06-01", started="2026-07-06T12:00", project="Api"),
    ]
    labels = [
        label(issues[0], "blocked", "2026-06-03", "2026-06-04T12:00"),
        label(issues[2], "blocked", "2026-06-03"),
        label(issues[2], "on hold", "2026-06-03"),
        label(issues[3], "on hold", "2026-07-07"),
    ]
    return replayed(issues, label_spells=labels)


def test_flow_efficiency_is_explained_by_the_days_that_it_divides() -> None:
    """The programme has no part of a project in which nothing was held up."""
    expected = [
        ("active_days", "1", 8.5),
        ("elapsed_days", "1", 10.0),
        ("held_up_count", "1", 1.0),
        ("item_count", "1", 1.0),
    ]
    config = make_settings(("Api", "Portal"))
    for project in ("Portal", ""):
        found = named(FLOW_EFFICIENCY, _held_up(), JULY, config, "amount", project=project)
        assert found == expected

    own = named(FLOW_EFFICIENCY, _held_up(), JULY, config, "amount", project="Api")
    assert own == [
        ("active_days", "2", 10.0),
        ("elapsed_days", "2", 10.0),
        ("item_count", "2", 1.0),
    ]


def test_a_state_names_what_was_in_it_and_what_is() -> None:
    """An open item counts once, whatever number of labels tell the state."""
    key = {"project": "", "state": "blocked"}
    config = make_settings(("Api", "Portal"))

    assert named(TIME_IN_STATE, _held_up(), JULY, config, "amount", **key) == [
        ("item_count", "1", 1.0),
        ("open_count", "3", 1.0),
        ("total_days", "1", 1.5),
    ]


def test_days_in_a_state_have_the_item_at_the_rank() -> None:
    """20 items were in review for 1 to 20 hours; the programme has no percentile."""
    issues = [finished(number) for number in range(1, 21)]
    labels = [
        label(one, "status::review", "2026-06-04T00:00", f"2026-06-04T{one.number:02}:00")
        for one in issues
    ]
    key = {"project": "Portal", "state": "status::review"}
    given_frames = replayed(issues, label_spells=labels)

    found = named(TIME_IN_STATE, given_frames, JULY, make_settings(), "amount", **key)

    assert [row for row in found if row[0] in {"p50_days", "p85_days"}] == [
        ("p50_days", "10", 0.416667),
        ("p85_days", "17", 0.708333),
    ]
    whole = named(TIME_IN_STATE, given_frames, JULY, make_settings(), **{**key, "project": ""})
    assert {column for column, _ in whole} == {"item_count", "total_days"}


def test_flow_health_counts_an_item_for_every_week_that_does() -> None:
    """A mean adds up weeks ÷ 26; counts are of weeks after the plan of Monday 8 June."""
    issues = [
        finished(1, turns=(
            ("2026-06-04", "finished"), ("2026-06-10", "open"), ("2026-06-18", "finished"),
        )),
        Issue(2, "2026-06-20", started="2026-06-22"),
        Issue(3, "2026-06-09"),
    ]  # fmt: skip
    baseline = {"date": "2026-09-01", "agreed_on": "2026-06-08", "role": "Director", "reason": "So"}
    config = make_settings(project={"baselines": {"Book": [baseline]}})

    for project in ("Portal", ""):
        found = named(FLOW_HEALTH, replayed(issues), JULY, config, "amount", project=project)

        assert found == [
            ("arrived_count", "2", 1.0),
            ("elapsed_days", "1", 15.5),
            ("finished_count", "1", 1.0),
            ("item_count", "1", 1.0),
            ("mean_finished_per_week", "1", 0.076923),
            ("mean_wip", "1", 0.038462),
            ("mean_wip", "2", 0.076923),
        ]


def test_sizes_are_explained_by_the_items_of_the_count_that_have_one() -> None:
    """With the size of each; what is not sized is counted and adds nothing."""
    issues = [
        Issue(1, "2026-01-06", started="2026-01-07", size=0.1, increment="Pay"),
        Issue(2, "2026-01-06", increment="Pay"),
        Issue(3, "2026-01-06", ("2026-01-08", "finished"), size=5),
    ]
    config = make_settings(measures={"size": "weight"})
    facts = make_facts(items=[issue.fact() for issue in issues])
    given_frames = replayed(issues, increment_spells=_parts(issues))

    def explained_by(measured: Measure, **key: Any) -> dict[str, list[tuple[Any, ...]]]:
        rows = named(
            measured, {**given_frames, "facts": facts}, "2026-01-19", config, "amount", **key
        )
        return {
            column: [row[1:] for row in rows if row[0] == column]
            for column in dict.fromkeys(row[0] for row in rows)
            if "size" in column
        }

    assert explained_by(THROUGHPUT, project="", week_start=pd.Timestamp("2026-01-05")) == {
        "arrived_size": [("1", 0.1), ("3", 5)],
        "finished_size": [("3", 5)],
    }
    assert explained_by(FLOW, project="Portal", week_end=pd.Timestamp("2026-01-11")) == {
        "arrived_size_total": [("1", 0.1), ("3", 5)],
        "finished_size_total": [("3", 5)],
        "started_size_total": [("1", 0.1)],
        "wip_size": [("1", 0.1)],
    }
    remaining = {"remaining_size": [("1", 0.1)]}
    assert explained_by(INCREMENTS, project="Portal", increment="Pay") == remaining
    assert explained_by(STANDINGS, project="") == remaining
    assert explained_by(ITEMS, project="Portal", item="forge.example/portal#3") == {
        "size": [("3", 5)]
    }


def test_an_item_has_its_working_days() -> None:
    """Friday to Monday: four days, two of them working days."""
    issue = Issue(1, "2026-01-09", ("2026-01-12T12:00", "finished"), started="2026-01-09")
    config = make_settings(calendar={"country": "GB", "subdivision": "ENG", "working_days": True})
    key = {"project": "Portal", "item": "forge.example/portal#1"}

    assert named(ITEMS, replayed([issue]), "2026-01-19", config, "amount", **key) == [
        ("cycle_time_days", "1", 4.0),
        ("cycle_time_working_days", "1", 2.0),
        ("lead_time_days", "1", 4.0),
        ("lead_time_working_days", "1", 2.0),
        ("state", "1", None),
    ]


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


def test_a_risk_has_its_expected_delay_and_loss() -> None:
    """Where they are known; and no other risk has a part in it."""
    still = (None, None)
    risks = [
        Risk(1, "2026-01-06", labels={"risk::high": still, "impact-gbp::5k": still}),
        Risk(2, "2026-01-06", labels={"risk": still}),
    ]

    def explained_by(number: int) -> list[tuple[Any, ...]]:
        return named(
            RISKS, register(risks), "2026-01-19", make_settings(), "amount",
            project="Portal", item=f"forge.example/portal#{number}",
        )  # fmt: skip

    assert explained_by(1) == [
        ("exposure_days", "1", 19.5),
        ("exposure_gbp", "1", 3250.0),
        ("state", "1", None),
    ]
    assert explained_by(2) == [("state", "2", None)]


def test_a_source_has_every_issue_that_was_seen_there() -> None:
    """Work and records; and none of another source."""
    issues = [
        Issue(1, "2026-01-06", record="decision"),
        Issue(2, "2026-01-06"),
        Issue(3, "2026-01-06", project="Api"),
    ]
    config = make_settings(("Api", "Portal"))

    found = named(SOURCES, replayed(issues), "2026-01-19", config, "project", source="portal")

    assert found == [("item_count", "1", "Portal"), ("item_count", "2", "Portal")]


def test_a_check_names_all_that_it_was_found_on() -> None:
    """Not three examples alone; issues with their title, milestones by theirs."""
    issues = [Issue(number, "2026-01-06", title=f"Number {number}") for number in range(1, 5)]
    issues += [Issue(5, "2026-01-06", increment="Pay"), Issue(1, "2026-01-06", project="Api")]
    milestones = [
        row
        for project in ("Api", "Portal")
        for row in milestone("Pay", ("2026-01-05", None), project=project)
    ]

    def explained_by(check: str) -> list[tuple[Any, ...]]:
        made = replayed(issues, increment_spells=_parts(issues))
        return named(
            DATA_QUALITY, made | {"facts": make_facts(milestones=milestones)}, "2026-01-19",
            make_settings(("Api", "Portal")), "title", "amount", "url", "project",
            project="Portal", check=check,
        )  # fmt: skip

    assert explained_by("no_increment") == [
        ("item_count", f"{number}", f"Number {number}", 1.0,
         f"https://forge.example/portal/{number}", "Portal") for number in range(1, 5)
    ]  # fmt: skip
    assert explained_by("no_due_date") == [
        ("item_count", "Pay", "", 1.0, "https://forge.example/milestones/Pay", "Portal")
    ]


def test_a_project_has_the_items_of_its_counts_and_its_open_risks() -> None:
    """What is under way remains, too; a risk without a size has no days."""
    still = (None, None)
    issues: list[Issue] = [
        Issue(1, "2026-01-06", ("2026-01-07", "finished"), started="2026-01-06"),
        Issue(2, "2026-01-06", ("2026-01-07", "dropped")),
        Issue(3, "2026-01-06", started="2026-01-08"),
        Issue(4, "2026-01-06"),
    ]
    risks = [
        Risk(5, "2026-01-06", labels={"risk::high": still}),
        Risk(6, "2026-01-06", labels={"risk": still}),
        Risk(7, "2026-01-06", ("2026-01-09", "finished"), labels={"risk": still}),
        Risk(8, "2026-01-06", ("2026-01-09", "finished"), labels={"risk::high": still}),
    ]
    labels = [row for risk in risks for row in risk.label_spells()]
    made = replayed([*issues, *risks], label_spells=labels)

    found = named(
        STANDINGS, made, "2026-01-19", make_settings(), "amount", project="Portal"
    )  # fmt: skip

    # A forecast waits for all that is open.
    assert found == [
        ("dropped_count", "2", 1.0),
        ("exposure_days", "5", 19.5),
        ("finished_count", "1", 1.0),
        *(("item_count", f"{number}", 1.0) for number in range(1, 5)),
        *((name, number, 1.0) for name in ("p50_on", "p80_on", "p95_on", "remaining_count")
          for number in "34"),
        ("unsized_count", "6", 1.0),
        ("wip_count", "3", 1.0),
    ]  # fmt: skip


def _parts(issues: list[Issue]) -> list[dict[str, Any]]:
    """Make rows of INCREMENT_SPELLS: every issue was in its increment from the start."""
    return [
        {"source": issue.source, "number": issue.number, "from_at": issue.created,
         "increment": issue.increment}
        for issue in issues if issue.increment
    ]  # fmt: skip


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
    milestones = [
        {"source": "portal", "milestone_key": str(place), "seen_from": at("2026-01-05"),
         "project": "Portal", "title": title, "state": "open", "created_at": at("2026-01-05"),
         "due_on": pd.Timestamp(due)}
        for place, (title, due) in enumerate([("Second", "2026-08-01"), ("First", "2026-07-01")])
    ]  # fmt: skip
    return replayed(issues, increment_spells=_parts(issues)) | {
        "facts": make_facts(milestones=milestones)
    }


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


def test_an_increment_of_that_title_elsewhere_has_no_part_in_it() -> None:
    """Nor do its forecast and its risks."""
    issues = [Issue(1, "2026-01-06", increment="Pay", project=name) for name in ("Api", "Portal")]
    made = replayed(issues, increment_spells=_parts(issues))

    found = named(
        INCREMENTS, made, "2026-04-20", make_settings(("Api", "Portal")), "project",
        project="Portal", increment="Pay",
    )  # fmt: skip

    assert {(column, project) for column, _, project in found} == {
        (column, "Portal")
        for column in ("item_count", "remaining_count", "p50_on", "p80_on", "p95_on", "p_on_time")
    }


LABELS: dict[str, Any] = {"increments": {"from": "labels", "prefix": "increment::"}}
AGREED = {"date": "2026-06-01", "agreed_on": "2026-02-01", "role": "SRO", "reason": "Plan"}


@pytest.mark.parametrize(
    ("project", "waiting"),
    [
        pytest.param({}, ["10", "21", "22", "23"], id="the second by its milestone's date"),
        pytest.param(LABELS, ["10", "21", "22", "23"], id="undated labels in order of titles"),
        pytest.param(
            {**LABELS, "baselines": {"Second": [AGREED]}}, ["22", "23"], id="agreed to be first"
        ),
    ],
)
def test_a_past_forecast_waits_for_what_was_open_then(
    project: dict[str, Any], waiting: list[str]
) -> None:
    """At an earlier week's end more was open; what is in the increment is told apart."""
    week = pd.Timestamp("2026-03-08")
    found = named(
        MILESTONE_TREND, _queue(), "2026-04-20", make_settings(project=project),
        project="Portal", increment="Second", week_end=week,
    )  # fmt: skip

    assert [number for name, number in found if name == "remaining_count"] == ["22", "23"]
    assert [number for name, number in found if name == "p80_on"] == waiting


def test_a_scored_forecast_waits_for_the_same() -> None:
    """All three of its dates, as the table of trends has it."""
    found = named(
        FORECAST_SCORES, _queue(), "2026-04-20", make_settings(),
        project="Portal", increment="Second", issued_on=pd.Timestamp("2026-03-08"),
    )  # fmt: skip

    assert [number for name, number in found if name == "remaining_count"] == ["22", "23"]
    for column in ("p50_on", "p80_on", "p95_on"):
        waiting = [number for name, number in found if name == column]
        assert waiting == ["10", "21", "22", "23"]


@pytest.mark.parametrize(("end", "open_then"), [("10:59:59", []), ("11:00", ["1"])])
def test_a_week_ends_at_the_programmes_midnight(end: str, open_then: list[str]) -> None:
    """Which is 11:00 UTC where it is summer in New Zealand."""
    issues = [Issue(1, "2026-01-06", (f"2026-03-08T{end}", "finished"), increment="Pay")]
    found = named(
        MILESTONE_TREND, replayed(issues, increment_spells=_parts(issues)), "2026-04-20",
        make_settings(project=LABELS, programme={"time_zone": "Pacific/Auckland"}),
        project="Portal", increment="Pay", week_end=pd.Timestamp("2026-03-08"),
    )  # fmt: skip

    assert [number for name, number in found if name == "remaining_count"] == open_then


SIZED = make_settings(
    PROJECTS,
    measures={"size": "weight"},
    calendar={"country": "GB", "subdivision": "ENG", "working_days": True},
)
DICE = st.randoms(use_true_random=False)


@settings(max_examples=6)
@given(programmes(), DICE)
def test_items_come_to_every_cell_of_a_week(issues: list[Issue], dice: Random) -> None:
    """Whatever happens to whichever issue, in counts and in sizes."""
    for issue in issues:
        issue.size = issue.number / 10 if issue.number % 3 else None
    frames = sized(issues)
    facts = {**FACTS, "items": frames.pop("facts.items")}
    weekly = ("throughput", "flow")

    found = all_disagreements(facts, frames, at(AS_OF), SIZED, tables=weekly, most=5, dice=dice)

    assert found == []


# To shrink what takes a second to try would take minutes.
@pytest.mark.deep
@settings(max_examples=3, phases=[Phase.explicit, Phase.generate])
@given(programmes(), DICE)
def test_items_come_to_every_cell(issues: list[Issue], dice: Random) -> None:
    """The same in rows of every table."""
    facts, frames = _labelled(issues)

    assert all_disagreements(facts, frames, at(AS_OF), SIZED, most=2, dice=dice) == []


@pytest.mark.deep
@settings(max_examples=20)
@given(programmes())
def test_items_come_to_every_cell_of_every_row(issues: list[Issue]) -> None:
    """The same in every row of every table."""
    assert all_disagreements(*_labelled(issues), at(AS_OF), SIZED) == []


def _labelled(issues: list[Issue]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Make facts and frames: records are risks, every third item is in an increment and sized."""
    risks = [
        {"source": issue.source, "number": issue.number, "label": name, "from_at": issue.created}
        for issue in issues if issue.record for name in ("risk::high", "impact-gbp::5k")
    ]  # fmt: skip
    for issue in issues:
        issue.increment = "" if issue.number % 3 else "Third"
        issue.size = issue.number / 10 if issue.increment else None
    facts = {**FACTS, "items": sized(issues)["facts.items"]}
    return facts, replayed(issues, label_spells=risks, increment_spells=_parts(issues))
