"""Puts a project together: its work, its milestones, its registers, and the noise around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sample.dice import Dice
from sample.records import Issue, Milestone, Repository
from sample.registers import Note, Risk, note_issue, risk_issue
from sample.team import BACKLOG, Increment, Team, Workshop
from sample.titles import Titles
from sample.working_days import AS_OF, STARTED_ON, at_nine, next_working


@dataclass(frozen=True)
class Plan:
    """A milestone as the story tells it.

    Attributes:
        title: Its title, which is also its key.
        made_on: When it was created.
        dues: Pairs of the day on which a due date was set, and that date; oldest first.
        lines: What its description says: Outcome, Done when, Who benefits.
        shown: Where the finished thing can be seen.
        was: Its title before ``renamed_on``.
    """

    title: str
    made_on: date
    dues: tuple[tuple[date, date], ...]
    lines: tuple[str, ...]
    shown: str = ""
    was: str = ""
    renamed_on: date | None = None


@dataclass(frozen=True)
class Story:
    """Everything that is told of a project."""

    folder: str
    path: str
    team: Team
    plans: tuple[Plan, ...]
    increments: tuple[Increment, ...]
    risks: tuple[Risk, ...]
    notes: tuple[Note, ...]
    wishes: int
    in_hand: int
    pull_requests: int = 0


def repository(story: Story) -> Repository:
    """Play the story and return what a forge would hold at the end of it."""
    dice = Dice(story.team.name + ", around the work")
    logins = story.team.logins
    workshop = Workshop(story.team, story.increments, Titles(Dice(story.team.name + ", titles")))
    issues = workshop.work(story.wishes, story.in_hand)
    milestones = [_milestone(plan) for plan in story.plans]
    milestones.append(
        Milestone(BACKLOG, at_nine(STARTED_ON - timedelta(days=40)), [(AS_OF, BACKLOG)], [])
    )
    for milestone in milestones:
        _close(milestone, issues)
    _noise(issues, dice, logins)
    issues += [risk_issue(risk, dice, logins) for risk in story.risks]
    issues += [note_issue(note, dice, logins) for note in story.notes]
    issues += [_pull_request(place, dice, logins) for place in range(story.pull_requests)]
    whole = Repository(story.folder, story.path, milestones, issues)
    whole.number()
    return whole


def _milestone(plan: Plan) -> Milestone:
    made_at = at_nine(plan.made_on) - timedelta(minutes=30)
    titles = [(made_at, plan.was or plan.title)]
    if plan.renamed_on:
        titles.append((at_nine(plan.renamed_on) - timedelta(minutes=20), plan.title))
    dues = [(at_nine(day) - timedelta(minutes=15), due) for day, due in plan.dues]
    return Milestone(
        plan.title, made_at, titles, dues, plan.made_on, plan.lines, _shown_line(plan.shown)
    )


def _shown_line(address: str) -> str:
    return f"Demo: {address}" if address else ""


def _close(milestone: Milestone, issues: Sequence[Issue]) -> None:
    """Close a milestone on the working day after its last item, if all of them are closed."""
    held = [issue for issue in issues if issue.milestone == milestone.key]
    closings = [issue.closing_at(None) for issue in held]
    instants = [closing.at for closing in closings if closing]
    if held and len(instants) == len(held):
        day = next_working(max(instants).date() + timedelta(days=1))
        closed_at: datetime = at_nine(day) + timedelta(minutes=75)
        if closed_at < AS_OF:
            milestone.closed_at = closed_at


def _noise(issues: Sequence[Issue], dice: Dice, logins: tuple[str, ...]) -> None:
    """Add what moves nothing: mentions, and titles that were put better."""
    for issue in issues:
        later = issue.created_at + timedelta(hours=dice.whole(1, 30), minutes=dice.whole(0, 59))
        if later >= AS_OF:
            continue
        if dice.chance(0.25):
            issue.add(later, "mention", dice.pick(logins))
        if dice.chance(0.03):
            issue.add(later, "rename", issue.title.lower().rstrip("."))


def _pull_request(place: int, dice: Dice, logins: tuple[str, ...]) -> Issue:
    """Write a pull request, which GitHub lists among the issues."""
    at = at_nine(STARTED_ON + timedelta(days=20 + place * 60)) + timedelta(
        minutes=dice.whole(0, 300)
    )
    issue = Issue(
        f"Update libraries, part {place + 1}", "", dice.pick(logins), at, pull_request=True
    )
    issue.add(at + timedelta(hours=30), "close", "")
    return issue
