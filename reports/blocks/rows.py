"""What several blocks ask of an edition."""

from typing import Any

import pandas as pd

from programme.wording import ratings
from snapshots.edition import Edition


def delivery_count(edition: Edition) -> int:
    """Return how many delivery projects the programme has."""
    return sum(project.kind == "delivery" for project in edition.settings.projects)


def names(edition: Edition, row: Any, reason: str) -> bool:
    """Tell whether the reason of the programme's rating speaks of an increment.

    Args:
        edition: What is told.
        row: A row of the increments table.
        reason: The header's ``rating_reason``.
    """
    project = str(row.project) if delivery_count(edition) > 1 else ""
    return reason.startswith(ratings.named(str(row.increment), project))


def decisions(edition: Edition) -> pd.DataFrame:
    """Return the decisions that wait for the sponsor."""
    return _records(edition, "decisions", "needed_by_on")


def achievements(edition: Edition) -> pd.DataFrame:
    """Return what was ever finished that people can use."""
    return _records(edition, "achievements", "finished_on")


def learnings(edition: Edition) -> pd.DataFrame:
    """Return what was ever learned."""
    return _records(edition, "learnings", "noted_on")


def _records(edition: Edition, name: str, on: str) -> pd.DataFrame:
    none = pd.DataFrame({"project": [], "item": [], on: pd.DatetimeIndex([])})
    return edition.snapshot.tables.get(name, none)
