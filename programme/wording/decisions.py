"""Decisions that the programme needs from its sponsor, in sentences."""

from datetime import date
from typing import Any, Final

import pandas as pd

from programme.wording.risks import role
from programme.wording.words import count, day, known, number, sentence, title

NONE: Final = "Nothing this week."
#: What a decision says of itself is cut here where it stands among others.
_LONGEST_TEXT: Final = 200


def most_urgent_first(decisions: pd.DataFrame) -> pd.DataFrame:
    """Return decisions by the day they are needed, those without one last.

    Args:
        decisions: decisions table.
    """
    return decisions.sort_values(
        ["needed_by_on", "project", "item"], na_position="last", kind="stable"
    )


def waiting(decisions: pd.DataFrame, today: date) -> str:
    """Say how many decisions wait for the sponsor, and how many are overdue; empty if none waits.

    Args:
        decisions: decisions table.
        today: Local date of the snapshot.
    """
    if decisions.empty:
        return ""
    many = len(decisions)
    late = int((decisions["needed_by_on"] < pd.Timestamp(today)).sum())
    if many == 1:
        return (
            "There is one decision for you, and it is overdue."
            if late
            else ("There is one decision for you.")
        )
    said = f"There are {number(many)} decisions for you"
    if not late:
        return f"{said}."
    if late == many:
        return f"{said}, all overdue."
    return f"{said}, {'one' if late == 1 else number(late)} of them overdue."


def needed(row: Any, today: date) -> str:
    """Say by when a decision is needed, who asks for it, and what hangs on it.

    Args:
        row: A row of the decisions table; its title is told by the caller.
        today: Local date of the snapshot.
    """
    said = [_by_when(row.needed_by_on, today)]
    if known(row.owner_role):
        said.append(f"{role(str(row.owner_role))} asks for it.")
    if known(row.text):
        said.append(sentence(title(str(row.text), _LONGEST_TEXT)))
    return " ".join(said)


def _by_when(on: Any, today: date) -> str:
    if not known(on):
        return "No date is given by which it is needed."
    late = (pd.Timestamp(today) - on).days
    if late > 0:
        return f"Overdue: it was needed from you by {day(on)}, {count(late, 'day', 'days')} ago."
    if late == 0:
        return f"Needed from you today, {day(on)}."
    return f"Needed from you by {day(on)}."


def more(left: int) -> str:
    """Return how many decisions are not listed with the first ones, as a heading."""
    return count(left, "more decision", "more decisions").capitalize()
