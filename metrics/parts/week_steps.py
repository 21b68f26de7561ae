"""What became of each item from one week's end to the next, and in which increment it was.

As in metrics/parts/weekly.py, what happens and is undone within a week is seen by no week's end.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.parts.cuts import MISSING, micros_of
from metrics.parts.weekly import KIND, NOT_YET, Grid
from metrics.parts.work import places

#: Number of no increment.
NONE = -1


@dataclass(frozen=True)
class Steps:
    """Stretches of week ends at which an item has one state and is in one increment.

    Those of an item follow each other, in the order of the items. All are arrays of one length.

    Attributes:
        item: Place of the item in ``Grid.items``.
        first: Place of the first week's end that sees it so; 0 is that before the first week.
        until: Place of the first one that does not any more.
        state: ``NOT_YET``, ``OPEN``, ``FINISHED`` or ``DROPPED``.
        held: Number of the increment that it is in, or NONE.
        before, was_in: State and increment at the week's end before ``first``.
    """

    item: np.ndarray
    first: np.ndarray
    until: np.ndarray
    state: np.ndarray
    held: np.ndarray
    before: np.ndarray
    was_in: np.ndarray


def steps(
    grid: Grid, increment_spells: pd.DataFrame, numbers: Mapping[tuple[str, str], int]
) -> Steps:
    """Put states and increments of items together.

    Args:
        grid: States at week ends.
        increment_spells: INCREMENT_SPELLS of any issues.
        numbers: By project and title, the number of each increment; others are none.
    """
    width = max(len(grid.ends), 1)
    spell, first, until, number = _inside(grid, increment_spells, numbers)
    came, went = spell * width + first, spell * width + until
    turned = grid.item.astype(np.int64) * width + grid.first
    turns = np.unique(np.concatenate([turned, came, went[until < width]]))
    item, at = turns // width, turns % width

    state = np.full(len(turns), NOT_YET)
    place = np.searchsorted(turned, turns, side="right") - 1
    told = np.flatnonzero(place >= 0)
    told = told[grid.item[place[told]] == item[told]]
    state[told] = KIND[grid.state[place[told]]]

    held = np.full(len(turns), NONE)
    place = np.searchsorted(came, turns, side="right") - 1
    told = np.flatnonzero(place >= 0)
    told = told[turns[told] < went[place[told]]]
    held[told] = number[place[told]]

    follows = item[1:] == item[:-1]
    last = np.full(len(turns), width)
    last[:-1][follows] = at[1:][follows]
    before, was_in = np.full(len(turns), NOT_YET), np.full(len(turns), NONE)
    before[1:][follows] = state[:-1][follows]
    was_in[1:][follows] = held[:-1][follows]
    return Steps(item, at, last, state, held, before, was_in)


def _inside(
    grid: Grid, spells: pd.DataFrame, numbers: Mapping[tuple[str, str], int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return item, first week's end, first one after it, and number of spells that one sees."""
    item = places(spells, grid.items)
    codes, titles = pd.factorize(spells["increment"])
    table = np.array(
        [[numbers.get((project, title), NONE) for title in titles] for project in grid.projects],
        dtype=np.int64,
    ).reshape(len(grid.projects), len(titles))
    number = np.full(len(spells), NONE)
    ours = item >= 0
    number[ours] = table[grid.project[item[ours]], codes[ours]]
    since, end = micros_of(spells["from_at"]), micros_of(spells["until_at"])
    first = np.searchsorted(grid.ends, since, side="right")
    until = np.where(end == MISSING, len(grid.ends), np.searchsorted(grid.ends, end, side="right"))
    seen = np.flatnonzero((number != NONE) & (first < until))
    seen = seen[np.lexsort([first[seen], item[seen]])]
    return item[seen], first[seen], until[seen], number[seen]
