"""Whether planned work grows, and whether it is done in order: what past weeks say of it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

#: Pieces of work added to what was open, and to what was finished, so that the first few do not
#: settle how a project works.
_STEADY: Final = 5
#: How much of the growth so far is taken to go on. Measured on the demonstration: docs/forecast.md.
_GOES_ON: Final = 0.5
#: Planned work grows or shrinks in one week by no more than this.
_MOST: Final = 1.0
_LEAST: Final = -0.5
_PLACES: Final = 6


@dataclass(frozen=True)
class PlannedWeeks:
    """The table ``planned_work`` of one project: floats, NaN where not known, a week each.

    Attributes:
        open: Items open in agreed increments at the week's beginning.
        added: Items that came into these.
        left: Items that were dropped or moved out of them.
        finished: Items finished while any increment was waiting.
        in_turn: Of these, finished in the increment whose turn it was.
    """

    open: np.ndarray
    added: np.ndarray
    left: np.ndarray
    finished: np.ndarray
    in_turn: np.ndarray

    def growth(self, weeks: slice) -> np.ndarray:
        """Return by which share of what is open planned work is taken to grow, for each of *weeks*.

        A part of what came in less what left, as a share of what is open in a week with planned
        work, on the average of *weeks*: of what was open in the same week it might be a
        multiple.
        """
        moved = self._moved[weeks]
        planned = self.open[weeks]
        planned = planned[planned > 0]
        if not len(planned):
            return np.zeros(len(moved))
        return bounded(_GOES_ON * moved / (planned.mean() + _STEADY))

    @cached_property
    def _moved(self) -> np.ndarray:
        moved: np.ndarray = np.nan_to_num(self.added) - np.nan_to_num(self.left)
        return moved

    def parallel(self, weeks: slice) -> float:
        """Return the part of what was finished in *weeks* that was not in turn, 0 to 1."""
        known = ~np.isnan(self.in_turn[weeks])
        finished = self.finished[weeks][known].sum()
        others = finished - self.in_turn[weeks][known].sum()
        return round(float(others / (finished + _STEADY)), _PLACES)


def bounded(growth: np.ndarray) -> np.ndarray:
    """Return growth, but of no week more than planned work is taken to grow or shrink in one."""
    shares: np.ndarray = np.clip(growth, _LEAST, _MOST).round(_PLACES)
    return shares
