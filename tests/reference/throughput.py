"""``throughput.csv`` and what came and went in a week."""

from tests.reference.cells import Row
from tests.reference.programme import Programme, Team
from tests.reference.weeks import Week

COUNTS = ("arrived_count", "finished_count", "dropped_count", "reopened_count")


def table(programme: Programme) -> list[Row]:
    """Compare the end of every week with the end of the week before."""
    teams = [team for team in programme.teams if team.settings.kind == "delivery"]
    rows: list[Row] = []
    for week in programme.weeks:
        total = dict.fromkeys(COUNTS, 0)
        for team in teams:
            counts = week_of(team, week)
            rows.append({"project": team.settings.name, "week_start": week.monday, **counts})
            total = {name: total[name] + counts[name] for name in COUNTS}
        rows.append({"project": "", "week_start": week.monday, **total})
    return rows


def week_of(team: Team, week: Week) -> dict[str, int]:
    """Count one week of one project."""
    counts = dict.fromkeys(COUNTS, 0)
    for thing in team.work:
        then, now = thing.state_before(week.begins), thing.state_before(week.ends)
        if now and not then:
            counts["arrived_count"] += 1
        if now == "finished" and then != "finished":
            counts["finished_count"] += 1
        if now == "dropped" and then != "dropped":
            counts["dropped_count"] += 1
        if then in ("finished", "dropped") and now != then:
            counts["reopened_count"] += 1
    return counts
