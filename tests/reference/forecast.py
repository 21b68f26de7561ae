"""When remaining work is finished: the forecast of docs/forecast.md, trial by trial."""

import hashlib
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np

TRIALS = 10_000
CHANCES = {0.5: Fraction(48, 100), 0.8: Fraction(885, 1000), 0.95: Fraction(995, 1000)}


def sample(finished: list[int], arrived: list[int]) -> list[Decimal]:
    """Return what each of the last 52 weeks counts for, oldest first."""
    weeks = list(zip(finished, arrived, strict=True))
    if not _arrivals_nearer(weeks):
        return [Decimal(done) for done, _ in weeks[-52:]]
    ratio = _ratio(weeks)
    mixed = [(done + 3 * ratio * came) / 4 for done, came in weeks[-52:]]
    year = sum(finished[-52:])
    if year:
        change = sum(mixed, Fraction(0)) / year
        bound = min(max(change, Fraction(2, 3)), Fraction(3, 2)) / change
        mixed = [week * bound for week in mixed]
    hundredths = [round(week * 100) for week in mixed]  # halves to even
    return [Decimal(count) / 100 for count in hundredths]


def _ratio(weeks: list[tuple[int, int]]) -> Fraction:
    return Fraction(sum(done for done, _ in weeks) + 5, sum(came for _, came in weeks) + 5)


def _arrivals_nearer(weeks: list[tuple[int, int]]) -> bool:
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
    return len(gains) >= 13 and round(sum(gains), 9) > 0


def _off(told: Fraction, happened: Fraction) -> float:
    return abs(math.log((told + Fraction(1, 10)) / (happened + Fraction(1, 10))))


def trials(
    finished: list[int], arrived: list[int], remaining: int, programme: str, longest: int
) -> list[int]:
    """Return the weeks that each trial takes; one more than *longest* when not done by then."""
    counted = sample(finished, arrived)
    seed = int.from_bytes(hashlib.sha256(programme.encode()).digest(), "big")
    words = np.random.PCG64(seed).random_raw(longest * TRIALS // 4)
    # Four draws of 16 bits in each word, the lowest first.
    drawn = [int(word) >> shift & 0xFFFF for word in words for shift in (0, 16, 32, 48)]
    taken = []
    for trial in range(TRIALS):
        reach = min((12, 26, 52)[trial % 3], len(counted))
        done, week = Decimal(0), 0
        while week <= longest and done + Decimal("0.5") < remaining:
            if week < longest:
                back = drawn[week * TRIALS + trial] * reach >> 16
                done += counted[-1 - back]
            week += 1
        taken.append(week)
    return taken


def weeks(taken: list[int], chance: float) -> int:
    """Return the weeks by which it is finished with a chance of 50, 80 or 95 in 100."""
    return sorted(taken)[math.ceil(CHANCES[chance] * len(taken)) - 1]
