"""One project of a programme, measured: the unit of work that is repeated only when it changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import pandas as pd

from metrics import registry
from metrics.parts.ratings import STALE_AFTER
from metrics.parts.replay import replay
from programme.settings import Settings
from programme.weeks import local_date, local_midnight
from snapshots.facts import facts
from store import Store, open_store


@dataclass(frozen=True)
class Part:
    """What one project comes to at an instant.

    Attributes:
        tables: Every measure's table by name, without the programme's rows.
        as_of: The instant measured, aware.
        valid_until: Before this instant the same store gives the same tables; exclusive.
    """

    tables: dict[str, pd.DataFrame]
    as_of: datetime
    valid_until: datetime

    def stands(self, as_of: datetime) -> bool:
        """Say whether these tables are those of *as_of*, if the store has not changed."""
        return as_of == self.as_of or self.as_of < as_of < self.valid_until


def measure_project(settings: Settings, store: Store, *, as_of: datetime) -> Part:
    """Measure one project as it was known at an instant.

    Args:
        settings: The programme's, with this project alone (``Settings.of_project``).
        store: Where its sources were synced to.
        as_of: Aware instant; what happened exactly then has happened.

    Raises:
        WaymarkError: If the store fails.
        FrameError: If a measure breaks its contract.
    """
    names = [source.name for _, source in settings.sources]
    known = facts(store.read(as_of, names), settings)
    replayed = replay(known, as_of=as_of, settings=settings)
    tables = registry.compute(registry.measures(), known, replayed, as_of=as_of, settings=settings)
    return Part(tables, as_of, _valid_until(settings, store, names, known["sources"], as_of))


def measure_in_worker(settings: Settings, as_of: datetime) -> Part:
    """Measure one project in a process of its own, which opens the store by itself.

    Arguments and errors are those of ``measure_project``.
    """
    return measure_project(settings, _opened(settings.store.url), as_of=as_of)


@lru_cache(maxsize=1)
def _opened(url: str) -> Store:
    return open_store(url)


def _valid_until(
    settings: Settings, store: Store, names: list[str], sources: pd.DataFrame, as_of: datetime
) -> datetime:
    """Return when the passing of time alone changes the project's tables.

    That is the next local midnight; sooner where a source gets stale, or where a clock that goes
    wrong put something into the future.
    """
    zone = settings.programme.zone
    ends = [local_midnight(local_date(as_of, zone) + timedelta(days=1), zone)]
    stale_at = sources["last_ok_at"].dropna() + STALE_AFTER
    if len(stale_at):
        # The age of what is stale is told in hours.
        ends.append(max(stale_at.min().to_pydatetime(), as_of))
    if following := store.next_instant(as_of, names):
        ends.append(following)
    return min(ends)
