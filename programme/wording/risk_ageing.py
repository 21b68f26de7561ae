"""Open risks that nobody has looked after: unchanged for weeks, or past the time of their hit."""

from datetime import date
from typing import Final

import pandas as pd

from programme.wording.words import count

#: A risk that has not changed for so many days is to be looked at again.
STALE_DAYS: Final = 28
HOW: Final = (
    "A change is a label put on or taken off, or the risk closed or opened; a comment is none."
)
ADVICE: Final = (
    "Ask who deals with each whether it still stands, and have it sized again or closed."
)


def left_alone(register: pd.DataFrame, today: date) -> pd.DataFrame:
    """Return the open risks that have been left alone, the longest first.

    Args:
        register: Rows of the risks table; those without ``changed_on``, which weeks frozen by an
            earlier version lack, are left out.
        today: Local date of the figures.

    Returns:
        Their rows with ``unchanged_count``, whole days since the last change, and ``hit_by_on``,
        the day by which it could have hit, as was said then; empty where that is not past.
    """
    rows = register[(register["state"] == "open") & register["changed_on"].notna()].copy()
    now = pd.Timestamp(today)
    rows["unchanged_count"] = (now - rows["changed_on"]).dt.days.astype("Int64")
    ahead = pd.to_timedelta(rows["proximity_weeks"].astype("float64") * 7, unit="D")
    hit_by = rows["changed_on"] + ahead
    rows["hit_by_on"] = hit_by.where(hit_by < now)
    found = rows[(rows["unchanged_count"] >= STALE_DAYS) | rows["hit_by_on"].notna()]
    return found.sort_values(["unchanged_count", "item"], ascending=[False, True])


def finding(rows: pd.DataFrame, open_count: int) -> str:
    """Say how many risks have been left alone.

    Args:
        rows: As ``left_alone`` returns them.
        open_count: How many risks are open.
    """
    stale = int((rows["unchanged_count"] >= STALE_DAYS).sum())
    past = int(rows["hit_by_on"].notna().sum())
    said = []
    if stale:
        has = "has" if stale == 1 else "have"
        of = f"{'One' if stale == 1 else stale} of {count(open_count, 'open risk', 'open risks')}"
        said.append(f"{of} {has} not changed for {STALE_DAYS} days or more.")
    if past:
        which = (
            "One could have hit by now, by what its"
            if past == 1
            else (f"{past} could have hit by now, by what their")
        )
        said.append(f"{which} labels said.")
    return " ".join(said)
