"""What was known at an instant, as the frames of programme/frames.py.

What was seen later tells of earlier only where nothing had been seen yet: the earliest observation
stands before itself ("rebuilt"), though not before the thing was created.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

import pandas as pd
from sqlalchemy import Connection, func, select, union_all

from programme import frames
from store.as_of_events import known_events, known_links, links_asked
from store.as_of_items import known_items
from store.as_of_observations import known_observations
from store.as_of_sources import known_sources
from store.as_of_statements import IDS, T, names_of
from store.schema import Instant, events, items, labels, links, milestones, runs


def read(
    connection: Connection, t: datetime, names: Sequence[str], *, runs_until: datetime
) -> dict[str, pd.DataFrame]:
    """Return the frames of *names* as of *t*.

    Args:
        connection: In a transaction that sees one moment of the store.
        t: Aware instant; what happened or was seen exactly then is known.
        names: Names of the sources to be read.
        runs_until: Aware instant up to which syncs are told of: a week that is measured after its
            end is known from what was seen after it, too.

    Returns:
        The frames of frames.FACTS by name, without the column ``project``, sorted by their keys:

        - ``items``: the observation that held at *t*, or the earliest one if the first came later
          and the item had been created by then. ``gone_at`` is set on one that ended by *t*.
        - ``item_labels``: of these observations.
        - ``events``: up to *t*; of an item first seen later, up to then, so that its past can be
          rebuilt from what was seen. Likewise those of links, where these were first asked later.
        - ``links``: every observation up to *t*, or what was seen when links of the item were first
          asked for, if that was later; ``seen_until`` only where it is not after *t*.
        - ``milestones`` and ``labels``: every observation up to *t*, or the earliest one of what
          was first seen later; ``seen_until`` only where it is not after *t*. Milestones have the
          text columns ``due`` and ``start`` for ``due_on`` and ``start_on``.
        - ``sources``: one row for each of *names*; ``kind`` is empty if it was never synced.
    """
    by_id = names_of(connection, names)
    items_then, item_labels = known_items(connection, t, by_id)
    seen_later = bool((items_then["seen_from"] > pd.Timestamp(t)).any())
    asked = links_asked(connection, by_id)
    asked_later = any(at > t for at in asked)
    return {
        "items": items_then,
        "item_labels": item_labels,
        "events": known_events(
            connection, t, by_id, seen_later=seen_later, asked_later=asked_later
        ),
        "milestones": known_observations(connection, t, milestones, frames.MILESTONES, by_id),
        "links": known_links(connection, t, by_id if asked else {}),
        "labels": known_observations(connection, t, labels, frames.LABELS, by_id),
        "sources": known_sources(connection, t, names, runs_until),
    }


def next_instants(connection: Connection, t: datetime, names: Sequence[str]) -> dict[str, datetime]:
    """Return for each source of *names* the first instant after *t* in any of its rows, if any."""
    by_id = names_of(connection, names)
    following: dict[str, datetime] = {}
    for source_id, at in connection.execute(_next_instants(), {"ids": list(by_id), "t": t}):
        name = by_id[source_id]
        following[name] = min(at, following.get(name, at))
    return following


@cache
def _next_instants() -> Any:
    return union_all(
        *(
            select(table.c.source_id, func.min(column))
            .where(table.c.source_id.in_(IDS), column > T)
            .group_by(table.c.source_id)
            for table in (items, events, milestones, links, labels, runs)
            for column in table.c
            if isinstance(column.type, Instant)
        )
    )
