"""The state of every work item at the end of every week, as one small matrix.

At a week's end an event counts if it happened before Sunday 24:00; one at exactly that instant
belongs to the week that begins then (docs/tables.md, "Instants").
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
import pandas as pd

from metrics.parts.explained import explained, flagged
from metrics.parts.measure import Key
from metrics.parts.work import delivery_projects, start_signal, work_items
from programme.settings import Settings
from programme.weeks import local_midnight, whole_weeks

NOT_YET: Final = 0
OPEN: Final = 1
FINISHED: Final = 2
DROPPED: Final = 3
_CODES: Final = {"open": OPEN, "finished": FINISHED, "dropped": DROPPED}


@dataclass(frozen=True)
class Grid:
    """States of work items at week ends.

    Attributes:
        weeks: Rows of ``weeks.whole_weeks``, oldest first.
        projects: The delivery projects.
        items: Rows of HISTORY, one an item, in the order of the matrices.
        project: For each item, the position of its project in *projects*.
        states: int8, items by weeks + 1: ``NOT_YET`` before creation, else ``OPEN``,
            ``FINISHED`` or ``DROPPED``. Column 0 is the end of the week before the first one.
        started: bool, of the same shape: whether the item had a start signal by then.
    """

    weeks: pd.DataFrame
    projects: tuple[str, ...]
    items: pd.DataFrame
    project: np.ndarray
    states: np.ndarray
    started: np.ndarray

    def counted(self, flags: Mapping[str, np.ndarray]) -> pd.DataFrame:
        """Count flagged items by week, for each project.

        Args:
            flags: By column name, bool of shape items by weeks.

        Returns:
            One row per project and week: ``project``, ``week_start``, ``week_end`` and a count
            per name.
        """
        members = self._members()
        columns = {
            name: np.concatenate(
                [
                    np.zeros(0, np.int64),
                    *(flag[rows].sum(axis=0, dtype=np.int64) for rows in members),
                ]
            )
            for name, flag in flags.items()
        }
        titles = np.array(self.projects, dtype=object)
        return pd.DataFrame(
            {
                "project": np.repeat(titles, len(self.weeks)),
                "week_start": np.tile(self.weeks["week_start"].to_numpy(), len(titles)),
                "week_end": np.tile(self.weeks["week_end"].to_numpy(), len(titles)),
                **columns,
            }
        )

    def summed(self, flags: Mapping[str, np.ndarray], amounts: np.ndarray) -> dict[str, np.ndarray]:
        """Add up amounts of flagged items by week, for each project.

        Args:
            flags: By column name, bool of shape items by weeks.
            amounts: int64, of each item.

        Returns:
            int64 sums by name, in the order of the rows of ``counted``.
        """
        members = self._members()
        return {
            name: np.concatenate(
                [
                    np.zeros(0, np.int64),
                    *(np.einsum("i,ij->j", amounts[rows], flag[rows]) for rows in members),
                ]
            )
            for name, flag in flags.items()
        }

    def named(self, flags: Mapping[str, np.ndarray], key: Key) -> pd.DataFrame:
        """Name the items that ``counted`` counts in one row.

        Args:
            flags: As for ``counted``.
            key: ``project``, empty for all of them, and ``week_start`` or ``week_end``.

        Returns:
            EXPLAINED, with a part for each name of *flags*.
        """
        return explained(flagged(self.items, self.chosen(flags, key)))

    def chosen(self, flags: Mapping[str, np.ndarray], key: Key) -> dict[str, np.ndarray]:
        """Say by the names of *flags* which items ``counted`` counts in the row of *key*."""
        week = next(name for name in key if name != "project")
        place = np.flatnonzero(self.weeks[week] == key[week])
        ours = (self.items["project"] == key["project"]).to_numpy() | (key["project"] == "")
        return {name: flag[:, place].any(axis=1) & ours for name, flag in flags.items()}

    def _members(self) -> list[np.ndarray]:
        """Say, for each project, which items are its."""
        return [self.project == number for number in range(len(self.projects))]


def movements(cut: Grid) -> dict[str, np.ndarray]:
    """Say which items arrived, were finished, dropped and reopened in which week.

    Returns:
        Flags for ``Grid.counted`` by the columns of the table ``throughput``.
    """
    then, now = cut.states[:, :-1], cut.states[:, 1:]
    ended = (then == FINISHED) | (then == DROPPED)
    return {
        "arrived_count": (then == NOT_YET) & (now != NOT_YET),
        "finished_count": (then != FINISHED) & (now == FINISHED),
        "dropped_count": (then != DROPPED) & (now == DROPPED),
        # From finished to dropped is one reopened and one dropped.
        "reopened_count": ended & (then != now),
    }


def stocks(cut: Grid, settings: Settings) -> dict[str, np.ndarray]:
    """Say which items were in which stock at each Sunday's end; nothing starts without a signal.

    Returns:
        Flags for ``Grid.counted`` by the columns of the table ``flow``.
    """
    now = cut.states[:, 1:]
    is_open = now == OPEN
    started = cut.started[:, 1:] & start_signal(settings)
    return {
        "arrived_total": now != NOT_YET,
        "started_total": started,
        "finished_total": now == FINISHED,
        "dropped_total": now == DROPPED,
        "wip_count": is_open & started,
        "backlog_count": is_open & ~started,
    }


def grid(
    history: pd.DataFrame, state_spells: pd.DataFrame, *, as_of: datetime, settings: Settings
) -> Grid:
    """Cut the spells of all work items at every week end.

    Args:
        history: HISTORY frame; records and issues of risk registers are left out.
        state_spells: STATE_SPELLS frame.
        as_of: Aware instant; the last week is the last one that ended by then.
        settings: For the programme's start and time zone, and its projects.
    """
    programme = settings.programme
    weeks = whole_weeks(programme.started_on, as_of, programme.zone)
    projects = delivery_projects(settings)
    items = work_items(history, settings)
    ends = _week_ends(weeks, settings)
    created = np.searchsorted(ends, _instants(items["created_at"]), side="right")
    column = np.arange(len(ends))
    in_scope = column >= created[:, None]

    spells = state_spells.merge(
        items[["source", "number"]].assign(row=np.arange(len(items))), on=["source", "number"]
    )
    code = spells["state"].map(_CODES).to_numpy(dtype=np.int8)
    # A spell holds at the ends in (from_at, until_at]: an event at the very end is not yet past.
    first = np.searchsorted(ends, _instants(spells["from_at"]), side="right")
    last = np.searchsorted(ends, _instants(spells["until_at"]), side="right")
    steps = np.zeros((len(items), len(ends) + 1), dtype=np.int8)
    rows = spells["row"].to_numpy()
    np.add.at(steps, (rows, first), code)
    np.subtract.at(steps, (rows, last), code)
    states = np.cumsum(steps, axis=1, dtype=np.int8)[:, :-1]
    states[in_scope & (states == NOT_YET)] = OPEN
    states[~in_scope] = NOT_YET

    started = np.searchsorted(ends, _instants(items["started_at"]), side="right")
    return Grid(
        weeks=weeks,
        projects=projects,
        items=items,
        project=pd.Index(projects).get_indexer(pd.Index(items["project"])),
        states=states,
        started=(column >= started[:, None]) & in_scope,
    )


def _week_ends(weeks: pd.DataFrame, settings: Settings) -> np.ndarray:
    """Return the instants between weeks, from the start of the first one on."""
    if weeks.empty:
        return np.array([], dtype="datetime64[us]")
    zone = settings.programme.zone
    start = local_midnight(weeks["week_start"].iloc[0].date(), zone)
    before = np.array([start.replace(tzinfo=None)], dtype="datetime64[us]")
    return np.concatenate([before, _instants(weeks["ends_at"])])


def _instants(column: pd.Series) -> np.ndarray:
    """Return instants as naive UTC; NaT sorts behind every other."""
    naive: np.ndarray = column.dt.tz_convert(None).to_numpy(dtype="datetime64[us]")
    return naive
