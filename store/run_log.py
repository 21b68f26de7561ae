"""The log of runs, as pages read it: one after the other, and how each source stands by them.

A run is written when it ends, so the order of ids is the order in which runs ended, whatever clocks
said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from store.schema import runs, sources


@dataclass(frozen=True)
class LoggedRun:
    """How one sync of one source went.

    Attributes:
        source: Name of the source, or of an owner or group whose repositories were listed.
        kind: github | gitlab | recorded.
        started_at: Aware instant.
        finished_at: Aware instant, not before *started_at*.
        outcome: ok | failed.
        whole: Whether everything was asked for afresh.
        request_count: HTTP requests, retries included.
        changed_count: Issues of which anything changed; 0 of a failed run, which writes none.
        message: Why it failed, in one sentence; else empty.
    """

    source: str
    kind: str
    started_at: datetime
    finished_at: datetime
    outcome: Literal["ok", "failed"]
    whole: bool
    request_count: int
    changed_count: int
    message: str

    @property
    def duration(self) -> timedelta:
        """How long it took."""
        return self.finished_at - self.started_at


@dataclass(frozen=True)
class Logged:
    """Some runs of a log.

    Attributes:
        count: How many there are in all.
        runs: Those that were asked for, the newest first.
    """

    count: int
    runs: tuple[LoggedRun, ...]


def logged(
    connection: Connection,
    t: datetime,
    names: Sequence[str],
    *,
    outcome: str = "",
    limit: int,
    offset: int = 0,
) -> Logged:
    """Return a page of the runs that had ended by an instant.

    Args:
        connection: In a transaction that sees one moment of the store.
        t: Aware instant; what ended exactly then has ended.
        names: Sources, owners and groups.
        outcome: Only runs that ended so: ok | failed; empty = all.
        limit: How many at most.
        offset: How many newer ones are left out.
    """
    wanted = [_of(names), runs.c.finished_at <= t]
    if outcome:
        wanted.append(runs.c.state == outcome)
    count = connection.execute(select(func.count()).select_from(runs).where(*wanted)).scalar_one()
    # The page is found among ids before any row is read whole.
    page = (
        select(runs.c.id).where(*wanted).order_by(runs.c.id.desc()).limit(limit).offset(offset)
    ).subquery()
    statement = (
        select(
            sources.c.name,
            sources.c.kind,
            runs.c.started_at,
            runs.c.finished_at,
            runs.c.state,
            runs.c.whole,
            runs.c.request_count,
            runs.c.items_changed,
            runs.c.message,
        )
        .join(page, page.c.id == runs.c.id)
        .join(sources, sources.c.id == runs.c.source_id)
        .order_by(runs.c.id.desc())
    )
    return Logged(count, tuple(LoggedRun(*row) for row in connection.execute(statement)))


def last_runs(
    connection: Connection, t: datetime, names: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """Return for each source of *names* how its last runs by *t* went.

    Returns:
        By name: ``kind`` (empty if it was never synced), ``last_ok_at`` (when the last good one
        ended; None if none went well), ``failed`` (whether the last one did), ``message`` and
        ``request_count`` of the last one, and ``failing_since``: when the first of the failed runs
        began that no good one has followed; None if the last one went well.
    """
    marks = (
        select(
            runs.c.source_id,
            func.max(runs.c.id).label("last"),
            func.max(case((runs.c.state == "ok", runs.c.id))).label("good"),
        )
        .where(_of(names), runs.c.finished_at <= t)
        .group_by(runs.c.source_id)
    ).cte("marks")
    good_id = func.coalesce(marks.c.good, 0)
    # Whatever ended after the last good run has failed; most sources have nothing there.
    failing = (
        select(runs.c.source_id, func.min(runs.c.id).label("first"))
        .join(
            marks,
            and_(marks.c.source_id == runs.c.source_id, marks.c.last > good_id),
        )
        .where(runs.c.id > good_id, runs.c.finished_at <= t)
        .group_by(runs.c.source_id)
    ).subquery("failing")
    last, good, first = (runs.alias(name) for name in ("last", "good", "first"))
    statement = (
        select(
            sources.c.name,
            sources.c.kind,
            good.c.finished_at.label("last_ok_at"),
            last.c.state,
            last.c.message,
            last.c.request_count,
            first.c.started_at.label("failing_since"),
        )
        .join(marks, marks.c.source_id == sources.c.id)
        .join(last, last.c.id == marks.c.last)
        .outerjoin(good, good.c.id == marks.c.good)
        .outerjoin(failing, failing.c.source_id == marks.c.source_id)
        .outerjoin(first, first.c.id == failing.c.first)
    )
    never = {
        **{"kind": "", "last_ok_at": None, "failed": False, "message": "", "request_count": 0},
        "failing_since": None,
    }
    told: dict[str, dict[str, Any]] = {name: dict(never) for name in names}
    for row in connection.execute(statement):
        told[row.name] |= {
            "kind": row.kind,
            "last_ok_at": row.last_ok_at,
            "failed": row.state != "ok",
            "message": row.message,
            "request_count": row.request_count,
            "failing_since": row.failing_since,
        }
    return told


def _of(names: Sequence[str]) -> ColumnElement[bool]:
    return runs.c.source_id.in_(select(sources.c.id).where(sources.c.name.in_(names)))
