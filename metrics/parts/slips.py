"""How an increment's date moved from week end to week end."""

from typing import Final, NamedTuple

import numpy as np
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
    # In numpy: of each increment years of weeks are looked at.
    ends, targets = (trend[name].to_numpy("datetime64[D]") for name in ("week_end", "target_on"))
    dated = ~np.isnat(targets)
    order = np.argsort(ends[dated], kind="stable")
    if len(order) < 2:
        return Slip()
    elapsed, moved = (np.diff(days[dated][order]).astype(np.int64) for days in (ends, targets))
    return Slip(
        drift_days=float(moved[-1]),
        slip_count=int(np.count_nonzero(moved >= 1)),
        slip_rate=float(moved[-_RECENT:].sum() / elapsed[-_RECENT:].sum()),
    )
