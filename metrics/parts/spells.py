"""Stretches of time in which one thing held, and what can be done with them.

Instants are microseconds since 1970, UTC; a spell begins inclusive and ends exclusive.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from programme.labels import after_prefix, normal


class Spell(NamedTuple):
    """What held from ``start`` until ``end`` (None = it still does)."""

    what: str
    start: int
    end: int | None

    def named(self, what: str) -> "Spell":
        """Return the same stretch under another name."""
        return self._replace(what=what)

    def holds(self, at: int) -> bool:
        """Say whether the spell covers *at*."""
        return self.start <= at and (self.end is None or at < self.end)


def cut(spells: Iterable[Spell], now: int) -> list[Spell]:
    """Leave out what begins after *now*, and let what ends after it still hold."""
    return [
        spell if spell.end is None or spell.end <= now else spell._replace(end=None)
        for spell in spells
        if spell.start <= now
    ]


def merged(spells: Sequence[Spell]) -> list[Spell]:
    """Join neighbours that say the same and drop those that lasted no time at all."""
    out: list[Spell] = []
    for spell in spells:
        if spell.end == spell.start:
            continue
        if out and out[-1].what == spell.what and out[-1].end == spell.start:
            out[-1] = out[-1]._replace(end=spell.end)
        else:
            out.append(spell)
    return out


def overlay_dropped(
    states: Sequence[Spell], not_done: Sequence[Spell], gone_at: int | None
) -> list[Spell]:
    """Turn finished stretches into dropped ones where they count as such.

    Args:
        states: Spells of open, finished and dropped, without gaps.
        not_done: Spells in which the issue carried a ``not_done`` label: closed then means dropped.
        gone_at: From then on the issue was moved or deleted, which is dropped too.
    """
    edges = {edge for spell in not_done for edge in (spell.start, spell.end) if edge is not None}
    if gone_at is not None:
        edges.add(gone_at)
    if not edges:
        return list(states)
    out = []
    for spell in states:
        inner = sorted(e for e in edges if e > spell.start and (spell.end is None or e < spell.end))
        for start, end in zip([spell.start, *inner], [*inner, spell.end], strict=True):
            closed = spell.what != "open" and any(label.holds(start) for label in not_done)
            gone = gone_at is not None and start >= gone_at
            out.append(Spell("dropped" if closed or gone else spell.what, start, end))
    return out


def increments_by_label(labels: Mapping[str, Sequence[Spell]], prefix: str) -> list[Spell]:
    """Return the increment an issue was in when labels with *prefix* name it.

    Where two such labels are on at once, the one put on last counts; of two put on at the same
    instant, the first by name.

    Args:
        labels: Spells of every label of the issue, by present name.
        prefix: Such as ``increment::``; what stands after it is the increment.
    """
    start_of_name = normal(prefix + "x").text[:-1]
    named = [
        spell.named(after_prefix(name, prefix))
        for name, held in labels.items()
        if normal(name).text.startswith(start_of_name)
        for spell in held
    ]
    named = sorted((s for s in named if s.what), key=lambda s: s.what)
    edges = sorted({e for s in named for e in (s.start, s.end) if e is not None})
    out = []
    for start, end in zip(edges, [*edges[1:], None], strict=True):
        on = [spell for spell in named if spell.holds(start)]
        if on:
            out.append(Spell(max(on, key=lambda s: s.start).what, start, end))
    return merged(out)
