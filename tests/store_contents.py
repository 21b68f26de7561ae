"""What a store holds, so that two can be compared: of either database, without what differs."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import create_engine, make_url, select, text

from store.schema import events, items, labels, links, milestones, runs, sources

TABLES = (sources, events, items, milestones, labels, links)
Contents = dict[str, list[str]]


def contents(url: str, *, present: bool = False) -> Contents:
    """Return every row of every table of a store, but for the runs.

    Row ids are left out: they tell who wrote first. A source is told by its name.

    Args:
        url: Of the store. An SQLite file is checked for damage, too.
        present: Only what holds now, without the instants of its observation.
    """
    found: Contents = {}
    parsed = make_url(url)
    sqlite = parsed.get_backend_name() == "sqlite"
    engine = create_engine(parsed.set(drivername="sqlite" if sqlite else "postgresql+psycopg"))
    with engine.connect() as connection:
        if sqlite:
            assert connection.execute(text("PRAGMA integrity_check")).all() == [("ok",)]
        names = {row.id: row.name for row in connection.execute(select(sources))}
        for table in TABLES:
            rows: Iterable[dict[str, Any]] = (
                dict(row._mapping) for row in connection.execute(select(table))
            )
            if present:
                rows = [_present(row) for row in rows if row.get("seen_until") is None]
            found[table.name] = sorted(
                repr({**row, "id": None, "source_id": names.get(row.get("source_id", 0))})
                for row in rows
            )
            # Not even a row that differs in its id alone.
            assert len(set(found[table.name])) == len(found[table.name])
    engine.dispose()
    return found


def _present(row: dict[str, Any]) -> dict[str, Any]:
    # Changes that content does not show keep the instant at which it was first seen so.
    return {name: value for name, value in row.items() if name not in {"seen_from", "updated_at"}}


def last_runs(url: str) -> dict[str, tuple[str, str]]:
    """Return state and message of the last run of every source."""
    engine = create_engine(make_url(url))
    with engine.connect() as connection:
        rows = connection.execute(
            select(sources.c.name, runs.c.state, runs.c.message)
            .join(runs, runs.c.source_id == sources.c.id)
            .order_by(runs.c.id)
        ).all()
    engine.dispose()
    return {name: (state, message) for name, state, message in rows}
