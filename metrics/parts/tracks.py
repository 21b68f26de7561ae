"""What happened to every issue's state, labels and milestone, as turns that become spells.

In short: events lead from creation to the moment the issue was observed; where they do not lead
to what the forge said then, the forge is right from its ``updated_at`` on, and a doubt is noted.
Whatever is told of later times follows from there. The definition in full: docs/tables.md, "State
of an item at an instant".

A track is put together from turns in four phases: what held at creation, events up to when the
forge was heard, the forge's own word where it differs, and later events.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from metrics.parts.cuts import MISSING
from metrics.parts.doubts import Doubt, doubt, renamed, tells
from metrics.parts.happenings import Events, Issues, keys
from metrics.parts.names import Names
from metrics.parts.spells import Spells, from_turns
from programme.label_fields import of_field, passing

OPEN: Final = 0
FINISHED: Final = 1
DROPPED: Final = 2
#: Names of the states, by number.
STATES: Final = ("open", "finished", "dropped")
_NOT_FINISHED: Final = frozenset({"not_planned", "duplicate", "moved"})
_BIRTH, _BEFORE, _WORD, _AFTER = range(4)


@dataclass(frozen=True)
class _Turns:
    """Parallel arrays: whose turn, in which phase, when, and what holds from then on."""

    owner: np.ndarray
    phase: np.ndarray
    at: np.ndarray
    what: np.ndarray

    def before(self) -> "_Turns":
        """Return the turns up to when the forge was heard."""
        return self.where(self.phase <= _BEFORE)

    def where(self, chosen: np.ndarray) -> "_Turns":
        return _Turns(self.owner[chosen], self.phase[chosen], self.at[chosen], self.what[chosen])

    def last(self, owners: int) -> np.ndarray:
        """Return the place of each owner's last turn; every owner has one."""
        place = np.zeros(owners, dtype=np.int64)
        place[self.owner] = np.arange(len(self.owner))
        return place


def _turns(*parts: tuple[np.ndarray, np.ndarray | int, np.ndarray, np.ndarray]) -> _Turns:
    """Put turns (owner, phase, at, what) together in order; within a phase they are in order."""
    owner, phase, at, what = (
        np.concatenate([np.broadcast_to(part[place], part[0].shape) for part in parts])
        for place in range(4)
    )
    order = np.lexsort([phase, owner])  # stable
    return _Turns(owner[order], phase[order], at[order], what[order])


def states(events: Events, of: Issues) -> tuple[Spells, list[Doubt]]:
    """Tell the state of each issue by its closings alone, without gaps from creation on.

    Returns:
        Spells of OPEN, FINISHED and DROPPED by issue, not merged; what is in doubt.
    """
    moves = events.where((events.kind == "closed") | (events.kind == "reopened"))
    reason = of.frame["reason"].to_numpy(dtype=object)
    # A closing without a reason means the reason the forge gives for the last one.
    why = np.where(moves.reason.astype(bool), moves.reason, reason[moves.issue])
    became = np.where(moves.kind == "reopened", OPEN, _outcome(why))
    phase = np.where(moves.at <= of.heard[moves.issue], _BEFORE, _AFTER)
    everyone = np.arange(len(of))
    birth = (everyone, _BIRTH, of.created, np.full(len(of), OPEN))
    told = (moves.issue, phase, moves.at, became)
    known = _turns(birth, told).before()
    last = known.last(len(of))
    last_at, state = known.at[last], known.what[last]

    is_open = (of.frame["state"] == "open").to_numpy(dtype=bool)
    wanted = np.where(is_open, OPEN, _outcome(reason))
    unclosed = ~is_open & (state == OPEN)
    unopened = is_open & (state != OPEN)
    other = ~is_open & ~unclosed & reason.astype(bool) & (wanted != state)
    closed = np.where(of.closed == MISSING, of.updated, of.closed)
    at = np.maximum(np.where(unclosed, closed, of.updated), last_at)
    differs = np.flatnonzero(unclosed | unopened | other)
    word = (differs, _WORD, at[differs], wanted[differs])
    turns = _turns(birth, told, word)
    changed = np.flatnonzero(other)
    doubts = [
        doubt("closed_before_created", np.flatnonzero(unclosed & (closed < of.created))),
        doubt("closing_event_missing", np.flatnonzero(unclosed & tells(events, of))),
        doubt("reopening_event_missing", np.flatnonzero(unopened)),
        doubt(
            "closing_reason_changed",
            changed,
            [f"{STATES[state[n]]}, now {STATES[wanted[n]]}" for n in changed],
        ),
    ]
    return from_turns(turns.owner, turns.what, turns.at), doubts


def _outcome(reason: np.ndarray) -> np.ndarray:
    dropped = np.fromiter((why in _NOT_FINISHED for why in reason), bool, len(reason))
    return np.where(dropped, DROPPED, FINISHED)


@dataclass(frozen=True)
class LabelTrack:
    """The labels of every issue over time.

    Attributes:
        issue: The issue of each pair of issue and label.
        name: Present name of its label.
        spells: When it was on, by pair; what is always 1.
    """

    issue: np.ndarray
    name: np.ndarray
    spells: Spells


def labels(
    events: Events,
    of: Issues,
    carried: tuple[np.ndarray, np.ndarray],
    known: Sequence[Names],
) -> tuple[LabelTrack, list[Doubt]]:
    """Tell which labels each issue bore.

    Labels that no event names were there from the start, as was one that was first taken off. Of a
    status or health that no event names only the present is known: from the forge's word on.

    Args:
        events: All of them.
        of: The issues.
        carried: Issue and key of each label that is carried, by the forge's last word.
        known: The labels of each source over time.
    """
    moves = events.where((events.kind == "labelled") | (events.kind == "unlabelled"))
    issue = np.concatenate([carried[0], moves.issue])
    key = np.concatenate([carried[1], keys(moves, of, known)])
    pair, owner_issue, owner_key = _pairs(issue, key)
    count, given = len(owner_issue), len(carried[0])
    wears = np.zeros(count, dtype=bool)
    wears[pair[:given]] = True
    owner, on = pair[given:], moves.kind == "labelled"
    # Backwards, so that the first one is written last.
    first_on = np.zeros(count, dtype=bool)
    first_on[owner[::-1]] = on[::-1]
    field = np.fromiter(map(of_field, owner_key), bool, count)
    present = field.copy()
    present[field] = [passing(key) for key in owner_key[field]]
    present[owner] = False
    birth = (np.arange(count), _BIRTH, of.created[owner_issue], ~first_on & ~present)
    phase = np.where(moves.at <= of.heard[moves.issue], _BEFORE, _AFTER)
    told = (owner, phase, moves.at, on)
    before = _turns(birth, told).before()
    last = before.last(count)
    differs = np.flatnonzero(before.what[last] != wears)
    at = np.maximum(of.updated[owner_issue], before.at[last])
    turns = _turns(birth, told, (differs, _WORD, at[differs], wears[differs]))
    name = np.array(
        [
            known[source].name(key)
            for source, key in zip(of.source[owner_issue], owner_key, strict=True)
        ],
        dtype=object,
    )
    untold = wears & tells(events, of)[owner_issue]
    untold[owner[phase == _BEFORE]] = False
    untold &= ~field
    unled = differs[~present[differs]]
    doubts = [
        doubt(
            "label_not_in_events",
            owner_issue[unled],
            [f"{name[n]}: {'carried' if wears[n] else 'not carried'}" for n in unled],
        ),
        doubt("label_without_event", owner_issue[untold], name[untold].tolist()),
        renamed("label_renamed", moves, name[owner]),
    ]
    return LabelTrack(owner_issue, name, _on(turns)), doubts


def _pairs(issue: np.ndarray, key: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Number the pairs of issue and key in the order in which they are met, by issue.

    Returns:
        The pair of each row; issue and key of each pair.
    """
    numbers: dict[str, int] = {}
    code = np.array([numbers.setdefault(k, len(numbers)) for k in key], dtype=np.int64)
    both, first, pair = np.unique(
        issue * max(len(numbers), 1) + code, return_index=True, return_inverse=True
    )
    return pair.reshape(-1), issue[first], key[first]


def _on(turns: _Turns) -> Spells:
    """Return the stretches in which something was on; turns that change nothing are passed over."""
    born = np.append(True, turns.owner[1:] != turns.owner[:-1])[: len(turns.owner)]
    was = np.append(False, turns.what[:-1])[: len(turns.what)] & ~born
    changes = turns.where(turns.what != was)
    spells = from_turns(changes.owner, changes.what, changes.at)
    return spells.where((spells.what == 1) & (spells.end > spells.start))


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


def milestones(
    events: Events, of: Issues, known: Sequence[Names]
) -> tuple[Spells, list[str], list[Doubt]]:
    """Tell which milestone each issue was in.

    Args:
        events: All of them.
        of: The issues.
        known: The milestones of each source over time.

    Returns:
        Spells by issue, none while it is in no milestone; the present titles that they number;
        what is in doubt.
    """
    now = of.frame["milestone_key"].to_numpy(dtype=object)
    never = np.zeros(len(of), dtype=bool)
    held = Held("milestoned", "demilestoned", now, of.heard, of.updated, never)
    found = memberships(events, of, known, held)
    titles, spells = titled(found.spells, of, found.keys, known)
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
    both, place = np.unique(of.source * len(numbers) + present, return_inverse=True)
    keyed = list(numbers)
    there = [known[pair // len(keyed)].knows(keyed[pair % len(keyed)]) for pair in both.tolist()]
    always = np.array(there, dtype=bool)[place.reshape(-1)] & ~mentioned & ~held.later
    first = np.where(taken_first > 0, taken_first, np.where(always, present, 0))

    # Taking out is written as a negative number until it is known what it changes.
    what = np.where(put, code, -1 - code)
    phase = np.where(moves.at <= held.heard[moves.issue], _BEFORE, _AFTER)
    birth = (np.arange(len(of)), _BIRTH, of.created, first)
    told = (moves.issue, phase, moves.at, what)
    before = _left(_turns(birth, told).before())
    last = before.last(len(of))
    differs = np.flatnonzero(before.what[last] != present)
    at = np.maximum(held.changed, before.at[last])
    turns = _left(_turns(birth, told, (differs, _WORD, at[differs], present[differs])))
    spells = from_turns(turns.owner, turns.what, turns.at)
    return Memberships(spells, list(numbers), differs, moves, named)


def _left(turns: _Turns) -> _Turns:
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
    return _Turns(turns.owner, turns.phase, turns.at, what).where(kept)


def titled(
    spells: Spells, of: Issues, by_number: Sequence[str], known: Sequence[Names]
) -> tuple[list[str], Spells]:
    """Number spells by present title instead of by key; those in none are left out."""
    inside = spells.where(spells.what > 0)
    source = of.source[inside.owner]
    both, inverse = np.unique(source * len(by_number) + inside.what, return_inverse=True)
    numbers: dict[str, int] = {}
    title = [
        numbers.setdefault(
            known[pair // len(by_number)].name(by_number[pair % len(by_number)]), len(numbers)
        )
        for pair in both.tolist()
    ]
    what = np.array(title, dtype=np.int64)[inverse.reshape(-1)]
    return list(numbers), inside.named(what).merged()
