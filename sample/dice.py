"""Chance that falls the same way on every run and every Python.

Only ``random.random()`` is promised to give the same numbers in every version of Python, so the
rest is built on it here.
"""

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A stream of chance that depends on its name alone."""

    def __init__(self, name: str) -> None:
        """Seed the stream with *name*."""
        self._source = random.Random(name)

    def share(self) -> float:
        """Return a number from 0 up to, not including, 1."""
        return self._source.random()

    def chance(self, probability: float) -> bool:
        """Say yes with *probability*."""
        return self.share() < probability

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from *low* to *high*, both included."""
        return low + int(self.share() * (high - low + 1))

    def middling(self, low: float, high: float) -> float:
        """Return a number between *low* and *high*, near the middle more often than not."""
        return low + (self.share() + self.share()) / 2 * (high - low)

    def pick(self, things: Sequence[T]) -> T:
        """Return one of *things*, which must not be empty."""
        return things[int(self.share() * len(things))]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """Return *things* in another order."""
        mixed = list(things)
        for last in range(len(mixed) - 1, 0, -1):
            other = self.whole(0, last)
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed
