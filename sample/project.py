"""Puts a project together: its work, its milestones, its registers, and the noise around them."""

from collections.abc import Sequence
from datetime import timedelta

from sample.dice import Dice
from sample.records import Issue, Milestone, Repository
from sample.registers import note_issue, risk_issue
from sample.story import Increment, Story
from sample.working_days import AS_OF, STARTED_ON, at_nine, next_working
from sample.workshop import BACKLOG, Workshop


def repository(story: Story) -> Repository:
    """Play the story and return what a forge would hold at the end of it."""
    dice = Dice(f"{story.team.name}, around the work")
    logins = story.team.logins
    issues = Workshop(story).work()
    milestones = [_milestone(increment) for increment in story.increments]
    backlog_at = at_nine(STARTED_ON - timedelta(days=40))
    milestones.append(Milestone(BACKLOG, backlog_at, [(backlog_at, BACKLOG)], []))
    for milestone in milestones:
        _close(milestone, issues)
    _make_noise(issues, dice, logins)
    issues += [risk_issue(risk, dice, logins) for risk in story.risks]
    issues += [note_issue(note, dice, logins) for note in story.notes]
    issues += [_pull_request(place, dice, logins) for place in range(story.pull_requests)]
    whole = Repository(story.folder, story.path, milestones, issues)
    whole.number()
    return whole


def _milestone(told: Increment) -> Milestone:
    made_at = at_nine(told.made_on) - timedelta(minutes=30)
    titles = [(made_at, told.was or told.title)]
    if told.renamed_on:
        titles.append((at_nine(told.renamed_on) - timedelta(minutes=20), told.title))
    return Milestone(
        key=told.title,
        created_at=made_at,
        titles=titles,
        dues=[(at_nine(day) - timedelta(minutes=15), due) for day, due in told.dues],
        start=told.made_on,
        lines=told.lines,
        shown=f"Demo: {told.demo}" if told.demo else "",
    )


def _close(milestone: Milestone, issues: Sequence[Issue]) -> None:
    """Close a milestone on the working day after its last item, if all of them are closed."""
    held = [issue for issue in issues if issue.milestone == milestone.key]
    closings = [issue.closing_at(None) for issue in held]
    instants = [closing.at for closing in closings if closing]
    if held and len(instants) == len(held):
        day = next_working(max(instants).date() + timedelta(days=1))
        closed_at = at_nine(day) + timedelta(minutes=75)
        if closed_at < AS_OF:
            milestone.closed_at = closed_at


def _make_noise(issues: Sequence[Issue], dice: Dice, logins: tuple[str, ...]) -> None:
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
    at = at_nine(STARTED_ON + timedelta(days=20 + place * 60))
    title = f"Update libraries, part {place + 1}"
    issue = Issue(title, "", dice.pick(logins), at, pull_request=True)
    issue.add(at + timedelta(hours=30), "close", "")
    return issue
