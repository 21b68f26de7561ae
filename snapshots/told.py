"""What stands beside the live figures: what people said, and what changed since the last report."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from programme.errors import WaymarkError
from programme.settings import Settings
from snapshots import archive
from snapshots.compare import with_changes
from snapshots.edition import Edition
from snapshots.published import published, with_published
from snapshots.snapshot import Snapshot
from snapshots.statements import said
from store import Chained, Store


def told(
    settings: Settings,
    store: Store,
    snapshot: Snapshot,
    *,
    as_of: datetime,
    warn: Callable[[str], None],
) -> Snapshot:
    """Return *snapshot* with what was said of its week, and what changed since the week before.

    Args:
        settings: The programme's.
        store: Where statements and frozen weeks are kept.
        snapshot: Of *as_of*, live and not sealed.
        as_of: Aware instant; what was said or frozen later is not known yet.
        warn: Told why it is compared with nothing, in a sentence.

    Raises:
        WaymarkError: If the store fails.
    """
    kept: list[Chained] = []
    try:
        kept = [one for one in store.weeks(settings.programme.name) if one.taken_at <= as_of]
    except WaymarkError as error:
        warn(str(error))
    header = {**snapshot.header, **said(settings, store, snapshot.header["iso_week"], now=as_of)}
    return with_earlier(settings, store, replace(snapshot, header=header), kept, warn=warn)


def with_earlier(
    settings: Settings,
    store: Store,
    snapshot: Snapshot,
    kept: Sequence[Chained],
    *,
    warn: Callable[[str], None] = lambda sentence: None,
) -> Snapshot:
    """Return *snapshot* with what changed since the week before, and what earlier ones forecast.

    A week that is not as it was frozen keeps nobody from the figures, and no later week from being
    frozen: they are compared with none, and ``verify`` names the one that was changed.

    Args:
        settings: The programme's.
        store: Where weeks are kept.
        snapshot: Live or to be frozen, not sealed.
        kept: Frozen weeks; those before its own are looked at.
        warn: Told why it is compared with nothing, in a sentence.
    """
    week, programme = snapshot.header["iso_week"], settings.programme.name
    earlier = [one for one in kept if one.week < week]
    before = archive.previous(earlier, week)
    try:
        forecasts = published(store, programme, earlier)
        edition = archive.edition(store, programme, before) if before else None
    except WaymarkError as error:
        warn(str(error))
        return with_changes(Edition(snapshot, settings), None)
    return with_changes(Edition(with_published(snapshot, forecasts), settings), edition)
