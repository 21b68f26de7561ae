"""A team that works through increments, week by week: who finishes what, and when.

The story fixes sizes, dates and pace; chance fills in the days.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sample.dice import Dice
from sample.records import Issue
from sample.titles import Titles
from sample.working_days import AS_OF, at_nine, mondays, office_hour, season

IN_PROGRESS = "status::in-progress"
BACKLOG = "Backlog"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Increment:
    """What the story says of the work in one increment.

    Attributes:
        key: Key of its milestone.
        things: What it is about, for titles ("the pothole report").
        planned_on: The day on which its work was agreed.
        planned, added: How many items then, and how many came later.
        added_until: Last day on which work was added.
        opens_on: First day on which the team may work on it.
        dropped: How many items besides were closed without being done.
        named: Titles of some of the items, written out.
        together: Increments of the same value are worked on side by side until ``apart_on``.
        first_key, apart_on: Milestone that held the items until they were moved on that day.
    """

    key: str
    things: tuple[str, ...]
    planned_on: date
    planned: int
    added: int = 0
    added_until: date | None = None
    opens_on: date | None = None
    dropped: int = 1
    named: tuple[str, ...] = ()
    together: str = ""
    first_key: str = ""
    apart_on: date | None = None


@dataclass(frozen=True)
class Team:
    """A project's people and habits.

    Attributes:
        name: Seeds the chance of the project.
        pace: Items a usual week, by its Monday.
        cycle_days: Usual shortest and longest cycle time, by day.
        start_label_share: How much of the work gets the label that says it has begun.
        logins: Pseudonyms of the people.
        aside: Share of the work done in the increment that is second in line.
        tells_why: Whether its forge says why an issue was closed; otherwise a label says it.
    """

    name: str
    pace: Callable[[date], float]
    cycle_days: Callable[[date], tuple[int, int]]
    start_label_share: float
    logins: tuple[str, ...]
    aside: float = 0.12
    tells_why: bool = True


@dataclass
class _Item:
    """A piece of work while the team works on it."""

    issue: Issue
    increment: Increment
    ready_at: datetime
    finished_at: datetime | None = None


@dataclass
class Workshop:
    """Makes the issues of one project."""

    team: Team
    increments: tuple[Increment, ...]
    titles: Titles
    dice: Dice = field(init=False)
    items: list[_Item] = field(init=False, default_factory=list)
    issues: list[Issue] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        """Give the project its own chance."""
        self.dice = Dice(self.team.name)

    def work(self, backlog: int, in_hand: int) -> list[Issue]:
        """Play the programme from its start to its clock.

        Args:
            backlog: Open items that nobody has planned.
            in_hand: Items that are begun and not finished at the end.
        """
        for increment in self.increments:
            self._fill(increment)
        for _ in range(backlog):
            self._waiting()
        for monday in mondays():
            for at in self._slots(monday):
                self._finish(at)
        self._begin(in_hand)
        self._reopen()
        self._drop()
        self.issues += [item.issue for item in self.items]
        return self.issues

    def issue(self, title: str, created_at: datetime) -> Issue:
        """Write an issue the way residents and colleagues do, names and all."""
        author = self.dice.pick(self.team.logins)
        body = (
            f"{self.dice.pick(_WISHES)}\n\nRaised by @{author} ({author}@exampleton.example), "
            f"{self.dice.pick(_WHERE)}."
        )
        return Issue(title, body, author, created_at)

    def _fill(self, increment: Increment) -> None:
        """Write the items of an increment, planned and added ones."""
        titles = list(increment.named) + [
            self.titles.of(increment.things)
            for _ in range(increment.planned + increment.added - len(increment.named))
        ]
        held_by = increment.first_key or increment.key
        agreed_at = at_nine(increment.planned_on)
        titles = self.dice.shuffled(titles)
        for place, title in enumerate(titles):
            if place < increment.planned:
                day = increment.planned_on - self.dice.whole(1, 24) * DAY
                issue = self.issue(title, office_hour(day, self.dice))
                if issue.created_at >= agreed_at or self.dice.chance(0.5):
                    issue.add(issue.created_at, "milestone", held_by)
                else:
                    issue.add(issue.created_at, "milestone", BACKLOG)
                    issue.add(agreed_at, "demilestone", BACKLOG)
                    issue.add(agreed_at, "milestone", held_by)
            else:
                until = increment.added_until or AS_OF.date() - 5 * DAY
                span = (until - increment.planned_on).days
                day = increment.planned_on + self.dice.whole(5, span) * DAY
                issue = self.issue(title, office_hour(day, self.dice))
                moved = increment.apart_on and issue.created_at >= at_nine(increment.apart_on)
                issue.add(issue.created_at, "milestone", increment.key if moved else held_by)
            if increment.apart_on and increment.first_key not in {"", increment.key}:
                apart_at = at_nine(increment.apart_on)
                if issue.created_at < apart_at:
                    issue.add(apart_at, "demilestone", held_by)
                    issue.add(apart_at, "milestone", increment.key)
            self.items.append(_Item(issue, increment, issue.created_at + 2 * DAY))

    def _waiting(self) -> None:
        """Write an item that nobody has planned."""
        span = (AS_OF.date() - mondays()[0]).days
        day = mondays()[0] + self.dice.whole(3, span - 6) * DAY
        issue = self.issue(self.titles.wish(), office_hour(day, self.dice))
        if self.dice.chance(0.8):
            issue.add(issue.created_at, "milestone", BACKLOG)
        self.issues.append(issue)

    def _slots(self, monday: date) -> list[datetime]:
        """Return the instants of a week at which something is finished."""
        expected = self.team.pace(monday) * season(monday)
        # Each week has its own luck, so that a change to one part of a story leaves the rest alone.
        dice = Dice(f"{self.team.name}, week of {monday}")
        count = max(int(expected + 0.5 + dice.middling(-2.6, 2.6)), 0)
        if season(monday) < 0.5:
            count = min(count, 1)
        slots = [office_hour(monday + dice.whole(0, 4) * DAY, dice) for _ in range(count)]
        week_end = at_nine(monday) + 6 * DAY
        return sorted(slot for slot in slots if slot < week_end)

    def _finish(self, at: datetime) -> None:
        """Finish what is first in line at *at*, if anything is."""
        ready = [
            item
            for item in self.items
            if item.finished_at is None
            and item.ready_at <= at
            and (item.increment.opens_on or item.increment.planned_on) <= at.date()
        ]
        if not ready:
            return
        lines: dict[str, list[_Item]] = {}
        for item in ready:
            apart = not item.increment.apart_on or at >= at_nine(item.increment.apart_on)
            line = item.increment.key if apart else item.increment.together
            lines.setdefault(line, []).append(item)
        ordered = list(lines.values())
        line_now = (
            ordered[1] if len(ordered) > 1 and self.dice.chance(self.team.aside) else ordered[0]
        )
        width = len(line_now) if line_now[0].increment.together else 6
        item = self.dice.pick(sorted(line_now, key=lambda entry: entry.ready_at)[:width])
        item.finished_at = at
        low, high = self.team.cycle_days(at.date())
        self._start(item.issue, at - self.dice.middling(low, high) * DAY)
        item.issue.add(at, "close", "completed")
        if IN_PROGRESS in item.issue.labels and self.dice.chance(0.7):
            item.issue.add(at + timedelta(seconds=2), "unlabel", IN_PROGRESS)

    def _start(self, issue: Issue, wanted_at: datetime) -> None:
        """Say that work on an issue has begun, as early as *wanted_at* if it existed then."""
        at = max(wanted_at.replace(microsecond=0), issue.created_at + timedelta(hours=20))
        issue.add(at, "assign", self.dice.pick(self.team.logins))
        if self.dice.chance(self.team.start_label_share):
            issue.add(at + timedelta(seconds=1), "label", IN_PROGRESS)

    def _begin(self, in_hand: int) -> None:
        """Leave some work begun and unfinished, one piece of it for far too long."""
        rest = [
            item
            for item in self.items
            if item.finished_at is None
            and (item.increment.opens_on or item.increment.planned_on) < AS_OF.date()
        ]
        for place, item in enumerate(rest[:in_hand]):
            days = 47 if place == 0 else self.dice.whole(1, 14)
            self._start(item.issue, office_hour(AS_OF.date() - days * DAY, self.dice))

    def _reopen(self) -> None:
        """Reopen some finished work; most of it is soon finished again."""
        finished = [item for item in self.items if item.finished_at]
        last = AS_OF - DAY
        for item in finished:
            if not self.dice.chance(0.06):
                continue
            first = item.finished_at or last
            back = office_hour((first + self.dice.whole(2, 12) * DAY).date(), self.dice)
            again = office_hour((back + self.dice.whole(1, 8) * DAY).date(), self.dice)
            if back < last:
                item.issue.add(back, "reopen")
                item.finished_at = None
                if again < last:
                    item.issue.add(again, "close", "completed")
                    item.finished_at = again

    def _drop(self) -> None:
        """Write work that was closed without being done."""
        for increment in self.increments:
            for _ in range(increment.dropped):
                day = increment.planned_on + self.dice.whole(-10, 20) * DAY
                if increment.apart_on:
                    day = increment.apart_on + self.dice.whole(1, 20) * DAY
                issue = self.issue(self.titles.of(increment.things), office_hour(day, self.dice))
                issue.add(issue.created_at, "milestone", increment.key)
                closed = office_hour(
                    (issue.created_at + self.dice.whole(3, 40) * DAY).date(), self.dice
                )
                if closed < AS_OF:
                    if self.team.tells_why and self.dice.chance(0.65):
                        issue.add(closed, "close", "not_planned")
                    else:
                        issue.add(closed - timedelta(minutes=1), "label", "wontfix")
                        issue.add(closed, "close", "completed")
                self.issues.append(issue)


_WISHES = (
    "As a resident I want this to work on my phone, so that I need not visit the office.",
    "As a contact centre adviser I want to see what the caller sees.",
    "The pilot group asked for this at the show and tell.",
    "Found while testing the last release.",
    "Agreed at the weekly planning meeting.",
    "Needed before we can go live; see the notes on the team page.",
)
_WHERE = ("digital team", "contact centre", "service team", "user research", "test team")
