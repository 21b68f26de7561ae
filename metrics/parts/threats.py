"""What holds an increment up besides work: risks that may happen, and gates to wait for."""

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self, SupportsFloat

import numpy as np

from metrics.parts.simulation import TRIALS


@dataclass(frozen=True)
class Threat:
    """A risk that is sized and open.

    Attributes:
        item: Its name, from which it is drawn in which trials it happens.
        probability: That it happens, 0 to 1.
        days: By which it delays the increment then.
    """

    item: str
    probability: float
    days: int

    @classmethod
    def scored(cls, item: str, probability: SupportsFloat, impact_days: SupportsFloat) -> Self:
        """Return what a risk threatens by its score; its days are rounded up to whole ones."""
        return cls(item, float(probability), math.ceil(float(impact_days)))


def delay(identity: str, threats: Iterable[Threat]) -> np.ndarray:
    """Return by how many days risks delay an increment in every trial, int32.

    Each risk happens or not by itself, and those that happen add up. Whether one does comes from
    its own name, so that the others stay as they are when it is dealt with, and a risk that grows
    happens in all trials in which it happened before.

    Args:
        identity: The programme's name.
        threats: The risks.
    """
    total = np.zeros(TRIALS, dtype=np.int32)
    for threat in threats:
        happens = _drawn(identity, threat.item) < threat.probability
        total += np.where(happens, np.int32(threat.days), np.int32(0))
    return total


def held_until(days: np.ndarray, gates: Sequence[int]) -> np.ndarray:
    """Return the first gate on or after each day; after the last one, the day itself.

    Args:
        days: On which the work is done, counted from any day.
        gates: Days on which it can pass, counted from the same one, rising.
    """
    if not gates:
        return days
    place = np.searchsorted(gates, days)
    found: np.ndarray = np.where(place < len(gates), np.append(gates, 0)[place], days).astype(
        days.dtype
    )
    return found


@lru_cache(maxsize=2048)
def _drawn(identity: str, item: str) -> np.ndarray:
    """Return one draw a trial of a risk, 0 to 1, read-only."""
    seed = int.from_bytes(hashlib.sha256(f"{identity}\n{item}".encode()).digest(), "big")
    bits = np.random.PCG64(seed).random_raw(TRIALS // 2)
    # The half keeps a draw off 0 and 1, so that 0 and 1 mean never and always.
    drawn = ((bits.astype("<u8").view("<u4") >> np.uint32(8)) + 0.5).astype(np.float64) / 2**24
    drawn.setflags(write=False)
    return drawn
