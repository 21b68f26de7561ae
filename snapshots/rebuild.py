"""Weeks from before the first report, rebuilt from events, so that trends exist on day one."""

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from datetime import datetime
from functools import partial
from os import cpu_count
from typing import Final

from programme.settings import Settings
from programme.weeks import iso_week
from snapshots import week_names
from snapshots.freeze import all_synced, keep
from snapshots.measure import measure_each
from snapshots.measured import Measured, measure_in_worker
from snapshots.told import look_back
from snapshots.workers import WORTH_PROCESSES, processes
from store import Chained, FrozenAlready, Store

#: Called with the number of weeks rebuilt so far, and of all.
Progress = Callable[[int, int], None]
#: Fewer weeks are measured sooner than another process has started.
_WORTH_WEEKS: Final = 4


def missing(settings: Settings, kept: Sequence[Chained], now: datetime) -> list[str]:
    """Return the weeks that are to be rebuilt, oldest first.

    Those are the last ``report.rebuild_weeks`` before the first recorded one, or before now where
    none is recorded, as far back as the programme goes, that are not there in any form.

    Args:
        settings: The programme's.
        kept: What is frozen already.
        now: Aware instant.
    """
    recorded = {one.week for one in kept if one.basis == "recorded"}
    rebuilt = {one.week for one in kept if one.basis == "rebuilt"}
    newest = week_names.last_whole(now, settings.programme.zone)
    # A week that was rebuilt before it was recorded is one of those that were asked for.
    ends = (week if week in rebuilt else week_names.before(week) for week in recorded)
    last = min([newest, *ends])
    there = {one.week for one in kept}
    first = iso_week(settings.programme.started_on)
    wanted = [week_names.before(last, n) for n in range(settings.report.rebuild_weeks)]
    return sorted(week for week in wanted if week >= first and week not in there)


def rebuild(
    settings: Settings,
    store: Store,
    *,
    config_sha256: str,
    now: datetime,
    progress: Progress = lambda done, of: None,
) -> list[Chained]:
    """Rebuild the weeks that are missing, each as it would have been; each is kept at once.

    Nothing is rebuilt before every source has been synced well: what is frozen stays as it is.

    Args:
        settings: The programme's.
        store: Where its sources were synced to, and where the weeks are kept.
        config_sha256: Hash of the configuration's bytes.
        now: Aware instant.
        progress: Told how far it is.

    Returns:
        The weeks rebuilt; those that another process has rebuilt meanwhile are not among them.

    Raises:
        WaymarkError: If the store fails.
    """
    programme = settings.programme.name
    kept = store.weeks(programme)
    weeks = missing(settings, kept, now)
    if not weeks or not all_synced(settings, store, now):
        return []
    made: list[Chained] = []
    # Closed by whatever stops it here: the processes that measure end with it.
    with closing(_measured(settings, store, weeks, now)) as measured_weeks:
        for done, (week, measured) in enumerate(measured_weeks, 1):
            try:
                one = keep(
                    settings,
                    store,
                    week,
                    measured,
                    config_sha256=config_sha256,
                    now=now,
                    told={"basis": "rebuilt"},
                    look=partial(look_back, store, programme, kept, week),
                )
            except FrozenAlready:  # by another process, which is at the same
                kept = store.weeks(programme)
            else:
                made.append(one)
                kept = [*kept, one]
            progress(done, len(weeks))
    return made


def _measured(
    settings: Settings, store: Store, weeks: Sequence[str], now: datetime
) -> Generator[tuple[str, Measured], None, None]:
    """Measure weeks one after the other; a few at once where each is small."""
    zone = settings.programme.zone
    instants = [week_names.ends_at(week, zone) for week in weeks]
    names = [project.name for project in settings.projects]
    count = min(cpu_count() or 1, len(weeks) // _WORTH_WEEKS)
    issues = sum(store.item_counts(settings.source_names).values())
    if count < 2 or issues >= WORTH_PROCESSES or settings.workers.dask is not None:
        # A large programme is divided by its projects, which takes less memory.
        for week, as_of in zip(weeks, instants, strict=True):
            yield week, measure_each(settings, store, names, as_of=as_of, runs_until=now)
        return
    with processes(count) as executor:
        futures = [
            executor.submit(measure_in_worker, settings, as_of, None, now) for as_of in instants
        ]
        for week, future in zip(weeks, futures, strict=True):
            yield week, future.result()
