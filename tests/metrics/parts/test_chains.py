"""Chains: which increments they are made of, what decides, and several dates at once."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.parts.chains import (
    Chain,
    Member,
    as_printed,
    chains,
    chance_in_time,
    decided,
    key_increments,
    last_day,
    latest_target,
    share_in_time,
)
from metrics.parts.schedule import Schedule
from metrics.parts.schedules import schedules
from metrics.parts.sureness import chance_of
from tests.metrics.frames import at, make_settings
from tests.metrics.schedule_frames import TODAY, Part, Told, in_days, schedule_tables

STEADY = [2] * 12
#: Ten in every other week, and nothing between.
BUSY_OR_IDLE = [0, 10] * 18


def schedule_of(projects: dict[str, Told]) -> dict[str, Schedule]:
    """Return the schedule of each project as of TODAY."""
    tables = schedule_tables(projects)
    return schedules(
        tables, tables["risks"], as_of=at(TODAY.isoformat()), settings=make_settings(list(projects))
    )


def scheduled(*parts: Part, weeks: Sequence[int] = STEADY) -> Schedule:
    """Return the schedule of one project."""
    return schedule_of({"Portal": Told(weeks, parts)})["Portal"]


def members(schedule: Schedule, titles: str) -> list[Member]:
    """Return increments that each have a letter for a title."""
    return [Member(schedule, title) for title in titles]


#: A risk that comes always, and one that comes half of the time.
LATER, PERHAPS = ((1.0, 70),), ((0.5, 70),)
SHAPES = {
    "none waits": ([Part("A", 2), Part("B", 2)], "AB", ["A", "B"]),
    "one after the other": (
        [Part("A", 2), Part("B", 2, after=("A",)), Part("C", 2, after=("B",))],
        "ABC",
        ["A → B → C"],
    ),
    "a short cut is no chain": (
        [Part("A", 2), Part("B", 2, after=("A",)), Part("C", 2, after=("A", "B"))],
        "ABC",
        ["A → B → C"],
    ),
    "two after one": (
        [Part("A", 2), Part("B", 2, after=("A",)), Part("C", 2, after=("A",))],
        "ABC",
        ["A → B", "A → C"],
    ),
    "of two before one the last in turn": (
        [Part("A", 2), Part("B", 2), Part("C", 2, after=("A", "B"))],
        "ABC",
        ["B → C"],
    ),
    "of two before one that which is finished later": (
        [Part("A", 2, risks=LATER), Part("B", 2), Part("C", 2, after=("A", "B"))],
        "ABC",
        ["A → C"],
    ),
    "what is done is in none, and parts no chain": (
        [Part("A", 2), Part("B", 0, after=("A",)), Part("C", 2, after=("B",))],
        "AC",
        ["A → C"],
    ),
    "what is not key leads to what is": (
        [Part("A", 2), Part("B", 2, after=("A",)), Part("C", 2, after=("B",))],
        "B",
        ["A → B"],
    ),
    "a key one before another is no end": (
        [Part("A", 2), Part("B", 2, after=("A",)), Part("C", 2, after=("B",))],
        "AC",
        ["A → B → C"],
    ),
    "nothing key": ([Part("A", 2)], "", []),
}


@pytest.mark.parametrize(("parts", "key", "expected"), SHAPES.values(), ids=SHAPES)
def test_shapes(parts: list[Part], key: str, expected: list[str]) -> None:
    """One chain leads to each key increment that no other key one must come after."""
    found = chains("Portal", scheduled(*parts), list(key))

    assert [chain.name for chain in found] == expected


def test_without_trials_the_chain_goes_through_the_last_in_turn() -> None:
    """Too few weeks are known to say which is finished last."""
    parts = [Part("A", 2), Part("B", 2), Part("C", 2, after=("A", "B"))]

    found = chains("Portal", scheduled(*parts, weeks=[2] * 6), list("ABC"))

    assert [chain.name for chain in found] == ["B → C"]


KEY = {
    "all, when none is named": ((), ["A", "B "]),
    "those named": (("B",), ["B "]),
    "one that is not there": (("D",), []),
}


@pytest.mark.parametrize(("key", "expected"), KEY.values(), ids=KEY)
def test_key_increments(key: tuple[str, ...], expected: list[str]) -> None:
    """Blanks around a title do not matter; nothing left and work in none are never key."""
    schedule = scheduled(Part("A", 2), Part("B ", 2), Part("C", 0), Part("", 2))
    (project,) = make_settings(project={"increments": {"key": key}}).projects

    assert key_increments(project, schedule) == expected


NAMES = [
    (("A", "B"), "A → B"),
    (("A → B",), '"A → B"'),
    (("A →", "B"), '"A →" → B'),
    (('"A" and so on',), '"""A"" and so on"'),
]


@pytest.mark.parametrize(("titles", "name"), NAMES)
def test_titles_with_an_arrow_are_told_apart(titles: tuple[str, ...], name: str) -> None:
    """They are quoted; so are those that begin with a quote."""
    assert Chain("Portal", titles).name == name


def test_projects_with_a_colon_are_told_apart() -> None:
    """‘A: B’ is a project, or A the project and B the increment."""
    assert Chain("A: B", ("C",)).programme_name == '"A: B": C'
    assert Chain("A", ("B: C",)).programme_name == "A: B: C"


@given(st.lists(st.lists(st.text('A →":', min_size=1), min_size=1, max_size=3), max_size=8))
def test_no_two_chains_have_one_name(found: list[list[str]]) -> None:
    """Whatever their titles are, and whatever their projects are called."""
    alone = {tuple(titles) for titles in found}
    assert len({Chain("Portal", titles).name for titles in alone}) == len(alone)
    owned = {Chain(titles[0].strip() or "A", tuple(titles)) for titles in found}
    assert len({chain.programme_name for chain in owned}) == len(owned)


DECIDED = {
    "alone": ([[7, 14]], [1]),
    "the last of each trial": ([[7, 21, 7, 7], [14, 14, 14, 14]], ["1/4", "3/4"]),
    "equal parts of a trial": ([[7, 14], [7, 7], [7, 7]], ["2/3", "1/6", "1/6"]),
}


@pytest.mark.parametrize(("days", "shares"), DECIDED.values(), ids=DECIDED)
def test_decided(days: list[list[int]], shares: list[str]) -> None:
    """A row of days for each, a column for each trial."""
    found = decided([np.array(row, dtype=np.int32) for row in days])

    assert found == [Fraction(share) for share in shares]


def test_printed_shares_add_up() -> None:
    """Rounded one by one, three thirds would be a millionth short of one."""
    assert as_printed([Fraction(1, 3)] * 3) == [0.333333, 0.333334, 0.333333]


def test_dates_of_three_increments_by_hand() -> None:
    """Two pieces a week: A in one week, B in two, C in three, and three more if its risk comes."""
    a, b, c = Part("A", 2, 6), Part("B", 2, 12), Part("C", 2, 20, ("B",), ((1.0, 21),))
    schedule = scheduled(a, b, c)

    assert [int(schedule.finished(title)[0]) for title in "ABC"] == [6, 13, 41]
    assert [share_in_time(members(schedule, one)) for one in "ABC"] == [1.0, 0.0, 0.0]
    assert share_in_time(members(schedule, "AC")) == 0.0
    assert last_day(members(schedule, "AB")).p80 == in_days(13)
    assert last_day(members(schedule, "ABC")).p80 == in_days(41)
    assert latest_target(members(schedule, "ABC")) == in_days(20)


def test_two_risks_that_come_half_of_the_time() -> None:
    """Each alone is in time in half of the trials, both in a quarter: risks are not shared."""
    schedule = scheduled(Part("A", 2, 6, risks=PERHAPS), Part("B", 2, 13, risks=PERHAPS))

    assert share_in_time(members(schedule, "A")) == pytest.approx(0.5, abs=0.02)
    assert share_in_time(members(schedule, "AB")) == pytest.approx(0.25, abs=0.02)


SHARED = {
    "the same weeks": (BUSY_OR_IDLE, 0.5),
    "busy while the other is idle": (BUSY_OR_IDLE[::-1], 0.0),
}


@pytest.mark.parametrize(("others", "both"), SHARED.values(), ids=SHARED)
def test_projects_live_through_the_same_weeks(others: list[int], both: float) -> None:
    """Each makes its date in every other trial; both do so always together, or never."""
    parts = [Part("A", 10, 6)]
    found = schedule_of({"One": Told(BUSY_OR_IDLE, parts), "Two": Told(others, parts)})
    one, two = (members(schedule, "A") for schedule in found.values())

    assert share_in_time(one) == pytest.approx(0.5, abs=0.02)
    joint = share_in_time([*one, *two])
    assert joint is not None
    assert joint == pytest.approx(both, abs=0.02)
    assert chance_in_time([*one, *two]) == chance_of(joint)


UNKNOWN = {
    "no target": (Part("A", 2), STEADY, None, 1.0),
    "too few weeks": (Part("A", 2, 6), [2] * 6, None, None),
    "all of late stood still": (Part("A", 2, 6), [2] * 12 + [0] * 26, None, None),
    "a target that has passed": (Part("A", 2, -1), [2] * 6, 0.0, 0.0),
    "the year 9999": (Part("A", 2, 2_900_000), STEADY, 1.0, 1.0),
    "today": (Part("A", 2, 0), STEADY, 0.0, 0.0),
}


@pytest.mark.parametrize(("one", "weeks", "share", "joint"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_not_known(
    one: Part, weeks: list[int], share: float | None, joint: float | None
) -> None:
    """Alone, and beside one that makes its date: a passed target is missed whatever the pace."""
    found = schedule_of({"One": Told(weeks, [one]), "Two": Told(STEADY, [Part("A", 2, 6)])})
    first, second = (members(schedule, "A") for schedule in found.values())

    assert share_in_time(first) == share
    assert share_in_time([*first, *second]) == joint


#: 36 weeks with the same holidays and the same bad month, and else each team's own luck.
LUCK = np.random.default_rng(4)
SHOCKS = np.repeat([1, 1, 0, 1, 1, 0.25, 1, 1, 0], 4)
WEEKS = [np.rint(SHOCKS * LUCK.poisson(mean, 36)).astype(int).tolist() for mean in (9, 14)]


@pytest.mark.parametrize(
    ("left", "targets"),
    [((40, 70), (55, 62)), ((20, 25), (27, 27)), ((60, 90), (83, 83)), ((40, 60), (62, 48))],
)
def test_shared_shocks_against_draws_of_our_own(
    left: tuple[int, int], targets: tuple[int, int]
) -> None:
    """The joint chance is that of plain common draws within 3 points; the product is not.

    A hundred thousand trials of another generator, which share nothing with the product but the
    rules: a third each look back 12, 26 and 36 weeks (all there are), and dates are Sundays.
    """
    parts = [[Part("A", *each)] for each in zip(left, targets, strict=True)]
    projects = [Told(*told) for told in zip(WEEKS, parts, strict=True)]
    found = schedule_of(dict(zip(("One", "Two"), projects, strict=True)))
    both = [Member(schedule, "A") for schedule in found.values()]
    dice = np.random.default_rng(0)
    made = np.ones(100_000, dtype=bool)
    back = dice.integers(0, np.resize([12, 26, 36], 100_000), (13, 100_000))
    for weeks, pieces, target in zip(WEEKS, left, targets, strict=True):
        done = np.array(weeks[::-1])[back].cumsum(axis=0)
        # The first Sunday is 6 days ahead.
        made &= done[(target - 6) // 7] >= pieces

    joint = share_in_time(both)
    one, two = (share_in_time([member]) or 0.0 for member in both)

    assert joint == pytest.approx(made.mean(), abs=0.03)
    assert one * two != pytest.approx(made.mean(), abs=0.03)


@st.composite
def programmes(draw: st.DrawFn) -> dict[str, Schedule]:
    """Draw two projects of some increments, some of which wait for others."""
    projects = {}
    for name in ("One", "Two"):
        weeks = draw(st.lists(st.integers(1, 6), min_size=12, max_size=12))
        parts: list[Part] = []
        for title in "ABCD"[: draw(st.integers(1, 4))]:
            before = [part.title for part in parts if draw(st.booleans())]
            risks = ((0.5, draw(st.sampled_from([3, 40]))),) if draw(st.booleans()) else ()
            target = draw(st.none() | st.integers(0, 90))
            parts.append(Part(title, draw(st.integers(0, 9)), target, tuple(before), risks))
        projects[name] = Told(weeks, parts)
    return schedule_of(projects)


@settings(max_examples=15, deadline=None)
@given(programmes(), st.randoms(use_true_random=False))
def test_more_dates_are_made_more_seldom(found: dict[str, Schedule], dice: object) -> None:
    """Adding an increment never raises the chance of all, whatever their order."""
    every = [Member(one, title) for one in found.values() for title in one.order]
    dice.shuffle(every)  # type: ignore[attr-defined]
    before = 1.0
    for count in range(1, len(every) + 1):
        chance = chance_in_time(every[:count])
        singles = [chance_in_time([member]) for member in every[:count]]
        known = [single for single in singles if single is not None]
        if chance is not None:
            assert chance <= min(before, *known)
            assert chance == chance_in_time(every[:count][::-1])
            before = chance


@settings(max_examples=15, deadline=None)
@given(programmes())
def test_chains_cover_what_decides(found: dict[str, Schedule]) -> None:
    """Of the programme and of each project: shares add up to 1, and a chain ends with its last."""
    ends = []
    for name, schedule in found.items():
        key = [one.title for one in schedule.planned if one.left]
        if not key or not schedule.outlook.pace:
            continue
        own = chains(name, schedule, key)
        days = [schedule.finished(chain.titles[-1]) for chain in own]
        every = np.maximum.reduce([schedule.finished(title) for title in key])
        assert (np.maximum.reduce(days) == every).all()
        for chain in own:
            steps = [schedule.finished(title) for title in chain.titles]
            assert all((a <= b).all() for a, b in zip(steps, steps[1:], strict=False))
        ends += days
    if ends:
        shares = decided(ends)
        assert sum(shares) == 1
        assert sum(Fraction(str(share)) for share in as_printed(shares)) == 1
