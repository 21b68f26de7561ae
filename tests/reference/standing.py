"""Where the increments of a project stand at an instant, and in which order they are worked."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from tests.reference import increments_of, labels
from tests.reference.increments_of import Sight
from tests.reference.programme import Programme, Team, is_risk_at
from tests.reference.weeks import Week


@dataclass(frozen=True)
class Moment:
    """An instant up to which all is known.

    Attributes:
        cut: The first instant of which nothing is known.
        day: The last local day of which something is.
        today: From which coming weeks are counted.
    """

    cut: datetime
    day: date
    today: date

    @property
    def week(self) -> Week:
        """The seven days before it, as those who ask for a week want them."""
        return Week(self.day - timedelta(days=6), self.cut - timedelta(days=7), self.cut)


def now(programme: Programme) -> Moment:
    """Return the instant asked for; what happens at it has happened."""
    day = programme.day(programme.as_of)
    return Moment(programme.as_of + timedelta(microseconds=1), day, day)


def after(week: Week) -> Moment:
    """Return the end of a week."""
    return Moment(week.ends, week.sunday, week.sunday + timedelta(days=1))


class Standing:
    """The increments of a project at one instant."""

    def __init__(self, programme: Programme, team: Team, moment: Moment) -> None:
        """Look at all that had happened by then.

        Args:
            programme: Everything.
            team: The project.
            moment: The instant.
        """
        self.programme, self.team, self.moment = programme, team, moment
        self._parts = increments_of.milestones(team)
        self.open: dict[str, int] = {}
        self.kept: dict[str, int] = {}
        titles = increments_of.present_titles(team)
        for thing in team.work:
            state = thing.state_before(moment.cut)
            title = titles.get((thing.source, thing.history.milestone.before(moment.cut)), "")
            self.open[title] = self.open.get(title, 0) + (state == "open")
            self.kept[title] = self.kept.get(title, 0) + (state in ("open", "finished"))

    @cached_property
    def states(self) -> dict[str, str]:
        """What each increment is: not yet | open | finished | removed."""
        return {title: self._state(parts) for title, parts in self._parts.items()}

    def _state(self, parts: list[list[Sight]]) -> str:
        cut = self.moment.cut
        if increments_of.created(parts) >= cut:
            return "not yet"
        there = [sights for sights in parts if increments_of.is_there(sights, cut)]
        if not there:
            return "removed"
        closed = all(increments_of.is_closed(sights, cut) for sights in there)
        return "finished" if closed else "open"

    @cached_property
    def expected(self) -> dict[str, int]:
        """What is expected of each open increment that is not broken down yet."""
        done = [title for title, state in self.states.items() if state == "finished"]
        sizes = sorted(size for title in done if (size := self.kept.get(title, 0)))
        found = {}
        for title, said in self.team.settings.expected.items():
            refined = said.refined_on is not None and said.refined_on <= self.moment.day
            if self.states.get(title) == "open" and not refined:
                middle = sizes[(len(sizes) + 1) // 2 - 1] if sizes else None
                items = said.items or middle
                if items is not None:
                    found[title] = items
        return found

    def to_come(self, title: str) -> int:
        """Return how many more pieces are expected in an increment."""
        return max(self.expected.get(title, 0) - self.kept.get(title, 0), 0)

    def left(self, title: str) -> int:
        """Return how many pieces are left in an increment, those expected included."""
        return self.open.get(title, 0) + self.to_come(title)

    def target(self, title: str) -> date | None:
        """Return the date worked to."""
        return increments_of.target(self.team, title, self._parts[title], self.moment.week)[0]

    def order(self, after: Mapping[str, Collection[str]]) -> list[str]:
        """Return the titles of those that are worked on, in the order of their turns."""
        waiting = [
            title
            for title, state in self.states.items()
            if state == "open" or (state == "not yet" and self.left(title))
        ]
        waiting.sort(
            key=lambda t: (
                self.target(t) or date.max,
                increments_of.created(self._parts[t]),
                t,
            )
        )
        order: list[str] = []
        while waiting:
            free = [t for t in waiting if not set(after.get(t, ())) & set(waiting)]
            order.append(free[0])
            waiting.remove(free[0])
        return order

    def elsewhere(self, order: Collection[str]) -> int:
        """Return how much is open in none of these."""
        return sum(count for title, count in self.open.items() if title not in order)

    @cached_property
    def threats(self) -> dict[str, dict[str, tuple[float, int]]]:
        """By increment and item, probability and days of each open sized risk."""
        last = self.moment.cut - timedelta(microseconds=1)
        found: dict[str, dict[str, tuple[float, int]]] = {}
        for thing in self.team.things:
            if not thing.ever_risk or thing.state_at(last) != "open":
                continue
            if not is_risk_at(self.programme, thing, last):
                continue
            score = labels.score(thing.history.labels_at(last), self.programme.settings.labels)
            title = increments_of.title_at(self.programme, self.team, thing, last)
            if title and score.probability is not None and score.days is not None:
                size = float(score.probability), math.ceil(score.days)
                found.setdefault(title, {})[thing.history.issue.address] = size
        return found
