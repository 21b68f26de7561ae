"""The smallest cut that brings an increment back to its date, and until when it still does.

What can be cut are whole increments of the same project, and the last parts into which an increment
would be split. The fewest come first, then the least work. All ways to cut one thing are tried;
of two, those that by themselves would save enough; beyond that whatever saves most is added.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import Final

import numpy as np

from metrics.parts.room import WANTED, Room, room
from metrics.parts.schedule import Schedule
from metrics.parts.sharing import finished_until
from metrics.parts.simulation import HORIZON, TRIALS

#: What cuts save apart is held against a little less than is needed: together they may save more.
_NEARLY: Final = 0.9
#: Pairs that are tried at most.
_PAIRS: Final = 40
#: Things that are cut at most.
_MOST: Final = 6


@dataclass(frozen=True)
class Cut:
    """One thing that can be dropped.

    Attributes:
        title: Of the increment.
        pieces: Pieces of work dropped.
        parts: How many of its last parts; 0 = all of it.
    """

    title: str
    pieces: int
    parts: int = 0


@dataclass(frozen=True)
class CutLine:
    """What to drop so that an increment makes its date.

    Attributes:
        cuts: What to drop.
        chance: Of making the date then, 0 to 1.
        decide_by: Last day of the last week in which it still has that effect.
    """

    cuts: tuple[Cut, ...]
    chance: float
    decide_by: date


class Cutter:
    """Looks for cuts in one project."""

    def __init__(
        self, schedule: Schedule, parts: Mapping[str, Sequence[int]], kept: Collection[str]
    ) -> None:
        """Find what can be cut.

        Args:
            schedule: The project's; its pace is known.
            parts: By title, the pieces of work of each part into which it would be split, in order.
            kept: Titles of increments that are not to be dropped as a whole.
        """
        self._schedule = schedule
        self._left = np.array([one.left for one in schedule.planned], dtype=np.float64)
        self._place = {title: place for place, title in enumerate(schedule.order)}
        self._all = [
            *(
                Cut(one.title, int(one.left))
                for one in schedule.planned
                if one.title and one.left > 0 and one.title not in kept
            ),
            *(
                Cut(title, sum(sizes[-count:]), count)
                for title, sizes in parts.items()
                if title in self._place
                for count in range(1, len(sizes))
            ),
        ]

    @cached_property
    def _saved(self) -> dict[Cut, np.ndarray]:
        """By how much less of the project's work each increment is finished after each cut."""
        now, *after = self._through(self._plans([(), *((cut,) for cut in self._all)]))
        return {cut: now - until for cut, until in zip(self._all, after, strict=True)}

    def line(self, title: str, target: date) -> CutLine | None:
        """Return the smallest cut that gives an increment a chance of WANTED; None of none.

        Args:
            title: Of an open increment that is late.
            target: The date worked to, which has not passed.
        """
        space, place = room(self._schedule, title, target), self._place[title]
        for group in self._tried(title, space):
            plans = self._plans(group)
            through = self._through(plans)[:, place]
            for cuts, until, left in zip(group, through.tolist(), plans, strict=True):
                now = self._chance(title, until, left, space, None)
                if now >= WANTED:
                    by = self._decide_by(title, target, cuts, until, left, space)
                    return CutLine(cuts, now, by)
        return None

    def _tried(self, title: str, space: Room) -> Iterator[Sequence[tuple[Cut, ...]]]:
        """Yield groups of sets of cuts, the smallest sets first."""
        saved = {
            cut: saved[self._place[title]]
            for cut, saved in self._saved.items()
            if self._allowed(cut, title)
        }
        useful = sorted((cut for cut in saved if saved[cut] > 0), key=lambda cut: cut.pieces)
        needed = self._schedule.through[title] - space.through
        enough = [cut for cut in useful if saved[cut] >= _NEARLY * needed]
        yield [(cut,) for cut in enough if self._whole((cut,))]
        if sum(saved[cut] for cut in useful) < _NEARLY * needed:
            return
        pairs = [
            pair
            for pair in combinations(useful, 2)
            if saved[pair[0]] + saved[pair[1]] >= _NEARLY * needed
            and pair[0].title != pair[1].title
            and self._whole(pair)
        ]
        yield sorted(pairs, key=lambda pair: pair[0].pieces + pair[1].pieces)[:_PAIRS]
        chosen: tuple[Cut, ...] = ()
        larger = []
        for cut in sorted(useful, key=lambda cut: (-saved[cut], cut.pieces)):
            if len(chosen) < _MOST and all(cut.title != other.title for other in chosen):
                chosen = (*chosen, cut)
                if len(chosen) > 2 and self._whole(chosen):
                    larger.append(chosen)
        yield larger

    def _allowed(self, cut: Cut, title: str) -> bool:
        """Say whether a cut leaves an increment and what it waits for."""
        if cut.title == title:
            return cut.parts > 0
        return not self._schedule.waits[self._place[title], self._place[cut.title]]

    def _whole(self, cuts: Sequence[Cut]) -> bool:
        """Say whether nothing is left that waits for an increment that is dropped."""
        dropped = [self._place[cut.title] for cut in cuts if not cut.parts]
        waiting = self._schedule.waits[:, dropped].any(axis=1) & (self._left > 0)
        waiting[dropped] = False
        return not waiting.any()

    def _plans(self, sets: Sequence[Sequence[Cut]]) -> np.ndarray:
        """Return what is left in each increment after each set of cuts."""
        left = np.repeat(self._left[None, :], len(sets), axis=0)
        for row, cuts in enumerate(sets):
            for cut in cuts:
                left[row, self._place[cut.title]] -= cut.pieces
        return left

    def _through(self, plans: np.ndarray) -> np.ndarray:
        return finished_until(plans, self._schedule.waits, self._schedule.parallel)

    def _chance(
        self,
        title: str,
        through: float,
        left: np.ndarray,
        space: Room,
        wasted: np.ndarray | None,
    ) -> float:
        """Return the chance of an increment that is finished with so much of the project's work."""
        at_best = space.chance(through, wasted)
        if at_best < WANTED or self._schedule.released(title) is None:
            return at_best
        planned = [
            replace(one, left=float(count))
            for one, count in zip(self._schedule.planned, left, strict=True)
        ]
        cut = replace(self._schedule, planned=planned, wasted=wasted)
        return cut.chance(title) or 0.0

    def _decide_by(
        self,
        title: str,
        target: date,
        cuts: Sequence[Cut],
        through: float,
        left: np.ndarray,
        space: Room,
    ) -> date:
        """Return the end of the last week in which a cut, until then worked on, is enough."""
        ahead = self._schedule.outlook
        # Where much is worked at once the rest of a cut is hardly begun even after the target.
        in_time = ahead.whole_weeks_before(np.array([(target - ahead.today).days + 1]))
        low, high = 0, min(int(in_time[0]), HORIZON) + 1
        while high - low > 1:
            middle = (low + high) // 2
            wasted = self._wasted(cuts, middle)
            if self._chance(title, through, left, space, wasted) >= WANTED:
                low = middle
            else:
                high = middle
        return ahead.ends_on(low) if low else ahead.today

    def _wasted(self, cuts: Sequence[Cut], weeks: int) -> np.ndarray:
        """Return the hundredths done in so many weeks on what is dropped then, in every trial."""
        done = self._schedule.pace.done_after(np.full(TRIALS, weeks)) / 100
        totals, rows = self._schedule.progress
        wasted = np.zeros(TRIALS)
        for cut in cuts:
            place = self._place[cut.title]
            kept = self._left[place] - cut.pieces
            wasted += np.maximum(np.interp(done, totals, rows[:, place]) - kept, 0.0)
        hundredths: np.ndarray = np.ceil((wasted * 100).round(4)).astype(np.int32)
        return hundredths
