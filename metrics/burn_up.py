"""Burn-up: how much was in each increment at each Sunday's end, and how much of it was finished."""

from datetime import datetime
from typing import Final

import numpy as np
import pandas as pd

from metrics.parts.cuts import MISSING, cut_after, micros, micros_of
from metrics.parts.explained import explained, flagged
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.work import coded, delivery_projects, places, work_items
from programme import frames
from programme.frames import COUNT, ON, TEXT, Column, Contract
from programme.settings import Settings
from programme.weeks import whole_weeks

TABLE: Final = Contract(
    "burn_up",
    {
        "project": Column(TEXT, "project", key=True, empty=False),
        "increment": Column(TEXT, "title; empty = work in no increment", key=True, empty=False),
        "week_end": Column(ON, "Sunday at whose end this was so", key=True, empty=False),
        "scope_count": Column(COUNT, "items in it that are open or finished", empty=False),
        "finished_count": Column(COUNT, "of them finished", empty=False),
    },
)
_FOREVER: Final = int(np.iinfo(np.int64).max)


def burn_up(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Count what was in each increment at every week's end, and what of it was finished.

    Args:
        inputs: ``history``, ``state_spells``, ``increment_spells`` and the table ``increments``.
        as_of: Aware instant; the last week is the last one that ended by then.
        settings: For the programme's start and time zone, and its projects.

    Returns:
        TABLE: a row for each increment of that table and each whole week, zeros included, from the
        first week at whose end something was in it; and so for work in none of them.
    """
    programme = settings.programme
    weeks = whole_weeks(programme.started_on, as_of, programme.zone)
    work = work_items(inputs["history"], settings)
    if work.empty or weeks.empty:
        return frames.empty(TABLE)
    cuts = np.array([micros(end) for end in weeks["ends_at"]], dtype=np.int64)
    projects = delivery_projects(settings)
    named = _named(inputs)
    states = _spells(inputs["state_spells"], work)
    states = states[states["state"] != "dropped"]
    project = coded(work["project"], projects)
    everything = _counted(states, project[states["place"]], len(projects), cuts)
    inside = _both(states, _inside(inputs, work, named))
    held = _counted(inside, inside["row"].to_numpy(), len(named), cuts)
    for whole, parts in zip(everything, held, strict=True):
        # Work in none is all the rest.
        np.subtract.at(whole, coded(named["project"], projects), parts)
    scope, finished = np.concatenate([everything, held], axis=1)
    shown = np.logical_or.accumulate(scope > 0, axis=1)
    row, week = np.nonzero(shown)
    of_project, of_title = (
        np.concatenate([np.array(first, dtype=object), named[name].to_numpy(dtype=object)])[row]
        for first, name in ((projects, "project"), ([""] * len(projects), "increment"))
    )
    table = pd.DataFrame(
        {
            "project": of_project,
            "increment": of_title,
            "week_end": weeks["week_end"].to_numpy()[week],
            "scope_count": scope[shown],
            "finished_count": finished[shown],
        }
    )
    return frames.conform(table.sort_values(TABLE.keys), TABLE)


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the items that an increment held at a week's end.

    Args:
        inputs: As for ``burn_up``.
        key: ``project``, ``increment`` and ``week_end``.
        as_of: Not used; the week ended before it.
        settings: For the time zone and the projects.

    Returns:
        EXPLAINED: of ``scope_count`` and of ``finished_count`` an item each.
    """
    cut = cut_after(key["week_end"].date(), settings.programme.zone)
    work = work_items(inputs["history"], settings)
    work = work[work["project"] == key["project"]].reset_index(drop=True)
    states, parts = (
        spells[(spells["start"] < cut) & (spells["end"] >= cut)]
        for spells in (
            _spells(inputs["state_spells"], work),
            _inside(inputs, work, _named(inputs)),
        )
    )
    title = np.full(len(work), "", dtype=object)
    title[parts["place"]] = parts["increment"]
    place = states["place"].to_numpy()
    ours = states[title[place] == key["increment"]]
    flags = {name: np.zeros(len(work), dtype=bool) for name in ("scope_count", "finished_count")}
    flags["scope_count"][ours.loc[ours["state"] != "dropped", "place"]] = True
    flags["finished_count"][ours.loc[ours["state"] == "finished", "place"]] = True
    return explained(flagged(work, flags))


def _named(inputs: Frames) -> pd.DataFrame:
    """Return the increments that have a name, by ``project`` and ``increment``."""
    known = inputs["increments"][["project", "increment"]]
    return known[known["increment"] != ""].reset_index(drop=True)


def _inside(inputs: Frames, work: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    """Return the spells in increments, with the ``row`` of *named* that each speaks of.

    A milestone that the forge never showed is nobody's increment: work in it is in none.
    """
    spells = _spells(inputs["increment_spells"], work)
    project = work["project"].to_numpy(dtype=object)[spells["place"]]
    asked = pd.MultiIndex.from_arrays([project, spells["increment"].to_numpy(dtype=object)])
    spells = spells.assign(row=pd.MultiIndex.from_frame(named).get_indexer(asked))
    return spells[spells["row"] >= 0]


def _spells(spells: pd.DataFrame, work: pd.DataFrame) -> pd.DataFrame:
    """Return the spells of *work* with the ``place`` of their item, ``start`` and ``end``."""
    end = micros_of(spells["until_at"])
    found = spells.assign(
        place=places(spells, work),
        start=micros_of(spells["from_at"]),
        end=np.where(end == MISSING, _FOREVER, end),
    )
    return found[found["place"] >= 0]


def _both(states: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """Return when an item was in a state and in an increment at once."""
    both = states[["place", "state", "start", "end"]].merge(
        parts[["place", "row", "start", "end"]], on="place", suffixes=("", "_in")
    )
    both["start"] = np.maximum(both["start"], both["start_in"])
    both["end"] = np.minimum(both["end"], both["end_in"])
    return both[both["start"] < both["end"]]


def _counted(spells: pd.DataFrame, group: np.ndarray, groups: int, cuts: np.ndarray) -> np.ndarray:
    """Count the spells that hold at each cut: all, and the finished ones, by group and cut."""
    width = len(cuts) + 1

    def turns(at: pd.Series, chosen: np.ndarray) -> np.ndarray:
        place = group * width + np.searchsorted(cuts, at.to_numpy(), side="right")
        return np.bincount(place[chosen], minlength=groups * width).reshape(groups, width)[:, :-1]

    finished = (spells["state"] == "finished").to_numpy(dtype=bool)
    return np.stack(
        [
            np.cumsum(turns(spells["start"], chosen) - turns(spells["end"], chosen), axis=1)
            for chosen in (np.ones(len(spells), dtype=bool), finished)
        ]
    )


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("history", "state_spells", "increment_spells", "increments"),
    compute=burn_up,
    explain=explain,
    question="How much of each increment is finished, and how fast does its scope grow?",
    unit="pieces of work",
    definition="For each increment at each Sunday's end: the pieces of work that were in it, open "
    "or finished (scope_count), and how many of them were finished. A piece that was moved to "
    "another increment counts there from then on.",
    formula="scope_count(w) = count(in the increment at the end of week w, open or finished)\n"
    "finished_count(w) = count(in the increment at the end of week w, finished)\n"
    "sum of scope_count over all increments and none = arrived_total - dropped_total of the "
    "project",
    reads_as="It is ready when the line of finished work meets the line of its scope.",
    misleads="The lines need not meet where they point to: work that comes first in the project "
    "holds an increment up, and finished work that is moved in looks like progress. Each piece "
    "counts as one.",
    source="docs/tables.md, Burn-up",
    page="One milestone",
)
