"""Which issues are work, and which projects do any."""

import pandas as pd

from programme.settings import Settings


def delivery_projects(settings: Settings) -> tuple[str, ...]:
    """Name the projects that do work, in the order of the configuration.

    A risk register holds nothing but records, so it has no row in any flow table.
    """
    return tuple(project.name for project in settings.projects if project.kind == "delivery")


def work_items(history: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the rows of HISTORY that are work: issues of delivery projects that are no record."""
    work = (history["record"] == "") & history["project"].isin(delivery_projects(settings))
    return history[work].reset_index(drop=True)


def start_signal(settings: Settings) -> bool:
    """Say whether the configuration names any label that means work has begun."""
    return bool(settings.labels.started.any_of)
