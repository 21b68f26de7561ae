"""How much work was open, by increment, at given instants."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from metrics.parts.cuts import MISSING, micros_of

_FOREVER = np.iinfo(np.int64).max


def open_counts(
    work: pd.DataFrame,
    state_spells: pd.DataFrame,
    increment_spells: pd.DataFrame,
    cuts: Sequence[int],
) -> dict[str, np.ndarray]:
    """Count open items at each cut.

    Args:
        work: Rows of HISTORY that are work of one project.
        state_spells: STATE_SPELLS frame.
        increment_spells: INCREMENT_SPELLS frame.
        cuts: Instants as in metrics/parts/cuts.py.

    Returns:
        For each increment that ever held an item, and for the empty title (items in none), one
        count per cut.
    """
    keys = ["source", "number"]
    at = np.asarray(cuts, dtype=np.int64)
    states = state_spells[state_spells["state"] == "open"].merge(work[keys], on=keys)
    states = states.assign(start=micros_of(states["from_at"]), end=_ends(states["until_at"]))
    parts = increment_spells.assign(
        begin=micros_of(increment_spells["from_at"]), stop=_ends(increment_spells["until_at"])
    )
    both = states[[*keys, "start", "end"]].merge(
        parts[[*keys, "begin", "stop", "increment"]], on=keys
    )
    start = both[["start", "begin"]].max(axis=1).to_numpy()
    end = both[["end", "stop"]].min(axis=1).to_numpy()
    real = start < end
    titles = both["increment"].to_numpy()
    counts = {
        title: _holding(start[real & (titles == title)], end[real & (titles == title)], at)
        for title in pd.unique(both["increment"])
    }
    everything = _holding(states["start"].to_numpy(), states["end"].to_numpy(), at)
    counts[""] = everything - sum(counts.values(), start=np.zeros_like(at))
    return counts


def _ends(column: pd.Series) -> np.ndarray:
    ends = micros_of(column)
    return np.where(ends == MISSING, _FOREVER, ends)


def _holding(start: np.ndarray, end: np.ndarray, at: np.ndarray) -> np.ndarray:
    begun: np.ndarray = np.searchsorted(np.sort(start), at, side="left")
    return begun - np.searchsorted(np.sort(end), at, side="left")
