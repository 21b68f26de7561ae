"""What another plan would do to a project's dates, from a snapshot's tables alone."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import pandas as pd

from metrics.parts.schedules import schedules
from metrics.parts.what_if import tried
from programme.change import Change
from programme.settings import Settings
from snapshots.snapshot import Snapshot

#: Holds the dates of a changed plan against those that stand; see ``trial``.
Trial = Callable[[Change], pd.DataFrame]


def trial(snapshot: Snapshot, settings: Settings, project: str) -> Trial:
    """Return what tries changes of a project's plan out; nothing of them is kept.

    Args:
        snapshot: As things stand.
        settings: Those it was made with.
        project: Name of a delivery project.

    Returns:
        A function from a change to ``metrics.parts.what_if.TRIED``: one row per open increment in
        the order in which they are worked, one of work in none, and last the project as a whole.
    """
    schedule = schedules(
        snapshot.tables,
        snapshot.tables["risks"],
        as_of=datetime.fromisoformat(snapshot.header["as_of"]),
        settings=settings.of_projects([project]),
    )[project]
    return partial(tried, schedule)
