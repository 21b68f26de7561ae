"""On which day each increment of a project is finished, in every trial.

The project's pace is shared (``parts.sharing``); an increment waits for those that it must come
after, is delayed by the risks that happen to it, and waits for a gate where there is one. What is
delayed elsewhere holds up no other work: the project goes on with what can be done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np

from metrics.parts.forecast import (
    ALL_HELD_UP,
    HELD_UP,
    NEVER,
    NOTHING_LEFT,
    Dates,
    Outlook,
    because,
)
from metrics.parts.percentile import percentile
from metrics.parts.sharing import all_before, finished_of_each, finished_until
from metrics.parts.simulation import HORIZON, Pace, enough
from metrics.parts.sureness import share_for
from metrics.parts.threats import Threat, delay, held_until

#: What is asked of an increment: its title, and how many weeks ahead.
_Asked = tuple[str, int]
#: Weeks ahead that are tried, one after the other, until a date is known.
_WITHIN: Final = (13, 26, 52, 104, 208)
#: Hundredths of items that no project finishes: what it waits for where that is never finished.
_NEVER_DONE: Final = np.int32(2**30)


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
        wasted: Hundredths of items that the project finishes besides, before any of them is
            finished, in every trial; None = none.
    """

    planned: Sequence[Planned]
    outlook: Outlook
    parallel: float
    identity: str
    wasted: np.ndarray | None = None
    _goals: dict[_Asked, int | np.ndarray] = field(init=False, default_factory=dict, repr=False)
    _worked: dict[_Asked, np.ndarray] = field(init=False, default_factory=dict, repr=False)
    _finished: dict[_Asked, np.ndarray] = field(init=False, default_factory=dict, repr=False)

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
        until = finished_until(self._left, self.waits, self.parallel)
        return dict(zip(self.by_title, until.tolist(), strict=True))

    @property
    def pace(self) -> Pace:
        """The project's pace.

        Raises:
            ValueError: If none is known.
        """
        pace = self.outlook.pace
        if pace is None:
            raise ValueError("no pace is known")
        return pace

    @property
    def left(self) -> float:
        """Pieces of work left in all of them."""
        return sum(one.left for one in self.planned)

    @property
    def _left(self) -> np.ndarray:
        return np.array([one.left for one in self.planned], dtype=np.float64)

    @property
    def order(self) -> list[str]:
        """Titles in the order of their turns."""
        return list(self.by_title)

    def finished(self, title: str, within: int = HORIZON) -> np.ndarray:
        """Return the days from today until an increment is finished, in every trial, int32.

        NEVER where its work is not done *within* so many weeks. Needs a pace that does not stand
        still.
        """
        asked = title, within
        if asked not in self._finished:
            one = self.by_title[title]
            self._finished[asked] = self._passed(one, self._days_worked(*asked), one.threats)
        return self._finished[asked]

    def part_finished(self, title: str, pieces: float) -> np.ndarray:
        """Return what ``finished`` would be of the first so many pieces of an increment."""
        one = self.by_title[title]
        totals, rows = self.progress
        done = rows[:, self.order.index(title)]
        # Up to its end: from there on the project goes on without it.
        end = int(np.argmax(done >= one.left)) + 1
        through = round(float(np.interp(pieces, done[:end], totals[:end])), 6)
        return self._passed(one, self._days(self._goal(one, through, pieces)), one.threats)

    def without(self, title: str, item: str) -> np.ndarray:
        """Return what ``finished`` would be if one of the increment's risks were dealt with."""
        one = self.by_title[title]
        threats = tuple(threat for threat in one.threats if threat.item != item)
        return self._passed(one, self._days_worked(title, HORIZON), threats)

    def all_finished(self) -> np.ndarray:
        """Return the days from today until the last of them is finished, in every trial."""
        left = [self.finished(one.title) for one in self.planned if one.left > 0]
        latest: np.ndarray = np.maximum.reduce(left)
        return latest

    def all_dates(self) -> Dates:
        """Return when the last of them is likely to be finished, or why that is not known."""
        if not self.left:
            return Dates(reason=NOTHING_LEFT)
        found = self.outlook.dates_of(self.all_finished)
        return Dates(reason=because(self.obstacle())) if found.reason else found

    def obstacle(self) -> str:
        """Return what stands in the way of a date for all of them, as a clause."""
        held = any(one.left and (one.threats or one.gates) for one in self.planned)
        # The pace alone would do.
        if held and self.outlook.p80(self.left):
            return ALL_HELD_UP
        return self.outlook.obstacle()

    def dates(self, title: str) -> Dates:
        """Return when an increment is likely to be finished, or why that is not known."""
        if not self._held_up[title]:
            return self.outlook.dates(self.through[title])
        found = self.outlook.dates_of(lambda: self._as_far_as(title, 0.95))
        if found.reason and self.outlook.p80(self.through[title]):
            return Dates(reason=because(HELD_UP))
        return found

    def p80(self, title: str) -> date | None:
        """Return the 80% date alone; None where ``dates`` gives none."""
        if not self._held_up[title]:
            return self.outlook.p80(self.through[title])
        return self.outlook.dates_of(lambda: self._as_far_as(title, 0.8)).p80

    def _as_far_as(self, title: str, chance: float) -> np.ndarray:
        """Return ``finished`` up to the date that has a chance; what comes after it may be NEVER.

        The farther weeks are drawn, the longer it takes.
        """
        for within in _WITHIN if (title, HORIZON) not in self._finished else ():
            days = self.finished(title, within)
            last = (self.outlook.ends_on(within) - self.outlook.today).days
            if percentile(days, share_for(chance)) <= last:
                return days
        return self.finished(title)

    def chance(self, title: str) -> float | None:
        """Return the chance that an increment is finished by its target; None without one."""
        target = self.by_title[title].target
        if target is None:
            return None
        if not self._held_up[title]:
            return self.outlook.chance(self.through[title], target)
        return self.outlook.chance_of(target, lambda: self.finished(title))

    @cached_property
    def progress(self) -> tuple[np.ndarray, np.ndarray]:
        """How each increment proceeds as the project does: ``sharing.finished_of_each``."""
        return finished_of_each(self._left, self.waits, self.parallel)

    def _days_worked(self, title: str, within: int) -> np.ndarray:
        """Return the days from today until the work of an increment is done."""
        asked = title, within
        if asked not in self._worked:
            self._worked[asked] = self._days(self._goal_of(*asked), within)
        return self._worked[asked]

    def _days(self, goal: int | np.ndarray, within: int = HORIZON) -> np.ndarray:
        """Return the days from today until the project has finished so many hundredths."""
        return self.outlook.days_until(self.pace.weeks_by_trial(goal, within))

    def _goal_of(self, title: str, within: int) -> int | np.ndarray:
        """Return what the project has finished when the work of an increment is done."""
        asked = title, within
        if asked not in self._goals:
            one = self.by_title[title]
            self._goals[asked] = self._goal(one, self.through[title], one.left, within)
        return self._goals[asked]

    def _goal(
        self, one: Planned, through: float, pieces: float, within: int = HORIZON
    ) -> int | np.ndarray:
        """Return what it has finished when the first *pieces* of an increment are done: hundredths.

        Of all trials or of each.
        """
        goal: int | np.ndarray = enough(through)
        if self.wasted is not None:
            goal = goal + self.wasted
        begin = self.released(one.title, within)
        if begin is not None:
            goal = np.maximum(goal, begin + enough(pieces))
        return goal

    def released(self, title: str, within: int = HORIZON) -> np.ndarray | None:
        """Return what the project has finished when work on an increment can begin, hundredths.

        None where nothing that it waits for can be held up by anything but work. Work on it begins
        where the work on that ends; where a risk or a gate held that up, with the week in which it
        is finished.
        """
        begin: np.ndarray | None = None
        for before in self.by_title[title].after:
            if before not in self.by_title or not self._held_up[before]:
                continue
            finished = self.finished(before, within)
            ever = finished < NEVER
            weeks = np.where(ever, self.outlook.whole_weeks_before(finished), 0)
            done = np.maximum(self.pace.done_after(weeks), self._goal_of(before, within))
            done = np.where(ever, done, _NEVER_DONE)
            begin = done if begin is None else np.maximum(begin, done)
        return begin

    @cached_property
    def _held_up(self) -> Mapping[str, bool]:
        """Whether each, or what it waits for, is held up by anything but its work."""
        held = np.array([bool(one.threats or one.gates) for one in self.planned], dtype=bool)
        flags = held | self.waits[:, held].any(axis=1) | (self.wasted is not None)
        return dict(zip(self.by_title, flags.tolist(), strict=True))

    def _passed(self, one: Planned, done: np.ndarray, threats: Sequence[Threat]) -> np.ndarray:
        """Return when an increment is finished whose work is done on these days."""
        held = done + delay(self.identity, threats) if threats else done
        gates = [(gate - self.outlook.today).days for gate in one.gates]
        return held_until(np.minimum(held, NEVER), gates)
