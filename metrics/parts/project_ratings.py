"""The indicated rating of a project and of the programme, over their key increments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from metrics.parts.ratings import (
    Rating,
    Verdict,
    about,
    chance_verdict,
    exposure_verdict,
    rate,
    slip_verdict,
)
from programme.settings import Settings
from programme.settings_projects import Project
from programme.wording.ratings import named

NOTHING_TO_RATE = "No key milestone with a date is open, so there is nothing to rate."


@dataclass(frozen=True)
class Standing:
    """What a project's rating is made from.

    Attributes:
        project: The project.
        increments: Its rows of the table ``increments``, without work in none.
        no_forecast_reason: Why the project has no forecast; empty if it has one.
        exposure_days: Expected delay of its open risks.
        stale: Why its data is stale; empty if it is fresh.
        today: Local date of the snapshot.
    """

    project: Project
    increments: pd.DataFrame
    no_forecast_reason: str
    exposure_days: float
    stale: str
    today: date

    @cached_property
    def waiting(self) -> pd.DataFrame:
        """Its key increments that are open, have work left and a date; all are key by default."""
        key = set(self.project.increments.key)
        rows = self.increments
        chosen = (
            (rows["state"] == "open") & (rows["remaining_count"] > 0) & rows["target_on"].notna()
        )
        if key:
            chosen &= rows["increment"].str.strip().isin(key)
        return rows[chosen]


def rate_project(standing: Standing, settings: Settings) -> Rating:
    """Rate a project by its key increments, its open risks and the age of its data.

    The board's limit is the programme's, so a project fails that test only when it alone is over.
    A risk register is rated by its risks, and never green: it has no date to make.
    """
    verdicts = [
        *_by_increment(standing, settings, project=""),
        exposure_verdict(
            standing.exposure_days, settings.risk.tolerance.total_days, settings.ratings
        ),
    ]
    return rate(verdicts, unknown=_unknown(standing), stale=standing.stale)


def rate_programme(
    standings: Sequence[Standing],
    exposure_days: float,
    no_forecast_reason: str,
    settings: Settings,
) -> Rating:
    """Rate the programme by the key increments of all projects and the sum of their risks.

    It is not rated, rather than green, while a project with dates to make cannot be forecast.

    Args:
        standings: Of every project.
        exposure_days: Expected delay of all open risks.
        no_forecast_reason: Why the programme has no forecast; empty if it has one.
        settings: For the thresholds, the tolerance and the number of projects.
    """
    delivery = [standing for standing in standings if standing.project.kind == "delivery"]
    verdicts: list[Verdict | None] = []
    for standing in delivery:
        project = standing.project.name if len(delivery) > 1 else ""
        verdicts += _by_increment(standing, settings, project=project)
    limit = settings.risk.tolerance.total_days
    verdicts.append(exposure_verdict(exposure_days, limit, settings.ratings))
    dated = [standing for standing in delivery if not standing.waiting.empty]
    unknown = next((_unknown(standing) for standing in dated if _unknown(standing)), "")
    if not dated:
        unknown = no_forecast_reason or NOTHING_TO_RATE
    elif unknown and len(delivery) > 1:
        unknown = no_forecast_reason or unknown
    stale = next((standing.stale for standing in standings if standing.stale), "")
    return rate(verdicts, unknown=unknown, stale=stale)


def _by_increment(standing: Standing, settings: Settings, project: str) -> Iterable[Verdict | None]:
    limits = settings.ratings
    for row in standing.waiting.itertuples():
        name = named(str(row.increment), project)
        if not pd.isna(row.p_on_time):
            yield about(
                name,
                chance_verdict(
                    float(row.p_on_time),
                    row.target_on.date(),
                    standing.today,
                    int(row.remaining_count),
                    limits,
                ),
            )
        rate_found = None if pd.isna(row.slip_rate) else float(row.slip_rate)
        slipping = slip_verdict(rate_found, limits)
        if slipping is not None:
            yield about(name, slipping)


def _unknown(standing: Standing) -> str:
    """Return why there is too little to call the project green; empty if there is enough."""
    if standing.project.kind == "risk-register":
        return "A risk register has no date to be measured against."
    waiting = standing.waiting
    if waiting.empty:
        return standing.no_forecast_reason or NOTHING_TO_RATE
    without = waiting[waiting["p_on_time"].isna()]
    return "" if without.empty else str(without["no_forecast_reason"].iloc[0])
