"""What was told of every increment at each past week's end, made once for all who ask for it.

Only what was known then counts: the work open then, the pace of the weeks until then.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from metrics.parts.cuts import cut_after, cut_at, micros
from metrics.parts.expected import expected_counts, still_to_come
from metrics.parts.explained import part
from metrics.parts.forecast import Dates, outlook
from metrics.parts.increment_history import Increment
from metrics.parts.measure import Frames
from metrics.parts.observed_increments import increments
from metrics.parts.open_work import open_counts, open_items
from metrics.parts.pace import Past
from metrics.parts.past_threats import PastThreats
from metrics.parts.past_weeks import NO_PAST, pasts
from metrics.parts.schedule import Planned, Schedule
from metrics.parts.schedules import worked
from metrics.parts.turns import queue, queued, waits
from metrics.parts.work import work_items
from programme import frames
from programme.frames import ON, TEXT, Column, Contract
from programme.settings import Settings
from programme.settings_projects import Project
from programme.weeks import local_dates, whole_weeks

#: Tables that ``past_forecasts`` needs besides frames.
TABLES: Final = ("planned_work",)
#: Frames that ``explain_past`` needs.
EXPLAIN_INPUTS: Final = ("facts.milestones", "history", "state_spells", "increment_spells")
#: What is finished now is told all three dates at the end of every fourth week of the programme,
#: from its fourth on: forecasts a week apart are nearly the same, and each date costs time.
SCORED_EVERY: Final = 4
#: A row for each increment and whole week from the programme's start, or from the increment's
#: creation if that is later, while the forge has it.
PAST_FORECASTS: Final = Contract(
    "past_forecasts",
    {
        "project": Column(TEXT, "project", key=True, empty=False),
        "increment": Column(TEXT, "title of the increment", key=True, empty=False),
        "week_end": Column(ON, "Sunday of the week", key=True, empty=False),
        "target_on": Column(ON, "date worked to at that week's end"),
        "basis": Column(TEXT, "as in milestone_trend", empty=False),
        "p50_on": Column(ON, "even-chance date as seen then; empty where it is not scored"),
        "p80_on": Column(ON, "80% date as seen then; empty = nothing left, or no forecast"),
        "p95_on": Column(ON, "95% date as seen then; empty where it is not scored"),
    },
)

_NONE: Final = Dates()


class _Row(NamedTuple):
    """A row of PAST_FORECASTS."""

    project: str
    increment: str
    week_end: pd.Timestamp
    target_on: date | None
    basis: str
    p50_on: date | None
    p80_on: date | None
    p95_on: date | None


def past_forecasts(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Stand at each past week's end and tell of each increment what was known then.

    Args:
        inputs: The frames of EXPLAIN_INPUTS, ``label_spells`` and ``week_counts``, and TABLES.
        as_of: Aware instant; the last week is the last one that ended by then.
        settings: For the programme's start and time zone, its projects and their baselines.

    Returns:
        PAST_FORECASTS, sorted by its keys.
    """
    programme = settings.programme
    weeks = whole_weeks(programme.started_on, as_of, programme.zone)
    work = work_items(inputs["history"], settings)
    threats = PastThreats(inputs, settings)
    first_on = local_dates(work.groupby("project")["created_at"].min(), programme.zone)
    known = pasts(first_on, inputs["week_counts"], inputs["planned_work"])
    rows = [
        row
        for project in settings.projects
        if project.kind == "delivery"
        for row in _project_rows(
            project,
            inputs,
            work[work["project"] == project.name],
            weeks,
            known.get(project.name, NO_PAST),
            threats,
            as_of,
            settings,
        )
    ]
    if not rows:
        return frames.empty(PAST_FORECASTS)
    table = pd.DataFrame(rows)
    for name in ("week_end", "target_on", "p50_on", "p80_on", "p95_on"):
        table[name] = table[name].astype(ON)
    return frames.conform(table.sort_values(PAST_FORECASTS.keys), PAST_FORECASTS)


def explain_past(
    inputs: Frames, project_name: str, increment: str, sunday: date, settings: Settings
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Name the items that a past forecast waited for.

    Args:
        inputs: The frames of EXPLAIN_INPUTS.
        project_name: Of the increment's project.
        increment: Its title.
        sunday: The last day of the week at whose end the forecast stood.
        settings: For the time zone, the projects and their baselines.

    Returns:
        ``remaining_count``: the items open in the increment then; and those that had to be
        finished until it was, in the increments before it included.
    """
    cut = cut_after(sunday, settings.programme.zone)
    project = next(one for one in settings.projects if one.name == project_name)
    work = work_items(inputs["history"], settings)
    ours = work[work["project"] == project.name]
    spells = inputs["increment_spells"]
    told = increments(project, inputs["facts.milestones"], ours, spells)
    waiting = open_items(ours, inputs["state_spells"], spells, cut)
    held = waiting["increment"]
    order = queue(told, held.value_counts().to_dict(), cut, sunday, project.order)
    return (
        part("remaining_count", waiting[held == increment]),
        waiting[queued(order, increment, held)],
    )


def _project_rows(
    project: Project,
    inputs: Frames,
    work: pd.DataFrame,
    weeks: pd.DataFrame,
    before: Past,
    threats: PastThreats,
    as_of: datetime,
    settings: Settings,
) -> Iterator[_Row]:
    told = increments(project, inputs["facts.milestones"], work, inputs["increment_spells"])
    if not told:
        return
    now = cut_at(as_of)
    # Without milestones the items alone say whether it is finished.
    perhaps_finished = {
        one.title for one in told if not one.milestones or one.state(now) == "finished"
    }
    cuts = [micros(end) for end in weeks["ends_at"]]
    spells = inputs["state_spells"], inputs["increment_spells"]
    counts = open_counts(work, *spells, cuts)
    kept = open_counts(work, *spells, cuts, states=("open", "finished")) if project.expected else {}
    ends = before.begins + 6
    for place, (cut, sunday) in enumerate(zip(cuts, weeks["week_end"], strict=True)):
        day = sunday.date()
        waiting = {title: int(count[place]) for title, count in counts.items()}
        remaining = dict(waiting)
        sizes = {title: int(count[place]) for title, count in kept.items()}
        for title, count in _to_come(project, told, remaining, sizes, cut, day).items():
            remaining[title] = remaining.get(title, 0) + count
        over = int(np.searchsorted(ends, sunday.to_datetime64(), side="right"))
        ahead = outlook(
            before,
            (sunday + pd.Timedelta(days=1)).date(),
            settings.programme.name,
            known=over,
            open_shares=worked(settings.calendar),
        )
        holding = threats.at(project.name, cut)
        order = queue(told, remaining, cut, day, project.order)
        planned = [
            Planned(
                title,
                remaining.get(title, 0),
                after=project.order.get(title.strip(), ()),
                gates=project.gates_of(title),
                threats=holding.get(title, ()),
            )
            for title in order
            if title
        ]
        # Work in none of them takes its part of the pace, too.
        elsewhere = sum(waiting.values()) - sum(waiting.get(title, 0) for title in order if title)
        planned.append(Planned("", elsewhere))
        schedule = Schedule(planned, ahead, before.parallel(over), settings.programme.name)
        scored = perhaps_finished if (place + 1) % SCORED_EVERY == 0 else set()
        for increment in told:
            state = increment.state(cut)
            if state in {"not yet", "removed"}:
                continue
            target, basis = increment.target(cut, day)
            left = remaining.get(increment.title, 0) if state == "open" else 0
            dates = _NONE
            if left and increment.title in scored:
                dates = schedule.dates(increment.title)
            elif left:
                dates = Dates(p80=schedule.p80(increment.title))
            yield _Row(
                *(project.name, increment.title, sunday, target, basis),
                *(dates.p50, dates.p80, dates.p95),
            )


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
        elif state == "open" and waits(increment, cut, remaining.get(increment.title, 0)):
            waiting.append(increment.title)
    return still_to_come(expected_counts(project, finished, waiting, day), sizes)
