"""Increments are worked by their dates, but none before what it must come after."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.parts.turns import in_turn

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
