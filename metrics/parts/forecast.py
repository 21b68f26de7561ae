"""When the remaining work is likely to be finished: sample, dates, and why there is none.

Definitions: docs/tables.md, "Readings we chose".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from metrics.parts.increment_history import Increment
from metrics.parts.percentile import percentile
from metrics.parts.simulation import HORIZON, Pace, pace
from programme.weeks import local_dates

#: Weeks of the past from which a coming week is drawn, at most and at least.
SAMPLE_WEEKS: Final = 26
FEWEST_WEEKS: Final = 7
#: With fewer than this a forecast is called an early estimate.
SETTLED_WEEKS: Final = 11
#: No date is given when even the median takes longer.
LONGEST_WEEKS: Final = 104

_TOO_SLOW: Final = "at the present pace it would take more than 2 years"
NOTHING_LEFT: Final = "Nothing is left to do, so no forecast is needed."
NO_WORK: Final = "We cannot forecast this yet because no work is listed in it."


class Dates(NamedTuple):
    """Week-ending Sundays, each None where there is none, and the reason if there is none at all.

    Attributes:
        p50, p80, p95: Days by which half, 80 and 95 in 100 trials are finished.
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
        sample: Items finished in the whole weeks it rests on, oldest first.
        today: Local date from which coming weeks are counted.
        pace: What the sample makes of the coming weeks; None with too few weeks.
    """

    sample: np.ndarray
    today: date
    pace: Pace | None

    @property
    def early(self) -> bool:
        """Whether it rests on so few weeks that it is no more than an early estimate."""
        return len(self.sample) < SETTLED_WEEKS

    def ends_on(self, weeks: int) -> date:
        """Return the first Sunday on or after the last day of so many weeks of work."""
        last = self.today + timedelta(days=7 * weeks - 1)
        return last + timedelta(days=6 - last.weekday())

    def dates(self, remaining: int) -> Dates:
        """Return when *remaining* items are likely to be finished, or why that is not known."""
        if remaining <= 0:
            return Dates(reason=NOTHING_LEFT)
        if self.pace is None or self.pace.stands_still:
            return Dates(reason=self._why_not())
        median = self.pace.weeks_needed(remaining, 0.5, within=LONGEST_WEEKS)
        if median is None:
            return Dates(reason=self._why_not())
        return Dates(self.ends_on(median), self._date(remaining, 0.8), self._date(remaining, 0.95))

    def dates_of(self, weeks: np.ndarray) -> Dates:
        """Return the dates that weeks needed, one number a trial, come to."""
        median, p80, p95 = (int(percentile(weeks, share)) for share in (0.5, 0.8, 0.95))
        if median > LONGEST_WEEKS:
            return Dates(reason=f"We cannot forecast this yet because {_TOO_SLOW}.")
        return Dates(
            self.ends_on(median),
            self.ends_on(p80) if p80 <= HORIZON else None,
            self.ends_on(p95) if p95 <= HORIZON else None,
        )

    def p80(self, remaining: int) -> date | None:
        """Return the 80% date alone; None where ``dates`` gives none."""
        if remaining <= 0 or self.pace is None or self.pace.stands_still:
            return None
        if self.pace.weeks_needed(remaining, 0.5, within=LONGEST_WEEKS) is None:
            return None
        return self._date(remaining, 0.8)

    def chance(self, remaining: int, target: date) -> float | None:
        """Return the share of trials that finish *remaining* items on or before *target*.

        None without a pace; a target that has passed is missed whatever the pace.
        """
        if remaining <= 0:
            return None
        if target < self.today:
            return 0.0
        if self.pace is None or self.pace.stands_still:
            return None
        # Far dates (the year 9999 is a legal one) are compared in days, never counted up to.
        weeks = (target - self.ends_on(1)).days // 7 + 1
        return self.pace.share_done(remaining, weeks)

    def _date(self, remaining: int, share: float) -> date | None:
        weeks = self.pace.weeks_needed(remaining, share) if self.pace else None
        return None if weeks is None else self.ends_on(weeks)

    def _why_not(self) -> str:
        return f"We cannot forecast this yet because {self.obstacle()}."

    def obstacle(self) -> str:
        """Return what stands in the way of a date, as a clause."""
        count = len(self.sample)
        if self.pace is None:
            known = "no whole week of work is" if not count else (
                f"only {count} whole {'week' if count == 1 else 'weeks'} of work "
                f"{'is' if count == 1 else 'are'}"
            )  # fmt: skip
            return f"{known} known; {FEWEST_WEEKS} are needed"
        if self.pace.stands_still:
            return f"nothing was finished in the last {count} weeks"
        return _TOO_SLOW


def outlook(finished: np.ndarray, today: date, identity: str) -> Outlook:
    """Make the outlook from past weeks.

    Args:
        finished: Items finished in each whole week so far, zeros included, oldest first, none from
            before the project's first item.
        today: Local date at that instant.
        identity: The programme's name, from which the draws are made.
    """
    sample = finished[-SAMPLE_WEEKS:]
    enough = len(sample) >= FEWEST_WEEKS
    return Outlook(sample, today, pace(tuple(sample.tolist()), identity) if enough else None)


def finished_by_week(throughput: pd.DataFrame, work: pd.DataFrame, zone: ZoneInfo) -> pd.Series:
    """Return a project's finished items by the Sunday of each whole week.

    Args:
        throughput: The table ``throughput``.
        work: Rows of HISTORY that are work of the project; weeks that ended before the first of
            them was created are left out, and all weeks if there is none.
        zone: The programme's time zone.

    Returns:
        Integers indexed by ``week_end``, oldest first.
    """
    rows = throughput[throughput["project"].isin(work["project"].iloc[:1])]
    first = pd.Series([work["created_at"].min()], dtype=work["created_at"].dtype)
    return counts_by_week(rows, local_dates(first, zone)[0])


def counts_by_week(throughput: pd.DataFrame, first_day: pd.Timestamp) -> pd.Series:
    """Return finished items by the Sunday of each whole week that ended on *first_day* or later.

    Args:
        throughput: Rows of the table ``throughput`` of one project.
        first_day: Local date; NaT leaves out every week.

    Returns:
        Integers indexed by ``week_end``, oldest first.
    """
    rows = throughput.sort_values("week_start")
    ends = rows["week_start"] + pd.Timedelta(days=6)
    counts = pd.Series(rows["finished_count"].to_numpy(dtype=np.int32), index=ends)
    return counts[counts.index >= first_day]


def queue(
    increments: Iterable[Increment], remaining: Mapping[str, int], cut: int, day: date
) -> dict[str, int]:
    """Return how much must be finished until each increment is, all sharing one pace.

    Increments are worked in the order of their targets as known at *cut*, undated ones after them,
    of equal ones the earlier created first. Work in no increment, and what is still open in a
    finished or removed one, comes last.

    Args:
        increments: A project's.
        remaining: Open items by increment at *cut*; the empty title holds those in none.
        cut: The instant.
        day: Its local date.

    Returns:
        For each open increment, and last for the empty title, its remaining items and all before
        them, in the order in which they are worked.
    """
    waiting = []
    for increment in increments:
        state = increment.state(cut)
        # Items may have been in it before the forge says that it was created.
        if state == "open" or (state == "not yet" and remaining.get(increment.title)):
            target, _ = increment.target(cut, day)
            waiting.append((target or date.max, increment.created_at, increment.title))
    through: dict[str, int] = {}
    total = 0
    for _, _, title in sorted(waiting):
        total += remaining.get(title, 0)
        through[title] = total
    through[""] = sum(remaining.values())
    return through


def queued(through: Mapping[str, int], title: str, held: pd.Series) -> pd.Series:
    """Say which open items must be finished until an increment is.

    Args:
        through: As ``queue`` gives it.
        title: Of the increment; empty for work in none.
        held: The increment of each open item of the project.

    Returns:
        Flags of as many items as ``through[title]`` says; none of an increment that is not open.
    """
    if title not in through or not (held == title).any():
        return held != held
    order = list(through)
    return (held == held) if not title else held.isin(order[: order.index(title) + 1])
