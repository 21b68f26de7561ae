"""What several blocks ask of an edition."""

from typing import Any

import pandas as pd

from programme.wording import ratings, ready
from snapshots.edition import Edition


def delivery_count(edition: Edition) -> int:
    """Return how many delivery projects the programme has."""
    return sum(project.kind == "delivery" for project in edition.settings.projects)


def waiting(edition: Edition) -> pd.DataFrame:
    """Return all increments that the sponsor waits for, the next ones first."""
    return ready.next_increments(edition.table("increments"), edition.keys, most=None)


def deciding(edition: Edition, waiting: pd.DataFrame) -> Any:
    """Return the increment that the reason of the programme's rating speaks of; None if of none.

    Args:
        edition: What is told.
        waiting: Rows of the increments table.
    """
    reason = str(edition.header["rating_reason"] or "")
    several = delivery_count(edition) > 1
    for row in waiting.itertuples():
        project = str(row.project) if several else ""
        if reason.startswith(ratings.named(str(row.increment), project)):
            return row
    return None
