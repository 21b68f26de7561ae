"""Issues that tell of the work and are not work: risks, decisions, achievements, learnings."""

from datetime import date, datetime, timedelta

from sample.dice import Dice
from sample.records import Issue
from sample.story import Note, Risk
from sample.working_days import at_nine


def risk_issue(risk: Risk, dice: Dice, logins: tuple[str, ...]) -> Issue:
    """Write a risk as an issue whose labels change."""
    first_on = risk.judged[0][0]
    opened_at = _moment(first_on, dice)
    issue = _issue(risk.title, "We look at this risk every fortnight.", opened_at, dice, logins)
    if risk.increment:
        issue.add(opened_at, "milestone", risk.increment)
    for label in ("risk", *risk.labels):
        issue.add(opened_at, "label", label)
    standing: tuple[str, ...] = ()
    for day, labels in risk.judged:
        at = opened_at if day == first_on else _moment(day, dice)
        for label in standing:
            if label not in labels:
                issue.add(at, "unlabel", label)
        for label in labels:
            if label not in standing:
                issue.add(at, "label", label)
        standing = labels
    if risk.closed_on:
        closed_at = _moment(risk.closed_on, dice)
        if risk.happened:
            issue.add(closed_at - timedelta(minutes=2), "label", "outcome::happened")
        issue.add(closed_at, "close", "completed")
    if risk.back_on:
        issue.add(_moment(risk.back_on, dice), "reopen")
    return issue


def note_issue(note: Note, dice: Dice, logins: tuple[str, ...]) -> Issue:
    """Write a decision, achievement or learning as an issue."""
    opened_at = _moment(note.opened_on, dice)
    issue = _issue(note.title, "\n".join(note.lines), opened_at, dice, logins)
    issue.add(opened_at, "label", note.label)
    if note.owner:
        issue.add(opened_at, "label", f"owner-role::{note.owner}")
    if note.increment:
        issue.add(opened_at, "milestone", note.increment)
    if note.closed_on:
        # What is settled on the day it is noted is settled after it is noted.
        issue.add(max(_moment(note.closed_on, dice), opened_at), "close", "completed")
    return issue


def _issue(title: str, body: str, at: datetime, dice: Dice, logins: tuple[str, ...]) -> Issue:
    author = dice.pick(logins)
    signed = f"{body}\n\nNoted by @{author} ({author}@exampleton.example)."
    return Issue(title, signed, author, at)


def _moment(day: date, dice: Dice) -> datetime:
    return at_nine(day) + timedelta(minutes=dice.whole(0, 400), seconds=dice.whole(0, 59))
