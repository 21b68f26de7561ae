"""The programme: its projects, their work, risks and increments, as known at ``as_of``."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from programme.settings import Settings
from programme.settings_projects import Project
from programme.settings_sources import RecordedSource
from tests.reference import labels
from tests.reference.recorded import Issue, Milestone, read
from tests.reference.replay import History, replay
from tests.reference.weeks import Week, whole_weeks

Look = tuple[datetime, tuple[Milestone, ...]]


@dataclass
class Thing:
    """An issue with its history, in a project; work or record, or a parent and so an increment."""

    history: History
    source: str
    record: bool
    register: bool
    states: list[tuple[datetime, str]] = field(default_factory=list)
    started_at: datetime | None = None
    ever_risk: bool = False
    parent: bool = False

    @property
    def created_at(self) -> datetime:
        """When it was created."""
        return self.history.issue.created_at

    def state_before(self, instant: datetime) -> str:
        """Return open, finished or dropped; empty before it was created."""
        state = ""
        for at, value in self.states:
            if at < instant:
                state = value
        return state

    def state_at(self, instant: datetime) -> str:
        """Return the state, with what happens at ``instant`` itself."""
        state = ""
        for at, value in self.states:
            if at <= instant:
                state = value
        return state

    def finished_at(self, as_of: datetime) -> datetime | None:
        """Return when the finishing that stands at ``as_of`` began."""
        began = None
        for at, state in self.states:
            if at <= as_of:
                began = (began or at) if state == "finished" else None
        return began


@dataclass(eq=False)
class Team:
    """A project with all that its sources hold."""

    settings: Project
    things: list[Thing]
    looks: dict[str, list[Look]]

    @property
    def work(self) -> list[Thing]:
        """Its items."""
        return [thing for thing in self.things if not thing.record]


@dataclass(eq=False)
class Programme:
    """Everything that the tables are made from."""

    settings: Settings
    as_of: datetime
    teams: list[Team]
    synced_at: datetime

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which days are cut."""
        return ZoneInfo(self.settings.programme.time_zone)

    @property
    def weeks(self) -> list[Week]:
        """The whole weeks from the programme's start to ``as_of``."""
        return whole_weeks(self.settings.programme.started_on, self.as_of, self.zone)

    @property
    def start_is_told(self) -> bool:
        """Whether a start signal is configured."""
        return bool(self.settings.labels.started.any_of)

    def day(self, instant: datetime) -> date:
        """Return the local day of an instant."""
        return instant.astimezone(self.zone).date()


def is_risk_at(programme: Programme, thing: Thing, instant: datetime) -> bool:
    """Say whether an issue was a risk at an instant."""
    if thing.created_at > instant:
        return False
    names = thing.history.labels_at(instant)
    return thing.register or labels.is_risk(names, programme.settings.labels)


def load(settings: Settings, as_of: datetime, synced_at: datetime | None = None) -> Programme:
    """Read every source of a programme.

    Args:
        settings: The programme's.
        as_of: What happened later is not known.
        synced_at: When its last sync was; ``as_of`` if not given. What it saw stands for the time
            before as far as nothing else was seen then.
    """
    synced_at = synced_at or as_of
    zone = ZoneInfo(settings.programme.time_zone)
    teams = []
    for project in settings.projects:
        things: list[Thing] = []
        looks: dict[str, list[Look]] = {}
        register = project.kind == "risk-register"
        for source in project.sources:
            assert isinstance(source, RecordedSource)
            recording = read(source.path, zone, synced_at, project.increments.from_)
            parents = set()
            if project.increments.from_ == "parents":
                parents = {issue.milestone for issue in recording.issues if _is_there(issue, as_of)}
            looks[source.path.name] = [look for look in recording.looks if look[0] <= synced_at]
            for history in replay(recording):
                if history.issue.created_at > as_of:
                    continue
                record = register or labels.is_record(history.labels_at(as_of), settings.labels)
                # An issue that others are part of is an increment, and none of its work.
                parent = not record and int(history.issue.address.rpartition("#")[2]) in parents
                thing = Thing(history, source.path.name, record or parent, register, parent=parent)
                thing.states = _states(history, settings)
                thing.started_at = _started_at(history, settings, as_of)
                thing.ever_risk = register or any(
                    labels.is_risk(history.labels_at(at), settings.labels)
                    for at in history.instants()
                )
                things.append(thing)
        team = Team(project, things, looks)
        if project.increments.from_ in ("parents", "iterations"):
            _leave_out_of_others(team)
        teams.append(team)
    return Programme(settings, as_of, teams, synced_at)


def _is_there(issue: Issue, as_of: datetime) -> bool:
    # At GitLab a parent is an epic and no issue.
    return issue.created_at <= as_of and "/-/" not in issue.url


def _leave_out_of_others(team: Team) -> None:
    """Leave out the parents and iterations whose title never held any issue of the project."""
    held = set()
    for thing in team.things:
        for _, seen in team.looks[thing.source]:
            titles = {milestone.id: milestone.title for milestone in seen}
            timeline = thing.history.milestone
            held |= {titles.get(timeline.at(at) or 0) for at in thing.history.instants()}
    for source, looks in team.looks.items():
        team.looks[source] = [
            (at, tuple(milestone for milestone in seen if milestone.title in held))
            for at, seen in looks
        ]


def _states(history: History, settings: Settings) -> list[tuple[datetime, str]]:
    states = []
    not_done = settings.labels.type.not_done
    for at in history.instants():
        reason = history.closed.at(at)
        if reason is None:
            state = "open"
        elif reason == "completed" and not labels.carries(history.labels_at(at), not_done):
            state = "finished"
        else:
            state = "dropped"
        states.append((at, state))
    return states


def _started_at(history: History, settings: Settings, as_of: datetime) -> datetime | None:
    """Return an issue's first start signal up to ``as_of``."""
    signals = []
    for name, timeline in history.labels.items():
        if labels.carries([name], settings.labels.started.any_of):
            if timeline.at(history.issue.created_at):
                signals.append(history.issue.created_at)
            signals += [at for at, carried in timeline.changes if carried]
    return min((at for at in signals if at <= as_of), default=None)
