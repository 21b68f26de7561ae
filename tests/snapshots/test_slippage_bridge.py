"""The slippage bridge: its parts sum to the movement, and each change lands on its own cause."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics.items import TABLE as ITEMS
from metrics.parts.schedules import schedules
from programme.settings import Settings
from snapshots.both import Both
from snapshots.bridged import bridge
from snapshots.compare import with_changes
from snapshots.edition import Edition
from snapshots.scope_between import finished_at_once, netted, scope_between
from snapshots.slippage_bridge import CAUSES
from tests.metrics.frames import frame
from tests.metrics.schedule_frames import TODAY, Part, Told, schedule_tables
from tests.snapshots.editions import make_edition, make_settings, table

PROJECT = "Care"
QUIET = {"from": "2026-06-08", "to": "2026-07-05", "pace": 0.0, "name": "Summer"}


@dataclass(frozen=True)
class Stood:
    """How a project stood.

    Attributes:
        weeks: Items finished in each week before it.
        parts: Its increments in their turns; ``left`` is not read.
        items: State of each piece of work by increment and number.
        late: Weeks after TODAY.
        quiet: Whether the summer is quiet.
    """

    weeks: Sequence[int]
    parts: Sequence[Part]
    items: dict[tuple[str, int], str] = field(default_factory=dict)
    late: int = 0
    quiet: bool = False

    def edition(self) -> Edition:
        """Return the edition, with the dates that its own tables come to."""
        left = {part.title: 0 for part in self.parts}
        for (title, _), state in self.items.items():
            left[title] += state == "open"
        parts = [part._replace(left=left[part.title]) for part in self.parts]
        tables = schedule_tables({PROJECT: Told(self.weeks, parts)})
        ahead = pd.Timedelta(weeks=self.late)
        tables["throughput"]["week_start"] += ahead
        first = TODAY + timedelta(weeks=self.late - len(self.weeks))
        tables["items"] = frame(
            ITEMS,
            [
                {
                    "project": PROJECT, "item": f"a/b#{title}{number}", "increment": title,
                    "state": state, "created_on": first,
                }
                for (title, number), state in self.items.items()
            ],
        )  # fmt: skip
        as_of = datetime.combine(TODAY + timedelta(weeks=self.late), time(), UTC)
        chosen = _QUIET if self.quiet else _USUAL
        found = schedules(tables, tables["risks"], as_of=as_of, settings=chosen)[PROJECT]
        increments = [
            {
                "project": PROJECT, "increment": part.title, "p80_on": found.p80(part.title),
                "target_on": found.by_title[part.title].target,
            }
            for part in parts
        ]  # fmt: skip
        made = make_edition(23 + self.late, settings=chosen, header={"as_of": as_of.isoformat()})
        whole = {**made.snapshot.tables, **tables, "increments": table("increments", *increments)}
        return Edition(replace(made.snapshot, tables=whole), chosen)


_USUAL: Settings = make_settings((PROJECT,))
_QUIET: Settings = make_settings((PROJECT,), calendar={"quiet": [QUIET]})


@st.composite
def stood(draw: st.DrawFn) -> Stood:
    """Draw a project with two or three increments in a row."""
    titles = ["Pay", "Book", "Tell"][: draw(st.integers(2, 3))]
    states = st.sampled_from(["open", "open", "open", "finished", "dropped"])
    items = {
        (title, number): draw(states)
        for title in titles
        for number in range(draw(st.integers(4, 12)))
    }
    risks = st.lists(st.tuples(st.sampled_from([0.3, 0.9]), st.integers(7, 60)), max_size=1)
    parts = [
        Part(title, 0, 100 + 7 * place, (), tuple(draw(risks)))
        for place, title in enumerate(titles)
    ]
    return Stood(draw(st.lists(st.integers(0, 6), min_size=8, max_size=20)), parts, items)


def after(draw: st.DrawFn, before: Stood, cause: str) -> Stood:
    """Change one cause alone."""
    items = dict(before.items)
    title = before.parts[0].title
    match cause:
        case "scope_added":
            items |= {(title, 100 + n): "open" for n in range(draw(st.integers(1, 9)))}
        case "scope_dropped":
            gone = [at for at, state in items.items() if state == "open"]
            items |= dict.fromkeys(gone[: draw(st.integers(1, 5))], "dropped")
        case "reopened":
            closed = [at for at, state in items.items() if state != "open"]
            items |= dict.fromkeys(closed, "open")
        case "pace":
            done = draw(st.integers(0, 6))
            opened = [at for at, state in items.items() if state == "open"][:done]
            items |= dict.fromkeys(opened, "finished")
            return replace(before, items=items, weeks=[*before.weeks, done], late=1)
        case "risks":
            risk = (draw(st.sampled_from([0.5, 0.95])), draw(st.integers(20, 90)))
            parts = [part._replace(risks=(risk,)) for part in before.parts]
            return replace(before, parts=parts)
        case "calendar":
            return replace(before, quiet=True)
        case _:
            return replace(before, parts=before.parts[::-1])
    return replace(before, items=items)


@st.composite
def one_cause(draw: st.DrawFn) -> tuple[Stood, Stood, str]:
    """Draw a week in which one cause alone changed."""
    cause, before = draw(st.sampled_from(CAUSES)), draw(stood())
    return before, after(draw, before, cause), cause


@st.composite
def all_causes(draw: st.DrawFn) -> tuple[Stood, Stood]:
    """Draw a week in which many things changed."""
    before = draw(stood())
    now = before
    for cause in draw(st.lists(st.sampled_from(CAUSES), unique=True, min_size=2)):
        now = after(draw, now, cause)
    return before, now


def check(before: Stood, now: Stood, cause: str = "") -> None:
    """Hold the bridge against the two editions."""
    old, new = before.edition(), now.edition()
    found = bridge(Both(old, new))
    was, is_now = (
        dict(zip(e.table("increments")["increment"], e.table("increments")["p80_on"], strict=True))
        for e in (old, new)
    )
    moved = {
        title: (is_now[title] - was[title]).days
        for title in was
        if not (pd.isna(was[title]) or pd.isna(is_now[title])) and was[title] != is_now[title]
    }
    assert found.groupby("increment")["days"].sum().to_dict() == moved
    assert set(found["cause"]) == (set(CAUSES) if moved else set())
    if cause and moved:
        days = found.set_index("cause")["days"].abs()
        assert days[days.index == cause].sum() >= 0.95 * days.sum()


RUN = settings(
    max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
DEEP = settings(RUN, max_examples=500)


@RUN
@given(one_cause())
def test_one_cause_bears_it_all(week: tuple[Stood, Stood, str]) -> None:
    """With one factor changed at least 95 in 100 of the days land on it."""
    check(*week)


@RUN
@given(all_causes())
def test_the_parts_sum_to_the_movement(week: tuple[Stood, Stood]) -> None:
    """Exactly, whatever changed."""
    check(*week)


@pytest.mark.deep
@DEEP
@given(one_cause())
def test_one_cause_bears_it_all_in_500_weeks(week: tuple[Stood, Stood, str]) -> None:
    """The same for many more of them."""
    check(*week)


@pytest.mark.deep
@DEEP
@given(all_causes())
def test_the_parts_sum_in_500_weeks(week: tuple[Stood, Stood]) -> None:
    """The same for many more of them."""
    check(*week)


def pay(count: int, **changes: Any) -> Stood:
    """Return one increment at two pieces of work a week."""
    items = {("Pay", number): "open" for number in range(count)}
    return Stood(**{"weeks": [2] * 12, "parts": [Part("Pay", 0, 70)], "items": items, **changes})


def days(before: Edition, now: Edition) -> dict[str, float]:
    """Return the days of each cause that has any."""
    found = bridge(Both(before, now))
    return {c: d for c, d in zip(found["cause"], found["days"], strict=True) if d}


def test_worked_by_hand() -> None:
    """Two pieces at two a week are a week, a week without them another, a quiet month four."""
    week = pay(12, quiet=True, weeks=[2] * 13, late=1, parts=[Part("Pay", 0, 84)])

    found = bridge(Both(pay(10).edition(), week.edition()))

    told = dict(zip(found["cause"], found["days"], strict=True))
    # Nothing of what is left was finished in the week that passed: all of it is a week later.
    assert told == {
        "scope_added": 7, "scope_dropped": 0, "reopened": 0, "pace": 7, "risks": 0,
        "calendar": 28, "rest": 0,
    }  # fmt: skip
    assert set(found["target_moved_days"]) == {14}


def test_a_week_as_expected_moves_nothing() -> None:
    """What was finished makes up for the week that passed."""
    before, now = pay(10), pay(10, weeks=[2] * 13, late=1)
    now.items.update(dict.fromkeys([("Pay", 0), ("Pay", 1)], "finished"))

    assert bridge(Both(before.edition(), now.edition())).empty


@pytest.mark.parametrize(
    ("flows", "net"),
    [
        ((3, 0, -3), (0, 0, 0)),
        ((3, 0, -5), (0, 2, 0)),
        ((0, 2, 2), (0, 0, 0)),
        ((1, 2, 5), (4, 0, 0)),
        ((1, 2, 0, 9), (1, 2, 0)),
        ((3, 0, -5, 2), (0, 0, 2)),
        ((1, 2, -2, 4), (0, 2, 1)),
    ],
    ids=[
        *("broken-down", "expected-less", "expected-again", "expected-more", "nothing-expected"),
        *("broken-down-and-finished", "more-finished-than-expected"),
    ],
)
def test_work_not_broken_down(flows: tuple[int, ...], net: tuple[int, int, int]) -> None:
    """To break work down adds none, and drops none; what was finished of it is finished."""
    assert netted(*flows) == net


def test_nothing_to_divide() -> None:
    """Other labels, an older edition, and nothing before it."""
    before, now = pay(10).edition(), pay(14).edition()
    assert days(before, now) == {"scope_added": 14}
    meant = make_settings((PROJECT,), labels={"type": {"risk": ["hazard"]}})
    assert days(before, replace(now, settings=meant)) == {}
    tables = {name: one for name, one in before.snapshot.tables.items() if name != "plan"}
    assert days(replace(before, snapshot=replace(before.snapshot, tables=tables)), now) == {}
    assert with_changes(now, None).tables["slippage_bridge"].empty
    assert len(with_changes(now, before).tables["slippage_bridge"]) == len(CAUSES)


def renamed(given: Edition, title: str) -> Edition:
    """Return an edition whose one increment bears another title, at an address of its own."""
    tables = dict(given.snapshot.tables)
    for name in ("increments", "items", "plan"):
        tables[name] = tables[name].assign(increment=title)
    address = "https://github.com/a/b/milestone/1"
    tables["increments"] = tables["increments"].assign(url=address)
    return replace(given, snapshot=replace(given.snapshot, tables=tables))


def test_another_title_is_the_same_increment() -> None:
    """It bears the title it has now, and a new name moves nothing."""
    before, now = renamed(pay(10).edition(), "Pay"), renamed(pay(14).edition(), "Pay online")

    assert days(before, now) == {"scope_added": 14}
    assert set(bridge(Both(before, now))["increment"]) == {"Pay online"}


def test_each_piece_of_work_is_counted_once() -> None:
    """By what it was in and is in; what came and was finished within the week is in no flow."""
    was = {1: ("Pay", "open"), 2: ("Pay", "open"), 3: ("Pay", "open"), 4: ("Pay", "open"),
           5: ("Pay", "finished"), 6: ("Pay", "open"), 7: ("Book", "open")}  # fmt: skip
    now = {1: ("Pay", "open"), 2: ("Pay", "finished"), 3: ("Pay", "dropped"), 4: ("Book", "open"),
           5: ("Pay", "open"), 7: ("Pay", "finished"), 8: ("Pay", "open"),
           9: ("Pay", "finished")}  # fmt: skip
    before, after_it = (
        table(
            "items",
            *(
                {"item": f"a/b#{number}", "increment": title, "state": state}
                for number, (title, state) in told.items()
            ),
        )
        for told in (was, now)
    )

    assert finished_at_once(before, after_it) == {("Care", "Pay"): 2}
    assert scope_between(before, after_it) == {
        ("Care", "Pay"): {"added": 1, "dropped": 3, "reopened": 1, "finished": 1},
        ("Care", "Book"): {"added": 1, "dropped": 1, "reopened": 0, "finished": 0},
    }
