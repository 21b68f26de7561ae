"""What happened to every issue's state and labels, as turns that become spells.

In short: events lead from creation to the moment the issue was observed; where they do not lead
to what the forge said then, the forge is right from its ``updated_at`` on, and a doubt is noted.
Whatever is told of later times follows from there. The definition in full: docs/tables.md, "State
of an item at an instant". What it was in is told in memberships.py by the same rules.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from metrics.parts.cuts import MISSING
from metrics.parts.doubts import Doubt, doubt, renamed, tells
from metrics.parts.happenings import Events, Issues, keys
from metrics.parts.label_track import LabelTrack
from metrics.parts.names import Names
from metrics.parts.spells import Spells, from_turns
from metrics.parts.track_turns import AFTER, BEFORE, BIRTH, WORD, Turns, in_turn
from programme.label_fields import of_field, passing

OPEN: Final = 0
FINISHED: Final = 1
DROPPED: Final = 2
#: Names of the states, by number.
STATES: Final = ("open", "finished", "dropped")
_NOT_FINISHED: Final = frozenset({"not_planned", "duplicate", "moved"})


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
    phase = np.where(moves.at <= of.heard[moves.issue], BEFORE, AFTER)
    everyone = np.arange(len(of))
    birth = (everyone, BIRTH, of.created, np.full(len(of), OPEN))
    told = (moves.issue, phase, moves.at, became)
    known = in_turn(birth, told).before()
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
    word = (differs, WORD, at[differs], wanted[differs])
    turns = in_turn(birth, told, word)
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
    birth = (np.arange(count), BIRTH, of.created[owner_issue], ~first_on & ~present)
    phase = np.where(moves.at <= of.heard[moves.issue], BEFORE, AFTER)
    told = (owner, phase, moves.at, on)
    before = in_turn(birth, told).before()
    last = before.last(count)
    differs = np.flatnonzero(before.what[last] != wears)
    at = np.maximum(of.updated[owner_issue], before.at[last])
    turns = in_turn(birth, told, (differs, WORD, at[differs], wears[differs]))
    name = np.array(
        [
            known[source].name(key)
            for source, key in zip(of.source[owner_issue], owner_key, strict=True)
        ],
        dtype=object,
    )
    untold = wears & tells(events, of)[owner_issue]
    untold[owner[phase == BEFORE]] = False
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


def _on(turns: Turns) -> Spells:
    """Return the stretches in which something was on; turns that change nothing are passed over."""
    born = np.append(True, turns.owner[1:] != turns.owner[:-1])[: len(turns.owner)]
    was = np.append(False, turns.what[:-1])[: len(turns.what)] & ~born
    changes = turns.where(turns.what != was)
    spells = from_turns(changes.owner, changes.what, changes.at)
    return spells.where((spells.what == 1) & (spells.end > spells.start))
