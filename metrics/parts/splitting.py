"""How pieces of work are split into parts that can be finished one after the other.

What waits for one another in a circle cannot be parted, and is one bundle; every other piece is a
bundle of its own. A part begins with the most urgent bundle that waits for nothing left, where one
is as urgent as whatever waits for it. It grows by what has most in common with it, of equal ones by
the most urgent, up to an even share; and up to a quarter beyond that, as far as there is room, only
by what has more in common with it than with all that is left.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from math import ceil

import numpy as np

from metrics.parts.belonging import BINDS, Trait


@dataclass(frozen=True)
class Piece:
    """One piece of work.

    Attributes:
        urgency: Lower comes first.
        traits: What it may have in common with others.
    """

    urgency: int
    traits: frozenset[Trait]


def split(pieces: Sequence[Piece], waits: Iterable[tuple[int, int]], room: int) -> list[list[int]]:
    """Split pieces of work into parts.

    Args:
        pieces: In the order that counts where nothing else does.
        waits: Pairs of places among *pieces*: the first waits for the second.
        room: How many pieces a part may have, at least 1.

    Returns:
        The places in each part, in the order in which they can be worked, each once: nothing waits
        for a later part. At least two parts where there are two bundles; a part has more than
        *room* pieces only if it is one bundle.
    """
    bundles = _Bundles(pieces, list(waits))
    parts: list[list[int]] = []
    while bundles.any_left():
        parts.append(bundles.next_part(room, at_least=1 if parts else 2))
    return parts


class _Bundles:
    """Bundles of pieces by number, with how each stands to the part that is being filled."""

    def __init__(self, pieces: Sequence[Piece], waits: Sequence[tuple[int, int]]) -> None:
        groups = _circles(len(pieces), waits)
        number = {group: place for place, group in enumerate(sorted(set(groups)))}
        self._of = [number[group] for group in groups]
        self._pieces: list[list[int]] = [[] for _ in number]
        for place in sorted(range(len(pieces)), key=lambda place: (pieces[place].urgency, place)):
            self._pieces[self._of[place]].append(place)
        self._size = np.array([len(places) for places in self._pieces], dtype=np.int64)
        self._left = np.ones(len(number), dtype=bool)
        self._wait(pieces, waits)
        self._bind(pieces)

    def any_left(self) -> bool:
        """Say whether any bundle is in no part yet."""
        return bool(self._left.any())

    def next_part(self, room: int, at_least: int) -> list[int]:
        """Take the next part out of what is left, which makes *at_least* so many parts."""
        left = int(self._size[self._left].sum())
        share = ceil(left / max(ceil(left / room), at_least))
        most = min(room, share + share // 4, left - at_least + 1)
        self._near[:] = 0
        part: list[int] = []
        while True:
            ready = self._left & (self._before == 0)
            if part:
                ready &= self._size <= most - len(part)
            if len(part) >= share:
                ready &= self._near > self._far
            if not ready.any():
                return part
            part += self._take(self._best(np.flatnonzero(ready)))

    def _best(self, ready: np.ndarray) -> int:
        nearest = ready[self._near[ready] == self._near[ready].max()]
        return int(nearest[np.argmin(self._urgency[nearest])])

    def _take(self, bundle: int) -> list[int]:
        self._left[bundle] = False
        self._before[self._after[bundle]] -= 1
        for weight, bearers in self._traits[bundle]:
            self._near[bearers] += weight
            self._far[bearers] -= weight
        return self._pieces[bundle]

    def _wait(self, pieces: Sequence[Piece], waits: Sequence[tuple[int, int]]) -> None:
        """Note what waits for each bundle, and hand its urgency on to what it waits for."""
        pairs = {(self._of[one], self._of[other]) for one, other in waits}
        graph: dict[int, set[int]] = {bundle: set() for bundle in range(len(self._left))}
        self._after: list[list[int]] = [[] for _ in graph]
        self._before = np.zeros(len(graph), dtype=np.int64)
        for one, other in sorted(pair for pair in pairs if pair[0] != pair[1]):
            graph[one].add(other)
            self._after[other].append(one)
            self._before[one] += 1
        urgency = [min(pieces[place].urgency for place in places) for places in self._pieces]
        for bundle in reversed(list(TopologicalSorter(graph).static_order())):
            for other in graph[bundle]:
                urgency[other] = min(urgency[other], urgency[bundle])
        self._urgency = np.array(urgency, dtype=np.int64)

    def _bind(self, pieces: Sequence[Piece]) -> None:
        """Note which bundles share a trait."""
        bearers: dict[Trait, set[int]] = {}
        for bundle, piece in zip(self._of, pieces, strict=True):
            for trait in piece.traits:
                bearers.setdefault(trait, set()).add(bundle)
        self._near = np.zeros(len(self._left), dtype=np.int64)
        #: What a bundle has in common with all others that are left and not in the part.
        self._far = np.zeros(len(self._left), dtype=np.int64)
        self._traits: list[list[tuple[int, np.ndarray]]] = [[] for _ in self._pieces]
        for trait, found in bearers.items():
            if len(found) > 1:
                shared = BINDS[trait.kind], np.array(sorted(found))
                self._far[shared[1]] += shared[0] * (len(found) - 1)
                for bundle in found:
                    self._traits[bundle].append(shared)


def _circles(count: int, waits: Sequence[tuple[int, int]]) -> list[int]:
    """Return for each piece the first of those with which it waits in a circle, or itself."""
    group = list(range(count))
    while True:
        graph: dict[int, set[int]] = {}
        for one, other in waits:
            if group[one] != group[other]:
                graph.setdefault(group[one], set()).add(group[other])
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle = set(error.args[1])
            group = [min(circle) if one in circle else one for one in group]
        else:
            return group
