"""Planned work: how it grew in each week, and how much was finished in its turn."""

from datetime import datetime
from typing import Final

import numpy as np
import pandas as pd

from metrics.parts import weekly
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.plans import Plans, plans
from metrics.parts.weekly import DROPPED, FINISHED, OPEN, Grid, Weeks
from programme import frames
from programme.frames import COUNT, ON, TEXT, Column, Contract
from programme.settings import Settings

_COUNTS: Final = {
    "open_count": "open items of increments open and agreed at its beginning",
    "added_count": "in scope in one of these increments at its end and not before",
    "left_count": "open in one of them before; at its end dropped, or open in none of them",
}
_FINISHED: Final = {
    "finished_count": "items finished at its end and not before; empty = no open increment held "
    "open work at its beginning",
    "in_turn_count": "of these, in an increment whose turn it was; empty = as before",
}
TABLE: Final = Contract(
    "planned_work",
    {
        "project": Column(TEXT, "project", key=True, empty=False),
        "week_start": Column(ON, "Monday of the week", key=True, empty=False),
        **{name: Column(COUNT, meaning, empty=False) for name, meaning in _COUNTS.items()},
        **{name: Column(COUNT, meaning) for name, meaning in _FINISHED.items()},
    },
)
_INPUTS: Final = ("facts.milestones", "history", "state_spells", "increment_spells")


def planned_work(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Compare each week's end with its beginning, by what was planned at its beginning.

    Args:
        inputs: ``facts.milestones``, ``history``, ``state_spells`` and ``increment_spells``.
        as_of: Aware instant; the last week is the last one that ended by then.
        settings: For the programme's start and time zone, its projects, their baselines and order.

    Returns:
        TABLE: every whole week since the programme's start, zeros included, for each delivery
        project.
    """
    grid = weekly.grid(inputs["history"], inputs["state_spells"], as_of=as_of, settings=settings)
    known = plans(grid, inputs, as_of=as_of, settings=settings)
    counts = {name: _tally(grid, flag) for name, flag in _flags(grid, known).items()}
    table = pd.DataFrame(
        {
            "project": np.repeat(np.array(grid.projects, dtype=object), len(grid.weeks)),
            "week_start": np.tile(grid.weeks["week_start"].to_numpy(), len(grid.projects)),
            **{name: pd.array(count.reshape(-1), dtype=COUNT) for name, count in counts.items()},
        }
    )
    for name in _FINISHED:
        table[name] = table[name].where(known.waiting.reshape(-1))
    return frames.conform(table.sort_values(TABLE.keys), TABLE)


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the items that a week counts.

    Args:
        inputs: As for ``planned_work``.
        key: ``project`` and ``week_start``.
        as_of: Aware instant.
        settings: For the programme's start and time zone, its projects, their baselines and order.

    Returns:
        EXPLAINED: an item once for each count that it is in.
    """
    grid = weekly.grid(inputs["history"], inputs["state_spells"], as_of=as_of, settings=settings)
    known = plans(grid, inputs, as_of=as_of, settings=settings)
    return grid.named(_flags(grid, known), key)


def _flags(grid: Grid, known: Plans) -> dict[str, Weeks]:
    """Say by column which items count in which weeks."""
    steps = known.steps
    moved = np.flatnonzero(steps.first > 0)
    item, week = steps.item[moved], steps.first[moved] - 1
    state, before = steps.state[moved], steps.before[moved]
    is_in = known.planned[steps.held[moved], week]
    was_in = known.planned[steps.was_in[moved], week]
    in_scope, was_in_scope = (np.isin(one, (OPEN, FINISHED)) for one in (state, before))
    gone = (state == DROPPED) | ((state == OPEN) & ~is_in)
    finished = (state == FINISHED) & (before != FINISHED) & known.waiting[grid.project[item], week]
    flags = {
        "added_count": is_in & in_scope & ~(was_in & was_in_scope),
        "left_count": was_in & (before == OPEN) & gone,
        "finished_count": finished,
        "in_turn_count": finished & known.turn[steps.held[moved], week],
    }
    return {
        "open_count": _planned(known),
        **{name: Weeks(item[flag], week[flag], week[flag] + 1) for name, flag in flags.items()},
    }


def _planned(known: Plans) -> Weeks:
    """Say which items were open and planned at the beginning of which weeks."""
    turns = np.diff(np.pad(known.planned.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    (row, since), (_, end) = np.nonzero(turns == 1), np.nonzero(turns == -1)
    times = np.bincount(row, minlength=len(known.planned))
    steps = known.steps
    held = np.flatnonzero(steps.state == OPEN)
    # Each stretch meets each of the runs of weeks in which its increment was planned.
    runs = times[steps.held[held]]
    stretch = np.repeat(held, runs)
    nth = np.arange(len(stretch)) - np.repeat(np.cumsum(runs) - runs, runs)
    run = (np.cumsum(times) - times)[steps.held[stretch]] + nth
    first = np.maximum(steps.first[stretch], since[run])
    until = np.minimum(steps.until[stretch], end[run])
    met = first < until
    return Weeks(steps.item[stretch][met], first[met], until[met])


def _tally(grid: Grid, counted: Weeks) -> np.ndarray:
    """Count items by project and week."""
    ends = len(grid.weeks) + 1
    row = grid.project[counted.item] * ends
    length = len(grid.projects) * ends
    change = np.bincount(row + counted.first, minlength=length)
    change -= np.bincount(row + counted.until, minlength=length)
    counts: np.ndarray = change.reshape(len(grid.projects), ends).cumsum(axis=1)[:, :-1]
    return counts


MEASURE: Final = Measure(
    table=TABLE,
    inputs=_INPUTS,
    compute=planned_work,
    explain=explain,
    question="Does planned work grow, and is it done in order?",
    unit="pieces of work a week",
    definition="What was planned at the beginning of each week is the open work in increments "
    "that were open, with a date agreed. added_count is what came into these increments by the "
    "week's end, and left_count what was dropped or taken out of them. in_turn_count is what was "
    "finished in the increment that came first by its date and the configured order, or in the "
    "next one once nothing was left to do in the first.",
    formula="growth(w) = (added_count - left_count) / open_count\n"
    "in_turn(w) = in_turn_count / finished_count\n"
    "added_count(w) = count(in scope in these increments at the end of week w, not at its "
    "beginning)\n"
    "left_count(w) = count(open in these increments at the beginning of week w; at its end "
    "dropped, or open in none of them)",
    reads_as="Work that is added as fast as it is finished keeps dates away; and the more is "
    "finished out of turn, the later the first increment and the earlier the last.",
    misleads="Until its date is first seen or configured an increment counts as not planned, so "
    "that before the first sync little growth is told. Work done in advance of its turn may be "
    "wise, and who works in turn may only have put one date on everything.",
    source="docs/tables.md, Planned work",
    page="",
)
