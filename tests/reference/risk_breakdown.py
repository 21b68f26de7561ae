"""``risk_breakdown.csv``: what each week's exposure is made up of."""

from datetime import timedelta
from decimal import Decimal

from tests.reference import increments_of, labels, risks
from tests.reference.cells import Row
from tests.reference.programme import Programme
from tests.reference.risk_burndown import is_open_risk


def table(programme: Programme) -> list[Row]:
    """Look at every risk at every week's end."""
    settings = programme.settings.labels
    found: dict[tuple[object, ...], Row] = {}
    for week in programme.weeks:
        # Whole seconds: what was before the Monday's 00:00 had happened a second earlier.
        now = week.ends - timedelta(seconds=1)
        for team in programme.teams:
            for thing in team.things:
                if not thing.ever_risk or not is_open_risk(programme, thing, now):
                    continue
                names = thing.history.labels_at(now)
                key: Row = {
                    "project": team.settings.name,
                    "week_end": week.sunday,
                    "category": risks.category(names, settings),
                    "increment": increments_of.title_at(programme, team, thing, now),
                }
                row = found.setdefault(
                    tuple(key.values()),
                    {**key, "open_count": 0, "unsized_count": 0, "exposure_days": Decimal(0),
                     "unpriced_count": 0, "exposure_gbp": None},
                )  # fmt: skip
                score = labels.score(names, settings)
                add(row, "open_count", 1)
                add(row, "unsized_count", int(score.exposure_days is None))
                add(row, "exposure_days", score.exposure_days)
                add(row, "unpriced_count", int(score.exposure_gbp is None))
                add(row, "exposure_gbp", score.exposure_gbp)
    return list(found.values())


def add(row: Row, name: str, amount: Decimal | int | None) -> None:
    """Add an amount to a cell, which stays as it is where there is none."""
    if amount is not None:
        had = row[name]
        assert had is None or isinstance(had, int | Decimal)
        row[name] = (had or 0) + amount
