"""Parts of work: nothing is lost, nothing waits for a later part, and none is too large."""

from typing import NamedTuple

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.parts.belonging import Trait
from metrics.parts.splitting import Piece, split
from tests.reference import splitting as reference

TRAITS = st.sampled_from([Trait(kind, value) for kind in ("parent", "label", "word")
                          for value in "abc"])  # fmt: skip


class Drawn(NamedTuple):
    """What is split."""

    pieces: list[Piece]
    waits: list[tuple[int, int]]
    room: int


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    """Draw pieces of work, of which some wait for one another, perhaps in circles."""
    piece = st.builds(Piece, st.integers(0, 4), st.frozensets(TRAITS, max_size=3))
    pieces = draw(st.lists(piece, max_size=14))
    place = st.integers(0, max(len(pieces) - 1, 0))
    waits = draw(st.lists(st.tuples(place, place), max_size=14)) if pieces else []
    return Drawn(pieces, waits, draw(st.integers(1, 8)))


def circles(count: int, waits: list[tuple[int, int]]) -> list[frozenset[int]]:
    """Return for each piece those with which it waits in a circle, and itself, the slow way."""
    reach = np.eye(count, dtype=bool)
    for one, other in waits:
        reach[one, other] = True
    for _ in range(count):
        reach |= (reach.astype(int) @ reach.astype(int)) > 0
    return [frozenset(np.flatnonzero(reach[n] & reach[:, n]).tolist()) for n in range(count)]


@settings(max_examples=200)
@given(drawn())
def test_parts_can_be_worked_one_after_the_other(case: Drawn) -> None:
    """Whatever is drawn, each part is whole, in order, and no larger than it has to be."""
    parts = split(*case)

    assert sorted(place for part in parts for place in part) == [*range(len(case.pieces))]
    part_of = {place: number for number, part in enumerate(parts) for place in part}
    order = {place: n for n, place in enumerate(place for part in parts for place in part)}
    together = circles(len(case.pieces), case.waits)
    for one, other in case.waits:
        assert part_of[one] >= part_of[other]
        assert order[one] > order[other] or other in together[one]
    for part in parts:
        assert len({part_of[other] for place in part for other in together[place]}) == 1
        assert len(part) <= case.room or set(part) == together[part[0]]
    if len(set(together)) > 1:
        assert len(parts) > 1
    assert parts == split(*case)


@settings(max_examples=100)
@given(drawn())
def test_parts_are_those_of_the_definition(case: Drawn) -> None:
    """A slow reference, which asks every question anew, comes to the same."""
    assert split(*case) == reference.split(*case)


@settings(max_examples=100)
@given(drawn())
def test_the_most_urgent_that_can_begin_does(case: Drawn) -> None:
    """The first part has the most urgent piece, or something that it waits for."""
    parts = split(case.pieces, case.waits, case.room)
    if not parts:
        return
    most = min(piece.urgency for piece in case.pieces)
    wanted = {place for place, piece in enumerate(case.pieces) if piece.urgency == most}
    for _ in case.pieces:
        wanted |= {other for one, other in case.waits if one in wanted}
    assert wanted & set(parts[0])


def test_thousands_of_pieces() -> None:
    """An increment that nobody ever broke down is split in no time worth telling."""
    pieces = [Piece(n % 5, frozenset({Trait("label", str(n % 60))})) for n in range(3000)]
    waits = [(n, n - 1) for n in range(1, 3000, 2)]

    parts = split(pieces, waits, 40)

    assert len(parts) >= 75
    assert max(map(len, parts)) <= 40
