"""``risk_burndown.csv``: the exposure at every week's end, and what moved it."""

from datetime import datetime, timedelta
from decimal import Decimal

from tests.reference import labels
from tests.reference.cells import Row
from tests.reference.programme import Programme, Team, Thing, is_risk_at
from tests.reference.weeks import Week, week_of

MOVES = ("new_days", "raised_days", "lowered_days", "retired_days", "happened_days")
SUMS = ("open_count", "unsized_count", "exposure_days", "exposure_gbp", "in_gbp", *MOVES)


def table(programme: Programme) -> list[Row]:
    """Follow the risks of each project, and of all together."""
    tolerance = programme.settings.risk.tolerance.total_days
    rows: list[Row] = []
    priced: set[str] = set()
    if programme.weeks:
        # The week before the first is in no row, but what was known by then stays known.
        first = week_of(programme.weeks[0].monday - timedelta(days=7), programme.zone)
        before = [(team.settings.name, _week(programme, team, first)) for team in programme.teams]
        priced = {name for team, sums in before if sums["in_gbp"] for name in (team, "")}
    for week in programme.weeks:
        total = dict.fromkeys(SUMS, Decimal(0))
        for team in programme.teams:
            sums = _week(programme, team, week)
            rows.append(_row(team.settings.name, week, sums, priced))
            total = {name: total[name] + sums[name] for name in total}
        limit = None if tolerance is None else Decimal(str(tolerance))
        rows.append({**_row("", week, total, priced), "tolerance_days": limit})
    return rows


def _row(project: str, week: Week, sums: dict[str, Decimal], priced: set[str]) -> Row:
    row: Row = {"project": project, "week_end": week.sunday, **sums}
    # The cost in pounds is not known until a first risk has one.
    if row.pop("in_gbp"):
        priced.add(project)
    if project not in priced:
        row["exposure_gbp"] = None
    return row


def _week(programme: Programme, team: Team, week: Week) -> dict[str, Decimal]:
    sums = dict.fromkeys(SUMS, Decimal(0))
    settings = programme.settings.labels
    # Whole seconds: what was before the Monday's 00:00 had happened a second earlier.
    then, now = (instant - timedelta(seconds=1) for instant in (week.begins, week.ends))
    for thing in team.things:
        if not thing.ever_risk:
            continue
        was, stands = is_open_risk(programme, thing, then), is_open_risk(programme, thing, now)
        if not was and not stands:
            continue
        before = labels.score(thing.history.labels_at(then), settings).exposure_days
        score = labels.score(thing.history.labels_at(now), settings)
        had = (before or Decimal(0)) if was else Decimal(0)
        has = score.exposure_days or Decimal(0)
        if stands:
            sums["open_count"] += 1
            sums["unsized_count"] += score.exposure_days is None
            sums["exposure_days"] += has
            sums["exposure_gbp"] += score.exposure_gbp or Decimal(0)
            sums["in_gbp"] += score.exposure_gbp is not None
        if stands and not was:
            sums["new_days"] += has
        elif stands:
            sums["raised_days" if has > had else "lowered_days"] += abs(has - had)
        else:
            closed = thing.history.closed.at(now) is not None
            true = closed and labels.happened(thing.history.labels_at(now))
            sums["happened_days" if true else "retired_days"] += had
    return sums


def is_open_risk(programme: Programme, thing: Thing, instant: datetime) -> bool:
    """Say whether an issue was a risk still to deal with at an instant."""
    return is_risk_at(programme, thing, instant) and thing.state_at(instant) == "open"
