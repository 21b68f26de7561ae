"""All trials of a project's coming weeks, one week after the other.

The draws are those of ``forecast.trials``, which goes through them trial by trial; here a week of
all trials is taken at a time, as thousands of piles of work are asked for.
"""

import hashlib
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np

TRIALS = 10_000
LONGEST = 520


@dataclass(frozen=True)
class Known:
    """What is known of a project's pace at an instant.

    Attributes:
        sample: What each past week that counts was worth, hundredths of items, oldest first.
        growth: By which share planned work grew in each of them.
        ahead: Which part of each coming week is worked.
        identity: The programme's name.
    """

    sample: tuple[int, ...]
    growth: tuple[Fraction, ...]
    ahead: tuple[Fraction, ...]
    identity: str


class Trials:
    """What is finished after each coming week, in every trial."""

    def __init__(self, known: Known) -> None:
        """Begin before the first week."""
        self._known = known
        self._done = [np.zeros(TRIALS, dtype=np.int64)]
        self._grown = np.ones(TRIALS)
        reach = [min((12, 26, 52)[trial % 3], len(known.sample)) for trial in range(TRIALS)]
        self._reach = np.array(reach)
        self._sample = np.array(known.sample)
        self._growth = np.array([float(share) for share in known.growth])

    def done(self, week: int) -> np.ndarray:
        """Return what every trial has finished after so many weeks, hundredths of items."""
        while len(self._done) <= week:
            self._next()
        return self._done[week]

    def weeks(self, goal: int | np.ndarray) -> np.ndarray:
        """Return in which week each trial has finished so much; 521 = in none of 520."""
        taken = np.zeros(TRIALS, dtype=np.int64)
        for week in range(LONGEST + 1):
            short = self.done(week) < goal
            if not short.any():
                break
            taken += short
        return taken

    def after(self, weeks: np.ndarray) -> np.ndarray:
        """Return what every trial has finished after a number of weeks of its own."""
        found = np.zeros(TRIALS, dtype=np.int64)
        for week in np.unique(weeks):
            mine = weeks == week
            found[mine] = self.done(min(int(week), LONGEST))[mine]
        return found

    def _next(self) -> None:
        week = len(self._done) - 1
        back = draws(self._known.identity)[week] * self._reach >> 16
        place = len(self._sample) - 1 - back
        worked = float(self._known.ahead[week])
        self._grown = self._grown * (1 + worked * self._growth[place])
        counts = np.round(self._sample[place] * worked / np.maximum(self._grown, 1), 6)
        self._done.append(self._done[-1] + np.rint(counts).astype(np.int64))


@lru_cache(maxsize=3)
def trials(known: Known) -> Trials:
    """Return the trials of a pace; those who ask for the same one share them."""
    return Trials(known)


@lru_cache(maxsize=4)
def draws(identity: str) -> np.ndarray:
    """Return a draw of 0 to 65535 for every week and trial, from the programme's name alone."""
    seed = int.from_bytes(hashlib.sha256(identity.encode()).digest(), "big")
    words = np.random.PCG64(seed).random_raw(LONGEST * TRIALS // 4)
    # Four draws of 16 bits in each word, the lowest first.
    drawn = np.array([words >> np.uint64(shift) for shift in (0, 16, 32, 48)]) & np.uint64(0xFFFF)
    return drawn.T.reshape(LONGEST, TRIALS).astype(np.int64)


@lru_cache(maxsize=512)
def happens(identity: str, item: str, probability: float) -> np.ndarray:
    """Say in which trials a risk happens: from its own name alone."""
    seed = int.from_bytes(hashlib.sha256(f"{identity}\n{item}".encode()).digest(), "big")
    words = np.random.PCG64(seed).random_raw(TRIALS // 2).tolist()
    # Two draws in each word, the lower first, of which the upper 24 of 32 bits count.
    drawn = [half >> 8 for word in words for half in (word & 0xFFFFFFFF, word >> 32)]
    return np.array([(draw + 0.5) / 2**24 < probability for draw in drawn])
