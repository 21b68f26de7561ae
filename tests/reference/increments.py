"""``increments.csv``: what is delivered when (not its ratings)."""

from datetime import date
from decimal import Decimal

from tests.reference import increments_of, milestone_trend, plan, sizes
from tests.reference.cells import Row
from tests.reference.increments_of import Sight
from tests.reference.programme import Programme, Team, Thing
from tests.reference.recorded import Milestone
from tests.reference.risks import table as risks
from tests.reference.schedule import NO_DATES, Schedule


def table(programme: Programme) -> list[Row]:
    """Give a row for each increment, and one for the items that are in none."""
    trend = milestone_trend.table(programme)
    open_risks = [row for row in risks(programme) if row["state"] == "open"]
    rows: list[Row] = []
    for team in programme.teams:
        first = len(rows)
        if team.settings.kind != "delivery":
            continue
        things: dict[str, list[Thing]] = {}
        for thing in team.work:
            title = increments_of.title_at(programme, team, thing, programme.as_of)
            things.setdefault(title, []).append(thing)
        parts = increments_of.milestones(team)
        for title in sorted(set(things) | set(parts)):
            name = team.settings.name
            row: Row = {"project": name, "increment": title}
            row |= _counts(programme, things.get(title, []))
            row |= dates(programme, team, title, parts.get(title, []), things.get(title, []))
            row |= _drift([r for r in trend if (r["project"], r["increment"]) == (name, title)])
            exposures = [
                risk["exposure_days"]
                for risk in open_risks
                if (risk["project"], risk["increment"]) == (name, title)
            ]
            known = [value for value in exposures if isinstance(value, Decimal)]
            # Risks that nobody has sized are not known to cost nothing.
            row["exposure_days"] = sum(known, Decimal(0)) if known or not exposures else None
            rows.append(row)
        _expect(programme, team, rows[first:])
        for row in rows[first:]:
            row |= _forecast(plan.now(programme, team), row)
    return rows


def _forecast(schedule: Schedule, row: Row) -> Row:
    """Return when an increment is likely to be finished."""
    dates, chance = NO_DATES, None
    target = row["target_on"]
    left = int(str(row["remaining_count"])) + int(str(row["not_broken_down_count"]))
    if row["state"] == "open" and left:
        dates = schedule.dates(str(row["increment"]))
        if isinstance(target, date):
            chance = schedule.chance(str(row["increment"]), target)
    late = (dates[1] - target).days if dates[1] and isinstance(target, date) else None
    return {
        "p50_on": dates[0],
        "p80_on": dates[1],
        "p95_on": dates[2],
        "p_on_time": None if chance is None else Decimal(repr(chance)),
        "forecast_slippage_days": late,
    }


def _expect(programme: Programme, team: Team, rows: list[Row]) -> None:
    """Add what is expected of the increments of one project that are not broken down yet."""
    today = programme.day(programme.as_of)
    sizes = sorted(
        size for row in rows if row["increment"] and row["state"] == "finished"
        if (size := _size(row))
    )  # fmt: skip
    for row in rows:
        said = team.settings.expected_items.get(str(row["increment"]))
        items, refined_on = None, None
        if isinstance(said, int):
            items = said
        elif said:
            items, refined_on = said.items, said.refined_on
        expected: int | None = None
        if said is not None and row["state"] == "open" and not (refined_on and refined_on <= today):
            middle = sizes[(len(sizes) + 1) // 2 - 1] if sizes else None
            expected = middle if items is None else items
        row["expected_count"] = expected
        row["not_broken_down_count"] = max((expected or 0) - _size(row), 0)


def _size(row: Row) -> int:
    return int(str(row["item_count"])) - int(str(row["dropped_count"]))


def _counts(programme: Programme, things: list[Thing]) -> Row:
    states = [thing.state_at(programme.as_of) for thing in things]
    reopened = 0
    for thing in things:
        changes = [reason for at, reason in thing.history.closed.changes if at <= programme.as_of]
        ever = any(reason is None for reason in changes)
        reopened += ever and thing.state_at(programme.as_of) in ("open", "finished")
    return {
        "item_count": len(states),
        "finished_count": states.count("finished"),
        "dropped_count": states.count("dropped"),
        "remaining_count": states.count("open"),
        "reopened_count": reopened,
        "remaining_size": sizes.total(
            programme, [t for t in things if t.state_at(programme.as_of) == "open"]
        ),
    }


def dates(
    programme: Programme, team: Team, title: str, parts: list[list[Sight]], things: list[Thing]
) -> Row:
    """Return the state and the dates of an increment."""
    there = [sights[-1].milestone for sights in parts if sights[-1].milestone]
    last_known = [[s.milestone for s in sights if s.milestone][-1] for sights in parts]
    state = "open"
    if parts and not there:
        state = "removed"
    elif there and all(milestone.closed for milestone in there):
        state = "finished"
    elif not parts and things:
        open_now = [t for t in things if t.state_at(programme.as_of) == "open"]
        state = "open" if open_now else "finished"
    finished_on = None
    if state == "finished":
        closings = [_closed_on(programme, sights) for sights in parts]
        finished_on = max((day for day in closings if day), default=None)
    first = increments_of.first_due(parts, programme.zone)
    # A date agreed anew is shown in the trend; slippage counts from the one first agreed.
    agreed_on = increments_of.agreed(team, title, date.min)
    baseline_on = agreed_on or (first and first[1])
    target_on = max((m.due_on for m in there if m.due_on), default=None)
    if increments_of.dateless(team, parts):
        target_on = increments_of.agreed(team, title, programme.day(programme.as_of))
    starts = [m.start_on for m in there if m.start_on]
    starts += [programme.day(at) for t in things if (at := t.started_at)]
    end = finished_on or target_on
    return {
        "state": state,
        "started_on": min(starts, default=None),
        "baseline_on": baseline_on,
        "target_on": target_on,
        "finished_on": finished_on,
        "slippage_days": (end - baseline_on).days if end and baseline_on else None,
        "added_since_baseline_count": _added(programme, team, title, parts, things),
        "url": next((m.url for m in there or last_known if m.url), None),
    }


def _closed_on(programme: Programme, sights: list[Sight]) -> date | None:
    """Return the day that a milestone closed: GitLab's when a look first saw it closed."""
    first: Milestone | None = None
    for sight in sights:
        shown = sight.milestone
        first = (first or shown) if shown and shown.closed else None
    now = sights[-1].milestone
    closed_at = (now and now.closed_at) or (first and first.updated_at)
    return programme.day(closed_at) if closed_at else None


def _added(
    programme: Programme, team: Team, title: str, parts: list[list[Sight]], things: list[Thing]
) -> int | None:
    instant = increments_of.agreed_at(programme, team, title, parts)
    if instant is None:
        return None
    added = 0
    for thing in things:
        then = increments_of.title_at(programme, team, thing, instant)
        added += thing.created_at > instant or then != title
    return added


def _drift(trend: list[Row]) -> Row:
    # Week ends without a date are passed over.
    dated = [(row["week_end"], row["target_on"]) for row in trend]
    known = [(w, t) for w, t in dated if isinstance(w, date) and isinstance(t, date)]
    drifts = [(now[1] - then[1]).days for then, now in zip(known, known[1:], strict=False)]
    passed = [(now[0] - then[0]).days for then, now in zip(known, known[1:], strict=False)]
    if not drifts:
        return {"drift_days": None, "slip_count": None, "slip_rate": None}
    return {
        "drift_days": drifts[-1],
        "slip_count": sum(drift >= 1 for drift in drifts),
        "slip_rate": Decimal(sum(drifts[-4:])) / sum(passed[-4:]),
    }
