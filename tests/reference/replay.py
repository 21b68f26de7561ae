"""One issue, moment by moment: whether it was closed, its labels and its milestone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from tests.reference.recorded import Event, Issue, Recording

T = TypeVar("T")
DROPPING = ("not_planned", "duplicate", "moved")


@dataclass
class Timeline(Generic[T]):
    """What held from the beginning, and each change after it, in order."""

    first: T
    changes: list[tuple[datetime, T]]

    def before(self, instant: datetime) -> T:
        """Return what held when ``instant`` was not yet reached."""
        value = self.first
        for at, changed in self.changes:
            if at < instant:
                value = changed
        return value

    def at(self, instant: datetime) -> T:
        """Return what held at ``instant``; what happens then has happened."""
        value = self.first
        for at, changed in self.changes:
            if at <= instant:
                value = changed
        return value

    def end_with(self, value: T, instant: datetime) -> None:
        """Let the forge be right from an instant on, where the changes do not lead there."""
        last = self.changes[-1][1] if self.changes else self.first
        if last != value:
            self.changes = [change for change in self.changes if change[0] <= instant]
            self.changes.append((instant, value))

    def settle(self) -> None:
        """Keep what every instant came to: what begins and ends in one second never was."""
        value, last = self.first, dict(self.changes)
        self.changes = []
        for at, changed in last.items():
            if changed != value:
                self.changes.append((at, changed))
                value = changed


@dataclass
class History:
    """An issue's past. ``closed`` holds the reason while it is closed, None while it is open."""

    issue: Issue
    closed: Timeline[str | None]
    labels: dict[str, Timeline[bool]]
    milestone: Timeline[int | None]

    def labels_at(self, instant: datetime) -> set[str]:
        """Return the labels that it carried at an instant."""
        return {label for label, carried in self.labels.items() if carried.at(instant)}

    def instants(self) -> list[datetime]:
        """List when anything changed, from its creation on, each instant once."""
        found = {self.issue.created_at}
        found |= {at for at, _ in self.closed.changes} | {at for at, _ in self.milestone.changes}
        for carried in self.labels.values():
            found |= {at for at, _ in carried.changes}
        return sorted(found)


def replay(recording: Recording) -> list[History]:
    """Replay every issue of a recording."""
    label_names = _label_names(recording)
    milestone_ids = _milestone_ids(recording)
    return [
        History(
            issue=issue,
            closed=_closed(issue),
            labels=_labels(issue, label_names),
            milestone=_milestone(issue, milestone_ids),
        )
        for issue in recording.issues
    ]


def _closed(issue: Issue) -> Timeline[str | None]:
    given = "moved" if issue.moved else issue.reason
    reason = given if given in DROPPING else "completed"
    timeline: Timeline[str | None] = Timeline(None, [])
    for event in issue.events:
        open_now = not timeline.changes or timeline.changes[-1][1] is None
        if event.kind == "closed":
            # Closed again while closed: the run goes on, for the reason given now.
            timeline.changes.append((event.at, event.reason or reason))
        elif event.kind == "reopened" and not open_now:
            timeline.changes.append((event.at, None))
    open_now = not timeline.changes or timeline.changes[-1][1] is None
    if issue.closed and open_now:
        last = timeline.changes[-1][0] if timeline.changes else issue.created_at
        at = issue.closed_at if issue.closed_at and issue.closed_at >= last else issue.updated_at
        timeline.changes.append((at, reason))
    if not issue.closed or given:
        timeline.end_with(reason if issue.closed else None, issue.updated_at)
    timeline.settle()
    return timeline


def _labels(issue: Issue, names: "_LabelNames") -> dict[str, Timeline[bool]]:
    now = {name for name, _ in issue.labels}
    named: dict[str, list[Event]] = {name: [] for name in now}
    for event in issue.events:
        if event.kind in ("labeled", "unlabeled"):
            named.setdefault(names.of(event), []).append(event)
    timelines = {}
    for name, events in named.items():
        from_the_start = events[0].kind == "unlabeled" if events else True
        changes = [(event.at, event.kind == "labeled") for event in events]
        timelines[name] = Timeline(from_the_start, changes)
        timelines[name].end_with(name in now, issue.updated_at)
        timelines[name].settle()
    return timelines


def _milestone(issue: Issue, ids: "_MilestoneIds") -> Timeline[int | None]:
    events = [e for e in issue.events if e.kind in ("milestoned", "demilestoned")]
    meant = [ids.of(event) for event in events]
    first: int | None = None
    if events and events[0].kind == "demilestoned":
        first = meant[0]
    elif issue.milestone not in meant:
        first = issue.milestone
    timeline = Timeline(first, [])
    for event, milestone in zip(events, meant, strict=True):
        current = timeline.changes[-1][1] if timeline.changes else timeline.first
        if event.kind == "milestoned":
            timeline.changes.append((event.at, milestone))
        elif current == milestone:
            timeline.changes.append((event.at, None))
    timeline.end_with(issue.milestone, issue.updated_at)
    return timeline


@dataclass
class _LabelNames:
    """Which label an event means: by id, else by its title now, else whatever its case."""

    by_id: dict[int, str]
    titles: set[str]

    def of(self, event: Event) -> str:
        name = event.name if event.id is None else self.by_id.get(event.id, event.name)
        if name in self.titles:
            return name
        alike = [title for title in self.titles if title.casefold() == name.casefold()]
        return alike[0] if len(alike) == 1 else name


def _label_names(recording: Recording) -> _LabelNames:
    by_id: dict[int, str] = {}
    events = [event for issue in recording.issues for event in issue.events]
    for event in sorted(events, key=lambda e: (e.at, e.order)):
        if event.kind in ("labeled", "unlabeled") and event.id is not None:
            by_id[event.id] = event.name
    titles = {name for issue in recording.issues for name, _ in issue.labels}
    for issue in recording.issues:
        by_id |= {known: name for name, known in issue.labels if known is not None}
    return _LabelNames(by_id, titles)


@dataclass
class _MilestoneIds:
    """Which milestone an event means: by id, else by a title it bore, else whatever the case."""

    by_title: dict[str, int]

    def of(self, event: Event) -> int:
        if event.id is not None:
            return event.id
        if event.name in self.by_title:
            return self.by_title[event.name]
        alike = {
            known
            for title, known in self.by_title.items()
            if title.casefold() == event.name.casefold()
        }
        # A milestone that was never seen is nobody's increment, but not the same as none.
        return alike.pop() if len(alike) == 1 else -1


def _milestone_ids(recording: Recording) -> _MilestoneIds:
    by_title: dict[str, int] = {}
    for _, milestones in recording.looks:
        by_title |= {milestone.title: milestone.id for milestone in milestones}
    return _MilestoneIds(by_title)
