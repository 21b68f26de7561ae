"""``milestone_trend.csv``: where each increment's date stood at every week's end."""

from collections.abc import Iterator
from functools import lru_cache

from tests.reference import increments_of, standing
from tests.reference.cells import Row
from tests.reference.programme import Programme, Team
from tests.reference.schedule import NO_DATES, Dates, schedule
from tests.reference.standing import Standing


def table(programme: Programme) -> list[Row]:
    """Give a row for each week at whose end the increment was there."""
    return [
        {name: row[name] for name in row if name not in ("p50_on", "p95_on")}
        for row in past_forecasts(programme)
    ]


@lru_cache(maxsize=2)
def past_forecasts(programme: Programme) -> list[Row]:
    """Give the same rows with all three dates."""
    return [
        row
        for team in programme.teams
        if team.settings.kind == "delivery"
        for row in _rows(programme, team)
    ]


def _rows(programme: Programme, team: Team) -> Iterator[Row]:
    parts = increments_of.milestones(team)
    for week in programme.weeks:
        stood = Standing(programme, team, standing.after(week))
        there = [title for title, state in stood.states.items() if state in ("open", "finished")]
        waiting = [t for t in there if stood.states[t] == "open" and stood.left(t)]
        # What the increments waited for then is known from the configuration alone.
        then = schedule(stood, team.settings.order, programme) if waiting else None
        for title in there:
            due, basis = increments_of.target(team, title, parts[title], week)
            dates: Dates = then.dates(title) if then and title in waiting else NO_DATES
            yield {
                "project": team.settings.name,
                "increment": title,
                "week_end": week.sunday,
                "target_on": due,
                "basis": basis,
                "p50_on": dates[0],
                "p80_on": dates[1],
                "p95_on": dates[2],
            }
