"""``planned_work.csv``: what came to planned work week by week, and what was done in its turn."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.reference import increments_of
from tests.reference.cells import Row
from tests.reference.increments_of import Sight
from tests.reference.programme import Programme, Team
from tests.reference.weeks import Week, week_of

#: State and increment of each item that has been created.
Stand = dict[int, tuple[str, str]]


@dataclass
class Plan:
    """An increment: its milestones as they were seen, and when its first date was agreed."""

    title: str
    parts: list[list[Sight]]
    agreed_at: datetime | None


def table(programme: Programme) -> list[Row]:
    """Give a row for every week of every delivery project."""
    rows: list[Row] = []
    for team in programme.teams:
        if team.settings.kind != "delivery":
            continue
        plans = [
            Plan(title, parts, increments_of.agreed_at(programme, team, title, parts))
            for title, parts in increments_of.milestones(team).items()
        ]
        titles = increments_of.present_titles(team)
        for week in programme.weeks:
            then, now = _stand(team, titles, week.begins), _stand(team, titles, week.ends)
            row: Row = {"project": team.settings.name, "week_start": week.monday}
            rows.append(row | _counts(programme, team, plans, week, then, now))
    return rows


def _stand(team: Team, titles: dict[tuple[str, int | None], str], end: datetime) -> Stand:
    found = {}
    for number, thing in enumerate(team.work):
        state = thing.state_before(end)
        if state:
            known = thing.source, thing.history.milestone.before(end)
            found[number] = state, titles.get(known, "")
    return found


def _counts(
    programme: Programme, team: Team, plans: list[Plan], week: Week, then: Stand, now: Stand
) -> Row:
    open_then = [title for state, title in then.values() if state == "open"]
    waiting = [plan for plan in plans if _waits(plan, week.begins, plan.title in open_then)]
    planned = {p.title for p in waiting if p.agreed_at and p.agreed_at < week.begins}
    before = week_of(week.monday - timedelta(days=7), programme.zone)
    queue = sorted(
        (_target(team, plan, before), increments_of.created(plan.parts), plan.title)
        for plan in waiting
        if plan.title in open_then
    )
    turn = _turn(team, [title for *_, title in queue], now)
    counts = dict.fromkeys(
        ("open_count", "added_count", "left_count", "finished_count", "in_turn_count"), 0
    )
    for number in now:
        state_then, title_then = then.get(number, ("", ""))
        state, title = now[number]
        was_planned = title_then in planned and state_then in ("open", "finished")
        is_planned = title in planned and state in ("open", "finished")
        counts["open_count"] += was_planned and state_then == "open"
        counts["added_count"] += is_planned and not was_planned
        if was_planned and state_then == "open":
            counts["left_count"] += state == "dropped" or (state == "open" and not is_planned)
        if state == "finished" and state_then != "finished":
            counts["finished_count"] += 1
            counts["in_turn_count"] += title in turn
    if not queue:
        return {**counts, "finished_count": None, "in_turn_count": None}
    return {**counts}


def _waits(plan: Plan, begins: datetime, holds_work: bool) -> bool:
    """Say whether an increment is open as a week begins."""
    if increments_of.created(plan.parts) >= begins:
        # Work may be in it before the forge says that it was created.
        return holds_work
    there = [sights for sights in plan.parts if increments_of.is_there(sights, begins)]
    return bool(there) and not all(increments_of.is_closed(sights, begins) for sights in there)


def _target(team: Team, plan: Plan, before: Week) -> date:
    target, _ = increments_of.target(team, plan.title, plan.parts, before)
    return target or date.max


def _turn(team: Team, queue: list[str], now: Stand) -> set[str]:
    """Return whose turn it was by a week's end, of those that held open work as it began."""
    turn: set[str] = set()
    while queue:
        free = [t for t in queue if not set(team.settings.order.get(t, ())) & set(queue)]
        queue = [title for title in queue if title != free[0]]
        turn.add(free[0])
        if ("open", free[0]) in now.values():
            break
    return turn
