"""``flow.csv``: the stocks at every Sunday's end."""

from collections.abc import Mapping

from tests.reference import sizes
from tests.reference.cells import Row
from tests.reference.programme import Programme, Team, Thing
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
        total: dict[str, list[Thing]] = {name: [] for name in STOCKS}
        for team in teams:
            counted = stocks(team, week)
            rows.append(_row(programme, team.settings.name, week, counted))
            total = {name: total[name] + counted[name] for name in STOCKS}
        rows.append(_row(programme, "", week, total))
    return rows


def stocks(team: Team, week: Week) -> dict[str, list[Thing]]:
    """Find what is in the stocks of one project."""
    counted: dict[str, list[Thing]] = {name: [] for name in STOCKS}
    for thing in team.work:
        state = thing.state_before(week.ends)
        if not state:
            continue
        started = thing.started_at is not None and thing.started_at < week.ends
        counted["arrived_total"].append(thing)
        if started:
            counted["started_total"].append(thing)
        if state != "open":
            counted[f"{state}_total"].append(thing)
        else:
            counted["wip_count" if started else "backlog_count"].append(thing)
    return counted


def _row(programme: Programme, project: str, week: Week, counted: Mapping[str, list[Thing]]) -> Row:
    row: Row = {"project": project, "week_end": week.sunday}
    for name, things in counted.items():
        told = programme.start_is_told or name not in ("started_total", "wip_count")
        sized = name.replace("count", "size").replace("total", "size_total")
        row[name] = len(things) if told else None
        row[sized] = sizes.total(programme, things) if told else None
    return row
