"""On which day each increment of a project is finished, as seen from an instant."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

import numpy as np

from tests.reference import forecast, planned_work, sharing, throughput
from tests.reference.programme import Programme, Team
from tests.reference.standing import Moment, Standing
from tests.reference.trials import LONGEST, TRIALS, Known, Trials, happens, trials

NEVER = 10_000_000
#: Share of the trials for a chance; between them lie straight lines.
LEVELS = ((0.0, 0.0), (0.48, 0.5), (0.885, 0.8), (0.995, 0.95), (1.0, 1.0))
#: With a chance of 50, 80 and 95 in 100.
Dates = tuple[date | None, date | None, date | None]
NO_DATES: Dates = (None, None, None)


@dataclass(frozen=True)
class Planned:
    """An increment that is worked on, or the work in none (no title)."""

    title: str
    left: int
    target: date | None
    after: tuple[str, ...]
    gates: tuple[date, ...]
    threats: Mapping[str, tuple[float, int]]


class Schedule:
    """The increments of one project from an instant on."""

    def __init__(
        self,
        planned: Sequence[Planned],
        known: Known | None,
        parallel: Fraction,
        today: date,
        identity: str,
    ) -> None:
        """Share the pace among them.

        Args:
            planned: In the order of their turns.
            known: Of the pace; None if no forecast can be made of it.
            parallel: Part of the pace that goes to others than the one whose turn it is.
            today: From which coming weeks are counted.
            identity: The programme's name.
        """
        self.planned, self.today, self._known = planned, today, known
        self._identity = identity
        self._place = {one.title: place for place, one in enumerate(planned)}
        self._before = {place: self._all_before(place) for place in range(len(planned))}
        left = [one.left for one in planned]
        self.through = sharing.finished_until(left, self._before, parallel)
        self._days: dict[str, np.ndarray] = {}
        self._goals: dict[str, np.ndarray] = {}

    def _all_before(self, place: int) -> set[int]:
        found: set[int] = set()
        for title in self.planned[place].after:
            if title in self._place:
                found |= {self._place[title]} | self._all_before(self._place[title])
        return found

    def dates(self, title: str) -> Dates:
        """Return when an increment is finished with a chance of 50, 80 and 95 in 100."""
        if title not in self._place or self._hopeless(title):
            return NO_DATES
        return self.told(self.days(title))

    def without(self, title: str, item: str) -> Dates:
        """Return the same if one of its risks were dealt with."""
        if self._hopeless(title):
            return NO_DATES
        return self.told(self._finished(title, without=item))

    def all_finished(self) -> np.ndarray | None:
        """Return the day, counted from today, on which all is finished in each trial."""
        some = [one.title for one in self.planned if one.left]
        if not some or any(self._hopeless(title) for title in some):
            return None
        latest: np.ndarray = np.max([self.days(title) for title in some], axis=0)
        return latest

    def told(self, days: np.ndarray) -> Dates:
        """Return the three dates of trials; none where they are too far."""
        in_order = np.sort(days)
        ranks = [math.ceil(share * TRIALS) for share in forecast.CHANCES.values()]
        p50, p80, p95 = (int(in_order[rank - 1]) for rank in ranks)
        if p50 > self._end(104) or p80 == NEVER:
            return NO_DATES
        dates = [self.today + timedelta(days=p) if p < NEVER else None for p in (p50, p80, p95)]
        return dates[0], dates[1], dates[2]

    def chance(self, title: str, target: date) -> float | None:
        """Return the chance that an increment is finished by a day."""
        if target < self.today:
            return 0.0
        if self._known is None:
            return None
        in_time = (self.days(title) <= min((target - self.today).days, NEVER - 1)).sum()
        return chance_of(float(in_time) / TRIALS)

    def days(self, title: str) -> np.ndarray:
        """Return the day, counted from today, on which an increment is finished in each trial."""
        if title not in self._days:
            self._days[title] = self._finished(title)
        return self._days[title]

    def _finished(self, title: str, without: str = "") -> np.ndarray:
        place = self._place[title]
        one = self.planned[place]
        goal = np.full(TRIALS, _enough(self.through[place]))
        for before in one.after:
            # Work alone keeps the order of turns; what else holds up an increment is waited for.
            if before in self._place and self._is_held_up(self._place[before]):
                ended = np.ceil((self.days(before) - self._end(1)) / 7).astype(int)
                done = self._trials.after(np.clip(ended, 0, LONGEST))
                done = np.maximum(done, self._goals[before])
                done[self.days(before) >= NEVER] = 2**40
                goal = np.maximum(goal, done + _enough(Fraction(one.left)))
        self._goals[title] = goal
        weeks = self._trials.weeks(goal)
        days = np.where(weeks == 0, 0, self._end(1) + 7 * (weeks - 1))
        days[weeks > LONGEST] = NEVER
        for item, (probability, lost) in one.threats.items():
            if item != without:
                days = days + lost * happens(self._identity, item, probability)
        days = np.minimum(days, NEVER)
        gates = [(gate - self.today).days for gate in one.gates]
        for trial, day in enumerate(days.tolist()) if gates else ():
            days[trial] = min((gate for gate in gates if gate >= day), default=day)
        return days

    @property
    def _trials(self) -> Trials:
        assert self._known is not None
        return trials(self._known)

    def _is_held_up(self, place: int) -> bool:
        return any(
            bool(self.planned[p].threats or self.planned[p].gates)
            for p in (place, *self._before[place])
        )

    def _hopeless(self, title: str) -> bool:
        """Say whether there is no date for certain; asked first, as it is quicker."""
        if self._known is None or not any(self._known.sample[-12:]):
            return True
        goal = _enough(self.through[self._place[title]])
        done = int((self._trials.done(104) >= goal).sum())
        return done < math.ceil(forecast.CHANCES[0.5] * TRIALS)

    def _end(self, weeks: int) -> int:
        """Return how many days ahead the Sunday is by which so many weeks of work are over."""
        last = self.today + timedelta(days=7 * weeks - 1)
        while last.weekday() != 6:
            last += timedelta(days=1)
        return (last - self.today).days


def chance_of(share: float) -> float:
    """Return the chance that a share of trials stands for."""
    for (low, lowest), (high, highest) in zip(LEVELS, LEVELS[1:], strict=False):
        if share < high:
            return lowest + (highest - lowest) / (high - low) * (share - low)
    return 1.0


def _enough(pieces: Fraction) -> int:
    """Return the hundredths of items that make so much when rounded to whole items."""
    return math.ceil(round(pieces * 100, 4)) - 50 if pieces > 0 else 0


def schedule(
    standing: Standing, after: Mapping[str, Sequence[str]], programme: Programme
) -> Schedule:
    """Make the schedule of a project as it stood at an instant.

    Args:
        standing: The project at that instant.
        after: What each increment must come after.
        programme: Everything.
    """
    order = standing.order(after)
    settings = standing.team.settings
    planned = [
        Planned(
            title,
            standing.left(title),
            standing.target(title),
            tuple(after.get(title, ())),
            settings.gates_of(title),
            standing.threats.get(title, {}),
        )
        for title in order
    ]
    if elsewhere := standing.elsewhere(order):
        planned.append(Planned("", elsewhere, None, (), (), {}))
    known, parallel = _pace(programme, standing.team, standing.moment)
    return Schedule(
        planned, known, parallel, standing.moment.today, programme.settings.programme.name
    )


@lru_cache(maxsize=8)
def _weeks(programme: Programme, team: Team) -> list[tuple[date, dict[str, int | None]]]:
    """Return each week from the one of the first item on, with what it was like."""
    planned = {
        row["week_start"]: row
        for row in _planned_work(programme)
        if row["project"] == team.settings.name
    }
    first = min((programme.day(thing.created_at) for thing in team.work), default=date.max)
    found = []
    for week in programme.weeks:
        if week.sunday >= first:
            counted = throughput.week_of(team, week)
            row = planned[week.monday]
            told: dict[str, int | None] = {
                "finished": len(counted["finished_count"]),
                "arrived": len(counted["arrived_count"]),
                "open": int(str(row["open_count"])),
                "moved": int(str(row["added_count"])) - int(str(row["left_count"])),
                "ordered": _number(row["finished_count"]),
                "in_turn": _number(row["in_turn_count"]),
            }
            found.append((week.monday, told))
    return found


def _number(value: object) -> int | None:
    return None if value is None else int(str(value))


_planned_work = lru_cache(maxsize=2)(planned_work.table)


def _pace(programme: Programme, team: Team, moment: Moment) -> tuple[Known | None, Fraction]:
    """Return what is known of the pace, None if too little, and how much is done out of turn."""
    told = [
        (monday, week)
        for monday, week in _weeks(programme, team)
        if monday + timedelta(days=6) <= moment.day
    ]
    weeks = [week for _, week in told]
    finished, arrived = (
        [week[name] or 0 for _, week in _weeks(programme, team)] for name in ("finished", "arrived")
    )
    counted = forecast.sample(finished, arrived, len(told))
    last = weeks[-52:]
    growing = forecast.growth([w["open"] or 0 for w in last], [w["moved"] or 0 for w in last])
    parallel = forecast.parallel([(week["ordered"], week["in_turn"]) for week in last])
    calendar = programme.settings.calendar
    sample, growth = [], []
    for (monday, _), count, grew in zip(told[-52:], counted, growing, strict=True):
        share = forecast.open_share(calendar, monday)
        if share >= Fraction(1, 2):
            sample.append(round(round(Fraction(count) * 100 / share, 6)))
            growth.append(forecast.bounded(grew / share))
    if len(sample) < 7 or not any(week["finished"] for week in weeks[-26:]):
        return None, parallel
    ahead = [
        forecast.open_share(calendar, moment.today + timedelta(days=7 * n)) for n in range(LONGEST)
    ]
    name = programme.settings.programme.name
    return Known(tuple(sample), tuple(growth), tuple(ahead), name), parallel
