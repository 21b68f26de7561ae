"""On which day each increment of a project is finished, in every trial.

The project's pace is shared (``parts.sharing``); an increment waits for those that it must come
after, is delayed by the risks that happen to it, and waits for a gate where there is one. What is
delayed elsewhere holds up no other work: the project goes on with what can be done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np

from metrics.parts.forecast import NEVER, Dates, Outlook
from metrics.parts.sharing import all_before, finished_until
from metrics.parts.simulation import HORIZON, TRIALS, enough
from metrics.parts.threats import Threat, delay, held_until


@dataclass(frozen=True)
class Planned:
    """An increment that is not finished, or the work in none.

    Attributes:
        title: Its title; empty = work in none.
        left: Pieces of work left in it, those that are still expected included.
        target: The date worked to.
        after: Titles of those that must be finished before it.
        gates: Days on which it can be finished once its work is done, rising.
        threats: Its open sized risks.
    """

    title: str
    left: float
    target: date | None = None
    after: tuple[str, ...] = ()
    gates: tuple[date, ...] = ()
    threats: tuple[Threat, ...] = ()


@dataclass
class Schedule:
    """The increments of one project, worked at its pace.

    Attributes:
        planned: In the order of their turns: each after those that it must come after.
        outlook: The project's pace.
        parallel: Part of what is finished that goes to others than the one whose turn it is.
        identity: The programme's name.
    """

    planned: Sequence[Planned]
    outlook: Outlook
    parallel: float
    identity: str
    _finished: dict[str, np.ndarray] = field(init=False, default_factory=dict, repr=False)

    @cached_property
    def by_title(self) -> Mapping[str, Planned]:
        """Each increment by its title."""
        return {one.title: one for one in self.planned}

    @cached_property
    def waits(self) -> np.ndarray:
        """Which increment (row) must come after which (column), through others as well."""
        after = {one.title: one.after for one in self.planned}
        return all_before([one.title for one in self.planned], after)

    @cached_property
    def through(self) -> Mapping[str, float]:
        """Pieces of work that the project finishes until each increment is finished."""
        left = np.array([one.left for one in self.planned], dtype=np.float64)
        until = finished_until(left, self.waits, self.parallel)
        return dict(zip(self.by_title, until.tolist(), strict=True))

    def finished(self, title: str) -> np.ndarray:
        """Return the days from today until an increment is finished, in every trial, int32.

        NEVER where it is not done within the horizon. Needs a pace that does not stand still.
        """
        if title not in self._finished:
            one = self.by_title[title]
            held = delay(self.identity, one.threats) if one.threats else np.int32(0)
            self._finished[title] = self._passed(one, self.worked(title) + held)
        return self._finished[title]

    def without(self, title: str, item: str) -> np.ndarray:
        """Return what ``finished`` would be if one of its risks were dealt with."""
        one = self.by_title[title]
        threats = tuple(threat for threat in one.threats if threat.item != item)
        return self._passed(one, self.worked(title) + delay(self.identity, threats))

    def worked(self, title: str) -> np.ndarray:
        """Return the days from today until the work of an increment is done, in every trial."""
        one, pace = self.by_title[title], self.outlook.pace
        if pace is None:
            raise ValueError("no pace is known")
        goal: int | np.ndarray = enough(self.through[title])
        begin = self._released(one)
        if begin is not None:
            goal = np.maximum(goal, begin + enough(one.left))
        return self.outlook.days_until(pace.weeks_by_trial(goal))

    def dates(self, title: str) -> Dates:
        """Return when an increment is likely to be finished, or why that is not known."""
        return self.outlook.dates_of(lambda: self.finished(title))

    def chance(self, title: str) -> float | None:
        """Return the chance that an increment is finished by its target; None without one."""
        target = self.by_title[title].target
        return self.outlook.chance_of(target, lambda: self.finished(title)) if target else None

    def _released(self, one: Planned) -> np.ndarray | None:
        """Return what the project has finished when work on an increment can begin, hundredths.

        None where nothing that it waits for can be held up by anything but work. The week
        in which that is finished counts as a whole.
        """
        begin: np.ndarray | None = None
        for title in one.after:
            before = self.by_title.get(title)
            if before is None or not self._held_up(before):
                continue
            weeks = self.outlook.whole_weeks_before(self.finished(title))
            assert self.outlook.pace is not None
            done = self.outlook.pace.done_after(weeks)
            done = np.where(self.finished(title) >= NEVER, np.int32(2**30), done)
            begin = done if begin is None else np.maximum(begin, done)
        return begin

    def _held_up(self, one: Planned) -> bool:
        """Say whether an increment, or what it waits for, has risks or gates."""
        place = list(self.by_title).index(one.title)
        held = [one, *(self.planned[number] for number in np.flatnonzero(self.waits[place]))]
        return any(other.threats or other.gates for other in held)

    def _passed(self, one: Planned, days: np.ndarray) -> np.ndarray:
        gates = [(gate - self.outlook.today).days for gate in one.gates]
        return held_until(np.minimum(days, NEVER), gates)
