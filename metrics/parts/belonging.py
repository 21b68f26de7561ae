"""What pieces of work have in common, and how urgent they are, by their labels and titles."""

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from programme.labels import normal, work_state
from programme.settings_labels import Labels


class Trait(NamedTuple):
    """Something that several pieces of work may have in common.

    Attributes:
        kind: ``parent``, ``label`` or ``word``.
        value: The parent's key, the label in normal form, or the word.
    """

    kind: str
    value: str


#: How much a trait in common binds: what a team says outright binds more than a word.
BINDS: Final = {"parent": 4, "label": 2, "word": 1}
#: Urgency of a piece of work of which no label tells any; lower comes first.
UNMARKED: Final = 2
_LEVELS: Final = {
    **dict.fromkeys(("critical", "highest", "urgent", "very-high", "p0", "must", "must-have"), 0),
    **dict.fromkeys(("high", "p1", "1"), 1),
    **dict.fromkeys(("medium", "p2", "2", "should", "should-have"), UNMARKED),
    **dict.fromkeys(("low", "p3", "3", "could", "could-have"), 3),
    **dict.fromkeys(("lowest", "very-low", "p4", "4", "won't", "won't-have"), 4),
}
_SCOPES: Final = {"priority", "value", "risk", "severity", "urgency", "importance", "moscow"}
#: These say how urgent something is without a scope, too.
_ALONE: Final = re.compile(r"p[0-4]|(must|should|could|won't)-have|urgent|critical")
_NAMED: Final = re.compile(r"(highest|high|medium|low|lowest)-(priority|value|risk|severity)")
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
#: Longer words that join others and say nothing of what a title is about.
_JOINING: Final = frozenset(
    ("about", "after", "before", "from", "have", "into", "must", "should", "that", "their")
    + ("them", "then", "they", "this", "what", "when", "where", "which", "will", "with", "your")
)


def urgency(labels: Iterable[str]) -> int:
    """Return how urgent labels make a piece of work, 0 = most; UNMARKED where none tells.

    The most urgent one counts, whether it speaks of priority, value or risk: ``priority::high``,
    ``risk: critical``, ``must-have``, ``P1``.
    """
    return min((level for level in map(_level, labels) if level is not None), default=UNMARKED)


def tells_urgency(label: str) -> bool:
    """Say whether one label tells how urgent a piece of work is."""
    return _level(label) is not None


def traits(
    title: str, labels: Iterable[str], parents: Iterable[str], mapping: Labels
) -> frozenset[Trait]:
    """Return what a piece of work may have in common with others.

    Args:
        title: Its title, of which words of 4 letters and more count, whatever their case.
        labels: Those it carries; what tells its urgency or its state does not count.
        parents: Keys of what it is part of.
        mapping: ``[labels]`` of the configuration, which says what tells a state.
    """
    told = (label for label in labels if _level(label) is None and not work_state(label, mapping))
    return frozenset(
        [
            *(Trait("parent", key) for key in parents),
            *(Trait("label", normal(label).text) for label in told),
            *(Trait("word", w) for w in _WORD.findall(title.casefold()) if w not in _JOINING),
        ]
    )


def telling(found: Sequence[frozenset[Trait]]) -> list[frozenset[Trait]]:
    """Leave out what all pieces of work have in common: it tells none of them apart."""
    everywhere = frozenset.intersection(*found) if found else frozenset()
    return [one - everywhere for one in found]


def _level(label: str) -> int | None:
    """Return the urgency that one label tells; None if it tells none."""
    read = normal(label)
    if read.scope in _SCOPES:
        return _LEVELS.get(read.value)
    if read.scope:
        return None
    if named := _NAMED.fullmatch(read.value):
        return _LEVELS[named[1]]
    return _LEVELS[read.value] if _ALONE.fullmatch(read.value) else None
