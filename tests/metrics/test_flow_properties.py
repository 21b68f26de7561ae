"""What holds of ageing, flow health, flow efficiency and time in state, whatever happens."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics import registry
from metrics.parts.replay import replay
from programme import frames
from programme.settings import Settings
from tests.metrics.frames import make_facts, make_settings

# Watching which lines run doubles the time of these; others show what is covered.
pytestmark = pytest.mark.no_cover

TABLES = ("ageing", "flow_health", "flow_efficiency", "time_in_state")
CHOSEN = [
    measure
    for measure in registry.measures()
    if measure.table.name in {*TABLES, "throughput", "flow", "items", "service_levels"}
]
START = datetime(2026, 1, 5, tzinfo=UTC)
DAYS = 200
AS_OF = START + timedelta(days=DAYS)
LABELS = ("doing", "status::review", "blocked", "workflow::blocked", "on hold", "bug")
#: Measured together, several programmes cost little more than one.
TEAMS = range(10)
PROJECTS = tuple(f"{name} {team}" for team in TEAMS for name in ("Api", "Portal"))
#: What happened to issues, by source and number: (instant, kind, label), oldest first.
Lives = dict[tuple[str, int], list[tuple[datetime, str, str]]]


@st.composite
def programmes(draw: st.DrawFn) -> Lives:
    """Draw for each team what happened to some issues of two projects of its own."""
    return {
        (f"{('api', 'portal')[number % 2]} {team}", number): life
        for team in TEAMS
        for number, life in enumerate(draw(lives()))
    }


@st.composite
def lives(draw: st.DrawFn) -> list[list[tuple[datetime, str, str]]]:
    """Draw what happened to some issues."""
    found = []
    for _ in range(draw(st.integers(1, 6))):
        minutes = draw(
            st.lists(st.integers(0, 24 * 60 * (DAYS + 20)), min_size=1, max_size=9, unique=True)
        )
        held: set[str] = set()
        is_open = True
        life: list[tuple[datetime, str, str]] = []
        for minute in sorted(minutes):
            deed = draw(st.sampled_from(["turn", *LABELS])) if life else "created"
            at = START + timedelta(minutes=minute)
            if deed == "created":
                life.append((at, "created", ""))
            elif deed == "turn":
                life.append((at, "closed" if is_open else "reopened", ""))
                is_open = not is_open
            else:
                life.append((at, "unlabelled" if deed in held else "labelled", deed))
                held ^= {deed}
        found.append(life)
    return found


def facts(found: Lives, until: datetime) -> dict[str, pd.DataFrame]:
    """Make the facts as a sync at *until* would have seen them."""
    items: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    for (source, number), life in found.items():
        known = [change for change in life if change[0] <= until]
        if not known:
            continue
        key = {"source": source, "number": number}
        turns = [at for at, kind, _ in known if kind in {"closed", "reopened"}]
        held = {label for _, kind, label in known if kind == "labelled"}
        held = {
            name for name in held if [k for _, k, label in known if label == name][-1] == "labelled"
        }
        items.append(
            {
                **key,
                "project": source.title(),
                "item": f"forge.example/{source}#{number}",
                "title": "A piece of work",
                "state": "closed" if len(turns) % 2 else "open",
                "created_at": known[0][0],
                "updated_at": known[-1][0],
                "closed_at": turns[-1] if len(turns) % 2 else pd.NaT,
                "seen_from": until,
                "lines": {},
            }
        )
        labels += [{**key, "label_key": name, "label": name} for name in sorted(held)]
        events += [
            {**key, "at": at, "position": 0, "kind": kind, "label_key": name, "label": name}
            for at, kind, name in known[1:]
        ]
    return make_facts(items=items, item_labels=labels, events=events)


def measured(
    given_facts: dict[str, pd.DataFrame], as_of: datetime, programme: Settings
) -> dict[str, pd.DataFrame]:
    """Replay and measure."""
    replayed = replay(given_facts, as_of=as_of, settings=programme)
    tables = registry.run(CHOSEN, given_facts, replayed, as_of=as_of, settings=programme)
    return {name: tables[name] for name in TABLES}


def since(start: datetime, projects: tuple[str, ...] = PROJECTS, **programme: Any) -> Settings:
    """Make settings of a programme that began on a day."""
    return make_settings(projects, programme={"started_on": start.date(), **programme})


def same(left: dict[str, pd.DataFrame], right: dict[str, pd.DataFrame]) -> None:
    """Hold two sets of tables against one another, cell by cell."""
    for name in TABLES:
        pd.testing.assert_frame_equal(left[name], right[name])


# The ordinary run has it in test_properties_*.py, of every measure.
@pytest.mark.deep
@settings(max_examples=10)
@given(programmes(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(found: Lives, dice: Any) -> None:
    """Neither of the facts nor of what is replayed from them."""
    programme = since(START)
    given_facts = facts(found, AS_OF)
    replayed = replay(given_facts, as_of=AS_OF, settings=programme)
    mixed = {
        name: table.sample(frac=1, random_state=dice.randrange(2**32)).reset_index(drop=True)
        for name, table in replayed.items()
    }

    tables = [
        registry.run(CHOSEN, given_facts, spells, as_of=AS_OF, settings=programme)
        for spells in (replayed, mixed)
    ]

    for name in TABLES:
        keys = next(m.table.keys for m in CHOSEN if m.table.name == name)
        left, right = (part[name].sort_values(keys, ignore_index=True) for part in tables)
        pd.testing.assert_frame_equal(left, right)


# The ordinary run has it in test_properties_*.py, of every measure.
@pytest.mark.deep
@settings(max_examples=10)
@given(programmes())
def test_what_happens_later_changes_nothing(found: Lives) -> None:
    """A moment of the past is measured the same with the events that came after it."""
    programme = since(START)
    later = facts(found, AS_OF + timedelta(days=30))
    known = later["items"]["created_at"] <= pd.Timestamp(AS_OF)
    seen = later["items"].loc[known, ["source", "number"]]
    now = {
        name: table.merge(seen, on=["source", "number"])
        if {"source", "number"} <= set(table.columns)
        else table
        for name, table in later.items()
    }
    now = {c.name: frames.conform(now[c.name], c) for c in frames.FACTS}

    same(
        measured(facts(found, AS_OF), AS_OF, programme),
        measured(now, AS_OF, programme),
    )


# The ordinary run has it in test_properties_*.py, of every measure.
@pytest.mark.deep
@settings(max_examples=10)
@given(programmes(), st.integers(1, 3))
def test_moving_everything_by_weeks_keeps_every_duration(found: Lives, weeks: int) -> None:
    """In a time zone without clock changes, dates move and nothing else does."""
    step = timedelta(weeks=weeks)
    moved = {
        key: [(at + step, kind, name) for at, kind, name in life] for key, life in found.items()
    }
    first, second = (since(start, time_zone="UTC") for start in (START, START + step))

    before = measured(facts(found, AS_OF), AS_OF, first)
    after = measured(facts(moved, AS_OF + step), AS_OF + step, second)

    after["ageing"] = after["ageing"].assign(
        started_on=(after["ageing"]["started_on"] - pd.Timedelta(step)).astype(frames.ON)
    )
    same(before, after)


@settings(max_examples=10)
@given(programmes())
def test_active_time_is_no_more_than_elapsed_and_states_no_more_than_life(found: Lives) -> None:
    """Parts are within their whole."""
    tables = measured(facts(found, AS_OF), AS_OF, since(START))

    efficiency = tables["flow_efficiency"]
    assert (efficiency["active_days"] <= efficiency["elapsed_days"]).all()
    assert (efficiency["held_up_count"] <= efficiency["item_count"]).all()
    whole = tables["time_in_state"]
    assert (whole["total_days"] <= whole["item_count"] * DAYS).all()


@pytest.mark.parametrize("name", TABLES)
def test_all_projects_at_once_are_as_each_alone(name: str) -> None:
    """A project's rows follow from its own frames."""
    issue = [(START, "created", ""), (START + timedelta(days=1), "labelled", "doing")]
    shut = [*issue, (START + timedelta(days=90), "closed", "")]
    found: Lives = {
        ("api", 0): issue,
        ("portal", 1): shut,
        ("api", 2): shut,
        ("portal", 3): issue,
    }
    programme = since(START, ("Api", "Portal"))
    both = measured(facts(found, AS_OF), AS_OF, programme)[name]
    parts = []
    for project in programme.projects:
        own = programme.model_copy(update={"projects": (project,)})
        given_facts = {
            table: rows[rows["source"] == project.name.lower()].reset_index(drop=True)
            for table, rows in facts(found, AS_OF).items()
        }
        replayed = replay(given_facts, as_of=AS_OF, settings=own)
        known = registry.given(CHOSEN, given_facts, replayed, as_of=AS_OF, settings=own)
        parts.append(registry.compute(CHOSEN, known, as_of=AS_OF, settings=own))
    alone = pd.concat([part[name] for part in parts], ignore_index=True)

    pd.testing.assert_frame_equal(both[both["project"] != ""].reset_index(drop=True), alone)
