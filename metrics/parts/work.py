"""Which issues are work, and which projects do any."""

import numpy as np
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


def by_state(work: pd.DataFrame) -> dict[str, np.ndarray]:
    """Say of each item in which of the counts of a table it is: all of them, and by state."""
    state = work["state"].to_numpy(dtype=object)
    return {
        "item_count": np.ones(len(work), dtype=bool),
        "finished_count": state == "finished",
        "dropped_count": state == "dropped",
        "remaining_count": state == "open",
    }


def start_signal(settings: Settings) -> bool:
    """Say whether the configuration names any label that means work has begun."""
    return bool(settings.labels.started.any_of)
