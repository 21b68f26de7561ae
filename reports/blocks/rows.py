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


def decisions(edition: Edition) -> pd.DataFrame:
    """Return every decision that was ever asked for."""
    return _records(edition, "decisions", ["needed_by_on"])


def achievements(edition: Edition) -> pd.DataFrame:
    """Return what was ever finished that people can use."""
    return _records(edition, "achievements", ["finished_on", "show_on"])


def learnings(edition: Edition) -> pd.DataFrame:
    """Return what was ever learned."""
    return _records(edition, "learnings", ["noted_on"])


def _records(edition: Edition, name: str, days: list[str]) -> pd.DataFrame:
    none = pd.DataFrame(columns=["project", "item", "state", *days])
    none = none.astype(dict.fromkeys(days, "datetime64[us]"))
    return edition.snapshot.tables.get(name, none)
