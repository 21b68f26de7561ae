"""``flow_health.csv``: growth, and Little's law."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from tests.reference import flow, throughput
from tests.reference.cells import Row
from tests.reference.exact import days, ratio, rounded
from tests.reference.flow_efficiency import lately_started
from tests.reference.programme import Programme, Team
from tests.reference.service_levels import AT_LEAST, WEEKS

AT_LEAST_WEEKS = 7


def table(programme: Programme) -> list[Row]:
    """Measure each project and all of them together."""
    weeks = programme.weeks[-WEEKS:]
    teams = [team for team in programme.teams if team.settings.kind == "delivery"]
    rows: list[Row] = []
    growth = [0, 0, 0]
    stocks, done, items, elapsed = 0, 0, 0, Decimal(0)
    for team in teams:
        after = [week for week in weeks if week.monday > baseline(programme, team)]
        counted = [throughput.week_of(team, week) for week in after]
        own = [
            len(after),
            sum(len(counts["arrived_count"]) for counts in counted),
            sum(len(counts["finished_count"]) for counts in counted),
        ]
        wip = sum(len(flow.stocks(team, week)["wip_count"]) for week in weeks)
        finished = sum(len(throughput.week_of(team, week)["finished_count"]) for week in weeks)
        spans = [
            finished_at - thing.started_at
            for thing in team.work
            for finished_at in [thing.finished_at(programme.as_of)]
            if weeks and thing.started_at and finished_at and finished_at >= weeks[0].begins
            if lately_started(programme, thing)
        ]
        spent = days(sum(spans, timedelta()))
        rows.append(_row(programme, team.settings.name, own, wip, finished, len(spans), spent))
        growth = [max(growth[0], own[0]), growth[1] + own[1], growth[2] + own[2]]
        stocks, done = stocks + wip, done + finished
        items, elapsed = items + len(spans), elapsed + spent
    return [*rows, _row(programme, "", growth, stocks, done, items, elapsed)]


def baseline(programme: Programme, team: Team) -> date:
    """Return the first day on which any date of a project was agreed."""
    agreed = [
        entry.agreed_on
        for dates in team.settings.baselines.values()
        if not isinstance(dates, date)
        for entry in dates
    ]
    return min(agreed) if agreed else programme.settings.programme.started_on


def _row(
    programme: Programme,
    project: str,
    growth: list[int],
    wip: int,
    done: int,
    items: int,
    elapsed: Decimal,
) -> Row:
    weeks = len(programme.weeks[-WEEKS:])
    row: Row = {
        "project": project,
        "growth_week_count": growth[0],
        "arrived_count": growth[1],
        "finished_count": growth[2],
        "growth_ratio": None,
        "week_count": weeks,
        "mean_wip": ratio(wip, weeks) if programme.start_is_told else None,
        "mean_finished_per_week": ratio(done, weeks),
        "item_count": items,
        "elapsed_days": elapsed,
        "mean_cycle_time_days": ratio(elapsed, items),
        "littles_law_ratio": None,
    }
    if growth[0] >= AT_LEAST_WEEKS and growth[2] >= AT_LEAST:
        row["growth_ratio"] = ratio(growth[1], growth[2])
    if weeks >= AT_LEAST_WEEKS and items >= AT_LEAST and done and elapsed:
        suggested = Fraction(done, weeks * 7) * Fraction(elapsed) / items
        row["littles_law_ratio"] = rounded(Fraction(wip, weeks) / suggested)
    return row
