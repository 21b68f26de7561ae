"""Builders of the tables that a schedule is made from, with as little said as a test needs."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import pandas as pd

from metrics.dependencies import TABLE as DEPENDENCIES
from metrics.items import TABLE as ITEMS
from metrics.plan import TABLE as PLAN
from metrics.planned_work import TABLE as PLANNED_WORK
from metrics.risks import TABLE as RISKS
from metrics.throughput import TABLE as THROUGHPUT
from tests.metrics.frames import frame

#: A Monday, from which coming weeks are counted.
TODAY = date(2026, 6, 1)


class Part(NamedTuple):
    """An open increment of a project.

    Attributes:
        title: Its title; empty = work in none.
        left: Pieces of work left in it.
        target: Days from TODAY to the date worked to.
        after: Titles of those it must come after.
        risks: Probability and days of each of its risks.
    """

    title: str
    left: int
    target: int | None = None
    after: tuple[str, ...] = ()
    risks: tuple[tuple[float, int], ...] = ()


class Told(NamedTuple):
    """A project: items finished in each week before TODAY, and its increments in their turns."""

    weeks: Sequence[int]
    parts: Sequence[Part]


def schedule_tables(projects: Mapping[str, Told]) -> dict[str, pd.DataFrame]:
    """Return the tables that ``schedules`` reads, and ``risks``."""
    rows: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("items", "throughput", "dependencies", "plan", "risks")
    }
    for project, told in projects.items():
        monday = TODAY - timedelta(weeks=len(told.weeks))
        own = {"project": project}
        rows["items"].append(own | {"item": f"{project}#1", "state": "open", "created_on": monday})
        for week, count in enumerate(told.weeks):
            rows["throughput"].append(
                own
                | {"week_start": monday + timedelta(weeks=week), "finished_count": count}
                | dict.fromkeys(("arrived_count", "dropped_count", "reopened_count"), 0)
            )
        for turn, part in enumerate(told.parts, start=1):
            rows["plan"].append(
                own
                | {"increment": part.title, "turn": turn, "open_count": part.left}
                | {"target_on": in_days(part.target), "not_broken_down_count": 0}
            )
            rows["dependencies"] += [
                own | {"increment": part.title, "after": title, "basis": "order", "broken": False}
                for title in part.after
            ]
            rows["risks"] += [
                own
                | {"item": f"{project}/{part.title}#{number}", "increment": part.title}
                | {"state": "open", "sized": True, "probability": chance, "impact_days": days}
                | {"opened_on": TODAY}
                for number, (chance, days) in enumerate(part.risks)
            ]
    tables = {"planned_work": frame(PLANNED_WORK, [])}
    for contract in (ITEMS, THROUGHPUT, DEPENDENCIES, PLAN, RISKS):
        tables[contract.name] = frame(contract, rows[contract.name])
    return tables


def in_days(days: int | None) -> date | None:
    """Return the date so many days from TODAY."""
    return None if days is None else TODAY + timedelta(days=days)
