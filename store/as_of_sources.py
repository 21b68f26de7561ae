"""How the syncs of sources had gone by an instant."""

from collections.abc import Sequence
from datetime import datetime

import pandas as pd
from sqlalchemy import Connection, func, select

from programme import frames
from store.as_of_statements import empty
from store.frame import from_columns
from store.run_log import last_runs
from store.schema import events, sources


def known_sources(
    connection: Connection, t: datetime, names: Sequence[str], runs_until: datetime
) -> pd.DataFrame:
    """Return the frame SOURCES: see as_of.read."""
    told = last_runs(connection, runs_until, names)
    counted = (
        select(sources.c.name, func.count(), func.min(events.c.at))
        .join(events, events.c.source_id == sources.c.id)
        .where(sources.c.name.in_(names), events.c.at <= t)
        .group_by(sources.c.name)
    )
    counts = {name: (count, oldest) for name, count, oldest in connection.execute(counted)}
    of_runs = ("kind", "last_ok_at", "failed", "message", "request_count")
    rows = [
        (name, *(told[name][column] for column in of_runs), *counts.get(name, (0, None)))
        for name in sorted(told)
    ]
    return from_columns(frames.SOURCES, zip(*rows, strict=True)) if rows else empty(frames.SOURCES)
