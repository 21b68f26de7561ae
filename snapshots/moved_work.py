"""Which pieces of work are behind the movement of dates between two editions."""

from typing import Final

import pandas as pd

from snapshots.both import Both
from snapshots.scope_between import work_between

_COLUMNS: Final = ("project", "item", "increment", "state", "title", "url")


def moved_work(editions: Both) -> pd.DataFrame:
    """List the work that was added, dropped, reopened or finished between two editions.

    Args:
        editions: Two editions; their own tables are all that is read.

    Returns:
        ``project``, ``increment`` (its title now), ``flow`` (added | dropped | reopened |
        finished), ``item``, ``title`` and ``url``. Nothing where an edition lacks its items.
    """
    columns = ["project", "increment", "flow", "item", "title", "url"]
    items = editions.pair("items", *_COLUMNS)
    if items is None:
        return pd.DataFrame(columns=columns)
    before, after = (editions.collected(side)[list(_COLUMNS)] for side in items)
    places = zip(before["project"], before["increment"], strict=True)
    before = before.assign(increment=[editions.now.get(at, at)[1] for at in places])
    moved = work_between(before, after)
    # What is gone from the forge is told as it was called last.
    named = pd.concat([after, before]).drop_duplicates(["project", "item"])
    return moved.merge(named[["project", "item", "title", "url"]], on=["project", "item"])[columns]
