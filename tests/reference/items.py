"""``items.csv``: every piece of work, and how long it took."""

from tests.reference import increments_of
from tests.reference.cells import Row
from tests.reference.programme import Programme, Thing


def table(programme: Programme) -> list[Row]:
    """List the work of every project as it stands at ``as_of``."""
    rows: list[Row] = []
    for team in programme.teams:
        for thing in team.work:
            issue = thing.history.issue
            started_at = thing.started_at
            finished_at = thing.finished_at(programme.as_of)
            state = thing.state_at(programme.as_of)
            age = None
            if started_at and state == "open":
                age = (programme.day(programme.as_of) - programme.day(started_at)).days + 1
            rows.append(
                {
                    "project": team.settings.name,
                    "item": issue.address,
                    "increment": increments_of.title_at(programme, team, thing, programme.as_of),
                    "title": issue.title,
                    "state": state,
                    "created_on": programme.day(issue.created_at),
                    "started_on": programme.day(started_at) if started_at else None,
                    "finished_on": programme.day(finished_at) if finished_at else None,
                    "cycle_time_days": cycle_time(programme, thing),
                    "lead_time_days": lead_time(programme, thing),
                    "age_days": age,
                    "url": issue.url,
                }
            )
    return rows


def cycle_time(programme: Programme, thing: Thing) -> int | None:
    """Return days from start to finish, both counted."""
    started_at, finished_at = thing.started_at, thing.finished_at(programme.as_of)
    if not started_at or not finished_at or started_at > finished_at:
        return None
    return (programme.day(finished_at) - programme.day(started_at)).days + 1


def lead_time(programme: Programme, thing: Thing) -> int | None:
    """Return days from creation to finish, both counted."""
    finished_at = thing.finished_at(programme.as_of)
    if not finished_at:
        return None
    return (programme.day(finished_at) - programme.day(thing.created_at)).days + 1
