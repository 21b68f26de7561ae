"""Increments are worked by their dates, but none before what it must come after."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.parts.increment_history import Increment, Milestone, Observation
from metrics.parts.turns import by_date, in_turn, queue, waits

CASES: dict[str, tuple[Sequence[str], Mapping[str, Sequence[str]], list[str]]] = {
    "none": ([], {}, []),
    "by their dates alone": (["A", "B", "C"], {}, ["A", "B", "C"]),
    "in order already": (["A", "B", "C"], {"B": ["A"], "C": ["A", "B"]}, ["A", "B", "C"]),
    "one waits for a later one": (["A", "B", "C"], {"A": ["B"]}, ["B", "A", "C"]),
    "what it waits for is not drawn forward": (["A", "B", "C"], {"A": ["C"]}, ["B", "C", "A"]),
    "a chain": (["A", "B", "C"], {"A": ["B"], "B": ["C"]}, ["C", "B", "A"]),
    "two that wait for one keep their order": (
        ["A", "B", "C", "D"],
        {"A": ["C"], "B": ["C"]},
        ["C", "A", "B", "D"],
    ),
    "what is finished keeps none waiting": (["A", "B"], {"A": ["Done"]}, ["A", "B"]),
    "nor does what has been done with": (["A"], {"Done": ["A"]}, ["A"]),
}


@pytest.mark.parametrize(("waiting", "after", "expected"), CASES.values(), ids=CASES)
def test_in_turn(
    waiting: Sequence[str], after: Mapping[str, Sequence[str]], expected: list[str]
) -> None:
    """Each comes as early as its date and its predecessors allow."""
    assert in_turn(waiting, after) == expected


@pytest.mark.parametrize(
    "after", [{"A": ["A"]}, {"A": ["B"], "B": ["A"]}, {"A": ["C"], "C": ["B"], "B": ["A"]}]
)
def test_a_circle_has_no_order(after: Mapping[str, Sequence[str]]) -> None:
    """It is refused, whatever else is waiting."""
    with pytest.raises(ValueError, match="in a circle: 'A'"):
        in_turn(["A", "B", "C", "D"], after)


@st.composite
def _queues(draw: st.DrawFn) -> tuple[list[str], dict[str, set[str]]]:
    """Draw titles and what each must come after, some of it finished, in no circle."""
    titles = draw(st.lists(st.sampled_from("ABCDEFGH"), unique=True))
    acyclic = draw(st.permutations("ABCDEFGH"))
    after = {
        title: draw(st.sets(st.sampled_from(acyclic[:place]), max_size=3)) if place else set()
        for place, title in enumerate(acyclic)
    }
    return titles, after


@given(_queues())
def test_all_come_and_none_before_its_predecessors(
    queue: tuple[list[str], dict[str, set[str]]],
) -> None:
    """Every title comes once, after those it waits for."""
    waiting, after = queue

    order = in_turn(waiting, after)

    assert sorted(order) == sorted(waiting)
    for place, title in enumerate(order):
        assert not after[title] & set(order[place:])


@given(_queues())
def test_the_order_of_dates_is_kept_but_for_what_must_wait(
    queue: tuple[list[str], dict[str, set[str]]],
) -> None:
    """One comes before an earlier one only while that one's predecessors are not all taken."""
    waiting, after = queue

    order = in_turn(waiting, after)

    for place, title in enumerate(order):
        for earlier in waiting[: waiting.index(title)]:
            assert earlier in order[:place] or after[earlier] & set(order[place:])
    assert in_turn(order, after) == order
    assert in_turn(waiting, {}) == waiting


CUT = 1_000
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def increment(
    title: str = "A", due: date | None = MARCH, created_at: int = 0, **seen: int | None
) -> Increment:
    """Return an increment with one milestone."""
    told = {"seen_from": created_at, "seen_until": None, "closed_at": None, **seen}
    observed = Observation(**told, due=due, start=None, url="")  # type: ignore[arg-type]
    return Increment("One", title, created_at, (Milestone(created_at, (observed,)),), ())


LABEL = Increment("One", "A", 0, (), ())


@pytest.mark.parametrize(
    ("told", "with_work", "without"),
    [
        pytest.param(increment(), True, True, id="open"),
        pytest.param(increment(created_at=CUT), True, False, id="not created yet"),
        pytest.param(increment(closed_at=CUT - 1), False, False, id="closed"),
        pytest.param(increment(closed_at=CUT), True, True, id="closed at that instant"),
        pytest.param(increment(seen_until=CUT - 1), False, False, id="gone"),
        pytest.param(LABEL, True, False, id="without milestones"),
    ],
)
def test_an_increment_waits_while_it_is_open(
    told: Increment, with_work: bool, without: bool
) -> None:
    """And before it is said to be created, if work is in it already."""
    assert waits(told, CUT, 1) == with_work
    assert waits(told, CUT, 0) == without


def test_the_order_of_dates() -> None:
    """The earliest target first; of equal ones the earlier created, then by title."""
    told = [
        increment("Undated", None),
        increment("Late", APRIL),
        increment("New", MARCH, 20),
        increment("B", MARCH, 10),
        increment("A", MARCH, 10),
    ]

    assert by_date(told, CUT, date(2026, 1, 1)) == ["A", "B", "New", "Late", "Undated"]


QUEUE = [
    increment("Next", MARCH),
    increment("Later", date(2026, 5, 1), created_at=CUT + 1),
    increment("Empty", APRIL, created_at=CUT + 1),
]


def test_items_in_an_increment_not_created_yet_wait_like_others() -> None:
    """Forges may create a milestone after items are said to be in it."""
    remaining = {"Next": 3, "Later": 2, "": 4}

    assert queue(QUEUE, remaining, CUT, date(2026, 1, 1), {}) == ["Next", "Later", ""]


def test_none_comes_before_what_it_must_come_after() -> None:
    """Work in no increment comes last all the same."""
    order = queue(QUEUE, {"Later": 2}, CUT, date(2026, 1, 1), {"Next": ("Later", "Gone")})

    assert order == ["Later", "Next", ""]
