"""Decisions, achievements and learnings listed in full, with what is still to be written."""

from datetime import date
from typing import Any, Final

import pandas as pd

from programme.wording.words import count, day, known, sentence

#: Asked of a programme manager where an achievement says not whom it helps.
SAY_WHO: Final = "Say who this helps"
#: Where a finished milestone has neither a link to see it nor a show and tell.
NOT_SHOWN: Final = "Finished but not yet shown"
#: Where an achievement has neither, which is asked of nobody.
NO_DEMO: Final = "No link"
#: Where a learning says not what was changed.
NOT_CHANGED: Final = "Change not yet made"
#: Where a decision says not what happens if we wait.
SAY_WHAT_IF: Final = "Say what happens if we wait"
#: Where a decision names no day, or none that can be read.
SAY_WHEN: Final = "Say by when"

_WORDS: Final = {"open": "Open", "decided": "Decided", "withdrawn": "Withdrawn"}


def lately_first(records: pd.DataFrame, on: str, weeks: int, today: date) -> pd.DataFrame:
    """Return the records of the last weeks, the newest first.

    Args:
        records: Table with ``project`` and ``item``.
        on: Column of the day that counts.
        weeks: How far back.
        today: Local date of the snapshot.
    """
    recent = records[records[on] > pd.Timestamp(today) - pd.Timedelta(weeks=weeks)]
    return recent.sort_values([on, "project", "item"], ascending=[False, True, True], kind="stable")


def waiting(decisions: pd.DataFrame) -> str:
    """Say how many decisions wait.

    Args:
        decisions: Rows of the decisions table that are open.
    """
    if decisions.empty:
        return "No decision waits for the sponsor."
    many = count(len(decisions), "decision waits", "decisions wait")
    return sentence(f"{many} for the sponsor")


def finished(achievements: pd.DataFrame) -> str:
    """Say how much is finished, and of how much nobody can see or say whom it helps.

    Args:
        achievements: achievements table.
    """
    if achievements.empty:
        return "Nothing has been finished yet."
    said = [sentence(count(len(achievements), "thing is finished", "things are finished"))]
    nobody = int((achievements["who_benefits"] == "").sum())
    unseen = int(unshown(achievements).sum())
    if nobody:
        many = count(nobody, "does not say who it helps", "do not say who they help")
        said.append(sentence(many))
    if unseen:
        many = count(unseen, "milestone has not been shown", "milestones have not been shown")
        said.append(sentence(f"{many} yet"))
    return " ".join(said)


def unshown(achievements: pd.DataFrame) -> pd.Series:
    """Say of each achievement whether it is a finished milestone that nobody was shown.

    Args:
        achievements: achievements table.
    """
    return (achievements["kind"] == "increment") & ~achievements["shown"].astype(bool)


def learned(learnings: pd.DataFrame) -> str:
    """Say how much was learned, and from how much nothing was changed yet.

    Args:
        learnings: learnings table.
    """
    if learnings.empty:
        return "Nothing has been noted yet."
    said = sentence(count(len(learnings), "thing was noted", "things were noted"))
    left = int((learnings["what_we_changed"] == "").sum())
    if left:
        many = count(left, "waits for a change", "wait for a change")
        said += f" {sentence(many)}"
    return said


def outcome(row: Any) -> str:
    """Say whether a decision was taken or withdrawn, and when: ``Decided 5 June 2026``.

    Args:
        row: A row of the decisions table that is not open.
    """
    return f"{_WORDS[str(row.state)]} {day(row.closed_on)}"


def show_and_tell(row: Any) -> str:
    """Say on which day an achievement is shown; empty where no day is known.

    Args:
        row: A row of the achievements table.
    """
    return f"Show and tell {day(row.show_on)}" if known(row.show_on) else ""
