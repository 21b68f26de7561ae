"""Time in state: how long recently finished work spent under the labels that say where it was."""

from datetime import datetime
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from metrics.parts.cuts import micros_of
from metrics.parts.exact import as_millionths, in_days, millionths
from metrics.parts.explained import at_rank, explained, of_project, part, split
from metrics.parts.label_time import STILL, label_stretches, open_stretches, spent, states_of
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.percentile import percentile
from metrics.parts.recent import LEAST_ITEMS, recently
from metrics.parts.work import delivery_projects, work_items
from programme import frames
from programme.frames import COUNT, DAYS, TEXT, Column, Contract
from programme.settings import Settings

TABLE: Final = Contract(
    "time_in_state",
    {
        "project": Column(TEXT, "project; empty = the whole programme", key=True, empty=False),
        "state": Column(
            TEXT, "blocked, waiting, or a label such as status::in-review", key=True, empty=False
        ),
        "item_count": Column(
            COUNT, "items finished in the last 26 whole weeks that were ever in it", empty=False
        ),
        "p50_days": Column(DAYS, "half of them spent at most this long in it; exact days"),
        "p85_days": Column(DAYS, "85 in 100 of them spent at most this long in it; exact days"),
        "total_days": Column(DAYS, "days that they spent in it together", empty=False),
        "open_count": Column(COUNT, "open items in it now", empty=False),
    },
)
_SHARES: Final = {"p50_days": 0.5, "p85_days": 0.85}


class _Held(NamedTuple):
    """Which items were in which states.

    Attributes:
        work: Rows of HISTORY.
        names: The states, by number.
        row, state, micros: Of each recently finished item and state with any time at all: its place
            in *work*, the state's number, and microseconds.
        row_now, state_now: Of each open item and state that it is in now.
    """

    work: pd.DataFrame
    names: list[str]
    row: np.ndarray
    state: np.ndarray
    micros: np.ndarray
    row_now: np.ndarray
    state_now: np.ndarray


def time_in_state(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Measure how long work was open under each state's labels.

    Args:
        inputs: ``history``, ``state_spells`` and ``label_spells``.
        as_of: Aware instant; the running part-week is left out.
        settings: For the time zone, the projects and ``[labels]`` (states, blocked, waiting).

    Returns:
        TABLE: a row for each project and state in which recently finished work was or open work
        is. Days are of 24 hours, exact; the time in which an item was closed before a reopening
        is in no state; an item that carries two states at once is in both. Under 20 items the
        percentiles are empty.
    """
    found = _held(inputs, as_of, settings)
    names, projects = found.names, delivery_projects(settings)
    project = pd.Index(projects).get_indexer(pd.Index(found.work["project"]))
    # Every project and state has a number of its own.
    cell = project[found.row] * len(names) + found.state
    order = np.argsort(cell, kind="stable")
    cell, micros = cell[order], found.micros[order]
    still = np.bincount(
        project[found.row_now] * len(names) + found.state_now,
        minlength=len(projects) * len(names),
    )
    rows = []
    for number in sorted({*cell.tolist(), *np.flatnonzero(still).tolist()}):
        first, end = np.searchsorted(cell, [number, number + 1])
        title, name = projects[number // len(names)], names[number % len(names)]
        rows.append((title, name, *_figures(micros[first:end]), int(still[number])))
    return frames.conform(pd.DataFrame(rows, columns=list(TABLE.columns)), TABLE)


def _held(inputs: Frames, as_of: datetime, settings: Settings) -> _Held:
    work = work_items(inputs["history"], settings)
    told = states_of(inputs["label_spells"], settings.labels)
    names = sorted(set(told.values()))
    numbers = {label: names.index(state) for label, state in told.items()}
    held = label_stretches(work, inputs["label_spells"], numbers)
    open_time = open_stretches(work, inputs["state_spells"])
    state = work["state"].to_numpy(dtype=object)
    lately = (state == "finished") & recently(micros_of(work["closed_at"]), as_of, settings)
    row, spent_in, micros = spent(open_time, held)
    mine = lately[row]
    now = (held.until_at == STILL) & (state[held.row] == "open")
    # An issue may carry two labels of one state.
    in_now = np.unique(np.stack([held.row[now], held.state[now]]), axis=1)
    return _Held(work, names, row[mine], spent_in[mine], micros[mine], in_now[0], in_now[1])


def programme_time_in_state(tables: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Add up the projects, state by state.

    Args:
        tables: ``time_in_state`` of all projects.
        as_of: Not used.
        settings: Not used.

    Returns:
        TABLE: a row for each state with an empty project. Percentiles are empty: what one word
        means differs from team to team, and a percentile of percentiles is none.
    """
    table = tables["time_in_state"]
    # Floats added up would not be the decimal that a reader of the rows adds up.
    whole = np.array(as_millionths(table["total_days"]), dtype=np.int64)
    table = table.assign(total_days=whole)
    sums = table.groupby("state", as_index=False)[["item_count", "total_days", "open_count"]].sum()
    sums = sums.assign(total_days=in_days(sums["total_days"]))
    return frames.conform(sums.assign(project="", p50_days=pd.NA, p85_days=pd.NA), TABLE)


def _figures(micros: np.ndarray) -> tuple[object, ...]:
    """Return how many there are, two percentiles, and the sum, in days."""
    shares = _SHARES.values() if len(micros) >= LEAST_ITEMS else ()
    percentiles = [in_days(millionths(percentile(micros, share))) for share in shares]
    total_days = in_days(millionths(micros.sum(dtype=np.int64)))
    return len(micros), *(percentiles or (pd.NA, pd.NA)), total_days


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the items that were in a state, with their days in it, and those in it now.

    Args:
        inputs: ``history``, ``state_spells`` and ``label_spells``.
        key: ``project`` and ``state``.
        as_of: Aware instant; the running part-week is left out.
        settings: For the time zone, the projects and ``[labels]`` (states, blocked, waiting).

    Returns:
        EXPLAINED of both counts, of ``total_days``, and one item with its days for each percentile.
        Days under ``total_days`` are off by less than a millionth each, so that they add up to
        the cell.
    """
    found = _held(inputs, as_of, settings)
    number = found.names.index(key["state"])
    mine = found.state == number
    spent_in = found.work.iloc[found.row[mine]].assign(micros=found.micros[mine])
    spent_in = of_project(spent_in, key)
    now = found.work.iloc[found.row_now[found.state_now == number]]
    parts = [part("item_count", spent_in), part("open_count", of_project(now, key))]
    parts += [
        split("total_days", own, own["micros"].to_numpy(), millionths)
        for _, own in spent_in.groupby("project")
    ]
    if key["project"] != "" and len(spent_in) >= LEAST_ITEMS:
        timed = spent_in.assign(days=in_days(millionths(spent_in["micros"].to_numpy())))
        parts += [at_rank(name, timed, "days", share) for name, share in _SHARES.items()]
    return explained(parts)


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("history", "state_spells", "label_spells"),
    compute=time_in_state,
    total=programme_time_in_state,
    explain=explain,
    question="Where does work spend its time, and how long is it blocked?",
    unit="days of 24 hours",
    definition="For each state that labels tell: the pieces of work finished in the last 26 whole "
    "weeks that were ever in it while open, and the exact days that they spent in it. open_count "
    "counts the open pieces that are in it now.",
    formula="days in a state = time in which the item was open and carried a label of it\n"
    "total_days = those of all item_count items, added up\n"
    "pXX_days = the value at rank ceil(p * n) of the n = item_count sorted days, p = 0.50, 0.85",
    reads_as="85 in 100 of the recently finished pieces of work that were ever in a state spent at "
    "most the days under p85_days in it.",
    misleads="It shows what labels tell, not what was done: a label left on counts on, one never "
    "set counts nothing, and work in two states counts in both. Work that is stuck and never "
    "finished shows in open_count alone.",
    source="Kanban Pocket Guide, chapter 6; definitions: docs/tables.md",
    page="Throughput",
)
