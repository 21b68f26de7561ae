"""What data quality says of what was synced last, without measuring anything else."""

from datetime import datetime

import pandas as pd

from metrics import registry
from metrics.parts.replay import replay
from programme.settings import Settings
from snapshots.facts import facts
from store import existing_store

TABLE = "data_quality"


def quality(settings: Settings, *, as_of: datetime) -> pd.DataFrame | None:
    """Return the table data_quality from the store; None before the first sync.

    Args:
        settings: The configuration.
        as_of: Aware instant.

    Raises:
        WaymarkError: If the store is there and cannot be read.
    """
    store = existing_store(settings.store.url)
    if store is None:
        return None
    try:
        known = facts(store.read(as_of, settings.source_names), settings)
    finally:
        store.close()
    replayed = replay(known, as_of=as_of, settings=settings)
    chosen = registry.needed([TABLE])
    given = registry.given(chosen, known, replayed, as_of=as_of, settings=settings)
    return registry.compute(chosen, given, as_of=as_of, settings=settings)[TABLE]
