"""How increments share the pace of their project, step by step and in exact fractions."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache


def finished_until(
    left: Sequence[int], waits: Mapping[int, Collection[int]], parallel: Fraction
) -> list[Fraction]:
    """Return how much the project finishes until each increment is finished, to 6 places.

    Args:
        left: Pieces of work left in each increment, in the order of their turns.
        waits: By place, the places of all that an increment waits for, through others as well.
        parallel: Part of what is finished that goes to others than the one whose turn it is.
    """
    told = tuple(tuple(sorted(waits[place])) for place in range(len(left)))
    return list(_finished_until(tuple(left), told, parallel))


@lru_cache(maxsize=4096)
def _finished_until(
    left: tuple[int, ...], waits: tuple[tuple[int, ...], ...], parallel: Fraction
) -> tuple[Fraction, ...]:
    still = [Fraction(count) for count in left]
    until = [Fraction(0)] * len(left)
    done = Fraction(0)
    while unfinished := [
        place for place in range(len(left)) if any(still[p] for p in (place, *waits[place]))
    ]:
        parts = [Fraction(0)] * len(left)
        for place in unfinished:
            # What waits hands its part to the first of those that it waits for.
            first = min(p for p in (place, *waits[place]) if p in unfinished)
            parts[first] += _part(place == unfinished[0], len(unfinished), parallel)
        step = min(still[place] / part for place, part in enumerate(parts) if part)
        done += step
        still = [rest - part * step for rest, part in zip(still, parts, strict=True)]
        for place in unfinished:
            until[place] = done
    return tuple(round(at, 6) for at in until)


def _part(its_turn: bool, count: int, parallel: Fraction) -> Fraction:
    first = max(1 - parallel, Fraction(1, count))
    if its_turn:
        return first if count > 1 else Fraction(1)
    return (1 - first) / (count - 1)
