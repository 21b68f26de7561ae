"""What to do about dates that move: a few sentences, the most pressing first."""

from typing import Any, Final

import pandas as pd

from programme.wording.dates import slipping
from programme.wording.ratings import named
from programme.wording.words import day, known, number

NOTHING: Final = "Nothing now: every date stands, with at least a 4 in 5 chance."
NO_DATES: Final = (
    "Give each milestone that matters a due date in GitHub or GitLab, so that it can be seen to "
    "hold."
)
MOST: Final = 4
#: A date that moved so often was never believed.
_OFTEN: Final = 3


def advice(waiting: pd.DataFrame, today: pd.Timestamp, *, several: bool) -> list[str]:
    """Return what to do about open dates, at most four sentences.

    Args:
        waiting: Open rows of the increments table, the next one first.
        today: Local date of the snapshot.
        several: Whether projects must be told apart.
    """
    if waiting.empty:
        return []
    if waiting["target_on"].isna().all():
        return [NO_DATES]
    told = [(_one(row, today, several=several), _apart(row)) for row in waiting.itertuples()]
    pressing = sorted(told, key=lambda one: (one[0][0], -one[1]))
    return [said for (_, said), _ in pressing if said][:MOST] or [NOTHING]


def _apart(row: Any) -> int:
    """Return by how many days the forecast is later than the date worked to."""
    both = known(row.p80_on) and known(row.target_on)
    return int((row.p80_on - row.target_on).days) if both else 0


def _one(row: Any, today: pd.Timestamp, *, several: bool) -> tuple[int, str]:
    """Return what to do about one date, and how pressing that is: 0 = most."""
    name = named(str(row.increment), str(row.project) if several else "")
    if known(row.slip_rate) and slipping(float(row.slip_rate)):
        return 0, f"{name} gets no nearer as time passes: agree what is left out, or a new date."
    if not known(row.target_on):
        return 5, ""
    if row.target_on < today:
        return 1, f"The date of {name} has passed: agree a new one, or close it."
    unsure = known(row.p80_on) and row.p80_on > row.target_on
    if known(row.slip_count) and row.slip_count >= _OFTEN and unsure:
        return 2, (
            f"{name} moved later {number(row.slip_count)} times: agree {day(row.p80_on)} once, or "
            "leave work out."
        )
    if unsure:
        return 3, f"Plan {name} for {day(row.p80_on)}, or leave work out to keep its date."
    if not known(row.p80_on):
        return 4, f"{name} has no forecast yet: do not count on its date before it has one."
    return 5, ""
