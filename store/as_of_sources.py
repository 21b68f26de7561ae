"""How the syncs of sources had gone by an instant."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, func, select

from programme import frames
from store.as_of_statements import empty
from store.frame import from_columns
from store.schema import events, runs, sources


def last_runs(
    connection: Connection, t: datetime, names: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """Return for each source of *names* how its last runs by *t* went.

    Returns:
        By name: ``kind`` (empty if it was never synced), ``last_ok_at`` (None if none went well),
        ``failed`` (whether the last one did), ``message`` and ``request_count``.
    """
    never = {"kind": "", "last_ok_at": None, "failed": False, "message": "", "request_count": 0}
    told: dict[str, dict[str, Any]] = {name: dict(never) for name in names}
    ended = (
        select(sources.c.name, sources.c.kind, runs)
        .join(runs, runs.c.source_id == sources.c.id)
        .where(sources.c.name.in_(names), runs.c.finished_at <= t)
        .order_by(runs.c.id)
    )
    for run in connection.execute(ended):
        good = run.state == "ok"
        told[run.name] |= {
            "kind": run.kind,
            "last_ok_at": run.finished_at if good else told[run.name]["last_ok_at"],
            "failed": not good,
            "message": run.message,
            "request_count": run.request_count,
        }
    return told


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
    rows = [(name, *told[name].values(), *counts.get(name, (0, None))) for name in sorted(told)]
    return from_columns(frames.SOURCES, zip(*rows, strict=True)) if rows else empty(frames.SOURCES)
