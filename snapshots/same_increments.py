"""Which increments of two editions are the same one."""

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

#: A project and the title of an increment in it.
Place = tuple[str, str]
#: A row of the table ``increments``.
Increment = dict[Hashable, Any]


class Matched(NamedTuple):
    """One increment in both editions."""

    before: Increment
    after: Increment


class Increments(NamedTuple):
    """The increments of two editions; work in no increment of a project counts as one.

    Attributes:
        matched: In both.
        removed: In the earlier edition alone.
        added: In the later edition alone.
    """

    matched: list[Matched]
    removed: list[Increment]
    added: list[Increment]


def place(row: Increment) -> Place:
    """Return the project and the title of an increment."""
    return str(row["project"]), str(row["increment"])


def match(before: Sequence[Increment], after: Sequence[Increment]) -> Increments:
    """Find the increments of the earlier edition in the later one (rule C6).

    The same address of a milestone makes two the same, whatever they are called; of the others,
    which have no address or one that several share, the same project and title.
    """
    matched: list[Matched] = []
    olds, news = list(before), list(after)
    for identity in (_address, place):
        by_identity = _single(olds, identity)
        pairs = [
            Matched(by_identity[name], row)
            for name, row in _single(news, identity).items()
            if name in by_identity
        ]
        matched += pairs
        taken = {place(pair.before) for pair in pairs}, {place(pair.after) for pair in pairs}
        olds = [row for row in olds if place(row) not in taken[0]]
        news = [row for row in news if place(row) not in taken[1]]
    return Increments(matched, olds, news)


def _address(row: Increment) -> str:
    # A column that older editions may lack.
    return str(row.get("url", ""))


def _single(rows: Sequence[Increment], identity: Any) -> dict[Hashable, Increment]:
    """Return the rows by an identity that is not empty and that no other row has."""
    times = Counter(map(identity, rows))
    return {name: row for row in rows if (name := identity(row)) and times[name] == 1}
