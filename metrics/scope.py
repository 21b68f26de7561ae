"""Scope: what was added to each increment, dropped, and moved in and out, week by week."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import numpy as np
import pandas as pd

from metrics.parts.cuts import cut_at, micros
from metrics.parts.explained import explained, flagged
from metrics.parts.increment_history import Increment
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.observed_increments import increments
from metrics.parts.scope_moves import Scopes
from metrics.parts.work import work_items
from programme import frames
from programme.frames import COUNT, ON, TEXT, Column, Contract
from programme.settings import Settings
from programme.weeks import whole_weeks

TABLE: Final = Contract(
    "scope",
    {
        "project": Column(TEXT, "project", key=True, empty=False),
        "increment": Column(TEXT, "title of the increment", key=True, empty=False),
        "week_start": Column(ON, "Monday of the week", key=True, empty=False),
        "added_count": Column(COUNT, "created in it, or dropped before and not now", empty=False),
        "dropped_count": Column(COUNT, "in it before and now, and dropped since", empty=False),
        "moved_in_count": Column(COUNT, "elsewhere, or in no increment, before", empty=False),
        "moved_out_count": Column(COUNT, "elsewhere, or in no increment, now", empty=False),
        "scope_count": Column(COUNT, "in it and not dropped at the week's end", empty=False),
    },
)


def scope(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Compare each increment at every week's end with what it was at the end of the week before.

    Args:
        inputs: ``facts.milestones``, ``history``, ``state_spells`` and ``increment_spells``.
        as_of: Aware instant; the last week is the last one that ended by then.
        settings: For the programme's start and time zone, its projects and their baselines.

    Returns:
        TABLE: a row for each increment with a baseline and each whole week that ended after it was
        agreed, zeros included. The first week is compared with the instant of the agreement.
    """
    columns: dict[str, list[Any]] = {name: [] for name in TABLE.columns}
    for increment, scopes, cuts, mondays in _increments(inputs, as_of, settings):
        _, flags = scopes.moves(increment.title, cuts)
        columns["project"] += [increment.project] * len(mondays)
        columns["increment"] += [increment.title] * len(mondays)
        columns["week_start"] += mondays
        for name, flag in flags.items():
            columns[name] += flag.sum(axis=0).tolist()
    return frames.conform(pd.DataFrame(columns).sort_values(TABLE.keys), TABLE)


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the items that a week counts.

    Args:
        inputs: As for ``scope``.
        key: ``project``, ``increment`` and ``week_start``.
        as_of: Aware instant.
        settings: For the programme's start and time zone, its projects and their baselines.

    Returns:
        EXPLAINED: an item once for each count that it is in.
    """
    parts = []
    for increment, scopes, cuts, mondays in _increments(inputs, as_of, settings):
        if (increment.project, increment.title) == (key["project"], key["increment"]):
            week = mondays.index(key["week_start"])
            ever, flags = scopes.moves(increment.title, cuts)
            items = scopes.work.iloc[ever]
            parts = flagged(items, {name: flag[:, week] for name, flag in flags.items()})
    return explained(parts)


def _increments(
    inputs: Frames, as_of: datetime, settings: Settings
) -> Iterator[tuple[Increment, Scopes, list[int], list[pd.Timestamp]]]:
    """Yield increments with a baseline: cuts from its agreement on, and the weeks they end."""
    programme = settings.programme
    weeks = whole_weeks(programme.started_on, as_of, programme.zone)
    ends = np.array([micros(end) for end in weeks["ends_at"]], dtype=np.int64)
    work = work_items(inputs["history"], settings)
    for project in settings.projects:
        if project.kind != "delivery":
            continue
        ours = work[work["project"] == project.name]
        spells = inputs["increment_spells"]
        scopes: Scopes | None = None
        for increment in increments(project, inputs["facts.milestones"], ours, spells):
            _, agreed = increment.baseline(cut_at(as_of), programme.started_on, programme.zone)
            if agreed is not None and (ends > agreed).any():
                scopes = scopes or Scopes(ours, inputs["state_spells"], spells)
                since = ends > agreed
                mondays = weeks["week_start"][since].tolist()
                yield increment, scopes, [agreed, *ends[since].tolist()], mondays


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("facts.milestones", "history", "state_spells", "increment_spells"),
    compute=scope,
    explain=explain,
    question="How has the scope of each increment changed since it was agreed?",
    unit="pieces of work a week",
    definition="What came into each increment and what left it since its first baseline, in the "
    "week in which it happened. A piece of work is in the scope of an increment while it is in it "
    "and not dropped; finished work stays in its scope.",
    formula="scope_count(w) = scope_count(w-1) + added_count + moved_in_count - dropped_count "
    "- moved_out_count\n"
    "added_count = count(in scope at the end of week w; before, not yet there, or in it and "
    "dropped)\n"
    "moved_in_count = count(in scope at the end of week w; before, elsewhere)",
    reads_as="Scope that grows as fast as work is finished keeps the date away; both are shown "
    "apart, so that ten added and ten finished are never no change.",
    misleads="Work that is moved in may have been planned all along in no increment. What comes "
    "and goes within a week is not seen, and each piece counts as one. Without a baseline there "
    "is nothing to be measured against, and no row.",
    source="docs/tables.md, Scope",
    page="One milestone",
)
