"""``plan.csv``: in what order the open work is done, and how much of it there is."""

from functools import lru_cache

from tests.reference import dependencies, standing
from tests.reference.cells import Row
from tests.reference.programme import Programme, Team
from tests.reference.schedule import Schedule, schedule
from tests.reference.standing import Standing


def table(programme: Programme) -> list[Row]:
    """Give a row for each increment that is worked on, and one for what is open elsewhere."""
    rows: list[Row] = []
    for team in programme.teams:
        if team.settings.kind != "delivery":
            continue
        stands = Standing(programme, team, standing.now(programme))
        order = stands.order(dependencies.must_follow(programme, team))
        for turn, title in enumerate(order, 1):
            rows.append(
                {
                    "project": team.settings.name,
                    "increment": title,
                    "turn": turn,
                    "target_on": stands.target(title),
                    "open_count": stands.open.get(title, 0),
                    "expected_count": stands.expected.get(title),
                    "not_broken_down_count": stands.to_come(title),
                }
            )
        if elsewhere := stands.elsewhere(order):
            rows.append(
                {
                    "project": team.settings.name,
                    "increment": "",
                    "turn": len(order) + 1,
                    "target_on": None,
                    "open_count": elsewhere,
                    "expected_count": None,
                    "not_broken_down_count": 0,
                }
            )
    return rows


@lru_cache(maxsize=8)
def now(programme: Programme, team: Team) -> Schedule:
    """Return the schedule of a project as it stands."""
    stands = Standing(programme, team, standing.now(programme))
    after = dependencies.must_follow(programme, team)
    return schedule(stands, after, programme)
