"""From the store to a snapshot: project by project, then the programme."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from datetime import datetime

from metrics import registry
from programme.errors import WaymarkError
from programme.settings import Settings
from snapshots.header import header
from snapshots.project import Part, measure_in_worker, measure_project
from snapshots.snapshot import Snapshot
from snapshots.workers import InThisProcess, workers
from store import Store

Progress = Callable[[int, int], None]


def measure(
    settings: Settings,
    store: Store,
    *,
    as_of: datetime,
    config_sha256: str,
    taken_at: datetime | None = None,
    progress: Progress = lambda done, of: None,
) -> Snapshot:
    """Measure the programme as it was known at an instant.

    Args:
        settings: The programme's.
        store: Where its sources were synced to.
        as_of: Aware instant; what happened exactly then has happened.
        config_sha256: Hash of the configuration's bytes.
        taken_at: Aware instant of the measuring; by default *as_of*, so that the same store and
            the same instant give the same bytes.
        progress: Called with the number of projects measured, and of all.

    Returns:
        Every table and their header.

    Raises:
        WaymarkError: If none of the sources was ever synced well, or the store fails.
        FrameError: If a measure breaks its contract.
    """
    require_synced(settings, store)
    names = [project.name for project in settings.projects]
    parts = measure_projects(settings, store, names, as_of=as_of, progress=progress)
    return assemble(settings, parts, as_of=as_of, taken_at=taken_at, config_sha256=config_sha256)


def require_synced(settings: Settings, store: Store) -> None:
    """Refuse to measure nothing at all.

    Raises:
        WaymarkError: If none of the sources was ever synced well.
    """
    if not store.synced([source.name for _, source in settings.sources]):
        raise WaymarkError("Nothing has been synced yet; run `python waymark.py sync` first.")


def measure_projects(
    settings: Settings,
    store: Store,
    names: Sequence[str],
    *,
    as_of: datetime,
    progress: Progress = lambda done, of: None,
) -> dict[str, Part]:
    """Measure the projects *names*, each on its own, in as many processes as are worth it.

    Returns:
        What each comes to, by its name.

    Raises:
        WaymarkError, FrameError: As ``measure`` does, for the first project that fails.
    """
    chosen = {name: settings.of_project(name) for name in names}
    sources = [source.name for own in chosen.values() for _, source in own.sources]
    with workers(settings, store, sources) as executor:
        futures = {_submit(executor, own, store, as_of): name for name, own in chosen.items()}
        parts = {}
        for future in as_completed(futures):
            parts[futures[future]] = future.result()
            progress(len(parts), len(futures))
    return parts


def _submit(executor: Executor, settings: Settings, store: Store, as_of: datetime) -> Future[Part]:
    if isinstance(executor, InThisProcess):
        return executor.submit(measure_project, settings, store, as_of=as_of)
    return executor.submit(measure_in_worker, settings, as_of)


def assemble(
    settings: Settings,
    parts: Mapping[str, Part],
    *,
    as_of: datetime,
    config_sha256: str,
    taken_at: datetime | None = None,
) -> Snapshot:
    """Put the projects of a programme together.

    Args:
        settings: The programme's.
        parts: What each of its projects comes to, by name.
        as_of: Aware instant that every part stands for.
        config_sha256: Hash of the configuration's bytes.
        taken_at: Aware instant of the measuring; by default *as_of*.
    """
    measures = registry.measures()
    tables = {
        measure.table.name: registry.joined(
            [parts[name].tables[measure.table.name] for name in sorted(parts)], measure.table
        )
        for measure in measures
    }
    tables = registry.total(measures, tables, as_of=as_of, settings=settings)
    return Snapshot(
        header=header(
            settings,
            tables,
            as_of=as_of,
            taken_at=taken_at or as_of,
            config_sha256=config_sha256,
        ),
        tables=tables,
    )
