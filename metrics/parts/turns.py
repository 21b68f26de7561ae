"""In which turn the increments of a project are worked."""

from collections.abc import Collection, Mapping, Sequence
from heapq import heapify, heappop, heappush


def in_turn(waiting: Sequence[str], after: Mapping[str, Collection[str]]) -> list[str]:
    """Put unfinished increments into the order in which they are worked.

    Again and again the first of them comes whose predecessors have all been taken. One that is
    early by its date waits in its place for a later one, but draws that one no further forward.

    Args:
        waiting: Their titles in the order of their dates, each once.
        after: By title, what must be finished before it; what is not in *waiting* keeps none
            waiting.

    Returns:
        The titles of *waiting*.

    Raises:
        ValueError: If some of them wait for each other in a circle.
    """
    place = {title: number for number, title in enumerate(waiting)}
    lacking = {title: set(after.get(title, ())) & place.keys() for title in waiting}
    followers: dict[str, list[str]] = {title: [] for title in waiting}
    for title, before in lacking.items():
        for other in before:
            followers[other].append(title)
    ready = [place[title] for title in waiting if not lacking[title]]
    heapify(ready)
    order = []
    while ready:
        title = waiting[heappop(ready)]
        order.append(title)
        for follower in followers[title]:
            lacking[follower].discard(title)
            if not lacking[follower]:
                heappush(ready, place[follower])
    if len(order) < len(waiting):
        circle = ", ".join(repr(title) for title in waiting if lacking[title])
        raise ValueError(f"these increments wait for each other in a circle: {circle}")
    return order
