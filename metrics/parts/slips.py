"""How an increment's date moved from week end to week end."""

from itertools import pairwise
from typing import Final, NamedTuple

import pandas as pd

#: How many movements the slip rate looks back over.
_RECENT: Final = 4


class Slip(NamedTuple):
    """Movement of a date; None where fewer than two week ends are known.

    Attributes:
        drift_days: From the last week end but one to the last; + is later.
        slip_count: Week ends at which the date stood at least a day later than the one before.
        slip_rate: Days moved for every day that passed, over the last four movements at most.
    """

    drift_days: float | None = None
    slip_count: int | None = None
    slip_rate: float | None = None


def slip(trend: pd.DataFrame) -> Slip:
    """Measure how the date of one increment moved.

    Args:
        trend: Its rows of ``milestone_trend``; week ends without a target are passed over.
    """
    ends, targets = trend["week_end"].tolist(), trend["target_on"].tolist()
    dated = sorted((end, on) for end, on in zip(ends, targets, strict=True) if not pd.isna(on))
    if len(dated) < 2:
        return Slip()
    moved = [(later - earlier).days for (_, earlier), (_, later) in pairwise(dated)]
    elapsed = [(later - earlier).days for (earlier, _), (later, _) in pairwise(dated)]
    return Slip(
        drift_days=float(moved[-1]),
        slip_count=sum(days >= 1 for days in moved),
        slip_rate=sum(moved[-_RECENT:]) / sum(elapsed[-_RECENT:]),
    )
