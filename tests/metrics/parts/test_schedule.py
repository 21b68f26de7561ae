"""A project's schedule: three increments worked by hand, and what holds of any."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from metrics.parts.forecast import ALL_HELD_UP, HELD_UP, NEVER, Outlook, outlook
from metrics.parts.pace import Past
from metrics.parts.planned_weeks import PlannedWeeks
from metrics.parts.schedule import Planned, Schedule
from metrics.parts.simulation import Pace
from metrics.parts.threats import Threat

MONDAY = date(2026, 3, 2)
NAME = "Programme"
#: It happens in every trial.
FORTNIGHT = Threat("portal#7", 1, 14)
PERHAPS = Threat("portal#8", 0.35, 20)


def ahead(*finished: int, growth: float = 0) -> Outlook:
    """Make an outlook from weeks in which planned work grew evenly."""
    counts = np.array(finished)
    even = np.full(len(counts), 45.0)
    planned = PlannedWeeks(even, even * 0 + growth * 100, even * 0, counts, counts)
    return outlook(Past(counts, counts * 0, planned=planned), MONDAY, NAME)


def schedule(
    *planned: Planned, parallel: float = 0, pace: Sequence[int] = (2,) * 26, growth: float = 0
) -> Schedule:
    """Make a schedule; without more said two pieces are finished every week, in turn."""
    return Schedule(planned, ahead(*pace, growth=growth), parallel, NAME)


def weeks(*numbers: int | None) -> list[date | None]:
    """Return the Sundays that so many weeks end on."""
    return [None if n is None else MONDAY + timedelta(days=7 * n - 1) for n in numbers]


A, B, C = Planned("A", 4), Planned("B", 4), Planned("C", 4)
THREE = ("A", "B", "C")
# fmt: off
CASES = {
    # Two a week: 4, 8 and 12 pieces.
    "in-turn": ((A, B, C), 0, weeks(2, 4, 6)),
    # One a week to A, half of one to each other: at 8 pieces they have 2 each left, in turn too.
    "half-out-of-turn": ((A, B, C), 0.5, weeks(4, 6, 6)),
    "a-risk-delays-its-own": ((replace(A, threats=(FORTNIGHT,)), B, C), 0, weeks(4, 4, 6)),
    "risks-add-up": (
        (A, replace(B, threats=(FORTNIGHT, Threat("portal#9", 1, 7))), C), 0, weeks(2, 7, 6)),
    # A is done in week 4 only: B is begun then, with all that is finished from that week on.
    "what-waits-begins-later": (
        (replace(A, threats=(FORTNIGHT,)), replace(B, after=("A",)), C), 0, weeks(4, 5, 6)),
    # The week in which a delay ends counts as a whole: B has the seventh week and the eighth, C the
    # two after them.
    "and-what-waits-for-that": (
        (replace(A, threats=(Threat("portal#7", 1, 35),)), replace(B, after=("A",)),
         replace(C, after=("B",))), 0, weeks(7, 8, 10)),
    # Finished on Sunday 15 March, agreed on Wednesday the 18th.
    "a-gate": (
        (replace(A, gates=(date(2026, 3, 4), date(2026, 3, 18))), B, C), 0,
        [date(2026, 3, 18), *weeks(4, 6)]),
    "a-gate-after-a-risk": (
        (replace(A, threats=(FORTNIGHT,), gates=(date(2026, 3, 18), date(2026, 4, 1))), B, C), 0,
        [date(2026, 4, 1), *weeks(4, 6)]),
    "the-last-gate-has-passed": (
        (replace(A, gates=(date(2026, 3, 14),)), B, C), 0, weeks(2, 4, 6)),
    # Nothing is left of B, but it waits for a committee until Wednesday of the fourth week, and C
    # for B.
    "nothing-left-and-a-gate": (
        (A, replace(B, left=0, gates=(date(2026, 3, 25),)), replace(C, after=("B",))), 0,
        weeks(2, None, 5)),
}
# fmt: on


@pytest.mark.parametrize(("planned", "parallel", "dates"), list(CASES.values()), ids=list(CASES))
def test_three_increments_by_hand(
    planned: tuple[Planned, ...], parallel: float, dates: list[date | None]
) -> None:
    """Every trial is the same, so each date is: two a week from Monday 2 March on."""
    found = schedule(*planned, parallel=parallel)

    for title, day in zip(THREE, dates, strict=True):
        if day is not None:  # is anything left in it?
            assert found.dates(title) == (day, day, day, "")
            assert found.p80(title) == day


def test_growth_makes_all_later() -> None:
    """By one in twenty a week: two pieces are worth 1.90, 1.81, 1.73, 1.65 and 1.57 of today's."""
    found = schedule(A, growth=0.05)

    # 3.71 rounds to 4 pieces after two weeks all the same; 8.66 are 8 only after the fifth.
    assert [found.outlook.p80(pieces) for pieces in (4, 8)] == weeks(2, 5)


def test_what_retiring_a_risk_buys() -> None:
    """The same random numbers, so that it is the delay of this risk and nothing else."""
    held = replace(A, threats=(FORTNIGHT, PERHAPS))
    found = schedule(held, B, C)

    with_it, without = found.finished("A"), found.without("A", FORTNIGHT.item)
    assert set((with_it - without).tolist()) == {14}
    assert (without == schedule(replace(A, threats=(PERHAPS,)), B, C).finished("A")).all()
    assert (found.without("A", "none") == with_it).all()


def test_parts_of_an_increment() -> None:
    """The first pieces of B are finished after A, and all of them when B is."""
    found = schedule(A, replace(B, threats=(FORTNIGHT,)), C)

    told = [set(found.part_finished("B", pieces).tolist()) for pieces in (1, 2, 4)]
    assert told == [{20 + 14}, {20 + 14}, {27 + 14}]
    assert (found.part_finished("B", 4) == found.finished("B")).all()


def test_all_finished_is_the_latest_of_each_trial() -> None:
    """What has nothing left is not waited for."""
    late = replace(A, threats=(Threat("portal#7", 1, 70),))
    none = replace(B, left=0, threats=(Threat("portal#8", 1, 700),))

    assert set(schedule(late, none, C).all_finished().tolist()) == {13 + 70}


def test_chances_count_risks() -> None:
    """A date that is missed in the trials in which a risk of 0.35 happens."""
    target = MONDAY + timedelta(days=13)
    held = replace(A, threats=(PERHAPS,), target=target)

    found = schedule(held, replace(B, target=MONDAY + timedelta(days=27)), C)

    in_time = (found.finished("A") <= 13).mean()
    assert in_time == pytest.approx(0.65, abs=0.015)
    assert found.chance("A") == found.outlook.chance_of(target, lambda: found.finished("A"))
    assert found.chance("B") == 1
    assert found.chance("C") is None


def test_no_pace_no_dates() -> None:
    """With the reason of the project's pace, risks or none."""
    held = replace(A, threats=(PERHAPS,), target=MONDAY)
    found = schedule(held, B, pace=[1] * 6)

    assert found.dates("A").reason == found.dates("B").reason != ""
    assert (found.p80("A"), found.p80("B"), found.chance("A")) == (None, None, None)


PACES = (ahead(*[0, 1, 0, 3] * 13), ahead(*[1, 2, 0, 4, 0] * 6, growth=0.01), ahead(*[2] * 9))


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """Draw two to four increments with what holds them up."""
    count = draw(st.integers(2, 4))
    planned = []
    for place in range(count):
        days = draw(st.lists(st.integers(0, 150), max_size=2, unique=True))
        risks = draw(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60)), max_size=2))
        before = draw(st.sets(st.integers(0, place - 1), max_size=2)) if place else set()
        planned.append(
            Planned(
                str(place),
                draw(st.integers(0, 9)),
                after=tuple(str(one) for one in sorted(before)),
                gates=tuple(MONDAY + timedelta(days=day) for day in sorted(days)),
                threats=tuple(
                    Threat(f"{place}#{number}", *risk) for number, risk in enumerate(risks)
                ),
            )
        )
    parallel = draw(st.sampled_from([0, 0.2, 0.6]))
    return Schedule(planned, draw(st.sampled_from(PACES)), parallel, NAME)


def changed(one: Schedule, place: int, **others: object) -> Schedule:
    """Return a schedule in which one increment is otherwise."""
    planned = list(one.planned)
    planned[place] = replace(planned[place], **others)  # type: ignore[arg-type]
    return Schedule(planned, one.outlook, one.parallel, one.identity)


def later(one: Schedule, other: Schedule, titles: Sequence[str]) -> bool:
    """Say whether any of these increments is finished later in the first, in any trial."""
    return any((one.finished(title) > other.finished(title)).any() for title in titles)


@examples(max_examples=25, deadline=None)
@given(schedules(), st.data())
def test_dropping_scope_makes_nothing_later(found: Schedule, data: st.DataObject) -> None:
    """In no trial, and so of no date."""
    place = data.draw(st.integers(0, len(found.planned) - 1))
    less = data.draw(st.integers(0, int(found.planned[place].left)))

    assert not later(changed(found, place, left=less), found, found.order)


@examples(max_examples=25, deadline=None)
@given(schedules(), st.data())
def test_a_risk_makes_nothing_sooner(found: Schedule, data: st.DataObject) -> None:
    """Nor does a gate where there was none."""
    place = data.draw(st.integers(0, len(found.planned) - 1))
    one = found.planned[place]
    more = changed(found, place, threats=(*one.threats, Threat("one more", 0.5, 30)))
    gated = changed(found, place, gates=one.gates or (MONDAY + timedelta(days=60),))

    assert not later(found, more, found.order)
    assert not later(found, gated, found.order)


@examples(max_examples=25, deadline=None)
@given(schedules(), st.data())
def test_what_waits_is_not_sooner(found: Schedule, data: st.DataObject) -> None:
    """Whatever it is made to come after; what it waits for may be, since it gets its part."""
    place = data.draw(st.integers(1, len(found.planned) - 1))
    before = str(data.draw(st.integers(0, place - 1)))
    after = tuple(sorted({*found.planned[place].after, before}))

    assert not later(found, changed(found, place, after=after), [str(place)])


@examples(max_examples=15, deadline=None)
@given(schedules())
def test_equal_inputs_give_equal_bytes(found: Schedule) -> None:
    """In whatever order one asks."""
    again = Schedule(list(found.planned), found.outlook, found.parallel, NAME)
    backwards = [again.finished(title).tobytes() for title in reversed(again.order)]

    assert [found.finished(title).tobytes() for title in found.order] == backwards[::-1]


@examples(max_examples=25, deadline=None)
@given(schedules(), st.integers(0, 200))
def test_trial_by_trial_comes_to_the_same_as_the_quick_way(found: Schedule, days: int) -> None:
    """A risk that never happens changes no date, though then each trial is looked at."""
    target = MONDAY + timedelta(days=days)
    planned = [replace(one, threats=(), gates=(), target=target) for one in found.planned]
    never = [replace(one, threats=(Threat("never", 0, 9),)) for one in planned]
    quick, slow = (Schedule(one, found.outlook, found.parallel, NAME) for one in (planned, never))

    for one in planned:
        if one.left:
            assert quick.dates(one.title) == slow.dates(one.title)
            assert quick.p80(one.title) == slow.p80(one.title)
            assert quick.chance(one.title) == slow.chance(one.title)
            assert (quick.finished(one.title) <= NEVER).all()


@pytest.mark.parametrize(
    ("planned", "title", "reason"),
    [
        ((replace(A, gates=(date(2030, 1, 7),)), B), "A", HELD_UP),
        ((replace(A, gates=(date(2030, 1, 7),)), replace(B, after=("A",))), "B", HELD_UP),
        ((replace(A, threats=(Threat("portal#9", 1, 900),)), B), "A", HELD_UP),
        ((replace(A, gates=(date(2030, 1, 7),)), B), "B", ""),
        # With or without what holds it up, two a week are too few.
        ((A, Planned("B", 400, gates=(date(2030, 1, 7),))), "B", "pace"),
        ((A, Planned("B", 400)), "B", "pace"),
    ],
)
def test_what_takes_years_is_named(planned: tuple[Planned, ...], title: str, reason: str) -> None:
    """Nobody is told that the pace is too slow where a gate, a risk or another one is the cause."""
    said = schedule(*planned).dates(title).reason
    assert ("at the present pace" in said) if reason == "pace" else reason in said
    assert (said == "") == (reason == "")


@pytest.mark.parametrize(
    ("planned", "reason"),
    [
        ((replace(A, gates=(date(2030, 1, 7),)), B), ALL_HELD_UP),
        ((A, replace(B, threats=(Threat("portal#9", 1, 900),))), ALL_HELD_UP),
        # With or without what holds it up, two a week are too few.
        ((A, Planned("B", 400, gates=(date(2030, 1, 7),))), "at the present pace"),
        # What is done with is held up by nothing any more.
        ((Planned("A", 400), replace(B, left=0, gates=(date(2030, 1, 7),))), "at the present pace"),
    ],
)
def test_what_takes_the_whole_years_is_named(planned: tuple[Planned, ...], reason: str) -> None:
    """Nor of all of them together."""
    assert reason in schedule(*planned).all_dates().reason


@pytest.mark.parametrize("parallel", [0.0, 0.25])
@pytest.mark.parametrize("title", ["First", "Second", "Third"])
def test_the_last_piece_is_finished_with_the_increment(title: str, parallel: float) -> None:
    """What the project does after that is no part of it; no piece comes after a later one."""
    planned = (Planned("First", 8), Planned("Second", 12, after=("First",)), Planned("Third", 20))
    found = schedule(*planned, parallel=parallel, pace=[4, 2, 7, 0, 5, 3] * 4)
    left = int(found.by_title[title].left)
    pieces = [found.part_finished(title, count) for count in range(1, left + 1)]
    assert (pieces[-1] == found.finished(title)).all()
    assert all((before <= after).all() for before, after in zip(pieces, pieces[1:], strict=False))


def test_each_dependency_is_waited_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many ways lead through a plan, none is walked twice."""
    asked = []
    done_after = Pace.done_after

    def counted(pace: Pace, weeks: np.ndarray) -> np.ndarray:
        asked.append(weeks)
        return done_after(pace, weeks)

    monkeypatch.setattr(Pace, "done_after", counted)
    layers = [(f"left {layer}", f"right {layer}") for layer in range(8)]
    planned = [
        Planned(title, 2, after=layers[layer - 1] if layer else (), threats=(PERHAPS,))
        for layer, pair in enumerate(layers)
        for title in pair
    ]
    found = schedule(*planned)
    for one in planned:
        found.finished(one.title)
    assert len(asked) == 4 * 7
