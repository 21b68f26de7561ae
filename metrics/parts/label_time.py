"""Time that issues spent open under labels, to the microsecond."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from metrics.parts.cuts import MISSING, micros_of
from programme.labels import work_state
from programme.settings_labels import Labels

#: How the end of a stretch reads that has not come.
STILL: Final = int(np.iinfo(np.int64).max)


@dataclass(frozen=True)
class Stretches:
    """Stretches of time of issues, in any order; arrays of one length.

    Attributes:
        row: Place of the issue among the rows of HISTORY that were asked about.
        state: Number of the state, 0 where there is but one.
        from_at: Microseconds since 1970, UTC, inclusive.
        until_at: The same, exclusive; STILL if it has not ended.
    """

    row: np.ndarray
    state: np.ndarray
    from_at: np.ndarray
    until_at: np.ndarray

    def clipped(self, first: np.ndarray, last: np.ndarray) -> "Stretches":
        """Return what lies between the instants *first* and *last* of each row."""
        from_at = np.maximum(self.from_at, first[self.row])
        until_at = np.minimum(self.until_at, last[self.row])
        left = until_at > from_at
        return Stretches(self.row[left], self.state[left], from_at[left], until_at[left])


def open_stretches(work: pd.DataFrame, state_spells: pd.DataFrame) -> Stretches:
    """List when each of *work*, rows of HISTORY, was open, told by the STATE_SPELLS frame."""
    spells = state_spells[(state_spells["state"] == "open").to_numpy()]
    return _of_rows(work, spells, np.zeros(len(spells), dtype=np.int64))


def states_of(label_spells: pd.DataFrame, mapping: Labels) -> dict[str, str]:
    """Return the state that each label found tells, of those that tell one."""
    told = {str(label): work_state(str(label), mapping) for label in label_spells["label"].unique()}
    return {label: state for label, state in told.items() if state}


def label_stretches(
    work: pd.DataFrame, label_spells: pd.DataFrame, states: Mapping[str, int]
) -> Stretches:
    """List when each of *work* carried which label.

    Args:
        work: Rows of HISTORY.
        label_spells: LABEL_SPELLS frame.
        states: Number of the state that a label tells, by its name; others are left out.
    """
    place = pd.Index(list(states), dtype="object").get_indexer(label_spells["label"].astype(object))
    told = place >= 0
    numbers = np.array(list(states.values()), dtype=np.int64)
    return _of_rows(work, label_spells[told], numbers[place[told]])


def spent(open_time: Stretches, held: Stretches) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Measure how long each row was open in each state; what two labels both tell counts once.

    Args:
        open_time: When the rows were open; the stretches of a row do not overlap.
        held: When they were in states.

    Returns:
        Rows, states and microseconds, one of each for every row and state with any time at all.
    """
    row, state, from_at, until_at = _overlaps(open_time, held)
    order = np.lexsort((from_at, state, row))
    row, state, from_at, until_at = (part[order] for part in (row, state, from_at, until_at))
    first = np.ones(len(row), dtype=bool)
    first[1:] = (row[1:] != row[:-1]) | (state[1:] != state[:-1])
    group = np.cumsum(first) - 1
    # Until when earlier stretches already cover the same state of the same row.
    covered = pd.Series(until_at).groupby(group).cummax().to_numpy()
    begins = np.where(first, from_at, np.maximum(from_at, np.roll(covered, 1)))
    micros = np.zeros(int(first.sum()), dtype=np.int64)
    np.add.at(micros, group, np.maximum(until_at - begins, 0))
    return row[first], state[first], micros


def _overlaps(
    open_time: Stretches, held: Stretches
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return row, state, from and until of whatever is both open and in a state."""
    order = np.argsort(open_time.row, kind="stable")
    rows = open_time.row[order]
    first, end = (np.searchsorted(rows, held.row, side=side) for side in ("left", "right"))
    count = end - first
    # One pair for each stretch in a state and each open stretch of the same row.
    mine = np.repeat(np.arange(len(held.row)), count)
    step = np.arange(len(mine)) - np.repeat(np.cumsum(count) - count, count)
    other = order[np.repeat(first, count) + step]
    from_at = np.maximum(held.from_at[mine], open_time.from_at[other])
    until_at = np.minimum(held.until_at[mine], open_time.until_at[other])
    both = until_at > from_at
    mine = mine[both]
    return held.row[mine], held.state[mine], from_at[both], until_at[both]


def _of_rows(work: pd.DataFrame, spells: pd.DataFrame, state: np.ndarray) -> Stretches:
    """Turn the spells that are of *work* into stretches."""
    sources = pd.Index(work["source"].unique())
    keys, wanted = _keys(work, sources), _keys(spells, sources)
    order = np.argsort(keys)
    place = np.searchsorted(keys[order], wanted)
    place[place == len(keys)] = 0
    row = order[place] if len(keys) else place
    ours = (keys[row] == wanted) if len(keys) else np.zeros(len(wanted), dtype=bool)
    until = micros_of(spells["until_at"])[ours]
    return Stretches(
        row=row[ours],
        state=state[ours],
        from_at=micros_of(spells["from_at"])[ours],
        until_at=np.where(until == MISSING, STILL, until),
    )


def _keys(frame: pd.DataFrame, sources: pd.Index) -> np.ndarray:
    """Return one whole number for each issue: its source's place and its number."""
    place = sources.get_indexer(pd.Index(frame["source"])).astype(np.int64)
    keys: np.ndarray = place * 2**40 + frame["number"].to_numpy(dtype=np.int64)
    return keys
