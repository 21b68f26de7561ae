"""What each past whole week of a project was like, as far back as its first item."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from metrics.parts.measure import Frames
from metrics.parts.pace import Past
from metrics.parts.planned_weeks import PlannedWeeks
from programme.weeks import local_dates

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


def weeks_of_work(
    throughput: pd.DataFrame, planned: pd.DataFrame, work: pd.DataFrame, zone: ZoneInfo
) -> pd.DataFrame:
    """Return what each whole week of a project was like.

    Args:
        throughput: The table ``throughput``.
        planned: The table ``planned_work``.
        work: Rows of HISTORY that are work of the project; weeks that ended before the first of
            them was created are left out, and all weeks if there is none.
        zone: The programme's time zone.

    Returns:
        As ``counts_by_week``.
    """
    name = work["project"].iloc[:1]
    first = pd.Series([work["created_at"].min()], dtype=work["created_at"].dtype)
    return counts_by_week(
        throughput[throughput["project"].isin(name)],
        planned[planned["project"].isin(name)],
        local_dates(first, zone)[0],
    )


def counts_by_week(
    throughput: pd.DataFrame, planned: pd.DataFrame, first_day: pd.Timestamp
) -> pd.DataFrame:
    """Return what each whole week of a project was like, from *first_day* on.

    Args:
        throughput: Rows of the table ``throughput`` of one project.
        planned: Rows of the table ``planned_work`` of it.
        first_day: Local date, which the first of the weeks holds; NaT leaves out every week.

    Returns:
        By the Sunday of the week, oldest first: ``arrived_count`` and ``finished_count``, integers;
        of planned work ``open_count``, ``added_count``, ``left_count``, ``ordered_count`` (finished
        while any was waiting) and ``in_turn_count``, floats, NaN where not known.
    """
    weeks = throughput[["week_start", "arrived_count", "finished_count"]].merge(
        planned.drop(columns="project").rename(columns={"finished_count": "ordered_count"}),
        on="week_start",
        how="left",
    )
    weeks = weeks.sort_values("week_start")
    ends = weeks["week_start"] + pd.Timedelta(days=6)
    counts = weeks.drop(columns="week_start").set_axis(ends)
    counts = counts.astype({name: np.int64 for name in ("arrived_count", "finished_count")})
    return counts[counts.index >= first_day]
