"""Which increments of a project are waiting to be finished, and in which turn they are worked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from heapq import heapify, heappop, heappush

import pandas as pd

from metrics.parts.increment_history import Increment


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


def waits(increment: Increment, cut: int, open_count: int) -> bool:
    """Say whether an increment is worked on at an instant, or will be.

    Args:
        increment: Any.
        cut: The instant, as in metrics/parts/cuts.py.
        open_count: How much open work it holds then.

    Returns:
        Whether it is open. Work may be in it before the forge says that it was created; without
        milestones it is finished as soon as none of its work is open.
    """
    state = increment.state(cut)
    if open_count:
        return state in {"open", "not yet"}
    return state == "open" and bool(increment.milestones)


def by_date(waiting: Iterable[Increment], cut: int, day: date) -> list[str]:
    """Put increments into the order of the dates worked to at an instant.

    Args:
        waiting: Of one project.
        cut: The instant.
        day: Its local date.

    Returns:
        Their titles: undated ones last, of equal ones the earlier created first.
    """
    dated = (
        (increment.target(cut, day)[0] or date.max, increment.created_at, increment.title)
        for increment in waiting
    )
    return [title for _, _, title in sorted(dated)]


def queue(
    increments: Iterable[Increment],
    remaining: Mapping[str, int],
    cut: int,
    day: date,
    after: Mapping[str, Collection[str]],
) -> list[str]:
    """Return the titles of a project's open increments in the order in which they are worked.

    In the order of their targets as known at *cut*, undated ones after them, of equal ones the
    earlier created first; and none before those that it must come after. Work in no increment, and
    what is still open in a finished or removed one, comes last, under the empty title.

    Args:
        increments: A project's.
        remaining: Open items by increment at *cut*; the empty title holds those in none.
        cut: The instant.
        day: Its local date.
        after: By title, what each must come after.
    """
    waiting = [one for one in increments if waits(one, cut, remaining.get(one.title, 0))]
    return [*in_turn(by_date(waiting, cut, day), after), ""]


def queued(order: Collection[str], title: str, held: pd.Series) -> pd.Series:
    """Say which open items are worked until an increment is finished, one after the other.

    Args:
        order: As ``queue`` gives it.
        title: Of the increment; empty for work in none.
        held: The increment of each open item of the project.

    Returns:
        Flags of the items in it and in the increments whose turn comes before; none of an increment
        that is not open.
    """
    turns = list(order)
    if title not in turns or not (held == title).any():
        return held != held
    return (held == held) if not title else held.isin(turns[: turns.index(title) + 1])
