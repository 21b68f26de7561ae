"""The schedule of each project, read from tables: those of a snapshot are enough for it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from metrics.parts.dependencies import must_follow
from metrics.parts.forecast import Outlook, outlook
from metrics.parts.measure import Frames
from metrics.parts.past_weeks import NO_PAST, pasts
from metrics.parts.schedule import Planned, Schedule
from metrics.parts.threats import Threat
from programme.open_days import open_shares
from programme.settings import Settings
from programme.settings_calendar import Calendar
from programme.settings_projects import Project
from programme.weeks import local_date

#: Tables that ``schedules`` reads.
INPUTS: Final = ("items", "throughput", "planned_work", "dependencies", "plan")


class _Turn(NamedTuple):
    title: str
    left: int
    target: date | None


def schedules(
    tables: Frames, risks: pd.DataFrame, *, as_of: datetime, settings: Settings
) -> dict[str, Schedule]:
    """Return the schedule of each delivery project.

    Args:
        tables: Those of INPUTS, of these projects.
        risks: ``project``, ``increment``, ``item``, ``state``, ``sized``, ``probability`` and
            ``impact_days`` of theirs, as the table ``risks`` has them. A risk in no increment
            delays none.
        as_of: Aware instant.
        settings: For the programme's name and time zone, the calendar and the gates.
    """
    today = local_date(as_of, settings.programme.zone)
    threats = _threats(risks)
    plans = _plans(tables["plan"])
    first_on = tables["items"].groupby("project")["created_on"].min()
    known = pasts(first_on, tables["throughput"], tables["planned_work"])
    found = {}
    for project in settings.projects:
        if project.kind != "delivery":
            continue
        name = project.name
        before = known.get(name, NO_PAST)
        ahead = outlook(
            before, today, settings.programme.name, open_shares=worked(settings.calendar)
        )
        planned = _planned(project, plans.get(name, ()), tables["dependencies"], threats)
        found[name] = schedule(
            planned, ahead, before.parallel(len(before)), settings.programme.name
        )
    return found


def worked(calendar: Calendar) -> partial[np.ndarray] | None:
    """Return what ``outlook`` asks of a calendar; None if all of every week is worked."""
    if not calendar.country and not calendar.quiet:
        return None
    return partial(open_shares, calendar=calendar)


@lru_cache(maxsize=128)
def schedule(
    planned: tuple[Planned, ...], ahead: Outlook, parallel: float, identity: str
) -> Schedule:
    """Return the schedule of these; what it has worked out already serves whoever asks next."""
    return Schedule(planned, ahead, parallel, identity)


def _planned(
    project: Project,
    plan: Sequence[_Turn],
    dependencies: pd.DataFrame,
    threats: Mapping[tuple[str, str], tuple[Threat, ...]],
) -> tuple[Planned, ...]:
    after = must_follow(dependencies, project.name, [turn.title for turn in plan])
    return tuple(
        Planned(
            title=title,
            left=left,
            target=target,
            after=after.get(title, ()),
            gates=project.gates_of(title) if title else (),
            threats=threats.get((project.name, title), ()) if title else (),
        )
        for title, left, target in plan
    )


def _plans(plan: pd.DataFrame) -> Mapping[str, list[_Turn]]:
    """Return the increments of each project in the order of their turns."""
    names = ("project", "increment", "open_count", "not_broken_down_count", "target_on")
    columns = [plan.sort_values("turn")[name].tolist() for name in names]
    found: defaultdict[str, list[_Turn]] = defaultdict(list)
    for project, title, waiting, to_come, target in zip(*columns, strict=True):
        on = None if pd.isna(target) else target.date()
        found[project].append(_Turn(title, int(waiting + to_come), on))
    return found


def _threats(risks: pd.DataFrame) -> dict[tuple[str, str], tuple[Threat, ...]]:
    """Return the risks that can delay each increment of a project, by item."""
    live = risks[(risks["state"] == "open") & risks["sized"] & (risks["increment"] != "")]
    found: dict[tuple[str, str], tuple[Threat, ...]] = {}
    for row in live.sort_values("item").itertuples():
        key = row.project, row.increment
        threat = Threat.scored(row.item, row.probability, row.impact_days)
        found[key] = (*found.get(key, ()), threat)
    return found
