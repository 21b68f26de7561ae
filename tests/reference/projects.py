"""``projects.csv``: what is open in each project (neither forecasts, risks nor ratings)."""

from tests.reference import sizes
from tests.reference.cells import Row
from tests.reference.programme import Programme, Thing


def table(programme: Programme) -> list[Row]:
    """Count and add up the work of each project and of the programme."""
    groups = {team.settings.name: team.work for team in programme.teams}
    groups[""] = [thing for team in programme.teams for thing in team.work]
    return [
        {"project": project, **_counts(programme, things)} for project, things in groups.items()
    ]


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
