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
from metrics.parts.work import coded, delivery_projects, is_work, places, start_signal
from programme.settings import Settings
from programme.weeks import WEEK, local_midnight, whole_weeks

NOT_YET: Final = 0
OPEN: Final = 1
FINISHED: Final = 2
DROPPED: Final = 3
#: Added to a state where the item had a start signal by then.
STARTED: Final = 3
_CODES: Final = 7
#: By state, with ``STARTED`` added or not, the state alone.
KIND: Final = np.array([NOT_YET, OPEN, FINISHED, DROPPED, OPEN, FINISHED, DROPPED])

_BEGUN = np.arange(_CODES) > STARTED
#: By column of the table ``flow``, the states in which an item is in that stock.
STOCKS: Final = {
    "arrived_total": KIND != NOT_YET,
    "started_total": _BEGUN,
    "finished_total": KIND == FINISHED,
    "dropped_total": KIND == DROPPED,
    "wip_count": (KIND == OPEN) & _BEGUN,
    "backlog_count": (KIND == OPEN) & ~_BEGUN,
}
_THEN, _NOW = KIND[:, None], KIND[None, :]
#: By column of the table ``throughput``, which states just before (row) and now (column) make it.
MOVEMENTS: Final = {
    "arrived_count": (_THEN == NOT_YET) & (_NOW != NOT_YET),
    "finished_count": (_THEN != FINISHED) & (_NOW == FINISHED),
    "dropped_count": (_THEN != DROPPED) & (_NOW == DROPPED),
    # From finished to dropped is one reopened and one dropped.
    "reopened_count": ((_THEN == FINISHED) | (_THEN == DROPPED)) & (_THEN != _NOW),
}


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


@dataclass(frozen=True)
class Grid:
    """States of work items at week ends.

    Entries are in the order of the items and of time. The end of a week has a place: 0 is the end
    of the week before the first one, 1 that of the first.

    Attributes:
        weeks: Rows of ``weeks.whole_weeks``, oldest first.
        ends: The instant of each week's end by its place, as in metrics/parts/cuts.py; none where
            there is no week.
        projects: The delivery projects.
        history: HISTORY frame, of which *chosen* are the work items.
        chosen: bool, one for each row of *history*.
        project: For each item, the position of its project in *projects*.
        item: For each entry, the place of its item.
        first: Place of the first week's end that sees its state.
        state: ``OPEN``, ``FINISHED`` or ``DROPPED``, with ``STARTED`` added once that is so.
        before: The state that the item was in just before; ``NOT_YET`` before its first.
    """

    weeks: pd.DataFrame
    ends: np.ndarray
    projects: tuple[str, ...]
    history: pd.DataFrame
    chosen: np.ndarray
    project: np.ndarray
    item: np.ndarray
    first: np.ndarray
    state: np.ndarray
    before: np.ndarray

    @cached_property
    def items(self) -> pd.DataFrame:
        """Rows of HISTORY, one an item."""
        return self.history[self.chosen].reset_index(drop=True)

    def counts(self, amounts: np.ndarray | None = None) -> dict[str, np.ndarray]:
        """Count items, or add up their *amounts* (int64, one each), by project and week.

        Returns:
            By the columns of the tables ``throughput`` and ``flow``, int64: all weeks of the first
            project, then those of the next; exact up to 2**53.
        """
        ends = len(self.weeks) + 1
        where = self.project[self.item] * ends + self.first
        turned = np.bincount(
            (where * _CODES + self.before) * _CODES + self.state,
            None if amounts is None else amounts[self.item],
            len(self.projects) * ends * _CODES * _CODES,
        ).reshape(len(self.projects), ends, _CODES * _CODES)
        found = {}
        for name, counted in MOVEMENTS.items():
            found[name] = turned @ counted.reshape(-1).astype(float)
        for name, held in STOCKS.items():
            # Whoever comes into the states of a stock, less whoever leaves them.
            change = held[None, :].astype(float) - held[:, None]
            found[name] = (turned @ change.reshape(-1)).cumsum(axis=1)
        return {
            name: np.rint(amount[:, 1:]).astype(np.int64).reshape(-1)
            for name, amount in found.items()
        }

    def movements(self) -> dict[str, Weeks]:
        """Say by the columns of ``throughput`` which items move in which week."""
        found = {}
        for name, counted in MOVEMENTS.items():
            moved = counted[self.before, self.state] & (self.first > 0)
            found[name] = Weeks(self.item[moved], self.first[moved] - 1, self.first[moved])
        return found

    def stocks(self) -> dict[str, Weeks]:
        """Say by the columns of ``flow`` which items are in which stock at which weeks' ends."""
        until = _until(self.item, self.first, len(self.weeks) + 1)
        found = {}
        for name, held in STOCKS.items():
            told = held[self.state] & (until > 1)
            first = np.maximum(self.first[told] - 1, 0)
            found[name] = Weeks(self.item[told], first, until[told] - 1)
        return found

    def named(self, flags: Mapping[str, Weeks], key: Key) -> pd.DataFrame:
        """Name the items that one row counts.

        Args:
            flags: By column, which items count in which weeks.
            key: ``project``, empty for all of them, and ``week_start`` or ``week_end``.

        Returns:
            EXPLAINED, with a part for each name of *flags*.
        """
        return explained(flagged(self.items, self.counted_in(flags, key)))

    def counted_in(self, flags: Mapping[str, Weeks], key: Key) -> dict[str, np.ndarray]:
        """Say by the names of *flags* which items they count in the row of *key*."""
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


def grid(
    history: pd.DataFrame, state_spells: pd.DataFrame, *, as_of: datetime, settings: Settings
) -> Grid:
    """Cut the spells of all work items at every week end.

    Args:
        history: HISTORY frame; records and issues of risk registers are left out.
        state_spells: STATE_SPELLS frame, without gaps from each issue's creation on.
        as_of: Aware instant; the last week is the last one that ended by then.
        settings: For the programme's start and time zone, its projects, and whether starts are
            told: without a configured signal nothing has started.
    """
    programme = settings.programme
    weeks = whole_weeks(programme.started_on, as_of, programme.zone)
    projects = delivery_projects(settings)
    chosen = is_work(history, settings)
    # Narrow integers: there are millions of spells.
    number = np.cumsum(chosen, dtype=np.int32) - np.int32(1)

    row = places(state_spells, history)
    item = np.where((row >= 0) & chosen[row], number[row], np.int32(-1))
    from_at = micros_of(state_spells["from_at"])
    # In the order of their numbers, from OPEN on.
    state = coded(state_spells["state"], ("open", "finished", "dropped")).astype(np.int8) + OPEN
    if (item < 0).any():
        ours = item >= 0
        item, from_at, state = item[ours], from_at[ours], state[ours]
    steps = np.diff(item)
    if ((steps < 0) | ((steps == 0) & (np.diff(from_at) < 0))).any():
        order = np.lexsort([from_at, item])
        item, from_at, state = item[order], from_at[order], state[order]
    ends = _week_ends(weeks, settings)
    # A spell holds at the ends after from_at: an event at the very end is not yet past.
    first = _passed(ends, from_at)
    if start_signal(settings):
        at = micros_of(history["started_at"])[chosen]
        started = np.where(at == MISSING, np.int32(len(ends)), _passed(ends, at))
        item, first, state = _with_starts(item, first, state, started, len(ends))
    item, first, state, before = _turns(item, first, state, len(ends))
    return Grid(
        weeks=weeks,
        ends=ends,
        projects=projects,
        history=history,
        chosen=chosen,
        project=coded(history["project"], projects)[chosen],
        item=item,
        first=first,
        state=state,
        before=before,
    )


def _with_starts(
    item: np.ndarray, first: np.ndarray, state: np.ndarray, started: np.ndarray, ends: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Split the state in which an item starts (at which end: *started*, one an item) in two."""
    begun = started[item]
    splits = np.flatnonzero((first < begun) & (begun < _until(item, first, ends)))
    times = np.ones(len(item), dtype=np.int8)
    times[splits] = 2
    second = splits + np.arange(1, len(splits) + 1)
    state = np.repeat(np.where(begun <= first, state + STARTED, state), times)
    state[second] += STARTED
    first = np.repeat(first, times)
    first[second] = begun[splits]
    return np.repeat(item, times), first, state


def _turns(
    item: np.ndarray, first: np.ndarray, state: np.ndarray, ends: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Leave out states that no week's end sees, and say what was before each of the others."""
    seen = np.flatnonzero(_until(item, first, ends) > first)
    item, first, state = item[seen], first[seen], state[seen]
    before = np.zeros_like(state)
    np.copyto(before[1:], state[:-1], where=item[1:] == item[:-1])
    # Neighbours that say the same are one: what lay between them was seen by no week's end.
    turns = np.flatnonzero(before != state)
    if len(turns) == len(item):
        return item, first, state, before
    return item[turns], first[turns], state[turns], before[turns]


def _until(item: np.ndarray, first: np.ndarray, ends: int) -> np.ndarray:
    """Return the first week's end that sees the next state of each item; *ends* = none does."""
    until = np.full(len(item), ends, dtype=first.dtype)
    np.copyto(until[:-1], first[1:], where=item[1:] == item[:-1])
    return until


def _passed(ends: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Return the place of the first of *ends* that sees what happened at each instant.

    Ends lie a week apart, but for a change of clocks, so that dividing tells the place to within
    one: several times quicker than a search.
    """
    if not len(ends):
        return np.zeros(len(at), dtype=np.int32)
    limits = np.iinfo(np.int64)
    bounds = np.concatenate([[limits.min], ends, [limits.max]])
    kept = np.clip(at, ends[0] - 1, ends[-1])
    place = (kept - ends[0]) // int(WEEK.total_seconds() * 1e6) + 1
    place = np.minimum(place, len(ends))
    place -= bounds[place] > kept
    place += bounds[place + 1] <= kept
    narrow: np.ndarray = place.astype(np.int32)
    return narrow


def _week_ends(weeks: pd.DataFrame, settings: Settings) -> np.ndarray:
    if weeks.empty:
        return np.array([], dtype=np.int64)
    start = local_midnight(weeks["week_start"].iloc[0].date(), settings.programme.zone)
    ends: np.ndarray = np.append(micros(start), micros_of(weeks["ends_at"]))
    return ends
