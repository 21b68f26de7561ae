"""The state of every work item at the end of every week, as the stretches in which it stays.

At a week's end an event counts if it happened before Sunday 24:00; one at exactly that instant
belongs to the week that begins then (docs/tables.md, "Instants"). What happens and is undone within
a week is seen by no week's end, and so by nothing here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd

from metrics.parts.cuts import MISSING, micros, micros_of
from metrics.parts.explained import explained, flagged
from metrics.parts.measure import Key
from metrics.parts.work import coded, delivery_projects, is_work, places
from programme.settings import Settings
from programme.weeks import local_midnight, whole_weeks

NOT_YET: Final = 0
OPEN: Final = 1
FINISHED: Final = 2
DROPPED: Final = 3


@dataclass(frozen=True)
class Weeks:
    """Which items count in which weeks: each entry is an item and a stretch of weeks.

    Attributes:
        item: Place of the item in ``Grid.items``.
        first: Place of the first week in ``Grid.weeks``.
        until: Place of the week after the last one.
    """

    item: np.ndarray
    first: np.ndarray
    until: np.ndarray

    def where(self, chosen: np.ndarray) -> "Weeks":
        """Return the entries that *chosen* (bool) picks."""
        return Weeks(self.item[chosen], self.first[chosen], self.until[chosen])


@dataclass(frozen=True)
class Grid:
    """States of work items at week ends.

    Attributes:
        weeks: Rows of ``weeks.whole_weeks``, oldest first.
        ends: Instants between them in microseconds, from the start of the first one on.
        projects: The delivery projects.
        history: HISTORY frame, of which *chosen* are the work items.
        chosen: bool, one for each row of *history*.
        project: For each item, the position of its project in *projects*.
        held: When each state held, in order within each item: *first* is 0 at the end of the week
            before the first one, and 1 at the end of the first.
        state: ``OPEN``, ``FINISHED`` or ``DROPPED`` for each entry of *held*.
        before: The state that the item was in just before that; ``NOT_YET`` before the first.
    """

    weeks: pd.DataFrame
    ends: np.ndarray
    projects: tuple[str, ...]
    history: pd.DataFrame
    chosen: np.ndarray
    project: np.ndarray
    held: Weeks
    state: np.ndarray
    before: np.ndarray

    @cached_property
    def items(self) -> pd.DataFrame:
        """Rows of HISTORY, one an item."""
        return self.history[self.chosen].reset_index(drop=True)

    def counted(self, flags: Mapping[str, Weeks]) -> pd.DataFrame:
        """Count items by week, for each project.

        Args:
            flags: By column name, which items count in which weeks.

        Returns:
            One row per project and week: ``project``, ``week_start``, ``week_end`` and a count
            per name.
        """
        titles = np.array(self.projects, dtype=object)
        return pd.DataFrame(
            {
                "project": np.repeat(titles, len(self.weeks)),
                "week_start": np.tile(self.weeks["week_start"].to_numpy(), len(titles)),
                "week_end": np.tile(self.weeks["week_end"].to_numpy(), len(titles)),
                **{name: self._sums(flag, None) for name, flag in flags.items()},
            }
        )

    def summed(self, flags: Mapping[str, Weeks], amounts: np.ndarray) -> dict[str, np.ndarray]:
        """Add up amounts of items by week, for each project.

        Args:
            flags: By column name, which items count in which weeks.
            amounts: int64, of each item.

        Returns:
            int64 sums by name, in the order of the rows of ``counted``; exact up to 2**53.
        """
        return {name: self._sums(flag, amounts) for name, flag in flags.items()}

    def _sums(self, flag: Weeks, amounts: np.ndarray | None) -> np.ndarray:
        width = len(self.weeks) + 1
        size = width * len(self.projects)
        row = self.project[flag.item] * width
        weights = None if amounts is None else amounts[flag.item]
        steps = np.bincount(row + flag.first, weights, size)
        steps = steps - np.bincount(row + flag.until, weights, size)
        by_week = steps.reshape(len(self.projects), width)[:, :-1]
        sums: np.ndarray = np.rint(by_week.cumsum(axis=1)).astype(np.int64)
        return sums.reshape(-1)

    def named(self, flags: Mapping[str, Weeks], key: Key) -> pd.DataFrame:
        """Name the items that ``counted`` counts in one row.

        Args:
            flags: As for ``counted``.
            key: ``project``, empty for all of them, and ``week_start`` or ``week_end``.

        Returns:
            EXPLAINED, with a part for each name of *flags*.
        """
        return explained(flagged(self.items, self.counted_in(flags, key)))

    def counted_in(self, flags: Mapping[str, Weeks], key: Key) -> dict[str, np.ndarray]:
        """Say by the names of *flags* which items ``counted`` counts in the row of *key*."""
        week = next(name for name in key if name != "project")
        place = np.flatnonzero(self.weeks[week] == key[week])
        ours = (self.items["project"] == key["project"]).to_numpy() | (key["project"] == "")
        chosen = {}
        for name, flag in flags.items():
            counts = np.zeros(len(self.items), dtype=bool)
            for number in place:
                counts[flag.item[(flag.first <= number) & (number < flag.until)]] = True
            chosen[name] = counts & ours
        return chosen


def movements(cut: Grid) -> dict[str, Weeks]:
    """Say which items arrived, were finished, dropped and reopened in which week.

    Returns:
        For ``Grid.counted``, by the columns of the table ``throughput``.
    """
    turns = Weeks(cut.held.item, cut.held.first - 1, cut.held.first)
    now, then, seen = cut.state, cut.before, turns.first >= 0
    ended = (then == FINISHED) | (then == DROPPED)
    return {
        "arrived_count": turns.where(seen & (then == NOT_YET)),
        "finished_count": turns.where(seen & (now == FINISHED)),
        "dropped_count": turns.where(seen & (now == DROPPED)),
        # From finished to dropped is one reopened and one dropped.
        "reopened_count": turns.where(seen & ended),
    }


def stocks(cut: Grid, *, told: bool) -> dict[str, Weeks]:
    """Say which items were in which stock at the end of which week.

    Args:
        cut: The states.
        told: Whether a start signal is configured; without one nothing has started.

    Returns:
        For ``Grid.counted``, by the columns of the table ``flow``.
    """
    held = Weeks(cut.held.item, np.maximum(cut.held.first - 1, 0), cut.held.until - 1)
    held_on = held.until > held.first
    started = np.full(int(cut.chosen.sum()), len(cut.weeks))
    if told:
        at = micros_of(cut.history["started_at"])[cut.chosen]
        # The first week's end is one of the week before it.
        started = np.maximum(np.where(at == MISSING, len(cut.ends), _passed(cut.ends, at)) - 1, 0)
    arrival = held.where(cut.before == NOT_YET)
    since = arrival.first
    is_open = held.where(held_on & (cut.state == OPEN))
    begun = started[is_open.item]
    return {
        "arrived_total": Weeks(arrival.item, since, np.full(len(since), len(cut.weeks))),
        "started_total": _stretches(
            arrival.item, np.maximum(since, started[arrival.item]), len(cut.weeks)
        ),
        "finished_total": held.where(held_on & (cut.state == FINISHED)),
        "dropped_total": held.where(held_on & (cut.state == DROPPED)),
        "wip_count": _stretches(is_open.item, np.maximum(is_open.first, begun), is_open.until),
        "backlog_count": _stretches(is_open.item, is_open.first, np.minimum(is_open.until, begun)),
    }


def _stretches(item: np.ndarray, first: np.ndarray, until: np.ndarray | int) -> Weeks:
    """Leave out stretches of no week."""
    until = np.broadcast_to(until, first.shape)
    real = first < until
    return Weeks(item[real], first[real], until[real])


def grid(
    history: pd.DataFrame, state_spells: pd.DataFrame, *, as_of: datetime, settings: Settings
) -> Grid:
    """Cut the spells of all work items at every week end.

    Args:
        history: HISTORY frame; records and issues of risk registers are left out.
        state_spells: STATE_SPELLS frame, without gaps from each issue's creation on.
        as_of: Aware instant; the last week is the last one that ended by then.
        settings: For the programme's start and time zone, and its projects.
    """
    programme = settings.programme
    weeks = whole_weeks(programme.started_on, as_of, programme.zone)
    projects = delivery_projects(settings)
    chosen = is_work(history, settings)
    number = np.cumsum(chosen) - 1

    row = places(state_spells, history)
    ours = (row >= 0) & chosen[row]
    item = number[row[ours]]
    from_at = micros_of(state_spells["from_at"])[ours]
    # In the order of their numbers, from OPEN on.
    state = (coded(state_spells["state"], ("open", "finished", "dropped")) + OPEN)[ours]
    steps = np.diff(item)
    if ((steps < 0) | ((steps == 0) & (np.diff(from_at) < 0))).any():
        order = np.lexsort([from_at, item])
        item, from_at, state = item[order], from_at[order], state[order]
    ends = _week_ends(weeks, settings)
    # A spell holds at the ends after from_at: an event at the very end is not yet past.
    first = _passed(ends, from_at)
    until = np.full(len(first), len(ends), dtype=first.dtype)
    same = item[1:] == item[:-1]
    until[:-1][same] = first[1:][same]
    seen = until > first
    item, first, until, state = item[seen], first[seen], until[seen], state[seen]
    born = np.append(True, item[1:] != item[:-1])[: len(item)]
    before = np.where(born, NOT_YET, np.append(NOT_YET, state[:-1])[: len(item)])
    # Neighbours that say the same are one: what lay between them was seen by no week's end.
    turns = before != state
    last = (np.append(np.flatnonzero(turns), len(item)) - 1)[1:]
    return Grid(
        weeks=weeks,
        ends=ends,
        projects=projects,
        history=history,
        chosen=chosen,
        project=coded(history["project"], projects)[chosen],
        held=Weeks(item[turns], first[turns], until[last]),
        state=state[turns],
        before=before[turns],
    )


def _passed(ends: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Return the place of the first of *ends* that sees what happened at each instant."""
    found: np.ndarray = np.searchsorted(ends, at, side="right")
    return found


def _week_ends(weeks: pd.DataFrame, settings: Settings) -> np.ndarray:
    if weeks.empty:
        return np.array([], dtype=np.int64)
    start = local_midnight(weeks["week_start"].iloc[0].date(), settings.programme.zone)
    ends: np.ndarray = np.append(micros(start), micros_of(weeks["ends_at"]))
    return ends
