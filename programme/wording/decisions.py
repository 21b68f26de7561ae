"""Decisions that the programme needs from its sponsor, in sentences."""

from datetime import date
from typing import Any, Final

import pandas as pd

from programme.wording.risks import role
from programme.wording.words import count, day, known, sentence, title

NONE: Final = "Nothing this week."
_LONGEST_TEXT: Final = 300


def most_urgent_first(decisions: pd.DataFrame) -> pd.DataFrame:
    """Return decisions by the day they are needed, those without one last.

    Args:
        decisions: decisions table.
    """
    return decisions.sort_values(
        ["needed_by_on", "project", "item"], na_position="last", kind="stable"
    )


def needed(row: Any, today: date) -> str:
    """Say by when a decision is needed, and who asks for it.

    Args:
        row: A row of the decisions table; its title is told by the caller.
        today: Local date of the snapshot.
    """
    said = [_by_when(row.needed_by_on, today)]
    if known(row.owner_role):
        said.append(f"{role(str(row.owner_role))} asks for it.")
    return " ".join(said)


def why(row: Any) -> str:
    """Return what hangs on a decision; empty where nobody wrote it down.

    Args:
        row: A row of the decisions table.
    """
    return sentence(title(str(row.text), _LONGEST_TEXT)) if known(row.text) else ""


def _by_when(on: Any, today: date) -> str:
    if not known(on):
        return "No date is given for it."
    late = (pd.Timestamp(today) - on).days
    if late > 0:
        return f"Overdue: needed {count(late, 'day', 'days')} ago, by {day(on)}."
    if late == 0:
        return f"Needed today, {day(on)}."
    return f"Needed by {day(on)}."


def more(left: int) -> str:
    """Return how many decisions are not listed with the first ones, as a heading."""
    return count(left, "more decision", "more decisions").capitalize()
