"""The past whole weeks of every project, read from tables."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from metrics.parts.measure import Frames
from metrics.parts.pace import Past
from metrics.parts.planned_weeks import PlannedWeeks

_PLANNED = ("open_count", "added_count", "left_count", "finished_count", "in_turn_count")


def pasts(tables: Frames) -> Mapping[str, Past]:
    """Return the past of each project that has an item, from the week of its first item on.

    Args:
        tables: ``items``, ``throughput`` and ``planned_work`` of any projects; the latter two have
            the same weeks of a project, in order, or ``planned_work`` has none.
    """
    # Columns are read once: to select and join rows for each of hundreds of projects takes longer
    # than all the trials.
    first = tables["items"].groupby("project")["created_on"].min()
    throughput, planned = tables["throughput"], tables["planned_work"]
    mondays = throughput["week_start"].to_numpy().astype("datetime64[D]")
    finished = throughput["finished_count"].to_numpy(dtype=np.int64)
    arrived = throughput["arrived_count"].to_numpy(dtype=np.int64)
    columns = [planned[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in _PLANNED]
    rows, planned_rows = _rows(throughput), _rows(planned)
    found = {}
    for name, created_on in first.items():
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
