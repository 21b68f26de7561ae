"""When the remaining work is likely to be finished: sample, dates, and why there is none.

Definitions: docs/tables.md, "Readings we chose".
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

import numpy as np

from metrics.parts.pace import Past
from metrics.parts.percentile import percentiles
from metrics.parts.planned_weeks import bounded
from metrics.parts.simulation import HORIZON, TRIALS, WINDOWS, Drawn, Pace, pace
from metrics.parts.sureness import chance_of, share_for

#: Whole weeks that must be known.
FEWEST_WEEKS: Final = 7
#: No date is given when nothing was finished in so many of the last weeks.
IDLE_WEEKS: Final = 26
#: After so many the trials that look back no further never end, and no date is 80% sure.
QUIET_WEEKS: Final = min(WINDOWS)
#: With fewer than this a forecast is called an early estimate.
SETTLED_WEEKS: Final = 11
#: No date is given when even the median takes longer.
LONGEST_WEEKS: Final = 104
#: Days of a trial that is not done within the horizon.
NEVER: Final = 10_000_000

_TOO_SLOW: Final = "at the present pace it would take more than 2 years"
_GROWS: Final = "as fast as work is added to it, it would take more than 2 years"
HELD_UP: Final = "a risk, a gate or another milestone holds it up for more than 2 years"
ALL_HELD_UP: Final = "a risk or a gate holds it up for more than 2 years"
TOGETHER: Final = "all projects together would take more than 2 years"
NOTHING_LEFT: Final = "Nothing is left to do, so no forecast is needed."
NO_WORK: Final = "We cannot forecast this yet because no work is listed in it."


class Dates(NamedTuple):
    """Week-ending Sundays, each None where there is none, and the reason if there is none at all.

    Attributes:
        p50, p80, p95: Days by which it is finished with a chance of 50, 80 and 95 in 100.
        reason: One sentence; empty if there is a forecast.
    """

    p50: date | None = None
    p80: date | None = None
    p95: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class Outlook:
    """A project's pace as it was known at one instant.

    Attributes:
        drawn: What its pace is made of.
        today: Local date from which coming weeks are counted.
        stands_still: Whether nothing was finished in the last IDLE_WEEKS.
    """

    drawn: Drawn
    today: date
    stands_still: bool

    @property
    def sample(self) -> np.ndarray:
        """What the whole weeks it rests on count for, oldest first (``Past.sample``)."""
        return np.frombuffer(self.drawn.sample)

    @property
    def pace(self) -> Pace | None:
        """What the sample makes of the coming weeks; None with too few weeks."""
        return pace(self.drawn) if len(self.sample) >= FEWEST_WEEKS else None

    @property
    def refused(self) -> bool:
        """Whether no forecast is made of anything: too little is known, or nothing was finished."""
        return self.pace is None or self.stands_still

    @property
    def early(self) -> bool:
        """Whether it rests on so few weeks that it is no more than an early estimate."""
        return len(self.sample) < SETTLED_WEEKS

    def ends_on(self, weeks: int) -> date:
        """Return the first Sunday on or after the last day of so many weeks of work."""
        last = self.today + timedelta(days=7 * weeks - 1)
        return last + timedelta(days=6 - last.weekday())

    def days_until(self, weeks: np.ndarray) -> np.ndarray:
        """Return the days from today to ``ends_on`` of each number of weeks, int32.

        0 for no week, NEVER beyond HORIZON.
        """
        ends = np.where(weeks > 0, self._first_end + 7 * (weeks - 1), 0)
        days: np.ndarray = np.where(weeks > HORIZON, NEVER, ends).astype(np.int32)
        return days

    def whole_weeks_before(self, days: np.ndarray) -> np.ndarray:
        """Return how many weeks of work have ended before each day, counted from today."""
        weeks: np.ndarray = np.maximum((days - self._first_end + 6) // 7, 0)
        return weeks

    @property
    def _first_end(self) -> int:
        return (self.ends_on(1) - self.today).days

    def dates(self, remaining: float) -> Dates:
        """Return when *remaining* items are likely to be finished, or why that is not known."""
        if remaining <= 0:
            return Dates(reason=NOTHING_LEFT)
        if self.pace is None or self.stands_still:
            return Dates(reason=self._why_not())
        median = self._median(remaining)
        p80 = None if median is None else self._date(remaining, 0.8)
        if median is None or p80 is None:
            return Dates(reason=self._why_not())
        return Dates(self.ends_on(median), p80, self._date(remaining, 0.95))

    def dates_of(self, finished: Callable[[], np.ndarray]) -> Dates:
        """Return the dates that trials come to, or why they are not known.

        Args:
            finished: Returns the days from today until what is asked for is finished, one a trial;
                only asked when there is a pace.
        """
        if self.refused:
            return Dates(reason=self._why_not())
        days = finished()
        median, p80, p95 = percentiles(days, [share_for(chance) for chance in (0.5, 0.8, 0.95)])
        if median > (self.ends_on(LONGEST_WEEKS) - self.today).days or p80 >= NEVER:
            return Dates(reason=self._why_not())
        return Dates(self._day(int(median)), self._day(int(p80)), self._day(int(p95)))

    def _day(self, days: int) -> date | None:
        return None if days >= NEVER else self.today + timedelta(days=days)

    def p80(self, remaining: float) -> date | None:
        """Return the 80% date alone; None where ``dates`` gives none."""
        if remaining <= 0 or self.pace is None or self.stands_still:
            return None
        weeks = self.pace.weeks_needed(remaining, share_for(0.8))
        if weeks is None:
            return None
        # An even chance comes no later than 4 in 5.
        if weeks > LONGEST_WEEKS and not self._median(remaining):
            return None
        return self.ends_on(weeks)

    def _median(self, remaining: float) -> int | None:
        """Return the weeks that are enough with an even chance; None if there are too many."""
        if self.pace is None:
            return None
        return self.pace.weeks_needed(remaining, share_for(0.5), within=LONGEST_WEEKS)

    def chance(self, remaining: float, target: date) -> float | None:
        """Return the chance that *remaining* items are finished on or before *target*, 0 to 1.

        None without a pace; a target that has passed is missed whatever the pace.
        """
        if remaining <= 0:
            return None
        if target < self.today:
            return 0.0
        if self.pace is None or self.stands_still:
            return None
        # Far dates (the year 9999 is a legal one) are compared in days, never counted up to.
        weeks = (target - self.ends_on(1)).days // 7 + 1
        return chance_of(self.pace.share_done(remaining, weeks))

    def chance_of(self, target: date, finished: Callable[[], np.ndarray]) -> float | None:
        """Return the chance that trials come to a day on or before *target*, 0 to 1.

        Args:
            target: As for ``chance``.
            finished: As for ``dates_of``.
        """
        if target < self.today:
            return 0.0
        if self.refused:
            return None
        in_time = np.count_nonzero(finished() <= min((target - self.today).days, NEVER - 1))
        return chance_of(in_time / TRIALS)

    def _date(self, remaining: float, chance: float) -> date | None:
        weeks = self.pace.weeks_needed(remaining, share_for(chance)) if self.pace else None
        return None if weeks is None else self.ends_on(weeks)

    def _why_not(self) -> str:
        return because(self.obstacle())

    def obstacle(self) -> str:
        """Return what stands in the way of a date, as a clause."""
        count = len(self.sample)
        if self.pace is None:
            known = "no whole week of work is" if not count else (
                f"only {count} whole {'week' if count == 1 else 'weeks'} of work "
                f"{'is' if count == 1 else 'are'}"
            )  # fmt: skip
            return f"{known} known; {FEWEST_WEEKS} are needed"
        if self.stands_still:
            return f"nothing was finished in the last {min(count, IDLE_WEEKS)} weeks"
        if not self.sample[-QUIET_WEEKS:].any():
            return f"nothing was finished in the last {QUIET_WEEKS} weeks"
        return _GROWS if self.pace.growth.any() else _TOO_SLOW


def because(obstacle: str) -> str:
    """Return the sentence on a date that is not known, from what stands in its way, a clause."""
    return f"We cannot forecast this yet because {obstacle}."


def outlook(
    past: Past,
    today: date,
    identity: str,
    known: int | None = None,
    open_shares: Callable[[np.ndarray], np.ndarray] | None = None,
) -> Outlook:
    """Make the outlook from past weeks.

    Args:
        past: The project's whole weeks.
        today: Local date at that instant.
        identity: The programme's name, from which the draws are made.
        known: How many of the weeks were over at that instant; all if not given.
        open_shares: Says which part of each week that begins on a day (datetime64[D]) is worked, 0
            to 1; all of every week if not given.
    """
    known = len(past) if known is None else known
    sample, growth = past.sample(known), past.growth(known)
    ahead = np.zeros(0)
    if open_shares is not None:
        begins = past.begins[max(known - len(sample), 0) : known]
        sample, growth = _per_open_week(sample, growth, open_shares(begins))
        ahead = open_shares(np.datetime64(today) + 7 * np.arange(HORIZON))
    drawn = Drawn(sample.tobytes(), growth.tobytes(), ahead.tobytes(), identity)
    quiet = not past.finished[max(known - IDLE_WEEKS, 0) : known].any()
    return Outlook(drawn, today, quiet)


def _per_open_week(
    sample: np.ndarray, growth: np.ndarray, shares: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return what weeks would have come to had all of each been worked.

    Weeks less than half of which was worked tell nothing of the pace and are left out, of all
    projects alike.
    """
    kept = shares >= 0.5
    shares = shares[kept]
    hundredths = np.rint(np.round(sample[kept] / shares * 100, 6))
    return hundredths / 100, bounded(growth[kept] / shares)
