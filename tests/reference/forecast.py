"""When remaining work is finished: the forecast of docs/forecast.md, trial by trial."""

import hashlib
import math
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache

import holidays
import numpy as np

from programme.settings_calendar import Calendar

#: Finished and arrived items of each week.
Weeks = tuple[tuple[int, int], ...]
TRIALS = 10_000
CHANCES = {0.5: Fraction(48, 100), 0.8: Fraction(885, 1000), 0.95: Fraction(995, 1000)}


def sample(finished: list[int], arrived: list[int], known: int | None = None) -> list[Decimal]:
    """Return what each of the last 52 weeks counts for, oldest first.

    Args:
        finished: Items finished in each week.
        arrived: Items that came in.
        known: How many of the weeks are over; all if not given.
    """
    told = tuple(zip(finished, arrived, strict=True))
    weeks = told[:known]
    # What a week's answer was off by needs no later weeks, so it is the same whoever asks.
    gains = _gains(told)[: max(len(weeks) - 24, 0)]
    if len(gains) < 13 or round(sum(gains), 9) <= 0:
        return [Decimal(done) for done, _ in weeks[-52:]]
    ratio = _ratio(weeks)
    mixed = [(done + 3 * ratio * came) / 4 for done, came in weeks[-52:]]
    year = sum(done for done, _ in weeks[-52:])
    if year:
        change = sum(mixed, Fraction(0)) / year
        bound = min(max(change, Fraction(2, 3)), Fraction(3, 2)) / change
        mixed = [week * bound for week in mixed]
    hundredths = [round(week * 100) for week in mixed]  # halves to even
    return [Decimal(count) / 100 for count in hundredths]


def _ratio(weeks: Weeks) -> Fraction:
    return Fraction(sum(done for done, _ in weeks) + 5, sum(came for _, came in weeks) + 5)


@lru_cache(maxsize=4)
def _gains(weeks: Weeks) -> list[float]:
    """Return by how much arrivals were nearer, for each week with 12 before and 13 from it on."""
    gains = []
    for known in range(12, len(weeks) - 13 + 1):
        own, came = Fraction(0), Fraction(0)
        for window in (12, 26, 52):
            before = weeks[:known][-window:]
            own += Fraction(sum(done for done, _ in before), len(before)) / 3
            came += Fraction(sum(came for _, came in before), len(before)) / 3
        mixed = (own + 3 * _ratio(weeks[:known]) * came) / 4
        happened = Fraction(sum(done for done, _ in weeks[known : known + 13]), 13)
        gains.append(round(_off(own, happened) - _off(mixed, happened), 9))
    return gains


def _off(told: Fraction, happened: Fraction) -> float:
    return abs(math.log((told + Fraction(1, 10)) / (happened + Fraction(1, 10))))


def growth(open_then: list[int], moved: list[int]) -> list[Fraction]:
    """Return by which share planned work grew in each of these weeks.

    Args:
        open_then: Pieces open and planned at each week's beginning.
        moved: What came into planned work, less what left it.
    """
    planned = [count for count in open_then if count]
    if not planned:
        return [Fraction(0) for _ in moved]
    mean = Fraction(sum(planned), len(planned))
    # Half of it is taken to go on; to halve or to double in a week is the most.
    return [bounded(Fraction(count, 2) / (mean + 5)) for count in moved]


def bounded(growth: Fraction) -> Fraction:
    """Return by which share planned work is taken to grow in a week, which has its bounds."""
    return round(min(max(growth, Fraction(-1, 2)), Fraction(1)), 6)


def parallel(weeks: list[tuple[int | None, int | None]]) -> Fraction:
    """Return the part of what was finished in these weeks that was out of turn.

    Args:
        weeks: What was finished and what of it in turn; None where nothing was waiting.
    """
    known = [(done, in_turn) for done, in_turn in weeks if done is not None and in_turn is not None]
    finished = sum(done for done, _ in known)
    others = finished - sum(in_turn for _, in_turn in known)
    return round(Fraction(others, finished + 5), 6)


@lru_cache(maxsize=8192)
def open_share(calendar: Calendar, start: date) -> Fraction:
    """Return which part of the seven days from one on is worked."""
    if not calendar.country and not calendar.quiet:
        return Fraction(1)
    days = [start + timedelta(days=n) for n in range(7)]
    paces = [_pace_of(calendar, day) for day in days if day.weekday() < 5]
    return round(sum(paces, Fraction(0)) / 5, 6)


@cache
def _pace_of(calendar: Calendar, day: date) -> Fraction:
    if calendar.country and day in _holidays(calendar):
        return Fraction(0)
    quiet = [
        round(Fraction(str(period.pace)), 6)
        for period in calendar.quiet
        if period.from_ <= day <= period.to
    ]
    return min(quiet, default=Fraction(1))


@lru_cache(maxsize=4)
def _holidays(calendar: Calendar) -> holidays.HolidayBase:
    return holidays.country_holidays(calendar.country, subdiv=calendar.subdivision or None)


def trials(
    counted: list[Decimal],
    growing: list[Fraction],
    remaining: int,
    programme: str,
    longest: int,
    worked: list[Fraction] | None = None,
) -> list[int]:
    """Return the weeks that each trial takes; one more than *longest* when not done by then.

    Args:
        counted: What each past week counts for, oldest first.
        growing: By which share planned work grew in each of them.
        remaining: Pieces of work left.
        programme: The programme's name, from which the draws come.
        longest: Coming weeks that are looked at.
        worked: Which part of each of them is worked; all of it if not given.
    """
    seed = int.from_bytes(hashlib.sha256(programme.encode()).digest(), "big")
    words = np.random.PCG64(seed).random_raw(longest * TRIALS // 4)
    # Four draws of 16 bits in each word, the lowest first.
    drawn = [int(word) >> shift & 0xFFFF for word in words for shift in (0, 16, 32, 48)]
    taken = []
    for trial in range(TRIALS):
        reach = min((12, 26, 52)[trial % 3], len(counted))
        done, grown, week = 0, 1.0, 0
        while week <= longest and done + 50 < 100 * remaining:
            if week < longest:
                place = -1 - (drawn[week * TRIALS + trial] * reach >> 16)
                share = float(worked[week]) if worked else 1.0
                grown *= 1 + share * float(growing[place])
                # What was finished counts in pieces as they are now: less, where they grow.
                done += round(round(int(100 * counted[place]) * share / max(grown, 1.0), 6))
            week += 1
        taken.append(week)
    return taken


def weeks(taken: list[int], chance: float) -> int:
    """Return the weeks by which it is finished with a chance of 50, 80 or 95 in 100."""
    return sorted(taken)[math.ceil(CHANCES[chance] * len(taken)) - 1]
