"""Monte Carlo: how many weeks a pile of work may take at a project's past pace.

In each trial every coming week draws one past week with replacement. Nobody knows how far back the
past still tells of the future, so a third of the trials each looks back 12, 26 and 52 weeks. The
draws come from the programme's name alone, never from its data, and are common to all its projects:
in one trial and one coming week all draw the week that lies equally far back, so that what slows
every team slows them together, and a what-if or another week differs by its cause and not by luck.
"""

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from metrics.parts.percentile import rank

TRIALS: Final = 10_000
#: Weeks that are drawn at all; whoever needs more is given no date.
HORIZON: Final = 520
#: How many weeks a trial looks back at most; trials take turns.
WINDOWS: Final = (12, 26, 52)
#: Sums are made in whole hundredths of an item, so that they are exact.
_HUNDREDTHS: Final = 100
_BLOCK = 13


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


@lru_cache(maxsize=256)
def _weeks_back(identity: str, count: int, block: int) -> np.ndarray:
    """Return floor(u * reach) of a block of draws: 0 is the latest week of a sample of *count*."""
    drawn = draws(identity)[block * _BLOCK : (block + 1) * _BLOCK].astype(np.uint32)
    reach = np.resize(np.minimum(WINDOWS, count).astype(np.uint32), TRIALS)
    back = ((drawn * reach) >> np.uint32(16)).astype(np.uint8)
    back.setflags(write=False)
    return back


class Drawn(NamedTuple):
    """All that a pace is made of, so that it need not be made twice: float64 arrays as bytes.

    Attributes:
        sample, growth, open_shares: Those of ``Pace``.
        identity: The programme's name.
    """

    sample: bytes
    growth: bytes
    open_shares: bytes
    identity: str


@lru_cache(maxsize=6)
def pace(drawn: Drawn) -> "Pace":
    """Return the pace of a sample; what it has drawn already serves whoever asks next."""
    sample, growth, open_shares = (
        np.frombuffer(one) for one in (drawn.sample, drawn.growth, drawn.open_shares)
    )
    return Pace(sample, drawn.identity, growth, open_shares)


@dataclass
class Pace:
    """What a project may finish in the coming weeks, in every trial.

    What is finished is counted in pieces of work as they are now. Planned work grows as it grew in
    the week that is drawn, by a share of what is left; so to finish a piece of today is to finish
    it and what has grown out of it since, and a week's work is divided by that growth. Work
    that shrank in the past makes up for growth, and never makes more than was there.

    Attributes:
        sample: What past whole weeks count for in items, to hundredths, oldest first; 1 to 255
            weeks, of up to 40,000 items. ``parts.pace`` makes it.
        identity: The programme's name.
        growth: By which share planned work grew in each of the same weeks, more than -1; empty = it
            does not.
        open_shares: Which part of each coming week is worked, from the first on, at least HORIZON;
            empty = all of it.
    """

    sample: np.ndarray
    identity: str
    growth: np.ndarray = field(default_factory=lambda: np.zeros(0))
    open_shares: np.ndarray = field(default_factory=lambda: np.zeros(0))
    _drawn: tuple[np.ndarray, np.ndarray] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Begin with nothing drawn."""
        self._drawn = np.zeros((0, TRIALS), dtype=np.int32), np.ones(TRIALS)

    @property
    def stands_still(self) -> bool:
        """Whether no week of the sample finished anything."""
        return not self.sample.any()

    def share_done(self, remaining: float, weeks: int) -> float:
        """Return the share of trials that finish *remaining* items within so many weeks (0 to 1).

        Beyond the horizon the share at the horizon stands, which is never too high.
        """
        if remaining <= 0:
            return 1.0
        if weeks <= 0:
            return 0.0
        return self._done(enough(remaining), min(weeks, HORIZON)) / TRIALS

    def weeks_needed(self, remaining: float, share: float, within: int = HORIZON) -> int | None:
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
        needed, goal = rank(share, TRIALS), enough(remaining)
        low, high = 0, _BLOCK
        while self._done(goal, min(high, within)) < needed:
            if high >= within:
                return None
            low, high = high, high * 2
        high = min(high, within)
        # After `low` weeks too few trials are done, after `high` enough: halve between them.
        while high - low > 1:
            middle = (low + high) // 2
            if self._done(goal, middle) < needed:
                low = middle
            else:
                high = middle
        return high

    def weeks_by_trial(self, goal: int | np.ndarray, within: int = HORIZON) -> np.ndarray:
        """Return for every trial the weeks until so much is finished, int32.

        A trial not done *within* so many weeks has HORIZON + 1.

        Args:
            goal: Hundredths of items, as ``enough`` gives them: for all trials, or for each.
            within: Weeks beyond which nobody wants to know, at most HORIZON.
        """
        low = self._last_week(lambda week: self._done(int(np.min(goal)), week) == 0, within)
        high = self._last_week(lambda week: self._done(int(np.max(goal)), week) < TRIALS, within)
        weeks = np.where(np.asarray(goal) > 0, low + 1, 0) + np.zeros(TRIALS, dtype=np.int32)
        # After `low` weeks no trial is done, a week after `high` all are that ever will be.
        # Counted in bytes, block by block: several times faster than at once.
        for first in range(low, high, _BLOCK):
            undone = np.zeros(TRIALS, dtype=np.uint8)
            for done in self._drawn[0][first : min(first + _BLOCK, high)]:
                undone += (done < goal).view(np.uint8)
            weeks += undone
        return np.where(weeks > within, np.int32(HORIZON + 1), weeks)

    def done_after(self, weeks: np.ndarray) -> np.ndarray:
        """Return what every trial has finished after so many weeks, hundredths of items, int32.

        Args:
            weeks: One number a trial; below 1 = nothing yet; beyond HORIZON as at HORIZON.
        """
        last = np.clip(weeks, 0, HORIZON)
        self._draw_up_to(int(last.max(initial=0)))
        totals = self._drawn[0]
        if not len(totals):
            return np.zeros(TRIALS, dtype=np.int32)
        done: np.ndarray = totals[np.maximum(last - 1, 0), np.arange(TRIALS)]
        return np.where(last > 0, done, np.int32(0))

    @staticmethod
    def _last_week(holds: Callable[[int], bool], within: int) -> int:
        """Return the last week of which something holds that ends to hold once; 0 of none."""
        low, high = 0, min(_BLOCK, within)
        while high < within and holds(high):
            low, high = high, min(high * 2, within)
        if holds(high):
            return high
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if holds(middle) else (low, middle)
        return low

    def _done(self, goal: int, weeks: int) -> int:
        self._draw_up_to(weeks)
        return int(np.count_nonzero(self._drawn[0][weeks - 1] >= goal))

    def _draw_up_to(self, weeks: int) -> None:
        totals, grown = self._drawn  # another thread may draw as well, and comes to the same
        known = len(totals)
        if weeks <= known:
            return
        growing, closing = bool(self.growth.any()), len(self.open_shares) > 0
        latest_first = np.rint(self.sample[::-1] * _HUNDREDTHS).astype(np.int32)
        new = []
        total = totals[-1] if known else np.zeros(TRIALS, dtype=np.int32)
        for block in range(known // _BLOCK, -(-weeks // _BLOCK)):
            back = _weeks_back(self.identity, len(latest_first), block)
            plain = not growing and not closing
            finished = (
                np.take(latest_first, back) if plain else np.empty(back.shape, dtype=np.int32)
            )
            for place, week in enumerate(finished):
                if not plain:
                    share = self.open_shares[block * _BLOCK + place] if closing else 1.0
                    exact = np.take(latest_first * share, back[place])
                    if growing:
                        grown = grown * np.take(1.0 + share * self.growth[::-1], back[place])
                        exact /= np.maximum(grown, 1.0)
                    week = np.rint(exact, out=exact).astype(np.int32)
                # Added row by row: several times faster than cumsum along this axis.
                total = np.add(week, total, out=finished[place])
            new.append(finished)
        self._drawn = np.concatenate([totals, *new]), grown


def enough(remaining: float) -> int:
    """Return the hundredths of items that make *remaining* when rounded to whole items."""
    if remaining <= 0:
        return 0
    return math.ceil(round(remaining * _HUNDREDTHS, 4)) - _HUNDREDTHS // 2


def most_of(hundredths: int) -> float:
    """Return for how many items so many hundredths are just ``enough``."""
    return (hundredths + _HUNDREDTHS // 2) / _HUNDREDTHS
