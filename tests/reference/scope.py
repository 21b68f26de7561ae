"""``scope.csv``: what came into each increment and left it, week by week since it was agreed."""

from datetime import datetime, timedelta

from tests.reference import increments_of
from tests.reference.cells import Row
from tests.reference.programme import Programme, Team, Thing


def table(programme: Programme) -> list[Row]:
    """Give a row for each week that ended after an increment was first agreed."""
    rows: list[Row] = []
    for team in programme.teams:
        if team.settings.kind != "delivery":
            continue
        parts = increments_of.milestones(team)
        now = programme.as_of
        borne = {increments_of.title_at(programme, team, thing, now) for thing in team.work}
        for title in sorted({*parts, *borne} - {""}):
            agreed = increments_of.agreed_at(programme, team, title, parts.get(title, []))
            if agreed is None:
                continue
            before = agreed
            for week in programme.weeks:
                end = week.ends - timedelta(seconds=1)
                if week.ends > agreed + timedelta(microseconds=1):
                    row: Row = {"project": team.settings.name, "increment": title}
                    row["week_start"] = week.monday
                    rows.append(row | _counts(programme, team, title, before, end))
                    before = end
    return rows


def _counts(programme: Programme, team: Team, title: str, before: datetime, end: datetime) -> Row:
    counts = dict.fromkeys(
        ("added_count", "dropped_count", "moved_in_count", "moved_out_count", "scope_count"), 0
    )
    for thing in team.work:
        was_in = _is_in(programme, team, thing, title, before)
        is_in = _is_in(programme, team, thing, title, end)
        counted = was_in and thing.state_at(before) != "dropped"
        counts_now = is_in and thing.state_at(end) != "dropped"
        counts["scope_count"] += counts_now
        if counts_now and not counted:
            from_elsewhere = thing.created_at <= before and not was_in
            counts["moved_in_count" if from_elsewhere else "added_count"] += 1
        if counted and not counts_now:
            counts["dropped_count" if is_in else "moved_out_count"] += 1
    return {**counts}


def _is_in(programme: Programme, team: Team, thing: Thing, title: str, instant: datetime) -> bool:
    if thing.created_at > instant:
        return False
    return increments_of.title_at(programme, team, thing, instant) == title
