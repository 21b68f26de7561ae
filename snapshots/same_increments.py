"""Which increments of two editions are the same one."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

#: A project and the title of an increment in it.
Place = tuple[str, str]
#: A row of the table ``increments``.
Increment = dict[Hashable, Any]
#: The pieces of work that both editions have, by the increment that each is in: in the earlier one,
#: and in the later one.
Work = tuple[Mapping[Place, frozenset[str]], Mapping[Place, frozenset[str]]]
_Identity = Callable[[Increment], Hashable]


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


def match(
    before: Sequence[Increment], after: Sequence[Increment], work: Callable[[], Work]
) -> Increments:
    """Find the increments of the earlier edition in the later one (rule C6).

    The same address of a milestone makes two the same, whatever they are called; of the others,
    which have no address or one that several share, the same project and title; and of those that
    are left and have no address, such as the ones that labels name, the same work.

    Args:
        before: The increments of the earlier edition.
        after: Those of the later edition.
        work: Asked for the work in both editions only if anything rests on it.
    """
    found = Increments([], list(before), list(after))
    found = _paired(found, _address, _address)
    found = _paired(found, place, place)
    if not any(map(_nameless, found.removed)) or not any(map(_nameless, found.added)):
        return found
    was, now = work()
    return _paired(found, partial(_pieces, was), partial(_pieces, now))


def _paired(found: Increments, old: _Identity, new: _Identity) -> Increments:
    """Match those that are left by an identity that is not empty and that no other one has."""
    olds, news = _single(found.removed, old), _single(found.added, new)
    pairs = [Matched(olds[name], row) for name, row in news.items() if name in olds]
    taken = {place(pair.before) for pair in pairs}, {place(pair.after) for pair in pairs}
    return Increments(
        found.matched + pairs,
        [row for row in found.removed if place(row) not in taken[0]],
        [row for row in found.added if place(row) not in taken[1]],
    )


def _nameless(row: Increment) -> bool:
    """Say whether an increment may be known by its work: it has a title and no address."""
    return bool(row["increment"]) and not _address(row)


def _pieces(work: Mapping[Place, frozenset[str]], row: Increment) -> Hashable:
    return work.get(place(row), frozenset()) if _nameless(row) else ""


def _address(row: Increment) -> str:
    # A column that older editions may lack.
    return str(row.get("url", ""))


def _single(rows: Sequence[Increment], identity: _Identity) -> dict[Hashable, Increment]:
    """Return the rows by an identity that is not empty and that no other row has."""
    times = Counter(map(identity, rows))
    return {name: row for row in rows if (name := identity(row)) and times[name] == 1}
