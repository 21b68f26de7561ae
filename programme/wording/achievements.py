"""What people can now use, in sentences."""

from datetime import date
from typing import Any, Final

import pandas as pd

from programme.wording.records import lately_first
from programme.wording.words import day, known, number, sentence, title

#: How far back a report looks for what is new.
WEEKS: Final = 4
NONE: Final = f"Nothing new in the last {WEEKS} weeks."
_LONGEST_TEXT: Final = 300


def lately(achievements: pd.DataFrame, today: date) -> pd.DataFrame:
    """Return what was finished in the last weeks, the newest first.

    Args:
        achievements: achievements table.
        today: Local date of the snapshot.
    """
    return lately_first(achievements, "finished_on", WEEKS, today)


def finished(row: Any) -> str:
    """Say when a thing was finished, what people can do with it and whom it helps.

    Args:
        row: A row of the achievements table; its title is told by the caller.
    """
    said = [f"Finished {day(row.finished_on)}."]
    if known(row.text):
        said.append(sentence(title(str(row.text), _LONGEST_TEXT)))
    if known(row.who_benefits):
        said.append(sentence(f"Who benefits: {title(str(row.who_benefits))}"))
    return " ".join(said)


def more(left: int) -> str:
    """Say how many more things are new; empty if none is."""
    if not left:
        return ""
    if left == 1:
        return f"One more thing was finished in the last {WEEKS} weeks."
    return f"{number(left)} more were finished in the last {WEEKS} weeks."


def next_show(achievements: pd.DataFrame, today: date) -> str:
    """Say when people are next shown what is new; empty if no day is known.

    Args:
        achievements: achievements table.
        today: Local date of the snapshot.
    """
    to_come = achievements["show_on"][achievements["show_on"] >= pd.Timestamp(today)]
    return "" if to_come.empty else f"Next show and tell: {day(to_come.min())}."
