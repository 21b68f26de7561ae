"""What came into an increment and what left it, from one instant to the next.

An item is in the scope of an increment while it is in it and not dropped. Whatever changes between
two instants and is undone by the second is seen by neither.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from metrics.parts.cuts import MISSING, micros_of
from metrics.parts.work import places

_FOREVER: Final = int(np.iinfo(np.int64).max)


@dataclass(frozen=True)
class _Stretches:
    """Spells of items by their place; ``until`` is _FOREVER while one still holds."""

    place: np.ndarray
    since: np.ndarray
    until: np.ndarray

    @classmethod
    def of(cls, spells: pd.DataFrame, work: pd.DataFrame) -> "_Stretches":
        """Take up a frame of spells; the place of those of other items is -1."""
        until = micros_of(spells["until_at"])
        return cls(
            places(spells, work),
            micros_of(spells["from_at"]),
            np.where(until == MISSING, _FOREVER, until),
        )

    def where(self, chosen: np.ndarray) -> "_Stretches":
        """Return those that *chosen* picks."""
        return _Stretches(self.place[chosen], self.since[chosen], self.until[chosen])

    def hold(self, ever: np.ndarray, cuts: np.ndarray) -> np.ndarray:
        """Say of each item of *ever* whether one of its stretches holds at each cut."""
        ours = self.where(np.isin(self.place, ever))
        row = np.searchsorted(ever, ours.place)
        turns = np.zeros((len(ever), len(cuts) + 1), dtype=np.int32)
        np.add.at(turns, (row, np.searchsorted(cuts, ours.since, side="right")), 1)
        np.add.at(turns, (row, np.searchsorted(cuts, ours.until, side="right")), -1)
        held: np.ndarray = np.cumsum(turns[:, :-1], axis=1) > 0
        return held


class Scopes:
    """The scope of every increment of one project."""

    def __init__(
        self, work: pd.DataFrame, state_spells: pd.DataFrame, increment_spells: pd.DataFrame
    ) -> None:
        """Take up the spells.

        Args:
            work: Rows of HISTORY that are work of one project.
            state_spells: STATE_SPELLS frame.
            increment_spells: INCREMENT_SPELLS frame.
        """
        self.work = work.reset_index(drop=True)
        self._created = micros_of(self.work["created_at"])
        states = _Stretches.of(state_spells, self.work)
        kept = (state_spells["state"] != "dropped").to_numpy(dtype=bool)
        self._kept = states.where(kept & (states.place >= 0))
        inside = _Stretches.of(increment_spells, self.work)
        self._inside = inside.where(inside.place >= 0)
        self._title = increment_spells["increment"].to_numpy(dtype=object)[inside.place >= 0]

    def moves(self, title: str, cuts: Sequence[int]) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """Compare the scope of an increment at each of *cuts* with that at the one before.

        Args:
            title: Of the increment.
            cuts: Instants as in metrics/parts/cuts.py, in order.

        Returns:
            The rows of ``work`` that were ever in it, by number; and flags of these by cuts,
            without the first cut, under the names of columns: ``added_count`` (new, or no longer
            dropped), ``dropped_count`` (dropped in it), ``moved_in_count`` and ``moved_out_count``
            (from and to elsewhere, or no increment), and ``scope_count``, the scope itself.
        """
        at = np.asarray(cuts, dtype=np.int64)
        inside = self._inside.where(self._title == title)
        ever = np.unique(inside.place)
        held = inside.hold(ever, at)
        scope = held & self._kept.hold(ever, at)
        there = self._created[ever][:, None] < at
        before, now = scope[:, :-1], scope[:, 1:]
        came, left = now & ~before, before & ~now
        moved_in = came & there[:, :-1] & ~held[:, :-1]
        dropped = left & held[:, 1:]
        return ever, {
            "added_count": came & ~moved_in,
            "dropped_count": dropped,
            "moved_in_count": moved_in,
            "moved_out_count": left & ~dropped,
            "scope_count": now,
        }
