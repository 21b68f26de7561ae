"""``projects.csv``: what is open in each project, and until when (neither risks nor ratings)."""

import numpy as np

from tests.reference import plan, sizes
from tests.reference.cells import Row
from tests.reference.programme import Programme, Team, Thing
from tests.reference.schedule import NO_DATES, Dates


def table(programme: Programme) -> list[Row]:
    """Count and add up the work of each project and of the programme."""
    rows = [
        {
            "project": team.settings.name,
            **_counts(programme, team.work),
            **_dates(programme, [team]),
        }
        for team in programme.teams
    ]
    everything = [thing for team in programme.teams for thing in team.work]
    whole = {"project": "", **_counts(programme, everything), **_dates(programme, programme.teams)}
    return [*rows, whole]


def _dates(programme: Programme, teams: list[Team]) -> Row:
    """Return when the last of some projects is likely to be finished, trial by trial."""
    schedules = [plan.now(programme, team) for team in teams if team.settings.kind == "delivery"]
    waiting = [one for one in schedules if any(planned.left for planned in one.planned)]
    dates: Dates = NO_DATES
    trials = [one.all_finished() for one in waiting]
    known = [days for days in trials if days is not None]
    # No date of one project, none of the programme.
    told = all(one.told(days) != NO_DATES for one, days in zip(waiting, known, strict=False))
    if waiting and len(known) == len(waiting) and told:
        dates = waiting[0].told(np.max(known, axis=0))
    return {"p50_on": dates[0], "p80_on": dates[1], "p95_on": dates[2]}


def _counts(programme: Programme, things: list[Thing]) -> Row:
    states = [thing.state_at(programme.as_of) for thing in things]
    still = [t for t, state in zip(things, states, strict=True) if state == "open"]
    return {
        "item_count": len(things),
        "finished_count": states.count("finished"),
        "dropped_count": states.count("dropped"),
        "remaining_count": len(still),
        "remaining_size": sizes.total(programme, still),
    }
