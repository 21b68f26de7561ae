"""Monte Carlo: how many weeks a pile of work may take at a project's past pace.

In each trial every coming week draws one past week with replacement. Nobody knows how far back the
past still tells of the future, so a third of the trials each looks back 12, 26 and 52 weeks. The
draws come from the programme's name alone, never from its data, and are common to all its projects:
in one trial and one coming week all draw the week that lies equally far back, so that what slows
every team slows them together, and a what-if or another week differs by its cause and not by luck.
"""

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import numpy as np

from metrics.parts.percentile import rank

TRIALS: Final = 10_000
#: Weeks that are drawn at all; whoever needs more is given no date.
HORIZON: Final = 520
#: How many weeks a trial looks back at most; trials take turns.
WINDOWS: Final = (12, 26, 52)
#: Sums are made in whole hundredths of an item, so that they are exact.
_HUNDREDTHS: Final = 100
_BLOCK = 26


@lru_cache(maxsize=2)
def draws(identity: str) -> np.ndarray:
    """Return the uniform draws of a programme, read-only: weeks by trials, uint16.

    Args:
        identity: The programme's name; its SHA-256 is the seed.
    """
    seed = int.from_bytes(hashlib.sha256(identity.encode()).digest(), "big")
    # Raw bits of a named generator: unlike the distributions, they never change between releases.
    bits = np.random.PCG64(seed).random_raw(HORIZON * TRIALS // 4)
    drawn = bits.astype("<u8").view("<u2").reshape(HORIZON, TRIALS)
    drawn.setflags(write=False)
    return drawn


@lru_cache(maxsize=128)
def _weeks_back(identity: str, count: int, block: int) -> np.ndarray:
    """Return floor(u * reach) of a block of draws: 0 is the latest week of a sample of *count*."""
    drawn = draws(identity)[block * _BLOCK : (block + 1) * _BLOCK].astype(np.uint32)
    reach = np.resize(np.minimum(WINDOWS, count).astype(np.uint32), TRIALS)
    back = ((drawn * reach) >> np.uint32(16)).astype(np.uint8)
    back.setflags(write=False)
    return back


@lru_cache(maxsize=4)
def pace(sample: tuple[float, ...], identity: str) -> "Pace":
    """Return the pace of a sample; what it has drawn already serves whoever asks next.

    Arguments are those of ``Pace``.
    """
    return Pace(np.array(sample), identity)


@lru_cache(maxsize=1024)
def weeks_by_trial(sample: tuple[float, ...], identity: str, remaining: int) -> np.ndarray:
    """Return for every trial the weeks until *remaining* items are finished, read-only, int16.

    A trial not done at the horizon has HORIZON + 1. Arguments are those of ``Pace``.
    """
    weeks = pace(sample, identity).weeks_by_trial(remaining).astype(np.int16)
    weeks.setflags(write=False)
    return weeks


@dataclass
class Pace:
    """What a project may finish in the coming weeks, in every trial.

    Attributes:
        sample: What past whole weeks count for in items, to hundredths, oldest first; 1 to 255
            weeks, of up to 40,000 items. ``parts.pace`` makes it.
        identity: The programme's name.
    """

    sample: np.ndarray
    identity: str
    _totals: np.ndarray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Begin with nothing drawn."""
        self._totals = np.zeros((0, TRIALS), dtype=np.int32)

    @property
    def stands_still(self) -> bool:
        """Whether no week of the sample finished anything."""
        return not self.sample.any()

    def share_done(self, remaining: int, weeks: int) -> float:
        """Return the share of trials that finish *remaining* items within so many weeks (0 to 1).

        Beyond the horizon the share at the horizon stands, which is never too high.
        """
        if remaining <= 0:
            return 1.0
        if weeks <= 0:
            return 0.0
        return self._done(remaining, min(weeks, HORIZON)) / TRIALS

    def weeks_needed(self, remaining: int, share: float, within: int = HORIZON) -> int | None:
        """Return the nearest-rank percentile of weeks until *remaining* items are finished.

        Args:
            remaining: Items still open.
            share: Which percentile, 0 to 1.
            within: Weeks beyond which nobody wants to know.

        Returns:
            Whole weeks, 0 if nothing remains, None if it takes more than *within*.
        """
        if remaining <= 0:
            return 0
        if self.stands_still:
            return None
        needed = rank(share, TRIALS)
        low, high = 0, _BLOCK
        while self._done(remaining, min(high, within)) < needed:
            if high >= within:
                return None
            low, high = high, high * 2
        high = min(high, within)
        # After `low` weeks too few trials are done, after `high` enough: halve between them.
        while high - low > 1:
            middle = (low + high) // 2
            if self._done(remaining, middle) < needed:
                low = middle
            else:
                high = middle
        return high

    def weeks_by_trial(self, remaining: int) -> np.ndarray:
        """Return for every trial the weeks until *remaining* items are finished.

        A trial not done at the horizon has HORIZON + 1.
        """
        if remaining <= 0:
            return np.zeros(TRIALS, dtype=np.int64)
        self._draw_up_to(self.weeks_needed(remaining, 1.0) or HORIZON)
        unfinished: np.ndarray = (self._totals < _enough(remaining)).sum(axis=0, dtype=np.int64)
        return unfinished + 1

    def _done(self, remaining: int, weeks: int) -> int:
        self._draw_up_to(weeks)
        return int(np.count_nonzero(self._totals[weeks - 1] >= _enough(remaining)))

    def _draw_up_to(self, weeks: int) -> None:
        totals = self._totals  # another thread may draw as well, and comes to the same
        known = len(totals)
        if weeks <= known:
            return
        latest_first = np.rint(self.sample[::-1] * _HUNDREDTHS).astype(np.int32)
        blocks = range(known // _BLOCK, -(-weeks // _BLOCK))
        new = np.concatenate(
            [
                np.take(latest_first, _weeks_back(self.identity, len(latest_first), block))
                for block in blocks
            ]
        )
        before = totals[-1] if known else np.int32(0)
        for week in new:  # several times faster than cumsum along this axis
            before = np.add(week, before, out=week)
        self._totals = np.concatenate([totals, new])


def _enough(remaining: int) -> int:
    """Return the hundredths that make *remaining* items when rounded to whole ones."""
    return remaining * _HUNDREDTHS - _HUNDREDTHS // 2
