"""From the store to a snapshot: read once, replay once, then every measure in order."""

from datetime import datetime

from metrics import registry
from metrics.parts.replay import replay
from programme.errors import WaymarkError
from programme.settings import Settings
from snapshots.facts import facts
from snapshots.header import header
from snapshots.snapshot import Snapshot
from store import Store


def measure(
    settings: Settings,
    store: Store,
    *,
    as_of: datetime,
    config_sha256: str,
    taken_at: datetime | None = None,
) -> Snapshot:
    """Measure the programme as it was known at an instant.

    Args:
        settings: The programme's.
        store: Where its sources were synced to.
        as_of: Aware instant; what happened exactly then has happened.
        config_sha256: Hash of the configuration's bytes.
        taken_at: Aware instant of the measuring; by default *as_of*, so that the same store and
            the same instant give the same bytes.

    Returns:
        Every table and their header.

    Raises:
        WaymarkError: If none of the sources was ever synced well, or the store fails.
        FrameError: If a measure breaks its contract.
    """
    names = [source.name for _, source in settings.sources]
    if not store.synced(names):
        raise WaymarkError("Nothing has been synced yet; run `python waymark.py sync` first.")
    known = facts(store.read(as_of, names), settings)
    replayed = replay(known, as_of=as_of, settings=settings)
    tables = registry.run(registry.measures(), known, replayed, as_of=as_of, settings=settings)
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
