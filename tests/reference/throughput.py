"""``throughput.csv`` and what came and went in a week."""

from collections.abc import Mapping

from tests.reference import sizes
from tests.reference.cells import Row
from tests.reference.programme import Programme, Team, Thing
from tests.reference.weeks import Week

COUNTS = ("arrived_count", "finished_count", "dropped_count", "reopened_count")


def table(programme: Programme) -> list[Row]:
    """Compare the end of every week with the end of the week before."""
    teams = [team for team in programme.teams if team.settings.kind == "delivery"]
    rows: list[Row] = []
    for week in programme.weeks:
        total: dict[str, list[Thing]] = {name: [] for name in COUNTS}
        for team in teams:
            counted = week_of(team, week)
            rows.append(_row(programme, team.settings.name, week, counted))
            total = {name: total[name] + counted[name] for name in COUNTS}
        rows.append(_row(programme, "", week, total))
    return rows


def _row(programme: Programme, project: str, week: Week, counted: Mapping[str, list[Thing]]) -> Row:
    row: Row = {"project": project, "week_start": week.monday}
    for name, things in counted.items():
        row[name] = len(things)
        row[name.replace("count", "size")] = sizes.total(programme, things)
    return row


def week_of(team: Team, week: Week) -> dict[str, list[Thing]]:
    """Find what one week of one project counts."""
    counted: dict[str, list[Thing]] = {name: [] for name in COUNTS}
    for thing in team.work:
        then, now = thing.state_before(week.begins), thing.state_before(week.ends)
        if now and not then:
            counted["arrived_count"].append(thing)
        if now == "finished" and then != "finished":
            counted["finished_count"].append(thing)
        if now == "dropped" and then != "dropped":
            counted["dropped_count"].append(thing)
        if then in ("finished", "dropped") and now != then:
            counted["reopened_count"].append(thing)
    return counted
