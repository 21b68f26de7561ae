"""Milestone trend: the date of each increment, and its forecast, as known at every week's end."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

import numpy as np
import pandas as pd

from metrics.parts.cuts import cut_after, micros
from metrics.parts.expected import expected_counts, still_to_come
from metrics.parts.explained import explained, part
from metrics.parts.forecast import outlook, queue, queued, weeks_of_work
from metrics.parts.increment_history import Increment, increments
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.open_work import open_counts, open_items
from metrics.parts.pace import past
from metrics.parts.work import work_items
from programme import frames
from programme.frames import ON, TEXT, Column, Contract
from programme.settings import Project, Settings
from programme.weeks import whole_weeks

TABLE: Final = Contract(
    "milestone_trend",
    {
        "project": Column(TEXT, "project", key=True, empty=False),
        "increment": Column(TEXT, "title of the increment", key=True, empty=False),
        "week_end": Column(ON, "Sunday of the week", key=True, empty=False),
        "target_on": Column(ON, "date worked to at that week's end"),
        "p80_on": Column(
            ON, "day by which, as seen then, it is finished with a chance of 80 in 100"
        ),
        "basis": Column(
            TEXT, "baseline | recorded | rebuilt: where target_on is from", empty=False
        ),
    },
)


def milestone_trend(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Tell for each week's end which date was worked to, and forecast again from what was known.

    Args:
        inputs: ``facts.milestones``, ``history``, ``state_spells``, ``increment_spells`` and
            ``throughput``.
        as_of: Aware instant; the last week is the last one that ended by then.
        settings: For the programme's start and time zone, its projects and their baselines.

    Returns:
        TABLE: a row for each increment and whole week from the programme's start, or from the
        increment's creation if that is later, while the forge has it. ``p80_on`` is empty when
        nothing was left to do, the increment was closed, or no forecast could be made.
    """
    programme = settings.programme
    weeks = whole_weeks(programme.started_on, as_of, programme.zone)
    work = work_items(inputs["history"], settings)
    rows = [
        row
        for project in settings.projects
        if project.kind == "delivery"
        for row in _project_rows(
            project, inputs, work[work["project"] == project.name], weeks, settings
        )
    ]
    if not rows:
        return frames.empty(TABLE)
    table = pd.DataFrame(rows)
    for name in ("week_end", "target_on", "p80_on"):
        table[name] = table[name].astype(ON)
    return frames.conform(table.sort_values(TABLE.keys), TABLE)


def _project_rows(
    project: Project, inputs: Frames, work: pd.DataFrame, weeks: pd.DataFrame, settings: Settings
) -> Iterator[dict[str, Any]]:
    told = increments(project, inputs["facts.milestones"], work, inputs["increment_spells"])
    if not told:
        return
    cuts = [micros(end) for end in weeks["ends_at"]]
    counts = open_counts(work, inputs["state_spells"], inputs["increment_spells"], cuts)
    spells = inputs["state_spells"], inputs["increment_spells"]
    kept = open_counts(work, *spells, cuts, states=("open", "finished")) if project.expected else {}
    known = weeks_of_work(inputs["throughput"], work, settings.programme.zone)
    before, ends = past(known), known.index.to_numpy()
    for place, (cut, sunday) in enumerate(zip(cuts, weeks["week_end"], strict=True)):
        day = sunday.date()
        remaining = {title: int(count[place]) for title, count in counts.items()}
        sizes = {title: int(count[place]) for title, count in kept.items()}
        for title, count in _to_come(project, told, remaining, sizes, cut, day).items():
            remaining[title] = remaining.get(title, 0) + count
        through = queue(told, remaining, cut, day)
        ahead = outlook(
            before,
            (sunday + pd.Timedelta(days=1)).date(),
            settings.programme.name,
            known=int(np.searchsorted(ends, sunday.to_datetime64(), side="right")),
        )
        for increment in told:
            state = increment.state(cut)
            if state in {"not yet", "removed"}:
                continue
            target, basis = increment.target(cut, day)
            left = remaining.get(increment.title, 0) if state == "open" else 0
            yield {
                "project": project.name,
                "increment": increment.title,
                "week_end": sunday,
                "target_on": target,
                "p80_on": ahead.p80(through[increment.title]) if left else None,
                "basis": basis,
            }


def _to_come(
    project: Project,
    told: Sequence[Increment],
    remaining: Mapping[str, int],
    sizes: Mapping[str, int],
    cut: int,
    day: date,
) -> dict[str, int]:
    """Return the pieces that increments not broken down at a cut were expected to get yet."""
    finished, waiting = [], []
    for increment in told:
        state, size = increment.state(cut), sizes.get(increment.title, 0)
        # Without milestones it is finished once it has items and none is open.
        done = not increment.milestones and size and not remaining.get(increment.title)
        if state == "finished" or (state == "open" and done):
            finished.append(size)
        elif state == "open":
            waiting.append(increment.title)
    return still_to_come(expected_counts(project, finished, waiting, day), sizes)


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the items that were open at a week's end.

    Args:
        inputs: ``facts.milestones``, ``history``, ``state_spells`` and ``increment_spells``.
        key: ``project``, ``increment`` and ``week_end``.
        as_of: Aware instant.
        settings: For the time zone, the projects and their baselines.

    Returns:
        EXPLAINED: of ``p80_on`` the items that had to be finished until the increment was, those
        in the increments before it included; under ``remaining_count`` the ones in it, as the
        table ``increments`` counts them.
    """
    parts: list[pd.DataFrame] = []
    day = key["week_end"].date()
    cut = cut_after(day, settings.programme.zone)
    work = work_items(inputs["history"], settings)
    for project in settings.projects:
        if project.name == key["project"]:
            ours = work[work["project"] == project.name]
            spells = inputs["increment_spells"]
            told = increments(project, inputs["facts.milestones"], ours, spells)
            waiting = open_items(ours, inputs["state_spells"], spells, cut)
            through = queue(told, waiting["increment"].value_counts().to_dict(), cut, day)
            held = waiting["increment"]
            parts = [
                part("remaining_count", waiting[held == key["increment"]]),
                part("p80_on", waiting[queued(through, key["increment"], held)]),
            ]
    return explained(parts)


MEASURE: Final = Measure(
    table=TABLE,
    inputs=(
        "facts.milestones",
        "history",
        "state_spells",
        "increment_spells",
        "throughput",
    ),
    compute=milestone_trend,
    explain=explain,
    question="How have our dates moved?",
    unit="dates",
    definition="For each increment at each Sunday's end: the date worked to (target_on), where "
    "that is known from (basis), and the day by which, at the pace until then, it was "
    "finished with a chance of 80 in 100 (p80_on).",
    formula="target_on(w) = latest due date of its milestones, as known at the end of week w\n"
    "p80_on(w) = the Sunday by which the open work is finished with a chance of 80 in 100",
    reads_as="A flat line is a steady date, a rising one slips. A line that rises as fast as the "
    "diagonal never arrives.",
    misleads="Neither forge keeps a history of due dates: before the first sync dates are rebuilt "
    "from the first one seen, and look steadier than they were. A date that never moves may be "
    "one that nobody looks after.",
    source="Milestone trend analysis (MTA); definitions: docs/tables.md",
    page="Slippage",
)
