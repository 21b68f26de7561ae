"""What could be dropped so that an increment makes its date, in sentences."""

from collections.abc import Collection
from typing import Any

import pandas as pd

from programme.wording.ratings import named
from programme.wording.words import chance, count, day, listing


def cut_line(rows: pd.DataFrame) -> list[str]:
    """Say what to drop, what chance that gives, and until when it can be decided.

    Args:
        rows: Rows of the cut_lines table of one increment, at least one.

    Returns:
        A paragraph each.
    """
    first: Any = next(rows.itertuples())
    target = day(first.target_on)
    if first.why_not:
        return [f"Nothing could be dropped that would make {target}. {first.why_not}"]
    dropped = listing([_dropped(row) for row in rows.itertuples()])
    return [
        f"Without {dropped} there would be {chance(float(first.p_on_time))} of making {target}.",
        f"That holds if it is decided by {day(first.decide_by_on)}, and work goes on as planned "
        "until then.",
    ]


def how(keys: Collection[str]) -> str:
    """Say what was weighed.

    Args:
        keys: Titles of the key increments of the project; empty = none is named, so all are.
    """
    spared = " A key milestone is never dropped as a whole." if keys else ""
    return (
        "It is the least that gives a 4 in 5 chance: whole milestones of the project, or last "
        f"parts of one that is too large.{spared}"
    )


def _dropped(row: Any) -> str:
    pieces = count(int(row.item_count), "piece", "pieces")
    if pd.isna(row.part_count):
        return f"{named(row.dropped)} ({pieces})"
    parts = int(row.part_count)
    which = "the last part" if parts == 1 else f"the last {parts} parts"
    return f"{which} of {named(row.dropped)} ({pieces})"
