"""From the store to a snapshot: the projects, then the programme."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from datetime import UTC, datetime
from typing import Final

from metrics import registry
from programme.errors import WaymarkError
from programme.settings import Settings
from programme.weeks import local_date
from programme.wording.runs import nothing_synced
from snapshots.header import header
from snapshots.measured import Measured, measure_in_worker, measure_projects, together
from snapshots.seal import sealed
from snapshots.snapshot import Snapshot
from snapshots.told import told
from snapshots.workers import InThisProcess, workers
from store import Store

#: Called with the number of projects measured so far, and of all.
Progress = Callable[[int, int], None]
#: Projects are measured together up to so many issues: few calls, and memory stays small.
_ISSUES_AT_ONCE: Final = 15_000
#: A week of one project takes as long as so many issues; measured by bench/weeks.py.
_ISSUES_A_WEEK: Final = 15
#: Into fewer, work would not be shared out evenly.
_LEAST_BATCHES: Final = 4
#: No sync ends later, whatever a clock says.
_EVER: Final = datetime(9999, 1, 1, tzinfo=UTC)


def measure(
    settings: Settings,
    store: Store,
    *,
    as_of: datetime,
    config_sha256: str,
    taken_at: datetime | None = None,
    progress: Progress = lambda done, of: None,
    warn: Callable[[str], None] = lambda sentence: None,
) -> Snapshot:
    """Measure the programme as it was known at an instant.

    Args:
        settings: The programme's.
        store: Where its sources were synced to.
        as_of: Aware instant; what happened exactly then has happened.
        config_sha256: Hash of the configuration's bytes.
        taken_at: Aware instant of the measuring; by default *as_of*, so that the same store and
            the same instant give the same bytes.
        progress: Told how far it is.
        warn: Told why the figures are compared with no frozen week, where one is damaged.

    Returns:
        Every table, printed, and their header, sealed.

    Raises:
        WaymarkError: If none of the sources was ever synced well, or the store fails.
        FrameError: If a measure breaks its contract.
    """
    require_synced(settings, store)
    names = [project.name for project in settings.projects]
    measured = measure_each(settings, store, names, as_of=as_of, progress=progress)
    whole = assemble(
        settings, measured, as_of=as_of, taken_at=taken_at, config_sha256=config_sha256
    )
    return sealed(told(settings, store, whole, as_of=as_of, warn=warn))


def require_synced(settings: Settings, store: Store) -> None:
    """Refuse to measure nothing at all.

    Raises:
        WaymarkError: If none of the sources was ever synced well.
    """
    if not store.synced(settings.source_names):
        names = [*(owner.name for owner in settings.collections), *settings.source_names]
        runs = store.last_runs(_EVER, names).values()
        raise WaymarkError(nothing_synced([run["message"] for run in runs if run["failed"]]))


def measure_each(
    settings: Settings,
    store: Store,
    names: Sequence[str],
    *,
    as_of: datetime,
    tables: frozenset[str] | None = None,
    runs_until: datetime | None = None,
    progress: Progress = lambda done, of: None,
) -> Measured:
    """Measure the projects *names*, in as many processes as are worth it.

    Args:
        settings: The programme's.
        store: Where its sources were synced to.
        names: Of projects.
        as_of: Aware instant; what happened exactly then has happened.
        tables: Names of the only tables that are wanted; others may be made on the way.
        runs_until: Aware instant up to which syncs are told of; by default *as_of*.
        progress: Told how far it is.

    Raises:
        WaymarkError, FrameError: As ``measure`` does.
    """
    wanted = settings.of_projects(names)
    sizes = _sizes(wanted, store, as_of)
    with workers(wanted, sum(sizes.values())) as executor:
        futures = {
            _submit(executor, settings.of_projects(batch), store, as_of, tables, runs_until): len(
                batch
            )
            for batch in _batches(sizes, shared=not isinstance(executor, InThisProcess))
        }
        done = 0
        for future in as_completed(futures):
            future.result()
            done += futures[future]
            progress(done, len(names))
    return together([future.result() for future in futures])


def _sizes(settings: Settings, store: Store, as_of: datetime) -> dict[str, int]:
    """Return how much there is to measure of each project, in issues or what takes as long.

    The dates of each past week are told again, however few issues there are.
    """
    counts = store.item_counts(settings.source_names)
    programme = settings.programme
    weeks = max((local_date(as_of, programme.zone) - programme.started_on).days, 0) // 7
    return {
        project.name: sum(counts[source.name] for source in project.sources)
        + weeks * _ISSUES_A_WEEK
        for project in settings.projects
    }


def _batches(sizes: Mapping[str, int], *, shared: bool) -> list[list[str]]:
    """Divide projects, in the order of their names, into those that are measured together.

    Args:
        sizes: How much there is to measure of each.
        shared: Whether several processes share the work.
    """
    even = sum(sizes.values()) // _LEAST_BATCHES
    at_once = min(_ISSUES_AT_ONCE, even) if shared else _ISSUES_AT_ONCE
    batches: list[list[str]] = [[]]
    held = 0
    for name in sorted(sizes):
        if batches[-1] and held + sizes[name] > at_once:
            batches.append([])
            held = 0
        batches[-1].append(name)
        held += sizes[name]
    return batches


def _submit(
    executor: Executor,
    settings: Settings,
    store: Store,
    as_of: datetime,
    tables: frozenset[str] | None,
    runs_until: datetime | None,
) -> Future[Measured]:
    if isinstance(executor, InThisProcess):
        return executor.submit(
            measure_projects, settings, store, as_of=as_of, tables=tables, runs_until=runs_until
        )
    return executor.submit(measure_in_worker, settings, as_of, tables, runs_until)


def assemble(
    settings: Settings,
    measured: Measured,
    *,
    as_of: datetime,
    config_sha256: str,
    taken_at: datetime | None = None,
    identity: str = "",
) -> Snapshot:
    """Put a snapshot together from its projects; it is not sealed.

    Args:
        settings: The programme's.
        measured: What all of its projects come to.
        as_of: Aware instant for which that is true.
        config_sha256: Hash of the configuration's bytes.
        taken_at: Aware instant of the measuring; by default *as_of*.
        identity: Differs from that of any snapshot that may hold something else.
    """
    tables = registry.total(registry.measures(), measured.tables, as_of=as_of, settings=settings)
    return Snapshot(
        header=header(
            settings,
            tables,
            as_of=as_of,
            taken_at=taken_at or as_of,
            config_sha256=config_sha256,
        ),
        tables=tables,
        identity=identity,
    )
