"""Stretches of time in which one thing held, of many issues at once.

Instants are microseconds since 1970, UTC; a spell begins inclusive and ends exclusive. Things are
whole numbers that the caller gave names to.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from programme.labels import after_prefix, normal

#: The end of what still holds.
FOREVER: Final = int(np.iinfo(np.int64).max)


@dataclass(frozen=True)
class Spells:
    """Parallel arrays, by owner and then by time.

    Attributes:
        owner: Whose spell it is: the place of an issue, or of an issue's label.
        what: Number of what held.
        start: Inclusive.
        end: Exclusive; FOREVER = it still holds.
    """

    owner: np.ndarray
    what: np.ndarray
    start: np.ndarray
    end: np.ndarray

    def __len__(self) -> int:
        """Return how many spells there are."""
        return len(self.owner)

    def where(self, chosen: np.ndarray) -> "Spells":
        """Return those that *chosen* (bool or places) picks."""
        return Spells(self.owner[chosen], self.what[chosen], self.start[chosen], self.end[chosen])

    def named(self, what: np.ndarray) -> "Spells":
        """Return the same stretches under other numbers."""
        return Spells(self.owner, what, self.start, self.end)

    @property
    def last(self) -> np.ndarray:
        """Whether a spell is its owner's last, as bool."""
        return np.append(self.owner[1:] != self.owner[:-1], True)[: len(self)]

    def merged(self) -> "Spells":
        """Join neighbours that say the same and drop those that lasted no time at all."""
        real = self.where(self.end > self.start)
        if not len(real):
            return real
        joins = (
            (real.owner[1:] == real.owner[:-1])
            & (real.what[1:] == real.what[:-1])
            & (real.start[1:] == real.end[:-1])
        )
        first = np.append(True, ~joins)
        last = np.append(~joins, True)
        return Spells(real.owner[first], real.what[first], real.start[first], real.end[last])

    def cut(self, now: int) -> "Spells":
        """Leave out what begins after *now*, and let what ends after it still hold."""
        begun = self.where(self.start <= now)
        ends = np.where(begun.end > now, FOREVER, begun.end)
        return Spells(begun.owner, begun.what, begun.start, ends)


def joined(one: Spells, other: Spells) -> Spells:
    """Put the spells of two lots of owners together, by owner and then by time."""
    owner, what, start, end = (
        np.concatenate([getattr(one, name), getattr(other, name)])
        for name in ("owner", "what", "start", "end")
    )
    order = np.lexsort([start, owner])
    return Spells(owner[order], what[order], start[order], end[order])


def from_turns(owner: np.ndarray, what: np.ndarray, at: np.ndarray) -> Spells:
    """Let each turn hold until its owner's next one.

    Args:
        owner: Whose turns they are, in ascending order.
        what: What holds from then on.
        at: When, in order within each owner.
    """
    end = np.full(len(at), FOREVER, dtype=np.int64)
    goes_on = owner[1:] == owner[:-1]
    end[:-1][goes_on] = at[1:][goes_on]
    return Spells(owner, what, at, end)


class Spell(NamedTuple):
    """What held from ``start`` until ``end`` (FOREVER = it still does), of one issue."""

    what: str
    start: int
    end: int


def overlay(
    states: Sequence[tuple[int, int, int]],
    marks: Sequence[tuple[int, int]],
    gone_at: int,
    *,
    is_open: int,
    dropped: int,
) -> list[tuple[int, int, int]]:
    """Turn the finished stretches of one issue into dropped ones where they count as such.

    Args:
        states: What, start and end of its states, without gaps.
        marks: Start and end of stretches in which it carried a ``not_done`` label: closed then
            means dropped.
        gone_at: From then on the issue was moved or deleted, which is dropped too; FOREVER = never.
        is_open: The number of the state open.
        dropped: The number of the state dropped.
    """
    edges = sorted({edge for mark in marks for edge in mark} | {gone_at})
    out = []
    for what, start, end in states:
        inner = [edge for edge in edges if start < edge < end]
        for begin, stop in zip([start, *inner], [*inner, end], strict=True):
            closed = what != is_open and any(on <= begin < off for on, off in marks)
            out.append((dropped if closed or begin >= gone_at else what, begin, stop))
    return out


def increments_by_label(labels: Mapping[str, Iterable[Spell]], prefix: str) -> list[Spell]:
    """Return the increment an issue was in when labels with *prefix* name it.

    Where two such labels are on at once, the one put on last counts; of two put on at the same
    instant, the first by name.

    Args:
        labels: Spells of the issue's labels that bear the prefix, by present name.
        prefix: Such as ``increment::``; what stands after it is the increment.
    """
    named = [
        spell._replace(what=after_prefix(name, prefix))
        for name, held in labels.items()
        for spell in held
    ]
    named = sorted((spell for spell in named if spell.what), key=lambda spell: spell.what)
    edges = sorted({edge for spell in named for edge in (spell.start, spell.end)} - {FOREVER})
    out = []
    for start, end in pairwise([*edges, FOREVER]):
        on = [spell for spell in named if spell.start <= start < spell.end]
        if on:
            out.append(Spell(max(on, key=lambda spell: spell.start).what, start, end))
    return out


def bears(label: str, prefix: str) -> bool:
    """Say whether *label* begins with *prefix*, both in normal form."""
    return normal(label).text.startswith(normal(prefix + "x").text[:-1])
