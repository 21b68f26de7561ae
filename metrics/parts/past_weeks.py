"""What each past whole week of a project was like, as far back as its first item."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from metrics.parts.pace import Past
from metrics.parts.planned_weeks import PlannedWeeks

_PLANNED = ("open_count", "added_count", "left_count", "finished_count", "in_turn_count")
#: That of a project without items.
NO_PAST: Final = Past(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


def pasts(
    first_on: pd.Series, throughput: pd.DataFrame, planned: pd.DataFrame
) -> Mapping[str, Past]:
    """Return the past of each project that has an item, from the week of its first item on.

    Args:
        first_on: By project, the local date on which its first item was created.
        throughput: ``project``, ``week_start``, ``arrived_count`` and ``finished_count``, the weeks
            of a project in order; as in the table ``throughput``.
        planned: The table ``planned_work``, of the same weeks, or of none.
    """
    # Columns are read once: to select and join rows for each of hundreds of projects takes longer
    # than all the trials.
    mondays = throughput["week_start"].to_numpy().astype("datetime64[D]")
    finished = throughput["finished_count"].to_numpy(dtype=np.int64)
    arrived = throughput["arrived_count"].to_numpy(dtype=np.int64)
    columns = [planned[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in _PLANNED]
    rows, planned_rows = _rows(throughput), _rows(planned)
    found = {}
    for name, created_on in first_on.items():
        weeks = rows.get(name, np.zeros(0, dtype=np.int64))
        known = mondays[weeks] + 6 >= np.datetime64(created_on, "D")
        beside = planned_rows.get(name)
        found[str(name)] = Past(
            finished[weeks[known]],
            arrived[weeks[known]],
            mondays[weeks[known]],
            None
            if beside is None
            else PlannedWeeks(*(column[beside[known]] for column in columns)),
        )
    return found


def _rows(table: pd.DataFrame) -> Mapping[str, np.ndarray]:
    """Return the rows of each project, in the order of their weeks."""
    return {str(name): places for name, places in table.groupby("project").indices.items()}
