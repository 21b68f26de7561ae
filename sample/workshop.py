"""A team that works through increments, week by week: who finishes what, and when.

The story fixes sizes, dates and pace; chance fills in the days.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sample.dice import Dice
from sample.records import Issue
from sample.story import Increment, Story
from sample.titles import Titles
from sample.working_days import AS_OF, at_nine, mondays, office_hour, season

IN_PROGRESS = "status::in-progress"
BLOCKED = "blocked"
BACKLOG = "Backlog"
_DAY = timedelta(days=1)
_LAST = AS_OF - _DAY
#: Pieces of work, oldest first, from which the next one is taken.
_AT_HAND = 6


@dataclass
class _Item:
    """A piece of work while the team works on it."""

    issue: Issue
    increment: Increment
    finished_at: datetime | None = None

    @property
    def ready_at(self) -> datetime:
        return self.issue.created_at + 2 * _DAY


@dataclass
class Workshop:
    """Makes the issues of one project."""

    story: Story
    dice: Dice = field(init=False)
    titles: Titles = field(init=False)
    items: list[_Item] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        """Begin with no title handed out."""
        self.titles = Titles(Dice(""))

    def work(self) -> list[Issue]:
        """Play the programme from its start to its clock, and return the issues it leaves."""
        for increment in self.story.increments:
            self._draw(increment.title)
            self._plan(increment)
        self._draw("wishes")
        others = [self._wish() for _ in range(self.story.wishes)]
        for monday in mondays():
            self._draw(f"week of {monday}, {self.story.team.luck}")
            for at in self._finishes(monday):
                self._finish(at)
        self._draw("last weeks")
        self._begin()
        for item in self.items:
            self._draw(f"reopening {item.issue.title}")
            self._reopen(item)
            self._draw(f"blocking {item.issue.title}")
            self._block(item)
        for increment in self.story.increments:
            self._draw(f"dropped from {increment.title}")
            others += [self._dropped(increment) for _ in range(increment.dropped)]
        return [item.issue for item in self.items] + others

    def _draw(self, purpose: str) -> None:
        """Give *purpose* its own chance, so that a change to one part leaves the others alone."""
        self.dice = Dice(f"{self.story.team.name}, {purpose}")
        self.titles.dice = self.dice

    def _issue(self, title: str, created_at: datetime) -> Issue:
        """Write an issue the way residents and colleagues do, names and all."""
        author = self.dice.pick(self.story.team.logins)
        body = (
            f"{self.dice.pick(_WISHES)}\n\nRaised by @{author} ({author}@exampleton.example), "
            f"{self.dice.pick(_WHERE)}."
        )
        return Issue(title, body, author, created_at)

    def _plan(self, increment: Increment) -> None:
        """Write the items of an increment: planned ones, then those that were added."""
        count = increment.planned + increment.added
        titles = list(increment.named)
        while len(titles) < count:
            titles.append(self.titles.of(increment.about))
        for place, title in enumerate(self.dice.shuffled(titles)):
            planned = place < increment.planned
            issue = self._issue(title, self._created_at(increment, planned))
            self._assign(issue, increment, planned)
            self.items.append(_Item(issue, increment))

    def _created_at(self, increment: Increment, planned: bool) -> datetime:
        if planned:
            return office_hour(increment.planned_on - self.dice.whole(1, 24) * _DAY, self.dice)
        until = increment.added_until or AS_OF.date() - 5 * _DAY
        span = (until - increment.planned_on).days
        return office_hour(increment.planned_on + self.dice.whole(5, span) * _DAY, self.dice)

    def _assign(self, issue: Issue, increment: Increment, planned: bool) -> None:
        """Put an issue into its milestone, out of the backlog or by way of another milestone."""
        agreed_at = at_nine(increment.planned_on)
        apart_at = at_nine(increment.apart_on) if increment.apart_on else None
        late = apart_at is not None and issue.created_at >= apart_at
        first = increment.title if late else increment.held_by
        if planned and issue.created_at < agreed_at and self.dice.chance(0.5):
            issue.add(issue.created_at, "milestone", BACKLOG)
            issue.add(agreed_at, "demilestone", BACKLOG)
            issue.add(agreed_at, "milestone", first)
        else:
            # Nothing can be put into a milestone before that is there.
            issue.add(max(issue.created_at, agreed_at), "milestone", first)
        if apart_at and first != increment.title:
            issue.add(apart_at, "demilestone", first)
            issue.add(apart_at, "milestone", increment.title)

    def _wish(self) -> Issue:
        """Write an item that nobody has planned."""
        span = (AS_OF.date() - mondays()[0]).days
        day = mondays()[0] + self.dice.whole(3, span - 6) * _DAY
        issue = self._issue(self.titles.wish(), office_hour(day, self.dice))
        if self.dice.chance(0.8):
            issue.add(issue.created_at, "milestone", BACKLOG)
        return issue

    def _finishes(self, monday: date) -> list[datetime]:
        """Return the instants of a week at which something is finished."""
        expected = self.story.team.pace_on(monday) * season(monday)
        swing = self.story.team.swing
        count = max(int(expected + 0.5 + self.dice.middling(-swing, swing)), 0)
        if season(monday) < 0.5:
            count = min(count, 1)
        days = [monday + self.dice.whole(0, 4) * _DAY for _ in range(count)]
        instants = [office_hour(day, self.dice) for day in days]
        return sorted(at for at in instants if at < at_nine(monday) + 6 * _DAY)

    def _finish(self, at: datetime) -> None:
        """Finish what is first in line at *at*, if anything is."""
        lines: dict[str, list[_Item]] = {}
        for item in self.items:
            increment = item.increment
            if not item.finished_at and item.ready_at <= at and increment.opens_on <= at.date():
                apart = increment.apart_on is None or at >= at_nine(increment.apart_on)
                lines.setdefault(increment.title if apart else increment.held_by, []).append(item)
        if not lines:
            return
        first, *later = lines.values()
        line = later[0] if later and self.dice.chance(self.story.team.aside) else first
        oldest = sorted(line, key=lambda entry: entry.ready_at)
        apart_on = line[0].increment.apart_on
        # Before it is split, the oversized increment is begun everywhere at once.
        everywhere = apart_on is not None and at < at_nine(apart_on)
        item = self.dice.pick(oldest if everywhere else oldest[:_AT_HAND])
        item.finished_at = at
        self._start(item.issue, at - self.dice.middling(*self._cycle(at)) * _DAY)
        item.issue.add(at, "close", "completed")
        if IN_PROGRESS in item.issue.labels and self.dice.chance(0.7):
            item.issue.add(at + timedelta(seconds=2), "unlabel", IN_PROGRESS)

    def _cycle(self, at: datetime) -> tuple[float, float]:
        return self.story.team.cycle_days_on(at.date())

    def _start(self, issue: Issue, wanted_at: datetime) -> None:
        """Say that work on an issue has begun, as early as *wanted_at* if it existed then."""
        at = max(wanted_at.replace(microsecond=0), issue.created_at + timedelta(hours=20))
        issue.add(at, "assign", self.dice.pick(self.story.team.logins))
        if self.dice.chance(self.story.team.start_label_share):
            issue.add(at + timedelta(seconds=1), "label", IN_PROGRESS)

    def _begin(self) -> None:
        """Leave some work begun and unfinished, one piece of it for far too long."""
        rest = [
            item
            for item in self.items
            if not item.finished_at and item.increment.opens_on < AS_OF.date()
        ]
        for place, item in enumerate(rest[: self.story.in_hand]):
            days = 47 if place == 0 else self.dice.whole(3, 14)
            self._start(item.issue, office_hour(AS_OF.date() - days * _DAY, self.dice))

    def _reopen(self, item: _Item) -> None:
        """Reopen some finished work; most of it is soon finished again."""
        if item.finished_at is None or not self.dice.chance(0.06):
            return
        day = item.finished_at.date() + self.dice.whole(2, 12) * _DAY
        back_at = office_hour(day, self.dice)
        again_at = office_hour(back_at.date() + self.dice.whole(1, 8) * _DAY, self.dice)
        if back_at < _LAST:
            item.issue.add(back_at, "reopen")
        if again_at < _LAST:
            item.issue.add(again_at, "close", "completed")

    def _block(self, item: _Item) -> None:
        """Block some of the work for a part of the time after its start."""
        changes = item.issue.changes
        started_at = next((change.at for change in changes if change.value == IN_PROGRESS), None)
        if started_at is None or not self.dice.chance(self.story.team.blocked_share):
            return
        span = (item.finished_at or AS_OF) - started_at
        if span > 2 * _DAY:
            since = started_at + span * self.dice.middling(0.1, 0.4)
            item.issue.add(since.replace(microsecond=0), "label", BLOCKED)
        if span > 2 * _DAY and item.finished_at:
            until = item.finished_at - span * self.dice.middling(0.1, 0.5)
            item.issue.add(until.replace(microsecond=0), "unlabel", BLOCKED)

    def _dropped(self, increment: Increment) -> Issue:
        """Write work that was closed without being done."""
        since = increment.apart_on or increment.planned_on
        day = min(since + self.dice.whole(1, 20) * _DAY, AS_OF.date() - 5 * _DAY)
        issue = self._issue(self.titles.of(increment.about), office_hour(day, self.dice))
        issue.add(issue.created_at, "milestone", increment.title)
        day = issue.created_at.date() + self.dice.whole(3, 40) * _DAY
        closed_at = office_hour(day, self.dice)
        if closed_at < _LAST:
            # GitLab does not say why an issue was closed: a label does.
            if self.story.forge == "github" and self.dice.chance(0.65):
                issue.add(closed_at, "close", "not_planned")
            else:
                issue.add(closed_at - timedelta(minutes=1), "label", "wontfix")
                issue.add(closed_at, "close", "completed")
        return issue


_WISHES = (
    "As a resident I want this to work on my phone, so that I need not visit the office.",
    "As a contact centre adviser I want to see what the caller sees.",
    "The pilot group asked for this at the show and tell.",
    "Found while testing the last release.",
    "Agreed at the weekly planning meeting.",
    "Needed before we can go live; see the notes on the team page.",
)
_WHERE = ("digital team", "contact centre", "service team", "user research", "test team")
