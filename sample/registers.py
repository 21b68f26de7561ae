"""Risks, decisions, achievements and learnings: the issues that tell of the work and are not work."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sample.dice import Dice
from sample.records import Issue
from sample.working_days import at_nine

Lines = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Risk:
    """A risk and how it was judged over time.

    Attributes:
        title: What might go wrong.
        increment: Key of the milestone that it threatens; empty for the whole project.
        kept: Labels that it always had: category, owner, treatment.
        judged: Pairs of a day and the labels that told its size from then on; oldest first. No
            labels: not sized.
        closed_on: When it was closed, if it was.
        happened: Whether it had come true then.
        back_on: When it was opened again, if it was.
    """

    title: str
    increment: str
    kept: tuple[str, ...]
    judged: tuple[tuple[date, tuple[str, ...]], ...]
    closed_on: date | None = None
    happened: bool = False
    back_on: date | None = None


@dataclass(frozen=True)
class Note:
    """A decision, an achievement or a learning.

    Attributes:
        label: What makes it so.
        title: What it says in one line.
        opened_on: When it was written down.
        closed_on: When it was settled, if it was.
        lines: ``Name: value`` lines of its description.
    """

    label: str
    title: str
    opened_on: date
    closed_on: date | None = None
    lines: Lines = ()
    increment: str = ""


def risk_issue(risk: Risk, dice: Dice, logins: tuple[str, ...]) -> Issue:
    """Write a risk as an issue whose labels change."""
    opened_at = _moment(risk.judged[0][0], dice)
    issue = _issue(risk.title, "We look at this risk every fortnight.", opened_at, dice, logins)
    if risk.increment:
        issue.add(opened_at, "milestone", risk.increment)
    for label in ("risk", *risk.kept):
        issue.add(opened_at, "label", label)
    standing: tuple[str, ...] = ()
    for day, labels in risk.judged:
        at = opened_at if day == risk.judged[0][0] else _moment(day, dice)
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
            issue.add(closed_at - timedelta(minutes=2), "label", "actual-days::12")
        issue.add(closed_at, "close", "completed")
    if risk.back_on:
        issue.add(_moment(risk.back_on, dice), "reopen")
    return issue


def note_issue(note: Note, dice: Dice, logins: tuple[str, ...]) -> Issue:
    """Write a decision, achievement or learning as an issue."""
    opened_at = _moment(note.opened_on, dice)
    body = "\n".join(f"{name}: {value}" for name, value in note.lines)
    issue = _issue(note.title, body, opened_at, dice, logins)
    issue.add(opened_at, "label", note.label)
    if note.increment:
        issue.add(opened_at, "milestone", note.increment)
    if note.closed_on:
        issue.add(_moment(note.closed_on, dice), "close", "completed")
    return issue


def _issue(title: str, body: str, at: datetime, dice: Dice, logins: tuple[str, ...]) -> Issue:
    author = dice.pick(logins)
    signed = f"{body}\n\nNoted by @{author} ({author}@exampleton.example)."
    return Issue(title, signed, author, at)


def _moment(day: date, dice: Dice) -> datetime:
    return at_nine(day) + timedelta(minutes=dice.whole(0, 400), seconds=dice.whole(0, 59))
