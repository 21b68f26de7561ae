"""How pieces of work are split, worked out again from the definition, one question at a time.

It makes no table: dates and what is too large come from the forecast, which is tried on its own.
"""

from collections.abc import Collection, Sequence
from math import ceil

from metrics.parts.splitting import Piece

BINDS = {"parent": 4, "label": 2, "word": 1}
Bundle = frozenset[int]


def split(
    pieces: Sequence[Piece], waits: Collection[tuple[int, int]], room: int
) -> list[list[int]]:
    """Return the places in each part, in the order in which they can be worked."""
    leads = {place: _leads(place, waits) for place in range(len(pieces))}
    together = {
        place: frozenset({place, *(other for other in leads[place] if place in leads[other])})
        for place in leads
    }
    left = sorted(set(together.values()), key=min)
    parts: list[list[int]] = []
    while left:
        count = sum(map(len, left))
        fewest = 1 if parts else 2
        share = ceil(count / max(ceil(count / room), fewest))
        most = min(room, share + share // 4, count - fewest + 1)
        part: list[int] = []
        while True:
            can = []
            for bundle in left:
                before = {together[other] for place in bundle for other in leads[place]}
                near = _in_common(pieces, bundle, [together[place] for place in part])
                far = _in_common(pieces, bundle, [one for one in left if one != bundle])
                waiting = [p for p in leads if p in bundle or leads[p] & bundle]
                if before & (set(left) - {bundle}):
                    continue
                if part and len(part) + len(bundle) > most:
                    continue
                if len(part) < share or near > far:
                    can.append((-near, min(pieces[p].urgency for p in waiting), min(bundle)))
            if not can:
                break
            chosen = together[min(can)[2]]
            part += sorted(chosen, key=lambda place: (pieces[place].urgency, place))
            left.remove(chosen)
        parts.append(part)
    return parts


def _leads(start: int, waits: Collection[tuple[int, int]]) -> set[int]:
    """Return all that a piece waits for, through others too."""
    found: set[int] = set()
    while more := {b for a, b in waits if a in found | {start}} - found:
        found |= more
    return found


def _in_common(pieces: Sequence[Piece], bundle: Bundle, others: Collection[Bundle]) -> int:
    borne = {trait for place in bundle for trait in pieces[place].traits}
    return sum(
        BINDS[trait.kind]
        for other in set(others)
        for trait in borne & {trait for place in other for trait in pieces[place].traits}
    )
