"""Sources: how fresh each source is and how much it told."""

from datetime import datetime
from typing import Final

import pandas as pd

from metrics.parts.explained import explained, part
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.ratings import STALE_AFTER
from programme import frames
from programme.frames import AT, COUNT, TEXT, Column, Contract
from programme.settings import Settings

TABLE: Final = Contract(
    "sources",
    {
        "source": Column(TEXT, "host/path, or a recorded folder's name", key=True, empty=False),
        "kind": Column(TEXT, "github | gitlab | recorded", empty=False),
        "project": Column(TEXT, "project it belongs to", empty=False),
        "last_ok_at": Column(AT, "when its last good sync ended"),
        "state": Column(TEXT, "ok | stale (over 24 hours) | failed | never", empty=False),
        "item_count": Column(COUNT, "issues seen, work and records", empty=False),
        "event_count": Column(COUNT, "events known", empty=False),
        "oldest_event_at": Column(AT, "the first event known"),
        "request_count": Column(COUNT, "requests of its last sync", empty=False),
        "message": Column(TEXT, "why its last sync failed"),
    },
)


def states(known: pd.DataFrame, as_of: datetime) -> pd.Series:
    """Return how each source stands: ok, stale, failed or never.

    Args:
        known: ``last_ok_at`` and ``failed`` of each: when its last good sync ended, and whether
            its last one failed.
        as_of: Aware instant from which age is told.
    """
    state = pd.Series("ok", index=known.index, dtype=object)
    state[known["last_ok_at"] < pd.Timestamp(as_of) - STALE_AFTER] = "stale"
    state[known["last_ok_at"].isna()] = "never"
    state[known["failed"]] = "failed"
    return state


def sources(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Describe each configured source, synced or not.

    Args:
        inputs: ``facts.sources`` and ``history``.
        as_of: Aware instant from which age is told.
        settings: Not used.

    Returns:
        TABLE: one row per source. A source is *failed* when its last sync failed, whether or not
        an earlier one went well; *never* when none was tried.
    """
    known = inputs["facts.sources"]
    seen = inputs["history"]["source"].value_counts()
    table = known.assign(state=states(known, as_of), item_count=known["source"].map(seen).fillna(0))
    return frames.conform(table.sort_values("source"), TABLE)


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name every issue that was seen in a source.

    Args:
        inputs: ``history``.
        key: ``source``.
        as_of: Not used; the frames end there.
        settings: Not used.

    Returns:
        EXPLAINED of ``item_count``.
    """
    history = inputs["history"]
    return explained([part("item_count", history[history["source"] == key["source"]])])


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("facts.sources", "history"),
    compute=sources,
    explain=explain,
    question="Where do the figures come from, and how old are they?",
    unit="issues and events",
    definition="Each source (a repository or a recorded folder): when its last good sync ended, "
    "how many issues and events it told, and its state. It is failed when its last sync failed, "
    "never when none had been tried, stale when the last good one is over 24 hours old, and else "
    "ok.",
    formula="item_count = issues seen, work and records; pull and merge requests are neither\n"
    "stale: as_of - last_ok_at > 24 hours",
    reads_as="A source that failed keeps its last good data, whose age is under last_ok_at.",
    misleads="Fresh is not complete: a source may be up to date and tell no events, and what was "
    "deleted at GitLab is noticed once a week.",
    source="States of a source: docs/tables.md",
    page="Data quality",
)
