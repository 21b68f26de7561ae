"""How increments of a project share its pace: how much it finishes until each of them is finished.

The increment whose turn it is gets most of what the project finishes; a measured part of it goes to
all the others in equal parts. What falls to an increment that must wait for others goes to the
first of those, so that nothing is left undone while anything is left to do.

Whatever is dropped, no increment is finished later: the part that falls to an increment never
shrinks when another one is finished, since what waits hands its part to the same one all the while,
even when nothing is left of it.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

#: Places to which what is finished until then is rounded, so that a tie is one on every machine.
_PLACES = 6


def finished_until(left: np.ndarray, waits: np.ndarray, parallel: float) -> np.ndarray:
    """Return how much a project finishes until each increment is finished.

    Args:
        left: Pieces of work left in each increment, in the order of their turns; last axis.
            Axes before it are other ways to plan.
        waits: Square flags: whether the increment of the row must come after that of the column,
            through others as well (``all_before``). All columns that a row names come before it.
        parallel: Part of what is finished that goes to others than the one whose turn it is, 0
            to 1; where that would give it less than each of the others, all get the same.

    Returns:
        Pieces of work of the whole project, of the shape of *left*. An increment with nothing left
        is finished with the last of those that it waits for.
    """
    if parallel <= 0:
        # One after the other: turns keep the order in which they wait.
        through = np.where(left > 0, np.cumsum(left, axis=-1, dtype=np.float64), 0.0)
        last = np.where(waits, through[..., None, :], 0.0).max(axis=-1, initial=0.0)
        return np.where(left > 0, through, last)
    until = np.zeros(left.shape)
    for unfinished, at, _ in _steps(left, waits, parallel):
        until = np.where(unfinished, at[..., None], until)
    return until.round(_PLACES)


def finished_of_each(
    left: np.ndarray, waits: np.ndarray, parallel: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return how much of each increment is finished as the project goes on.

    Args:
        left: Pieces of work left in each increment, in the order of their turns.
        waits: As for ``finished_until``.
        parallel: As for ``finished_until``.

    Returns:
        Pieces of work of the whole project, rising from 0; and for each of these, a row, of every
        increment. Between two of them all rise evenly.
    """
    totals, rows = [0.0], [np.zeros(left.shape)]
    for _, at, still in _steps(left, waits, max(parallel, 0.0)):
        totals.append(float(at))
        rows.append(left - still)
    return np.array(totals), np.array(rows)


def all_before(order: Sequence[str], after: Mapping[str, Sequence[str]]) -> np.ndarray:
    """Return square flags: whether the increment of the row must come after that of the column.

    Args:
        order: Titles, each after all those that it must come after.
        after: What each must come after; titles that are not in *order* say nothing.
    """
    place = {title: number for number, title in enumerate(order)}
    flags = np.zeros((len(order), len(order)), dtype=bool)
    for title, number in place.items():
        for before in after.get(title, ()):
            if before in place:
                flags[number] |= flags[place[before]]
                flags[number, place[before]] = True
    return flags


def _steps(
    left: np.ndarray, waits: np.ndarray, parallel: float
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Yield, each time an increment is finished, which were not before, how much is done and left.

    In plans that are through already nothing changes any more.
    """
    still = left.astype(np.float64)
    at = np.zeros(left.shape[:-1])
    # Few wait for others, and for those alone columns matter.
    waiting = np.flatnonzero(waits.any(axis=1))
    # Of those that an increment waits for, the first one waits for none of the others.
    receivers = (waits | np.eye(len(waits), dtype=bool))[waiting]
    unfinished = _unfinished(still, waiting, receivers)
    while unfinished.any():
        parts = _parts(unfinished, waiting, receivers, parallel)
        with np.errstate(divide="ignore", invalid="ignore"):
            needed = np.where(parts > 0, still / parts, np.inf)
        step = needed.min(axis=-1, initial=np.inf)
        step = np.where(np.isfinite(step), step, 0.0)
        still = np.where(
            needed <= step[..., None], 0.0, np.maximum(still - parts * step[..., None], 0.0)
        )
        at = at + step
        yield unfinished, at, still
        unfinished = _unfinished(still, waiting, receivers)


def _unfinished(still: np.ndarray, waiting: np.ndarray, receivers: np.ndarray) -> np.ndarray:
    """Say of what something is left, in it or in what it waits for."""
    unfinished: np.ndarray = still > 0
    if len(waiting):
        behind = receivers & unfinished[..., None, :]
        unfinished[..., waiting] = behind.any(axis=-1)
    return unfinished


def _parts(
    unfinished: np.ndarray, waiting: np.ndarray, receivers: np.ndarray, parallel: float
) -> np.ndarray:
    """Return which part of what the project finishes falls to each increment."""
    count = np.maximum(unfinished.sum(axis=-1, keepdims=True), 1)
    first = np.maximum(1.0 - parallel, 1.0 / count)
    others = (1.0 - first) / np.maximum(count - 1, 1)
    its_turn = unfinished & (unfinished.cumsum(axis=-1) == 1)
    turn = np.where(count > 1, first, 1.0)
    fallen: np.ndarray = np.where(its_turn, turn, others) * unfinished
    if not len(waiting):
        return fallen
    # Places counted through all plans, so that one call adds up all parts, in the order of turns.
    to = np.arange(unfinished.size).reshape(unfinished.shape)
    taken = (receivers & unfinished[..., None, :]).argmax(axis=-1)
    to[..., waiting] = to[..., :1] + taken
    given = np.bincount(to.reshape(-1), fallen.reshape(-1), minlength=to.size)
    return given.reshape(unfinished.shape)
