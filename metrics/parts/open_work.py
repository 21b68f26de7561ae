"""How much work was open, by increment, at given instants, and which."""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from metrics.parts.cuts import MISSING, micros_of

_KEYS = ["source", "number"]
_FOREVER = np.iinfo(np.int64).max


def open_counts(
    work: pd.DataFrame,
    state_spells: pd.DataFrame,
    increment_spells: pd.DataFrame,
    cuts: Sequence[int],
    states: Collection[str] = ("open",),
) -> dict[str, np.ndarray]:
    """Count open items, or those in any of some states, at each cut.

    Args:
        work: Rows of HISTORY that are work of one project.
        state_spells: STATE_SPELLS frame.
        increment_spells: INCREMENT_SPELLS frame.
        cuts: Instants as in metrics/parts/cuts.py.
        states: Those that count.

    Returns:
        For each increment that ever held an item, and for the empty title (items in none), one
        count per cut.
    """
    at = np.asarray(cuts, dtype=np.int64)
    held, both = _open_spells(work, state_spells, increment_spells, states)
    start, end = both["start"].to_numpy(), both["end"].to_numpy()
    # Numbers, since comparing as many texts with each title takes far longer.
    held_in, titles = pd.factorize(both["increment"])
    counts = {
        title: _holding(start[held_in == number], end[held_in == number], at)
        for number, title in enumerate(titles)
    }
    everything = _holding(held["start"].to_numpy(), held["end"].to_numpy(), at)
    counts[""] = everything - sum(counts.values(), start=np.zeros_like(at))
    return counts


def open_items(
    work: pd.DataFrame, state_spells: pd.DataFrame, increment_spells: pd.DataFrame, cut: int
) -> pd.DataFrame:
    """Name the items that ``open_counts`` counts at one cut.

    Args:
        work: Rows of HISTORY that are work of one project.
        state_spells: STATE_SPELLS frame.
        increment_spells: INCREMENT_SPELLS frame.
        cut: Instant as in metrics/parts/cuts.py.

    Returns:
        The rows of *work* that were open then, with the ``increment`` they were in then.
    """
    states, both = _open_spells(work, state_spells, increment_spells)
    now = states[(states["start"] < cut) & (states["end"] >= cut)]
    inside = both[(both["start"] < cut) & (both["end"] >= cut)]
    was_in = now[_KEYS].merge(inside[[*_KEYS, "increment"]], on=_KEYS, how="left")
    was_in["increment"] = was_in["increment"].fillna("")
    return work.drop(columns="increment").merge(was_in, on=_KEYS)


def _open_spells(
    work: pd.DataFrame,
    state_spells: pd.DataFrame,
    increment_spells: pd.DataFrame,
    wanted: Collection[str] = ("open",),
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return when each item was in a wanted state, and when it was so in which increment."""
    states = state_spells[state_spells["state"].isin(wanted)].merge(work[_KEYS], on=_KEYS)
    states = states.assign(start=micros_of(states["from_at"]), end=_ends(states["until_at"]))
    parts = increment_spells.assign(
        begin=micros_of(increment_spells["from_at"]), stop=_ends(increment_spells["until_at"])
    )
    both = states[[*_KEYS, "start", "end"]].merge(
        parts[[*_KEYS, "begin", "stop", "increment"]], on=_KEYS
    )
    both = both.assign(
        start=both[["start", "begin"]].max(axis=1), end=both[["end", "stop"]].min(axis=1)
    )
    return states, both[both["start"] < both["end"]]


def _ends(column: pd.Series) -> np.ndarray:
    ends = micros_of(column)
    return np.where(ends == MISSING, _FOREVER, ends)


def _holding(start: np.ndarray, end: np.ndarray, at: np.ndarray) -> np.ndarray:
    begun: np.ndarray = np.searchsorted(np.sort(start), at, side="left")
    return begun - np.searchsorted(np.sort(end), at, side="left")
