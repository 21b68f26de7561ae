"""What a project's past weeks say of the coming ones: the sample that trials draw from.

A week counts for what was finished in it. Where, in this project, what came in has foretold what
was finished, a week counts for both: a list that nobody adds to is mostly one that nobody works on.
Chosen by measurement: docs/forecast.md.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from metrics.parts.planned_weeks import PlannedWeeks
from metrics.parts.simulation import WINDOWS

#: Weeks of the past from which a coming week is drawn, at most.
SAMPLE_WEEKS: Final = max(WINDOWS)
#: What came in weighs this much for each finished item of the same week, once it counts at all.
ARRIVED_WEIGHT: Final = 3
#: Arrivals raise or lower what was finished in all the sample by this factor at most.
_FURTHEST: Final = 1.5
#: Items added to both totals, so that the first few do not settle how many arrivals get finished.
_STEADY: Final = 5

#: The check of arrivals: at least so many past weeks, each knowing 12 weeks before it, are asked
#: what the 13 weeks after it would bring.
FEWEST_CHECKS: Final = 13
_WEEKS_BEFORE: Final = 12
_WEEKS_AFTER: Final = 13
#: Items a week added before logarithms are taken: nought against a little is no infinite error.
_LITTLE: Final = 0.1


@dataclass(frozen=True)
class Past:
    """The whole weeks of a project, oldest first, none from before its first item.

    Attributes:
        finished: Items finished in each week, zeros included.
        arrived: Items that came in, for the same weeks.
        begins: The Mondays of the weeks, datetime64[D]; needed only where not all of each is
            worked.
        planned: What the table ``planned_work`` says of the same weeks; without it planned work is
            taken not to grow, and to be done in order.
    """

    finished: np.ndarray
    arrived: np.ndarray
    begins: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype="datetime64[D]"))
    planned: PlannedWeeks | None = None
    _foretell: np.ndarray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Ask once for all weeks whether arrivals had foretold what was finished by then."""
        object.__setattr__(self, "_foretell", arrivals_foretell(self.finished, self.arrived))

    def __len__(self) -> int:
        """Return the number of weeks."""
        return len(self.finished)

    def sample(self, known: int) -> np.ndarray:
        """Return what each of the last weeks counts for, as it stood after *known* weeks.

        Returns:
            Items a week, to hundredths, oldest first; at most SAMPLE_WEEKS.
        """
        weeks = slice(max(known - SAMPLE_WEEKS, 0), known)
        finished = self.finished[weeks].astype(float)
        if not self._foretell[known]:
            return finished
        ratio = _finished_per_arrived(self.finished[:known].sum(), self.arrived[:known].sum())
        mixed = _blended(finished, self.arrived[weeks], ratio)
        if finished.any():
            change = mixed.sum() / finished.sum()
            mixed = mixed * (np.clip(change, 1 / _FURTHEST, _FURTHEST) / change)
        # Rounded twice, so that a half is a half on every machine.
        hundredths: np.ndarray = np.rint(np.round(mixed * 100, 6))
        return hundredths / 100

    def growth(self, known: int) -> np.ndarray:
        """Return by which share planned work grew in each week of ``sample(known)``."""
        weeks = slice(max(known - SAMPLE_WEEKS, 0), known)
        if self.planned is None:
            return np.zeros(len(self.finished[weeks]))
        return self.planned.growth(weeks)

    def parallel(self, known: int) -> float:
        """Return the part of what was finished in these weeks that was out of turn, 0 to 1."""
        weeks = slice(max(known - SAMPLE_WEEKS, 0), known)
        return self.planned.parallel(weeks) if self.planned is not None else 0.0


def arrivals_foretell(finished: np.ndarray, arrived: np.ndarray) -> np.ndarray:
    """Say after each number of weeks whether arrivals have told more than the finished work alone.

    For each past week with 12 before it and 13 after it: the pace until then (the mean of the means
    of WINDOWS), with and without arrivals, against the mean of the 13 weeks that followed, all of
    them known at the time of asking. Off by how much is the difference of logarithms, added up.

    Args:
        finished: Items finished in each week, oldest first.
        arrived: Items that came in.

    Returns:
        Whether arrivals were nearer, for 0 weeks known, 1, and so on to all.
    """
    count = len(finished)
    foretell = np.zeros(count + 1, dtype=bool)
    asked = np.arange(_WEEKS_BEFORE, count - _WEEKS_AFTER + 1)
    if len(asked) < FEWEST_CHECKS:
        return foretell
    done, came = (np.concatenate([[0], np.cumsum(week)]) for week in (finished, arrived))
    own, others = _pace(done, asked), _pace(came, asked)
    mixed = _blended(own, others, _finished_per_arrived(done[asked], came[asked]))
    after = (done[asked + _WEEKS_AFTER] - done[asked]) / _WEEKS_AFTER
    # Rounded, so that a tie is a tie on every machine.
    gain = np.cumsum(np.round(_off(own, after) - _off(mixed, after), 9)).round(9)
    enough = slice(FEWEST_CHECKS - 1, None)
    foretell[asked[enough] + _WEEKS_AFTER] = gain[enough] > 0
    return foretell


def _pace(totals: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Return the mean week before each of the weeks *asked*, over WINDOWS in equal parts."""
    first = np.maximum(asked - np.array(WINDOWS)[:, None], 0)
    means = (totals[asked] - totals[first]) / (asked - first)
    mean: np.ndarray = means.mean(axis=0)
    return mean


def _finished_per_arrived(finished: np.ndarray, arrived: np.ndarray) -> np.ndarray:
    """Return how many items are finished in the long run for each that comes in."""
    ratio: np.ndarray = (finished + _STEADY) / (arrived + _STEADY)
    return ratio


def _blended(finished: np.ndarray, arrived: np.ndarray, ratio: np.ndarray) -> np.ndarray:
    """Return one part of what was finished, ARRIVED_WEIGHT parts of what arrivals stand for."""
    mixed: np.ndarray = (finished + ARRIVED_WEIGHT * ratio * arrived) / (1 + ARRIVED_WEIGHT)
    return mixed


def _off(told: np.ndarray, happened: np.ndarray) -> np.ndarray:
    return np.abs(np.log((told + _LITTLE) / (happened + _LITTLE)))
