"""What to drop so that a late increment makes its date, and until when to decide it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.parts.cut_line import Cut, Cutter
from metrics.parts.forecast import Outlook, outlook
from metrics.parts.pace import Past
from metrics.parts.room import WANTED, room
from metrics.parts.schedule import Planned, Schedule
from metrics.parts.threats import Threat

MONDAY = date(2026, 11, 23)


def ahead(*finished: int) -> Outlook:
    """Return the outlook of a project that finished so much in its last weeks."""
    counts = np.array(finished)
    return outlook(Past(counts, np.zeros_like(counts)), MONDAY, "Programme")


def three(*, threats: tuple[Threat, ...] = ()) -> Schedule:
    """Return three increments of 8, 12 and 20 pieces at 4 a week: 2, 5 and 10 weeks away.

    The third is wanted after 8 weeks, so that 8 pieces too many are in its way.
    """
    planned = (
        Planned("First", 8, date(2026, 12, 6)),
        Planned("Second", 12, date(2026, 12, 27), threats=threats),
        Planned("Third", 20, date(2027, 1, 17)),
    )
    return Schedule(planned, ahead(*[4] * 52), 0.0, "Programme")


@pytest.mark.parametrize(
    ("kept", "parts", "cuts", "decide_by"),
    [
        # Without the 8 pieces of the first it is just in time, if none of them is worked on.
        ((), {}, (Cut("First", 8),), MONDAY),
        # Of the second 4 may be done, in the third week; what is wasted there is missing later.
        (("First",), {}, (Cut("Second", 12),), date(2026, 12, 13)),
        # One part of 6 is not enough, the last two are; they are begun in the eighth week.
        (("First",), {"Third": [10, 4, 6]}, (Cut("Third", 10, 2),), date(2027, 1, 17)),
        (("First", "Second"), {"Third": [16, 4]}, None, None),
        # Neither part alone is enough, both together are.
        (
            ("First", "Second"),
            {"Second": [7, 5], "Third": [16, 4]},
            (Cut("Third", 4, 1), Cut("Second", 5, 1)),
            date(2026, 12, 20),
        ),
    ],
)
def test_the_smallest_cut_and_until_when(
    kept: Sequence[str],
    parts: dict[str, list[int]],
    cuts: tuple[Cut, ...] | None,
    decide_by: date | None,
) -> None:
    """Fewest things first, then least work; the last week in which it is still enough."""
    line = Cutter(three(), parts, kept).line("Third", date(2027, 1, 17))
    if cuts is None:
        assert line is None
    else:
        assert line is not None
        assert (line.cuts, line.chance, line.decide_by) == (cuts, 1.0, decide_by)


@pytest.mark.parametrize(("probability", "days"), [(0.65, 9), (0.1, 0)])
def test_what_dealing_with_a_risk_brings(probability: float, days: int) -> None:
    """A risk that seldom happens moves no 80% date; one that mostly does moves it by its cost."""
    schedule = three(threats=(Threat("risk", probability, 9),))
    with_it = schedule.dates("Second").p80
    without = schedule.outlook.dates_of(lambda: schedule.without("Second", "risk")).p80
    assert with_it is not None
    assert without == date(2026, 12, 27)
    assert (with_it - without).days == days


def test_what_an_increment_waits_for_is_never_dropped() -> None:
    """Nor what others that stay wait for."""
    schedule = three()
    first, second, third = schedule.planned
    behind = replace(schedule, planned=(first, second, replace(third, after=("First",))))
    line = Cutter(behind, {}, ()).line("Third", date(2027, 1, 17))
    assert line is not None
    assert line.cuts == (Cut("Second", 12),)
    both = (first, replace(second, after=("First",)), replace(third, after=("Second",)))
    assert Cutter(replace(schedule, planned=both), {}, ()).line("Third", date(2027, 1, 17)) is None


def schedules() -> st.SearchStrategy[Schedule]:
    """Draw up to four increments, worked one after the other at a changing pace."""
    increment = st.tuples(
        st.integers(1, 12),
        st.integers(3, 60),
        st.lists(st.tuples(st.sampled_from([0.2, 0.6, 0.9]), st.integers(1, 20)), max_size=2),
        st.booleans(),
    )

    def made(
        drawn: list[tuple[int, int, list[tuple[float, int]], bool]], pace: list[int]
    ) -> Schedule:
        planned = tuple(
            Planned(
                str(place),
                left,
                MONDAY + timedelta(days=days),
                gates=(MONDAY + timedelta(days=days - 2),) if gated else (),
                threats=tuple(
                    Threat(f"{place}/{number}", *risk) for number, risk in enumerate(risks)
                ),
            )
            for place, (left, days, risks, gated) in enumerate(drawn)
        )
        return Schedule(planned, ahead(*pace), 0.0, "Programme")

    paces = st.lists(st.integers(0, 5), min_size=12, max_size=20).filter(lambda pace: any(pace))
    return st.builds(made, st.lists(increment, min_size=1, max_size=4), paces)


@given(schedules())
@settings(max_examples=100)
def test_the_room_is_the_chance_seen_from_its_end(schedule: Schedule) -> None:
    """Work that fits into the room is work that is finished by the date."""
    for one in schedule.planned:
        assert one.target is not None
        space = room(schedule, one.title, one.target)
        assert space.chance(schedule.through[one.title]) == schedule.chance(one.title)


@given(schedules())
@settings(max_examples=100)
def test_no_smaller_cut_is_enough(schedule: Schedule) -> None:
    """All sets of whole increments are tried by brute force, none smaller is enough."""
    last = schedule.planned[-1]
    assert last.target is not None
    others = schedule.planned[:-1]
    enough = [
        (len(dropped), sum(one.left for one in dropped))
        for dropped in chain.from_iterable(
            combinations(others, count) for count in range(1, len(others) + 1)
        )
        if (_without(schedule, dropped).chance(last.title) or 0.0) >= WANTED
    ]
    line = Cutter(schedule, {}, ()).line(last.title, last.target)
    found = None if line is None else (len(line.cuts), sum(cut.pieces for cut in line.cuts))
    assert found == min(enough, default=None)


@pytest.mark.parametrize("target", [date(2027, 2, 7), date(2027, 2, 10), date(2027, 2, 13)])
def test_nothing_is_decided_after_the_date(target: date) -> None:
    """Of eight increments worked at once the last piece is hardly begun when the date comes."""
    others = [Planned(f"Other {number}", 10) for number in range(7)]
    planned = (*others, Planned("Late", 6, target))
    schedule = Schedule(planned, ahead(*[4] * 52), 1.0, "Programme")
    line = Cutter(schedule, {"Late": [5, 1]}, [one.title for one in others]).line("Late", target)
    assert line is not None
    assert (line.cuts, line.decide_by) == ((Cut("Late", 1, 1),), date(2027, 2, 7))


def _without(schedule: Schedule, dropped: Sequence[Planned]) -> Schedule:
    planned = [replace(one, left=0) if one in dropped else one for one in schedule.planned]
    return replace(schedule, planned=planned)
