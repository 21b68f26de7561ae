"""The turns of which a track is put together, in four phases.

What held at creation, events up to when the forge was heard, the forge's own word where it differs,
and later events.
"""

from dataclasses import dataclass

import numpy as np

BIRTH, BEFORE, WORD, AFTER = range(4)


@dataclass(frozen=True)
class Turns:
    """Parallel arrays: whose turn, in which phase, when, and what holds from then on."""

    owner: np.ndarray
    phase: np.ndarray
    at: np.ndarray
    what: np.ndarray

    def before(self) -> "Turns":
        """Return the turns up to when the forge was heard."""
        return self.where(self.phase <= BEFORE)

    def where(self, chosen: np.ndarray) -> "Turns":
        """Return the chosen ones."""
        return Turns(self.owner[chosen], self.phase[chosen], self.at[chosen], self.what[chosen])

    def last(self, owners: int) -> np.ndarray:
        """Return the place of each owner's last turn; every owner has one."""
        place = np.zeros(owners, dtype=np.int64)
        place[self.owner] = np.arange(len(self.owner))
        return place


def in_turn(*parts: tuple[np.ndarray, np.ndarray | int, np.ndarray, np.ndarray]) -> Turns:
    """Put turns (owner, phase, at, what) together in order; within a phase they are in order."""
    owner, phase, at, what = (
        np.concatenate([np.broadcast_to(part[place], part[0].shape) for part in parts])
        for place in range(4)
    )
    order = np.lexsort([phase, owner])  # stable
    return Turns(owner[order], phase[order], at[order], what[order])
