"""What stands beside the live figures: what people said, and what changed since the last report."""

from dataclasses import replace
from datetime import datetime

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
    compared: bool = True,
) -> Snapshot:
    """Return *snapshot* with what was said of its week, and what changed since the week before.

    Args:
        settings: The programme's.
        store: Where statements and frozen weeks are kept.
        snapshot: Of *as_of*, live and not sealed.
        as_of: Aware instant; what was said or frozen later is not known yet.
        compared: Whether it is held against frozen weeks.

    Raises:
        WaymarkError: If the store fails, or the week before is not as it was frozen.
    """
    week, programme = snapshot.header["iso_week"], settings.programme.name
    header = {**snapshot.header, **said(settings, store, week, now=as_of)}
    kept = [one for one in store.weeks(programme) if one.taken_at <= as_of] if compared else []
    before = archive.previous(kept, week)
    scored = with_published(replace(snapshot, header=header), published(store, programme, kept))
    return with_changes(
        Edition(scored, settings),
        archive.edition(store, programme, before) if before else None,
    )
