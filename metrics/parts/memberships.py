"""What happened to every issue's milestone, parent or iteration, as spells.

The rules are those of tracks.py: where events do not lead to what the forge said, it is right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from metrics.parts.doubts import Doubt, doubt, renamed, tells
from metrics.parts.happenings import Events, Issues, keys
from metrics.parts.names import Names
from metrics.parts.spells import Spells, from_turns
from metrics.parts.track_turns import AFTER, BEFORE, BIRTH, WORD, Turns, in_turn


@dataclass(frozen=True)
class Held:
    """What the forge says each issue is in now: its milestone, parent or iteration.

    Attributes:
        put, taken: The kinds of event that tell of it.
        key: Of each issue; empty = it is in none.
        heard: Until then the forge's word can be held against events.
        changed: From then on the word holds where events do not lead to it.
        later: Whether it was seen to come to be so, so that it did not hold from creation.
    """

    put: str
    taken: str
    key: np.ndarray
    heard: np.ndarray
    changed: np.ndarray
    later: np.ndarray


class Memberships(NamedTuple):
    """What issues were in, and what the events tell of it.

    Attributes:
        spells: By issue, numbered by key, 0 while it is in none.
        keys: The keys.
        differs: The issues of which the events do not lead to the forge's word.
        moves: The events that tell of it.
        meant: Key of what each of them means.
    """

    spells: Spells
    keys: list[str]
    differs: np.ndarray
    moves: Events
    meant: np.ndarray


def memberships(events: Events, of: Issues, known: Sequence[Names], held: Held) -> Memberships:
    """Tell what each issue was in, by key.

    Where no event names what it is in, it was in it from creation, unless that had not been created
    at the moment asked for: then it is not among those known. Taking an issue out of what it has
    already left changes nothing.

    Args:
        events: All of them.
        of: The issues.
        known: What they can be in, of each source over time.
        held: What the forge says they are in.
    """
    moves = events.where((events.kind == held.put) | (events.kind == held.taken))
    named = keys(moves, of, known)
    now = held.key
    numbers: dict[str, int] = {"": 0}
    code = np.array([numbers.setdefault(key, len(numbers)) for key in named], dtype=np.int64)
    present = np.array([numbers.setdefault(key, len(numbers)) for key in now], dtype=np.int64)
    put = moves.kind == held.put

    first = np.zeros(len(of), dtype=np.int64)
    mentioned = np.zeros(len(of), dtype=bool)
    mentioned[moves.issue[code == present[moves.issue]]] = True
    taken_first = np.zeros(len(of), dtype=np.int64)
    taken_first[moves.issue[::-1]] = np.where(put, 0, code)[::-1]
    pairs, place = _pairs(of.source, present, list(numbers), known)
    there = np.array([names.knows(key) for names, key in pairs], dtype=bool)
    always = there[place] & ~mentioned & ~held.later
    first = np.where(taken_first > 0, taken_first, np.where(always, present, 0))

    # Taking out is written as a negative number until it is known what it changes.
    what = np.where(put, code, -1 - code)
    phase = np.where(moves.at <= held.heard[moves.issue], BEFORE, AFTER)
    birth = (np.arange(len(of)), BIRTH, of.created, first)
    told = (moves.issue, phase, moves.at, what)
    before = _left(in_turn(birth, told).before())
    last = before.last(len(of))
    differs = np.flatnonzero(before.what[last] != present)
    at = np.maximum(held.changed, before.at[last])
    turns = _left(in_turn(birth, told, (differs, WORD, at[differs], present[differs])))
    spells = from_turns(turns.owner, turns.what, turns.at)
    return Memberships(spells, list(numbers), differs, moves, named)


def milestones(
    events: Events, of: Issues, known: Sequence[Names]
) -> tuple[Spells, list[str], list[Doubt]]:
    """Tell which milestone each issue was in.

    Args:
        events: All of them.
        of: The issues.
        known: The milestones of each source over time.

    Returns:
        Spells by issue, none while it is in no milestone that the forge ever showed; the present
        titles that they number; what is in doubt.
    """
    now = of.frame["milestone_key"].to_numpy(dtype=object)
    never = np.zeros(len(of), dtype=bool)
    held = Held("milestoned", "demilestoned", now, of.heard, of.updated, never)
    found = memberships(events, of, known, held)
    titles, spells = titled(_listed(found, of, known), of, found.keys, known)
    untold = (now != "") & tells(events, of)
    untold[found.moves.issue[found.moves.at <= of.heard[found.moves.issue]]] = False
    present = [
        known[source].name(key)
        for source, key in zip(of.source[found.moves.issue], found.meant, strict=True)
    ]

    def called(issues: np.ndarray) -> list[str]:
        return [known[of.source[n]].name(now[n]) if now[n] else "none" for n in issues]

    without = np.flatnonzero(untold)
    return (
        spells,
        titles,
        [
            doubt("milestone_not_in_events", found.differs, called(found.differs)),
            doubt("milestone_without_event", without, called(without)),
            renamed("milestone_renamed", found.moves, np.array(present, dtype=object)),
        ],
    )


def _listed(found: Memberships, of: Issues, known: Sequence[Names]) -> Spells:
    """Keep what was in the lists of milestones: another's work is in none, whoever named it."""
    pairs, place = _pairs(of.source[found.spells.owner], found.spells.what, found.keys, known)
    shown = np.array([names.lists(key) for names, key in pairs], dtype=bool)
    return found.spells.where(shown[place])


def titled(
    spells: Spells, of: Issues, by_number: Sequence[str], known: Sequence[Names]
) -> tuple[list[str], Spells]:
    """Number spells by present title instead of by key; those in none are left out."""
    inside = spells.where(spells.what > 0)
    pairs, place = _pairs(of.source[inside.owner], inside.what, by_number, known)
    numbers: dict[str, int] = {}
    title = [numbers.setdefault(names.name(key), len(numbers)) for names, key in pairs]
    what = np.array(title, dtype=np.int64)[place]
    return list(numbers), inside.named(what).merged()


def _pairs(
    source: np.ndarray, what: np.ndarray, by_number: Sequence[str], known: Sequence[Names]
) -> tuple[list[tuple[Names, str]], np.ndarray]:
    """Return each key of each source once, with the source's names, and the place of every row."""
    count = len(by_number)
    both, place = np.unique(source * count + what, return_inverse=True)
    pairs = [(known[pair // count], by_number[pair % count]) for pair in both.tolist()]
    return pairs, place.reshape(-1)


def _left(turns: Turns) -> Turns:
    """Keep of the takings out only those that leave the milestone the issue is in."""
    puts = turns.what >= 0
    stretch = np.cumsum(puts) - 1
    takes = np.flatnonzero(~puts)
    held = turns.what[puts][stretch[takes]]
    leaves = takes[-1 - turns.what[takes] == held]
    _, first = np.unique(stretch[leaves], return_index=True)
    kept = puts.copy()
    kept[leaves[first]] = True
    what = np.where(puts, turns.what, 0)
    return Turns(turns.owner, turns.phase, turns.at, what).where(kept)
