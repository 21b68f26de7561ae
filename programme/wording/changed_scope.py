"""How the work in increments changed between two editions: each count by itself, never the net."""

from collections.abc import Mapping
from typing import Final

from programme.wording.words import count, listing, number, sentence

#: Work that is in no increment.
UNPLANNED: Final = "what is not yet planned"
#: What is told of the first count of a sentence, in the order in which counts are told.
_FIRST: Final = {
    "added": "{were} added to {name}",
    "removed": "{were} left out of {name}",
    "moved_in": "moved into {name}",
    "moved_out": "moved out of {name}",
    "finished": "in {name} {were} finished",
    "reopened": "in {name} {were} reopened",
}
#: What is told of those that follow it.
_NEXT: Final = {
    "removed": "{were} left out",
    "moved_in": "moved in",
    "moved_out": "moved out",
    "finished": "{were} finished",
    "reopened": "{were} reopened",
}
#: More would not fit into one sentence.
_MOST: Final = 3


def scope(name: str, counts: Mapping[str, int]) -> str:
    """Say how the work in an increment changed (rules C4 and C5).

    Args:
        name: Of the increment, as an object.
        counts: How many pieces were *added*, *removed*, *moved_in*, *moved_out*, *finished* and
            *reopened*; at least one of them is not 0.
    """
    told = [what for what in _FIRST if counts.get(what)]
    value = counts[told[0]]
    first = (
        f"{count(value, 'piece of work', 'pieces of work')} "
        f"{_FIRST[told[0]].format(were=_were(value), name=name)}"
    )
    parts = [first, *(_next(what, counts[what]) for what in told[1:])]
    some = [parts] if len(parts) <= _MOST else [parts[:_MOST], parts[_MOST:]]
    return " ".join(sentence(listing(part)) for part in some)


def progress(finished: int, scope: int) -> str:
    """Return ``15 of 41 finished``."""
    return f"{number(finished)} of {number(scope)} finished"


def _next(what: str, value: int) -> str:
    told = "one" if value == 1 else number(value)
    return f"{told} {_NEXT[what].format(were=_were(value))}"


def _were(value: int) -> str:
    return "was" if value == 1 else "were"
