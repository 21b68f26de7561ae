"""What cannot wait for the week's end: a worse rating, a date that moved, a source that fails."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from programme.teams import merged
from programme.wording import alerts as wording
from programme.wording.words import known
from snapshots.both import RATING, Both
from snapshots.compare import compare
from snapshots.edition import Edition

_FAILS_FOR: Final = timedelta(days=1)
_WORSE: Final = {("green", "amber"), ("green", "red"), ("amber", "red")}


@dataclass(frozen=True)
class Alert:
    """One thing to be told at once.

    Attributes:
        key: Identity of the thing: what is told under it once need not be told again.
        subject: In a few words, without a full stop.
        sentence: One or two sentences.
    """

    key: str
    subject: str
    sentence: str


def alerts(before: Edition | None, after: Edition, *, now: datetime) -> tuple[Alert, ...]:
    """Return what is to be told at once; what got better is not.

    A change has the same key for as long as it is compared with the same week, so that asking every
    hour tells of it once; compared with a later week, the same movement is another change.

    Args:
        before: The week that was frozen last; None where there is none.
        after: What is known now.
        now: Aware instant.

    Returns:
        Ratings that got worse, then dates that moved, then sources that fail.
    """
    changes = [] if before is None else list(_changes(before, after))
    return (*changes, *_failing(before, after, now))


def _changes(before: Edition, after: Edition) -> Iterator[Alert]:
    rows = list(compare(before, after).changes.itertuples())
    since = before.header["iso_week"]
    # Where ratings are made otherwise than before, neither is worse than the other.
    remade = Both(before, after).rests_on_changed(RATING)
    # A small team is rated with the others alone.
    hidden = merged(after.settings.projects)
    for row in rows:
        if (row.before, row.after) not in _WORSE or row.project in hidden:
            continue
        if row.kind == "declared_rating" or (row.kind == "rating" and not remade):
            yield Alert(_key(row, since), wording.rated(row), row.sentence)
    for row in rows:
        if row.kind == "target" and known(row.before):
            yield Alert(_key(row, since), wording.moved(row), row.sentence)


def _key(row: Any, since: str) -> str:
    parts = (row.kind, row.project, row.increment, row.before, row.after, f"since {since}")
    return " | ".join(str(part) for part in parts)


def _failing(before: Edition | None, after: Edition, now: datetime) -> Iterator[Alert]:
    """Yield the sources whose every sync has failed for a day."""
    failed_then = {} if before is None else _failed(before)
    for source, row in _failed(after).items():
        since = row.last_ok_at
        if not known(since):
            # It never went well: it failed then, too, or nobody knows for how long.
            since = before.as_of if before is not None and source in failed_then else None
        if since is not None and now - since >= _FAILS_FOR:
            key = f"source | {source} | since {since.isoformat()}"
            yield Alert(key, wording.failing(source), wording.failing_since(row, since, after.zone))


def _failed(edition: Edition) -> dict[str, Any]:
    sources = edition.table("sources")
    return {str(row.source): row for row in sources[sources["state"] == "failed"].itertuples()}
