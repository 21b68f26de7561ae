"""``burn_up.csv``: what was in each increment at every week's end, and what of it was finished."""

from datetime import datetime, timedelta

from tests.reference import increments_of
from tests.reference.cells import Row
from tests.reference.programme import Programme, Team


def table(programme: Programme) -> list[Row]:
    """Give a row for each week from the first at whose end something was in the increment."""
    rows: list[Row] = []
    for team in programme.teams:
        if team.settings.kind != "delivery":
            continue
        seen: set[str] = set()
        for week in programme.weeks:
            held = _held(programme, team, week.ends - timedelta(seconds=1))
            seen |= held.keys()
            for title in seen:
                states = held.get(title, [])
                rows.append(
                    {
                        "project": team.settings.name,
                        "increment": title,
                        "week_end": week.sunday,
                        "scope_count": len(states),
                        "finished_count": states.count("finished"),
                    }
                )
    return rows


def _held(programme: Programme, team: Team, end: datetime) -> dict[str, list[str]]:
    """Return the states of the items of each increment that were open or finished."""
    held: dict[str, list[str]] = {}
    for thing in team.work:
        state = thing.state_at(end)
        if state in ("open", "finished"):
            title = increments_of.title_at(programme, team, thing, end)
            held.setdefault(title, []).append(state)
    return held
