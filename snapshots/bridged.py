"""What moved the 80% dates between two editions: one cause after the other, forecast again.

Both editions' own tables are all that is read. Causes and their order: docs/tables.md.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import pairwise
from typing import Any, Final

import pandas as pd

from metrics.parts.schedule import Schedule
from metrics.parts.schedules import INPUTS, schedules
from programme import frames
from programme.settings import Settings
from snapshots.both import COUNTS, Both
from snapshots.edition import Edition
from snapshots.same_increments import Matched, Place, place
from snapshots.scope_between import finished_at_once, netted, scope_between
from snapshots.slippage_bridge import CAUSES, TABLE

_NEEDED: Final = (*INPUTS, "risks")
#: Tables that say of which increment they tell, and in which columns.
_TITLES: Final = {
    "items": ("increment",),
    "plan": ("increment",),
    "risks": ("increment",),
    "dependencies": ("increment", "after"),
}
_Tables = dict[str, pd.DataFrame]


def bridge(editions: Both) -> pd.DataFrame:
    """Divide the movement of each increment's 80% date among its causes.

    Args:
        editions: Two editions.

    Returns:
        TABLE: of each increment whose date moved a row for each cause. Nothing where labels or
        formulas are others than before, of projects with a source in one edition alone, and of
        increments without a date on either side.
    """
    moved = [pair for pair in editions.increments.matched if _movement(pair)]
    moved = [pair for pair in moved if place(pair.after)[0] not in editions.partial]
    lacking = any(
        name not in one.snapshot.tables
        for one in (editions.before, editions.after)
        for name in _NEEDED
    )
    if not moved or lacking or editions.rests_on_changed(COUNTS):
        return frames.empty(TABLE)
    steps = list(_steps(editions, sorted({place(pair.after)[0] for pair in moved})))
    rows = [row for pair in moved for row in _rows(pair, steps)]
    return frames.conform(pd.DataFrame(rows).sort_values(TABLE.keys), TABLE)


def _movement(pair: Matched, column: str = "p80_on") -> int | None:
    was, now = pair.before[column], pair.after[column]
    return None if pd.isna(was) or pd.isna(now) else (now - was).days


def _rows(pair: Matched, steps: list[Mapping[str, Schedule]]) -> Iterator[dict[str, Any]]:
    project, title = place(pair.after)
    dates = [pair.before["p80_on"].date()]
    # Without a date on the way what moved it lands on the next cause that gives one.
    for step in steps:
        dates.append(_p80(step[project], title) or dates[-1])
    days = [(later - earlier).days for earlier, later in pairwise(dates[1:])]
    days.append((_movement(pair) or 0) - sum(days))
    for cause, moved in zip(CAUSES, days, strict=True):
        yield {
            "project": project,
            "increment": title,
            "cause": cause,
            "days": moved,
            "target_moved_days": _movement(pair, "target_on"),
        }


def _p80(schedule: Schedule, title: str) -> date | None:
    return schedule.p80(title) if title in schedule.by_title else None


def _steps(editions: Both, names: list[str]) -> Iterator[Mapping[str, Schedule]]:
    """Yield the schedules as they were, then with each cause but the rest as it is now."""
    titles = {old: new[1] for old, new in editions.now.items()}
    was, now = _tables(editions.before, names, titles), _tables(editions.after, names, {})
    as_it_was = _settings(editions, names, titles)
    plans = _plans(was, now)
    early, late = editions.before.as_of, editions.after.as_of
    pace = {name: now[name] for name in ("items", "throughput", "planned_work")}
    paced = {**was, **pace, "plan": plans[-1]}
    for plan in plans[:-1]:
        yield _schedules({**was, "plan": plan}, was["risks"], early, as_it_was)
    yield _schedules(paced, was["risks"], late, as_it_was)
    yield _schedules(paced, now["risks"], late, as_it_was)
    yield _schedules(paced, now["risks"], late, editions.after.settings.of_projects(names))


def _schedules(
    tables: _Tables, risks: pd.DataFrame, as_of: datetime, settings: Settings
) -> Mapping[str, Schedule]:
    return schedules(tables, risks, as_of=as_of, settings=settings)


def _tables(edition: Edition, names: list[str], titles: Mapping[Place, str]) -> _Tables:
    """Return the tables of some projects, with the titles that increments bear now."""
    found = {}
    for name in _NEEDED:
        table = edition.table(name)
        table = table[table["project"].isin(names)].reset_index(drop=True)
        for column in _TITLES.get(name, ()):
            places = zip(table["project"], table[column], strict=True)
            renamed = [titles.get(one, one[1]) for one in places]
            table = table.assign(**{column: pd.Series(renamed, dtype=frames.TEXT)})
        found[name] = table
    return found


def _settings(editions: Both, names: list[str], titles: Mapping[Place, str]) -> Settings:
    """Return today's settings with the calendar and the gates that there were before."""
    old = {project.name: project for project in editions.before.settings.projects}
    after = editions.after.settings.of_projects(names)
    projects = tuple(
        project.model_copy(
            update={
                "gates": {
                    titles.get((project.name, title), title): days
                    for title, days in old[project.name].gates.items()
                }
            }
        )
        for project in after.projects
    )
    changed = {"calendar": editions.before.settings.calendar, "projects": projects}
    return after.model_copy(update=changed)


def _plans(was: _Tables, now: _Tables) -> list[pd.DataFrame]:
    """Return the plan as it was, with each of the causes in scope, and with what was finished."""
    flows = scope_between(was["items"], now["items"])
    at_once = finished_at_once(was["items"], now["items"])
    old, new = _by_place(was["plan"]), _by_place(now["plan"])
    plans: list[list[dict[str, Any]]] = [[], [], [], [], []]
    for at, turn in _turns(old, new).items():
        before, after, flow = old.get(at), new.get(at), flows.get(at, {})
        expected = _expected(after) - _expected(before)
        added, dropped, done = netted(
            flow.get("added", 0), flow.get("dropped", 0), expected, at_once.get(at, 0)
        )
        left = _expected(before) + (int(before["open_count"]) if before else 0)
        moves = (0, added, -dropped, flow.get("reopened", 0), -flow.get("finished", 0) - done)
        for plan, move in zip(plans, moves, strict=True):
            left += move
            plan.append(
                {
                    "project": at[0],
                    "increment": at[1],
                    "turn": turn,
                    "target_on": before["target_on"] if before else pd.NaT,
                    "open_count": max(left, 0),
                    "not_broken_down_count": 0,
                }
            )
    return [pd.DataFrame(plan) for plan in plans]


def _by_place(plan: pd.DataFrame) -> dict[Place, dict[str, Any]]:
    rows: list[dict[str, Any]] = plan.sort_values(["project", "turn"]).to_dict("records")
    return {(row["project"], row["increment"]): row for row in rows}


def _expected(row: Mapping[str, Any] | None) -> int:
    return int(row["not_broken_down_count"]) if row else 0


def _turns(old: Mapping[Place, Any], new: Mapping[Place, Any]) -> dict[Place, int]:
    """Return the turns as they were; what is new has its turn after the one it follows now."""
    order = list(old)
    follows: Place | None = None
    for at in new:
        if at not in old:
            same = follows is not None and follows[0] == at[0]
            order.insert(order.index(follows) + 1 if same and follows else 0, at)
        follows = at
    return {at: turn for turn, at in enumerate(order, 1)}
