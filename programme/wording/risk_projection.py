"""When the risk total will be within the board's limit, if it goes on as it did."""

import math
from typing import Any, Final

import pandas as pd

from programme.wording.words import count, day, days, known

#: Weeks over which the pace is taken.
WEEKS: Final = 12
#: A date further away than this says more than a quarter's movement can.
_FURTHEST_DAYS: Final = 730
_PACE: Final = f"At the pace of the last {WEEKS} weeks it"
#: A movement of less than this is none, as is said of a week.
_STILL: Final = 0.5


def projection(rows: pd.DataFrame) -> str:
    """Say when the total crosses the board's limit, at the pace of the last 12 weeks.

    The pace is the change of the total over the 12 weeks, a day at a time; it counts from the first
    week with an open risk on, because a register that is being written down is not growing.

    Args:
        rows: The programme's rows of the risk_burndown table, oldest first.

    Returns:
        One or two sentences; empty without a limit or a sized risk, and where the total is within
        the limit and not about to leave it.
    """
    held = rows[(rows["open_count"] > 0).cummax()] if len(rows) else rows
    if held.empty:
        return ""
    last: Any = list(held.tail(1).itertuples())[0]
    if not known(last.tolerance_days) or int(last.unsized_count) == int(last.open_count):
        return ""
    over = float(last.exposure_days) - float(last.tolerance_days)
    if len(held) <= WEEKS:
        return _too_early(len(held)) if round(over) > 0 else ""
    change = float(last.exposure_days) - float(held["exposure_days"].iloc[-1 - WEEKS])
    moved = abs(change) >= _STILL
    if round(over) <= 0:
        on = _crossing(last.week_end, -over, change) if moved and change > 0 else None
        return f"{_PACE} will be over the limit by {day(on)}." if on is not None else ""
    if not moved:
        return f"It has not moved in {WEEKS} weeks; at this pace it will not be within the limit."
    if change > 0:
        return (
            f"It grew by {days(change)} in the last {WEEKS} weeks; "
            "at this pace it will not be within the limit."
        )
    on = _crossing(last.week_end, over, -change)
    said = (
        f"{_PACE} will be within the limit by {day(on)}."
        if on is not None
        else (f"{_PACE} will not be within the limit for another {_FURTHEST_DAYS // 365} years.")
    )
    # What came true is in the total no more, and is no progress.
    came_true = float(held["happened_days"].tail(WEEKS).sum())
    return f"{said} It fell only because risks happened." if change + came_true >= 0 else said


def _crossing(since: pd.Timestamp, gap: float, change: float) -> pd.Timestamp | None:
    """Return the day on which *gap* is gone, if *change* goes on; None = too far away to tell."""
    ahead = math.ceil(max(gap, 0) * 7 * WEEKS / change)
    return since + pd.Timedelta(days=ahead) if ahead <= _FURTHEST_DAYS else None


def _too_early(weeks: int) -> str:
    return (
        "It is too early to say when it will be within the limit: "
        f"risks were recorded for {count(weeks, 'week', 'weeks')} only."
    )
