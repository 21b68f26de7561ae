"""``milestone_trend.csv``: where each increment's date stood at every week's end (not its p80)."""

from collections.abc import Iterable
from datetime import date

from tests.reference import increments_of
from tests.reference.cells import Row
from tests.reference.increments_of import Sight
from tests.reference.programme import Programme, Team
from tests.reference.weeks import Week


def table(programme: Programme) -> list[Row]:
    """Give a row for each week at whose end the increment was there."""
    rows: list[Row] = []
    for team in programme.teams:
        if team.settings.kind != "delivery":
            continue
        for title, parts in increments_of.milestones(team).items():
            for week in programme.weeks:
                if any(_there(sights, week) for sights in parts):
                    due, basis = target(team, title, parts, week)
                    rows.append(
                        {
                            "project": team.settings.name,
                            "increment": title,
                            "week_end": week.sunday,
                            "target_on": due,
                            "basis": basis,
                        }
                    )
    return rows


def _there(sights: list[Sight], week: Week) -> bool:
    seen = [sight for sight in sights if sight.at < week.ends]
    if seen:
        return seen[-1].milestone is not None
    first = sights[0].milestone
    return first is not None and (first.created_at is None or first.created_at < week.ends)


def target(team: Team, title: str, parts: list[list[Sight]], week: Week) -> tuple[date | None, str]:
    """Return the date worked to at a week's end, and how we know it."""
    # A look that showed no date is known to have shown none.
    unseen = not any(sight.at < week.ends for sights in parts for sight in sights)
    if unseen or increments_of.dateless(team, parts):
        baseline = increments_of.agreed(team, title, week.sunday)
        if baseline:
            return baseline, "baseline"
    if unseen:
        return _latest(sights[0] for sights in parts if _there(sights, week)), "rebuilt"
    seen = []
    for sights in parts:
        if _there(sights, week):
            # Before its first look, the earliest seen stands.
            seen.append(([sight for sight in sights if sight.at < week.ends] or sights[:1])[-1])
    return _latest(seen), "recorded"


def _latest(sights: Iterable[Sight]) -> date | None:
    dues = [sight.milestone.due_on for sight in sights if sight.milestone]
    return max((due for due in dues if due), default=None)
