"""The history of every increment of a project, from what was observed of it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import pandas as pd

from metrics.parts.cuts import MISSING, micros_of
from metrics.parts.groups import KINDS, own_groups
from metrics.parts.increment_history import Agreed, Increment, Milestone, Observation
from programme.settings_projects import Project

#: Columns of MILESTONES that tell of an observation.
_SAID: Final = (
    *("source", "milestone_key", "title", "state", "due_on", "start_on", "url", "lines"),
)
_INSTANTS: Final = ("seen_from", "seen_until", "created_at", "updated_at", "closed_at")


def increments(
    project: Project, milestones: pd.DataFrame, work: pd.DataFrame, spells: pd.DataFrame
) -> list[Increment]:
    """Tell the history of every increment of a delivery project, ignored ones left out.

    Args:
        project: Says where its increments come from, which to ignore, and their baselines.
        milestones: MILESTONES frame, of any projects.
        work: Rows of HISTORY that are work of this project.
        spells: INCREMENT_SPELLS of any issues.

    Returns:
        Each milestone title, or each parent or iteration that any issue was ever in, and each title
        that work bears without any of these, by title.
    """
    agreed = {title: _agreed(dates) for title, dates in project.baselines.items()}
    ignored = set(project.increments.ignore)
    by_title: defaultdict[str, list[Milestone]] = defaultdict(list)
    kind = KINDS.get(project.increments.from_)
    if kind is not None:
        rows = milestones[(milestones["project"] == project.name) & (milestones["kind"] == kind)]
        # Of parents and iterations the forge lists those of others, too.
        held = _held(project, spells) if kind else None
        for title, milestone in _milestones(own_groups(rows)):
            if title.strip() not in ignored and (held is None or title in held):
                by_title[title].append(milestone)
    orphans = [title for title in work["increment"].unique() if title and title not in by_title]
    told = [
        Increment(
            project=project.name,
            title=title,
            created_at=min(milestone.created_at for milestone in found),
            milestones=tuple(found),
            agreed=agreed.get(title.strip(), ()),
            kind=kind or "",
        )
        for title, found in by_title.items()
    ]
    if orphans:
        of_project = spells.merge(work[["source", "number"]], on=["source", "number"])
        first = of_project.groupby("increment")["from_at"].min()
        told += [
            Increment(
                project=project.name,
                title=title,
                created_at=int(micros_of(first[[title]])[0]),
                milestones=(),
                agreed=agreed.get(title.strip(), ()),
            )
            for title in orphans
        ]
    return sorted(told, key=lambda increment: increment.title)


def _held(project: Project, spells: pd.DataFrame) -> set[str]:
    """Return the titles of the increments that any issue of the project was ever in."""
    sources = [source.name for source in project.sources]
    return set(spells.loc[spells["source"].isin(sources), "increment"])


def _agreed(dates: date | tuple[Any, ...]) -> tuple[Agreed, ...]:
    if isinstance(dates, tuple):
        return tuple(Agreed(one.date, one.agreed_on, one.role, one.reason) for one in dates)
    return (Agreed(dates, None),)


def _milestones(observed: pd.DataFrame) -> Iterable[tuple[str, Milestone]]:
    """Yield each milestone with its present title."""
    columns = {name: observed[name].tolist() for name in _SAID}
    columns |= {name: micros_of(observed[name]).tolist() for name in _INSTANTS}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    rows.sort(key=itemgetter("source", "milestone_key", "seen_from"))
    for _, same in groupby(rows, key=itemgetter("source", "milestone_key")):
        seen = list(same)
        milestone = Milestone(
            # MISSING lies before every cut: of unknown age means that it was always there.
            created_at=max(row["created_at"] for row in seen),
            observations=tuple(_observations(seen)),
            source=seen[-1]["source"],
            key=seen[-1]["milestone_key"],
        )
        yield seen[-1]["title"], milestone


def _observations(seen: Iterable[dict[str, Any]]) -> Iterable[Observation]:
    inferred: int | None = None
    for row in seen:
        if row["state"] != "closed":
            inferred = None
        elif inferred is None:
            said = (row["closed_at"], row["updated_at"], row["seen_from"])
            inferred = next(at for at in said if at != MISSING)
        closed_at = None
        if row["state"] == "closed":
            closed_at = inferred if row["closed_at"] == MISSING else row["closed_at"]
        yield Observation(
            seen_from=row["seen_from"],
            seen_until=None if row["seen_until"] == MISSING else row["seen_until"],
            due=_day(row["due_on"]),
            start=_day(row["start_on"]),
            closed_at=closed_at,
            url=row["url"],
            lines=row["lines"] or {},
        )


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else value.date()
