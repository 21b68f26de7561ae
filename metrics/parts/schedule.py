"""On which day each increment of a project is finished, in every trial.

The project's pace is shared (``parts.sharing``); an increment waits for those that it must come
after, is delayed by the risks that happen to it, and waits for a gate where there is one. What is
delayed elsewhere holds up no other work: the project goes on with what can be done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from metrics.parts.forecast import NEVER, Dates, Outlook
from metrics.parts.sharing import all_before, finished_of_each, finished_until
from metrics.parts.simulation import enough
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

    @property
    def left(self) -> float:
        """Pieces of work left in all of them."""
        return sum(one.left for one in self.planned)

    @property
    def order(self) -> list[str]:
        """Titles in the order of their turns."""
        return list(self.by_title)

    def finished(self, title: str) -> np.ndarray:
        """Return the days from today until an increment is finished, in every trial, int32.

        NEVER where it is not done within the horizon. Needs a pace that does not stand still.
        """
        if title not in self._finished:
            one = self.by_title[title]
            done = self._worked(one, self.through[title], one.left)
            self._finished[title] = self._passed(one, done, one.threats)
        return self._finished[title]

    def part_finished(self, title: str, pieces: float) -> np.ndarray:
        """Return what ``finished`` would be of the first so many pieces of an increment."""
        one = self.by_title[title]
        totals, rows = self._progress
        progress = rows[:, self.order.index(title)]
        # Once it has come so far it may stand still while others go on.
        known = int(np.searchsorted(progress, pieces)) + 1
        through = float(np.interp(pieces, progress[:known], totals[:known]))
        return self._passed(one, self._worked(one, through, pieces), one.threats)

    def without(self, title: str, item: str) -> np.ndarray:
        """Return what ``finished`` would be if one of the increment's risks were dealt with."""
        one = self.by_title[title]
        threats = tuple(threat for threat in one.threats if threat.item != item)
        return self._passed(one, self._worked(one, self.through[title], one.left), threats)

    def all_finished(self) -> np.ndarray:
        """Return the days from today until the last of them is finished, in every trial."""
        left = [self.finished(one.title) for one in self.planned if one.left > 0]
        latest: np.ndarray = np.maximum.reduce(left)
        return latest

    def dates(self, title: str) -> Dates:
        """Return when an increment is likely to be finished, or why that is not known."""
        if not self._held_up(title):
            return self.outlook.dates(self.through[title])
        return self.outlook.dates_of(lambda: self.finished(title))

    def p80(self, title: str) -> date | None:
        """Return the 80% date alone; None where ``dates`` gives none."""
        held_up = self._held_up(title)
        return self.dates(title).p80 if held_up else self.outlook.p80(self.through[title])

    def chance(self, title: str) -> float | None:
        """Return the chance that an increment is finished by its target; None without one."""
        target = self.by_title[title].target
        if target is None:
            return None
        if not self._held_up(title):
            return self.outlook.chance(self.through[title], target)
        return self.outlook.chance_of(target, lambda: self.finished(title))

    @cached_property
    def _progress(self) -> tuple[np.ndarray, np.ndarray]:
        left = np.array([one.left for one in self.planned], dtype=np.float64)
        return finished_of_each(left, self.waits, self.parallel)

    def _worked(self, one: Planned, through: float, pieces: float) -> np.ndarray:
        """Return the days from today until the first *pieces* of an increment are done."""
        pace = self.outlook.pace
        if pace is None:
            raise ValueError("no pace is known")
        goal: int | np.ndarray = enough(through)
        begin = self._released(one)
        if begin is not None:
            goal = np.maximum(goal, begin + enough(pieces))
        return self.outlook.days_until(pace.weeks_by_trial(goal))

    def _released(self, one: Planned) -> np.ndarray | None:
        """Return what the project has finished when work on an increment can begin, hundredths.

        None where nothing that it waits for can be held up by anything but work. The week
        in which that is finished counts as a whole.
        """
        begin: np.ndarray | None = None
        for title in one.after:
            before = self.by_title.get(title)
            if before is None or not self._held_up(title):
                continue
            weeks = self.outlook.whole_weeks_before(self.finished(title))
            assert self.outlook.pace is not None
            done = self.outlook.pace.done_after(weeks)
            done = np.where(self.finished(title) >= NEVER, np.int32(2**30), done)
            begin = done if begin is None else np.maximum(begin, done)
        return begin

    def _held_up(self, title: str) -> bool:
        """Say whether an increment, or what it waits for, is held up by anything but work."""
        held = [bool(one.threats or one.gates) for one in self.planned]
        place = self.order.index(title)
        return held[place] or bool(self.waits[place][held].any())

    def _passed(self, one: Planned, done: np.ndarray, threats: Sequence[Threat]) -> np.ndarray:
        """Return when an increment is finished whose work is done on these days."""
        held = done + delay(self.identity, threats) if threats else done
        gates = [(gate - self.outlook.today).days for gate in one.gates]
        return held_until(np.minimum(held, NEVER), gates)
