"""``flow.csv``: the stocks at every Sunday's end."""

from tests.reference.cells import Row
from tests.reference.programme import Programme, Team
from tests.reference.weeks import Week

STOCKS = (
    "arrived_total",
    "started_total",
    "finished_total",
    "dropped_total",
    "wip_count",
    "backlog_count",
)


def table(programme: Programme) -> list[Row]:
    """Count what there was at the end of every whole week."""
    teams = [team for team in programme.teams if team.settings.kind == "delivery"]
    rows: list[Row] = []
    for week in programme.weeks:
        total = dict.fromkeys(STOCKS, 0)
        for team in teams:
            counts = stocks(team, week)
            rows.append(_row(programme, team.settings.name, week, counts))
            total = {name: total[name] + counts[name] for name in STOCKS}
        rows.append(_row(programme, "", week, total))
    return rows


def stocks(team: Team, week: Week) -> dict[str, int]:
    """Count the stocks of one project."""
    counts = dict.fromkeys(STOCKS, 0)
    for thing in team.work:
        state = thing.state_before(week.ends)
        if not state:
            continue
        started = thing.started_at is not None and thing.started_at < week.ends
        counts["arrived_total"] += 1
        counts["started_total"] += started
        counts["finished_total"] += state == "finished"
        counts["dropped_total"] += state == "dropped"
        counts["wip_count"] += state == "open" and started
        counts["backlog_count"] += state == "open" and not started
    return counts


def _row(programme: Programme, project: str, week: Week, counts: dict[str, int]) -> Row:
    row: Row = {"project": project, "week_end": week.sunday, **counts}
    if not programme.start_is_told:
        row |= {"started_total": None, "wip_count": None}
    return row
