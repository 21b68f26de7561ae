"""What went wrong, what was learned from it and what was changed, in sentences."""

from datetime import date
from typing import Any, Final

import pandas as pd

from programme.wording.records import NOT_CHANGED, lately_first
from programme.wording.words import count, known, sentence, title

#: How far back a report looks for what was learned.
WEEKS: Final = 13
NONE: Final = f"Nothing was noted in the last {WEEKS} weeks."
_LONGEST_TEXT: Final = 300


def lately(learnings: pd.DataFrame, today: date) -> pd.DataFrame:
    """Return what was noted in the last weeks, the newest first.

    Args:
        learnings: learnings table.
        today: Local date of the snapshot.
    """
    return lately_first(learnings, "noted_on", WEEKS, today)


def told(row: Any) -> str:
    """Say what happened, what was learned and what was changed, in this order.

    Args:
        row: A row of the learnings table; its title is told by the caller.
    """
    parts = [row.what_happened, row.text, row.what_we_changed]
    said = [sentence(title(str(part), _LONGEST_TEXT)) if known(part) else "" for part in parts]
    return " ".join(text for text in [*said[:2], said[2] or sentence(NOT_CHANGED)] if text)


def more(left: int) -> str:
    """Say how much more was noted; empty if nothing was."""
    if not left:
        return ""
    noted = count(left, "more thing was", "more things were").capitalize()
    return f"{noted} noted in the last {WEEKS} weeks."
