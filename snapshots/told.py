"""What stands beside the live figures: what people said, and what changed since the last report."""

from collections.abc import Callable
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
from store import Store


def told(
    settings: Settings,
    store: Store,
    snapshot: Snapshot,
    *,
    as_of: datetime,
    warn: Callable[[str], None],
) -> Snapshot:
    """Return *snapshot* with what was said of its week, and what changed since the week before.

    A week that is not as it was frozen keeps nobody from the figures: they are compared with none.

    Args:
        settings: The programme's.
        store: Where statements and frozen weeks are kept.
        snapshot: Of *as_of*, live and not sealed.
        as_of: Aware instant; what was said or frozen later is not known yet.
        warn: Told why it is compared with nothing, in a sentence.

    Raises:
        WaymarkError: If the store fails.
    """
    week, programme = snapshot.header["iso_week"], settings.programme.name
    header = {**snapshot.header, **said(settings, store, week, now=as_of)}
    said_of = replace(snapshot, header=header)
    try:
        kept = [one for one in store.weeks(programme) if one.taken_at <= as_of]
        forecasts = published(store, programme, kept)
        earlier = archive.previous(kept, week)
        before = archive.edition(store, programme, earlier) if earlier else None
    except WaymarkError as error:
        warn(str(error))
        return with_changes(Edition(said_of, settings), None)
    return with_changes(Edition(with_published(said_of, forecasts), settings), before)
