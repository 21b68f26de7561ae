"""Projects of a programme, measured: the work that is repeated only for those that changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import pandas as pd

from metrics import registry
from metrics.parts.ratings import STALE_AFTER
from metrics.parts.replay import replay
from programme.settings import Settings
from programme.weeks import local_date, local_midnight
from snapshots import stretches
from snapshots.facts import facts
from store import Store, open_store


@dataclass(frozen=True)
class Span:
    """For how long a project's tables are true, if the store does not change.

    Attributes:
        as_of: The instant measured, aware.
        until: Before this instant the tables are the same; exclusive.
    """

    as_of: datetime
    until: datetime

    def holds(self, as_of: datetime) -> bool:
        """Say whether the tables are those of *as_of*, too."""
        return as_of == self.as_of or self.as_of < as_of < self.until


@dataclass(frozen=True)
class Measured:
    """What some projects come to.

    Attributes:
        tables: Every measure's table by name, without the programme's rows, by project.
        spans: By project, for how long its rows are true.
    """

    tables: dict[str, pd.DataFrame]
    spans: dict[str, Span]

    def only(self, names: Iterable[str]) -> "Measured":
        """Return the projects *names* alone."""
        kept = set(names)
        if kept == set(self.spans):
            return self
        return Measured(
            {name: stretches.only(table, kept) for name, table in self.tables.items()},
            {name: span for name, span in self.spans.items() if name in kept},
        )

    def refreshed(self, runs: Mapping[str, Mapping[str, Any]]) -> "Measured":
        """Return the same with what the last runs of its sources say of themselves.

        Args:
            runs: By source, as ``Store.last_runs`` gives it; none has failed since.
        """
        table = self.tables["sources"].copy()
        for name in ("last_ok_at", "request_count", "message"):
            told = [runs[source][name] for source in table["source"]]
            table[name] = pd.Series(told, index=table.index).astype(table[name].dtype)
        return Measured({**self.tables, "sources": table}, self.spans)


def together(parts: Sequence[Measured]) -> Measured:
    """Put projects measured apart together, in the order of their names."""
    tables = {}
    for measure in registry.measures():
        name = measure.table.name
        if all(name in part.tables for part in parts):
            pieces = stretches.by_project([part.tables[name] for part in parts])
            tables[name] = registry.joined(pieces, measure.table)
    return Measured(tables, {name: span for part in parts for name, span in part.spans.items()})


def measure_projects(
    settings: Settings,
    store: Store,
    *,
    as_of: datetime,
    tables: frozenset[str] | None = None,
    runs_until: datetime | None = None,
) -> Measured:
    """Measure projects as they were known at an instant; none depends on another.

    Args:
        settings: The programme's, with these projects alone (``Settings.of_projects``).
        store: Where their sources were synced to.
        as_of: Aware instant; what happened exactly then has happened.
        tables: Names of the only tables that are wanted; others may be made on the way.
        runs_until: Aware instant up to which syncs are told of; by default *as_of*.

    Raises:
        WaymarkError: If the store fails.
        FrameError: If a measure breaks its contract.
    """
    names = settings.source_names
    known = facts(store.read(as_of, names, runs_until=runs_until), settings)
    replayed = replay(known, as_of=as_of, settings=settings)
    chosen = registry.measures() if tables is None else registry.needed(tables)
    given = registry.given(chosen, known, replayed, as_of=as_of, settings=settings)
    made = registry.compute(chosen, given, as_of=as_of, settings=settings)
    following = store.next_instants(as_of, names)
    return Measured(made, _spans(settings, known["sources"], following, as_of))


def measure_in_worker(
    settings: Settings,
    as_of: datetime,
    tables: frozenset[str] | None,
    runs_until: datetime | None = None,
) -> Measured:
    """Measure projects in a process of its own, which opens the store by itself.

    Arguments and errors are those of ``measure_projects``.
    """
    store = _opened(settings.store.url)
    return measure_projects(settings, store, as_of=as_of, tables=tables, runs_until=runs_until)


@lru_cache(maxsize=1)
def _opened(url: str) -> Store:
    return open_store(url)


def _spans(
    settings: Settings,
    sources: pd.DataFrame,
    following: dict[str, datetime],
    as_of: datetime,
) -> dict[str, Span]:
    """Return when the passing of time alone changes each project's tables.

    That is the next local midnight; sooner where a source gets stale, whose age is told in hours,
    or where a clock that goes wrong put something into the future.
    """
    zone = settings.programme.zone
    midnight = local_midnight(local_date(as_of, zone) + timedelta(days=1), zone)
    until = {project.name: midnight for project in settings.projects}
    for project, source, last_ok_at in zip(
        sources["project"], sources["source"], sources["last_ok_at"], strict=True
    ):
        ends = [until[project]]
        if not pd.isna(last_ok_at):
            ends.append(max(last_ok_at.to_pydatetime() + STALE_AFTER, as_of))
        if source in following:
            ends.append(following[source])
        until[project] = min(ends)
    return {name: Span(as_of, end) for name, end in until.items()}
