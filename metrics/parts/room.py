"""How much a project can finish while an increment still makes its date, in every trial."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from metrics.parts.percentile import rank
from metrics.parts.schedule import Planned, Schedule
from metrics.parts.simulation import HORIZON, TRIALS, enough, most_of
from metrics.parts.sureness import chance_of, share_for
from metrics.parts.threats import delay

#: The chance that a date is wanted to have.
WANTED: Final = 0.8


@dataclass(frozen=True)
class Room:
    """How much work can be done while an increment's date is made.

    Attributes:
        most: Hundredths of items that the project can finish in time, one number a trial.
    """

    most: np.ndarray

    @property
    def through(self) -> float:
        """Pieces of work that the project can finish in time with a chance of WANTED."""
        most = int(np.sort(self.most)[TRIALS - rank(share_for(WANTED), TRIALS)])
        return most_of(most)

    def chance(self, through: float, wasted: np.ndarray | None = None) -> float:
        """Return the chance of making the date where nothing else has to be waited for, 0 to 1.

        Args:
            through: Pieces of work that the project finishes until the increment is finished.
            wasted: Hundredths of items that it finishes besides, one a trial.
        """
        goal = enough(through) if wasted is None else enough(through) + wasted
        return chance_of(int(np.count_nonzero(self.most >= goal)) / TRIALS)


def room(schedule: Schedule, title: str, target: date) -> Room:
    """Return the room that an increment has until a date that has not passed.

    Args:
        schedule: The project's; its pace is known.
        title: Of the increment.
        target: The date.
    """
    one = schedule.by_title[title]
    last = _last_day(one, target, schedule.outlook.today)
    if last is None:
        return Room(np.full(TRIALS, -1, dtype=np.int32))
    days = last - delay(schedule.identity, one.threats)
    weeks = np.minimum(schedule.outlook.whole_weeks_before(days + 1), HORIZON)
    return Room(schedule.pace.done_after(weeks))


def _last_day(one: Planned, target: date, today: date) -> int | None:
    """Return the last day, from today, on which it can be held up no more; None of none."""
    days = (target - today).days
    gates = [(gate - today).days for gate in one.gates]
    if not gates or gates[-1] <= days:
        return days
    return max((gate for gate in gates if gate <= days), default=None)
