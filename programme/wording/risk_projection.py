"""When the risk total will be within the board's limit, if it goes on as it did."""

import math
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from programme.wording.words import count, day, days, known

#: Weeks over which the pace is taken.
WEEKS: Final = 12
#: A date further away than this says more than a quarter's movement can.
_FURTHEST_DAYS: Final = 730
#: A line further ahead than this would leave the past too little room.
_DRAWN_WEEKS: Final = 52
_PACE: Final = f"At the pace of the last {WEEKS} weeks it"
#: A movement of less than this is none, as is said of a week.
_STILL: Final = 0.5


@dataclass(frozen=True)
class _Pace:
    """How the total moved over the last 12 weeks.

    Attributes:
        last_on: Sunday of the last week.
        total: Days of expected delay at its end.
        over: How much of it is over the board's limit; less than 0 within it.
        change: By how much it grew in the 12 weeks.
        came_true: How much left it in them because risks happened.
    """

    last_on: pd.Timestamp
    total: float
    over: float
    change: float
    came_true: float

    @property
    def moved(self) -> bool:
        return abs(self.change) >= _STILL

    @property
    def told(self) -> bool:
        """Whether there is something to tell: it is over the limit, or about to be."""
        return round(self.over) > 0 or (self.change > 0 and self.crossing is not None)

    @property
    def crossing(self) -> pd.Timestamp | None:
        """The day on which it is at the limit; None = it never is, or too far away to tell."""
        outside = round(self.over) > 0
        if not self.moved or outside == (self.change > 0):
            return None
        gap = max(self.over if outside else -self.over, 0)
        ahead = math.ceil(gap * 7 * WEEKS / abs(self.change))
        return self.last_on + pd.Timedelta(days=ahead) if ahead <= _FURTHEST_DAYS else None


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
    held = _recorded(rows)
    if held.empty:
        return ""
    if len(held) <= WEEKS:
        last = held.iloc[-1]
        over = float(last["exposure_days"]) - float(last["tolerance_days"])
        return _too_early(len(held)) if round(over) > 0 else ""
    pace = _pace(held)
    if not pace.told:
        return ""
    on = pace.crossing
    if round(pace.over) <= 0 and on is not None:
        return f"{_PACE} will be over the limit by {day(on)}."
    if not pace.moved:
        return f"It has not moved in {WEEKS} weeks; at this pace it will not be within the limit."
    if pace.change > 0:
        return (
            f"It grew by {days(pace.change)} in the last {WEEKS} weeks; "
            "at this pace it will not be within the limit."
        )
    said = (
        f"{_PACE} will be within the limit by {day(on)}."
        if on is not None
        else (f"{_PACE} will not be within the limit for another {_FURTHEST_DAYS // 365} years.")
    )
    # What came true is in the total no more, and is no progress.
    only = pace.change + pace.came_true >= 0
    return f"{said} It fell only because risks happened." if only else said


def ahead(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the total as it would go on at the pace that ``projection`` tells of.

    Args:
        rows: The programme's rows of the risk_burndown table, oldest first.

    Returns:
        ``week_end`` and ``ahead_days``, never less than 0: from the last week on for 12 weeks, or
        until the limit is crossed, if that is later and within a year. No row where no pace is
        told.
    """
    held = _recorded(rows)
    pace = _pace(held) if len(held) > WEEKS else None
    if pace is None or not pace.told:
        return pd.DataFrame({"week_end": rows["week_end"].head(0), "ahead_days": []})
    weeks = WEEKS
    if pace.crossing is not None:
        needed = math.ceil((pace.crossing - pace.last_on).days / 7)
        weeks = needed if WEEKS < needed <= _DRAWN_WEEKS else WEEKS
    steps = range(weeks + 1)
    return pd.DataFrame(
        {
            "week_end": [pace.last_on + pd.Timedelta(weeks=step) for step in steps],
            "ahead_days": [
                max(round(pace.total + pace.change / WEEKS * step, 2), 0.0) for step in steps
            ],
        }
    )


def _recorded(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the weeks since the first open risk; none without a limit or a sized risk."""
    held = rows[(rows["open_count"] > 0).cummax()] if len(rows) else rows
    if held.empty:
        return held
    last: Any = list(held.tail(1).itertuples())[0]
    told = known(last.tolerance_days) and int(last.unsized_count) < int(last.open_count)
    return held if told else held.head(0)


def _pace(held: pd.DataFrame) -> _Pace:
    last: Any = list(held.tail(1).itertuples())[0]
    total = float(last.exposure_days)
    return _Pace(
        last_on=last.week_end,
        total=total,
        over=total - float(last.tolerance_days),
        change=total - float(held["exposure_days"].iloc[-1 - WEEKS]),
        came_true=float(held["happened_days"].tail(WEEKS).sum()),
    )


def _too_early(weeks: int) -> str:
    return (
        "It is too early to say when it will be within the limit: "
        f"risks were recorded for {count(weeks, 'week', 'weeks')} only."
    )
