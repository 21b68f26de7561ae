"""Decisions that the programme needs from its sponsor, in sentences."""

from datetime import date
from typing import Any, Final

import pandas as pd

from programme.wording.risks import role
from programme.wording.words import count, day, days, known, sentence, title

NONE: Final = "Nothing this week."
_LONGEST_TEXT: Final = 300
_IF_WE_WAIT: Final = "if we wait"


def waiting(decisions: pd.DataFrame) -> pd.DataFrame:
    """Return what is not decided yet, by the day it is needed, what has none last.

    Args:
        decisions: decisions table.
    """
    return decisions[decisions["state"] == "open"].sort_values(
        ["needed_by_on", "project", "item"], na_position="last", kind="stable"
    )


def needed(row: Any, today: date) -> str:
    """Say by when a decision is needed, and who asks for it.

    Args:
        row: A row of the decisions table; its title is told by the caller.
        today: Local date of the snapshot.
    """
    said = _by_when(row, today)
    return f"{said} {role(str(row.owner_role))} asks for it." if known(row.owner_role) else said


def _by_when(row: Any, today: date) -> str:
    on = row.needed_by_on
    if not known(on):
        # What is no day to us may be one to the sponsor.
        written = title(str(row.needed_by)) if known(row.needed_by) else ""
        return sentence(f"Needed by: {written}") if written else "No date is given for it."
    late = (pd.Timestamp(today) - on).days
    if late > 0:
        return f"Overdue: needed {days(late)} ago, by {day(on)}."
    return f"Needed today, {day(on)}." if late == 0 else f"Needed by {day(on)}."


def why(row: Any) -> str:
    """Return why a decision is asked for, and what happens without it; empty if nobody says.

    Args:
        row: A row of the decisions table.
    """
    happened = _told(row.what_happened)
    waits = _told(row.text)
    # Teams often write the whole sentence.
    if waits and not waits.casefold().startswith(_IF_WE_WAIT):
        waits = f"If we wait: {waits}"
    return " ".join(said for said in (happened, waits) if said)


def _told(text: Any) -> str:
    return sentence(title(str(text), _LONGEST_TEXT)) if known(text) else ""


def more(left: int) -> str:
    """Return how many decisions are not listed with the first ones, as a heading."""
    return count(left, "more decision", "more decisions").capitalize()
