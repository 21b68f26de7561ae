"""What has been kept for long enough: old weeks go, and the titles of work closed long ago."""

from collections.abc import Iterator
from datetime import datetime

import pandas as pd

from programme.settings import Settings
from programme.wording.words import count
from snapshots import week_names
from store import Store


def tidy(settings: Settings, store: Store, *, now: datetime) -> Iterator[str]:
    """Delete what ``[report]`` says is kept for long enough.

    Of a frozen week its hashes and the day of deletion stay, so that the chain can be verified. Of
    an issue its title, address and description lines go; number, dates and events stay.

    Args:
        settings: The programme's.
        store: Where all is kept.
        now: Aware instant.

    Yields:
        A sentence on each kind of thing that was deleted.

    Raises:
        WaymarkError: If the store fails.
    """
    kept = settings.report
    weeks = store.remove_weeks(
        settings.programme.name, _before(now, pd.DateOffset(years=kept.keep_years)), now
    )
    if weeks:
        names = ", ".join(week_names.name(one.week, one.revision) for one in weeks)
        yield f"deleted after {count(kept.keep_years, 'year', 'years')}: {names}"
    titles = store.remove_titles(
        settings.source_names,
        _before(now, pd.DateOffset(months=kept.keep_titles_months)),
        now,
    )
    if titles:
        yield (
            f"removed {count(titles, 'title', 'titles')} of work closed more than "
            f"{count(kept.keep_titles_months, 'month', 'months')} ago"
        )


def _before(now: datetime, kept: pd.DateOffset) -> datetime:
    earlier: datetime = (pd.Timestamp(now) - kept).to_pydatetime()
    return earlier
