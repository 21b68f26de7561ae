"""What another plan would do to a project's dates, from a snapshot's tables alone."""

from datetime import datetime

import pandas as pd

from metrics.parts import what_if
from metrics.parts.schedules import schedules
from programme.change import Change
from programme.settings import Settings
from snapshots.snapshot import Snapshot


def tried(snapshot: Snapshot, settings: Settings, project: str, change: Change) -> pd.DataFrame:
    """Hold the dates of a changed plan against those of the snapshot; nothing is kept.

    Args:
        snapshot: As things stand.
        settings: Those it was made with.
        project: Name of a delivery project.
        change: What would be different.

    Returns:
        ``metrics.parts.what_if.TRIED``: one row per open increment in the order in which they are
        worked, one of work in none, and last the project as a whole.
    """
    schedule = schedules(
        snapshot.tables,
        snapshot.tables["risks"],
        as_of=datetime.fromisoformat(snapshot.header["as_of"]),
        settings=settings.of_projects([project]),
    )[project]
    return what_if.tried(schedule, change)
