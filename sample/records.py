"""Issues and milestones as any forge keeps them: what they are now follows from what happened."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple

ChangeKind = Literal[
    "label", "unlabel", "milestone", "demilestone", "close", "reopen", "rename", "assign", "mention"
]


class Change(NamedTuple):
    """Something that happened to an issue.

    ``value`` is a label, a milestone's key, the reason of a closing, a former title, or a login.
    """

    at: datetime
    kind: ChangeKind
    value: str = ""


@dataclass
class Issue:
    """An issue, or a pull request in GitHub's list of issues."""

    title: str
    body: str
    author: str
    created_at: datetime
    changes: list[Change] = field(default_factory=list)
    pull_request: bool = False
    number: int = 0

    def add(self, at: datetime, kind: ChangeKind, value: str = "") -> None:
        """Note that something happened; in any order."""
        self.changes.append(Change(at, kind, value))

    @property
    def history(self) -> list[Change]:
        """What happened, oldest first; ties stay in the order in which they were noted."""
        return sorted(self.changes, key=lambda change: change.at)

    @property
    def labels(self) -> list[str]:
        """Its labels now, in the order in which they came."""
        held: dict[str, None] = {}
        for change in self.history:
            if change.kind == "label":
                held[change.value] = None
            elif change.kind == "unlabel":
                held.pop(change.value, None)
        return list(held)

    @property
    def milestone(self) -> str | None:
        """Key of its milestone now."""
        return self.milestone_at(None)

    def milestone_at(self, instant: datetime | None) -> str | None:
        """Return the key of its milestone at *instant* (None: now)."""
        now: str | None = None
        for change in self.history:
            if instant is not None and change.at > instant:
                break
            if change.kind == "milestone":
                now = change.value
            elif change.kind == "demilestone":
                now = None
        return now

    def closing_at(self, instant: datetime | None) -> Change | None:
        """Return the closing that stands at *instant* (None: now), if it is closed."""
        standing: Change | None = None
        for change in self.history:
            if instant is not None and change.at > instant:
                break
            if change.kind == "close":
                standing = change
            elif change.kind == "reopen":
                standing = None
        return standing

    @property
    def assignee(self) -> str | None:
        """Login of whom it was last given to."""
        return next((c.value for c in reversed(self.history) if c.kind == "assign"), None)

    @property
    def updated_at(self) -> datetime:
        """When it last changed."""
        return max([self.created_at, *(change.at for change in self.changes)])


@dataclass
class Milestone:
    """A milestone with every title and due date that it ever had.

    Attributes:
        key: Its name in the story; never changes.
        titles, dues: Pairs of the instant from which a value stood, and the value; oldest first.
        start: Start date (GitLab alone has one).
        lines: ``Name: value`` lines of the description.
        shown: The line that comes with the closing, a link to see it; empty without.
    """

    key: str
    created_at: datetime
    titles: list[tuple[datetime, str]]
    dues: list[tuple[datetime, date]]
    start: date | None = None
    lines: tuple[str, ...] = ()
    shown: str = ""
    closed_at: datetime | None = None
    number: int = 0

    def title_at(self, instant: datetime) -> str:
        """Return the title that stood at *instant*."""
        return self.titles[max(bisect_right(self.titles, instant, key=lambda p: p[0]) - 1, 0)][1]

    def due_at(self, instant: datetime) -> date | None:
        """Return the due date that stood at *instant*."""
        place = bisect_right(self.dues, instant, key=lambda pair: pair[0])
        return self.dues[place - 1][1] if place else None

    def is_closed_at(self, instant: datetime) -> bool:
        """Say whether it was closed by *instant*."""
        return self.closed_at is not None and self.closed_at <= instant

    def description_at(self, instant: datetime) -> str:
        """Return the description that stood at *instant*."""
        shown = (self.shown,) if self.shown and self.is_closed_at(instant) else ()
        return "\n".join((*self.lines, *shown))

    def updated_at(self, instant: datetime) -> datetime:
        """Return when it had last changed by *instant*."""
        moments = [self.created_at, *(at for at, _ in (*self.titles, *self.dues))]
        moments += [self.closed_at] if self.closed_at else []
        return max(moment for moment in moments if moment <= instant)


@dataclass
class Repository:
    """Everything a forge keeps of one project."""

    folder: str
    path: str
    milestones: list[Milestone]
    issues: list[Issue]

    def number(self) -> None:
        """Give numbers in the order of creation, as forges do."""
        self.milestones.sort(key=lambda milestone: milestone.created_at)
        self.issues.sort(key=lambda issue: issue.created_at)
        for place, milestone in enumerate(self.milestones, 1):
            milestone.number = place
        for place, issue in enumerate(self.issues, 1):
            issue.number = place

    def milestone(self, key: str) -> Milestone:
        """Return the milestone of that key."""
        return next(milestone for milestone in self.milestones if milestone.key == key)
