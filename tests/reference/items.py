"""``items.csv``: every piece of work, and how long it took."""

from datetime import date
from typing import TypeAlias

from tests.reference import increments_of, sizes
from tests.reference.cells import Row
from tests.reference.programme import Programme, Thing

Span: TypeAlias = tuple[date, date]


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
                    "size": sizes.size(programme, thing),
                    "cycle_time_working_days": _worked(programme, cycle_span(programme, thing)),
                    "lead_time_working_days": _worked(programme, lead_span(programme, thing)),
                    "age_working_days": _worked(
                        programme,
                        (programme.day(started_at), programme.day(programme.as_of))
                        if started_at and state == "open"
                        else None,
                    ),
                }
            )
    return rows


def cycle_time(programme: Programme, thing: Thing) -> int | None:
    """Return days from start to finish, both counted."""
    return _days(cycle_span(programme, thing))


def lead_time(programme: Programme, thing: Thing) -> int | None:
    """Return days from creation to finish, both counted."""
    return _days(lead_span(programme, thing))


def cycle_working(programme: Programme, thing: Thing) -> int | None:
    """Return working days from start to finish."""
    return _worked(programme, cycle_span(programme, thing))


def lead_working(programme: Programme, thing: Thing) -> int | None:
    """Return working days from creation to finish."""
    return _worked(programme, lead_span(programme, thing))


def cycle_span(programme: Programme, thing: Thing) -> Span | None:
    """Return the first and the last day of the work on a finished item."""
    started_at, finished_at = thing.started_at, thing.finished_at(programme.as_of)
    if not started_at or not finished_at or started_at > finished_at:
        return None
    return programme.day(started_at), programme.day(finished_at)


def lead_span(programme: Programme, thing: Thing) -> Span | None:
    """Return the days on which a finished item was created and finished."""
    finished_at = thing.finished_at(programme.as_of)
    if not finished_at:
        return None
    return programme.day(thing.created_at), programme.day(finished_at)


def _days(span: Span | None) -> int | None:
    return (span[1] - span[0]).days + 1 if span else None


def _worked(programme: Programme, span: Span | None) -> int | None:
    return sizes.working_days(programme, *span) if span else None
