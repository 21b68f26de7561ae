"""``service_levels.csv``: how long work took that was finished lately."""

from datetime import timedelta
from typing import TypeVar

from tests.reference.cells import Row
from tests.reference.items import cycle_time, cycle_working, lead_time, lead_working
from tests.reference.programme import Programme, Thing
from tests.reference.weeks import midnight

T = TypeVar("T")
WEEKS, AT_LEAST = 26, 20
PERCENTS = (50, 80, 85, 95)


def table(programme: Programme) -> list[Row]:
    """Give the percentiles of each project and of all their items together."""
    teams = [team for team in programme.teams if team.settings.kind == "delivery"]
    groups = {team.settings.name: team.work for team in teams}
    groups[""] = [thing for team in teams for thing in team.work]
    rows: list[Row] = []
    for project, things in groups.items():
        lately = [thing for thing in things if lately_finished(programme, thing)]
        for measure, units in (
            ("cycle_time", {"days": cycle_time, "working_days": cycle_working}),
            ("lead_time", {"days": lead_time, "working_days": lead_working}),
        ):
            row: Row = {"project": project, "measure": measure}
            for unit, days in units.items():
                given = [days(programme, thing) for thing in lately]
                values = sorted(value for value in given if value is not None)
                for percent in PERCENTS:
                    enough = len(values) >= AT_LEAST
                    row[f"p{percent}_{unit}"] = percentile(values, percent) if enough else None
                if unit == "days":
                    row["item_count"] = len(values)
            rows.append(row)
    return rows


def percentile(values: list[T], percent: int) -> T:
    """Return the value at rank ``ceil(percent / 100 * n)``."""
    rank = -(-percent * len(values) // 100)
    return values[rank - 1]


def lately_finished(programme: Programme, thing: Thing) -> bool:
    """Say whether an item was finished in the last 26 whole weeks."""
    finished_at = thing.finished_at(programme.as_of)
    today = programme.day(programme.as_of)
    monday = today - timedelta(days=today.weekday())
    begins = midnight(monday - timedelta(weeks=WEEKS), programme.zone)
    ends = midnight(monday, programme.zone)
    return finished_at is not None and begins <= finished_at < ends
