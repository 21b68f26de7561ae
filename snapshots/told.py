"""What stands beside the live figures: what people said, and what changed since the last report."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import NamedTuple

import pandas as pd

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
    week, programme = header["iso_week"], settings.programme.name
    return with_earlier(
        settings,
        replace(snapshot, header=header),
        partial(look_back, store, programme, kept, week),
        warn=warn,
    )


class Earlier(NamedTuple):
    """What frozen weeks before one of them say that matters to it.

    Attributes:
        forecasts: As ``published.published`` gives them.
        before: The week before that is frozen; None = there is none.
    """

    forecasts: pd.DataFrame
    before: Edition | None


def look_back(store: Store, programme: str, kept: Sequence[Chained], week: str) -> Earlier:
    """Read what the weeks before *week* say.

    Args:
        store: Where weeks are kept.
        programme: Its name.
        kept: Frozen weeks, any.
        week: ISO week.

    Raises:
        WaymarkError: If a week is not as it was frozen, or the store fails.
    """
    earlier = [one for one in kept if one.week < week]
    before = archive.previous(earlier, week)
    return Earlier(
        published(store, programme, earlier),
        archive.edition(store, programme, before) if before else None,
    )


def with_earlier(
    settings: Settings,
    snapshot: Snapshot,
    look: Callable[[], Earlier],
    *,
    warn: Callable[[str], None] = lambda sentence: None,
) -> Snapshot:
    """Return *snapshot* with what changed since the week before, and what earlier ones forecast.

    A week that is not as it was frozen keeps nobody from the figures, and no later week from being
    frozen: they are compared with none, and ``verify`` names the one that was changed.

    Args:
        settings: The programme's.
        snapshot: Live or to be frozen, not sealed.
        look: Looks back at the weeks before its own, or gives what was found.
        warn: Told why it is compared with nothing, in a sentence.
    """
    try:
        forecasts, before = look()
    except WaymarkError as error:
        warn(str(error))
        return with_changes(Edition(snapshot, settings), None)
    return with_changes(Edition(with_published(snapshot, forecasts), settings), before)
