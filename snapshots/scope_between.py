"""How the work left in each increment came from what it was to what it is."""

from typing import Final

import pandas as pd

from snapshots.same_increments import Place

_FLOWS: Final = ("added", "dropped", "reopened", "finished")


def work_between(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Tell which pieces of work came into each increment as open ones, and which left it.

    Args:
        before: The table ``items``, with the titles that increments bear in *after*.
        after: The same, later.

    Returns:
        ``project``, ``increment``, ``flow`` (added | dropped | reopened | finished) and ``item``,
        as ``scope_between`` counts them.
    """
    columns = ["project", "item", "increment", "state"]
    both = before[columns].merge(
        after[columns], on=["project", "item"], how="outer", suffixes=("_was", "_is")
    )
    both = both.fillna("")
    same = both["increment_was"] == both["increment_is"]
    was_open, is_open = both["state_was"] == "open", both["state_is"] == "open"
    came, went = is_open & ~(was_open & same), was_open & ~(is_open & same)
    again = both["state_was"].isin(["finished", "dropped"])
    done = same & (both["state_is"] == "finished")
    parts = [
        both[rows].assign(flow=flow, increment=both[title])
        for flow, rows, title in (
            ("added", came & ~again, "increment_is"),
            ("dropped", went & ~done, "increment_was"),
            ("reopened", came & again, "increment_is"),
            ("finished", went & done, "increment_was"),
        )
    ]
    return pd.concat(parts, ignore_index=True)[["project", "increment", "flow", "item"]]


def scope_between(before: pd.DataFrame, after: pd.DataFrame) -> dict[Place, dict[str, int]]:
    """Count the pieces of work that came into each increment as open ones, and that left it.

    Args:
        before: The table ``items``, with the titles that increments bear in *after*.
        after: The same, later.

    Returns:
        By project and title ``added`` (new, or from another increment), ``reopened``, ``finished``
        and ``dropped`` (dropped, gone, or in another increment now). Open work before + added +
        reopened - finished - dropped = open work after, exactly. What has not changed is not there.
    """
    found: dict[Place, dict[str, int]] = {}
    between = work_between(before, after).groupby(["project", "increment", "flow"]).size()
    for (project, increment, flow), count in between.items():
        found.setdefault((project, increment), dict.fromkeys(_FLOWS, 0))[flow] = int(count)
    return found


def finished_at_once(before: pd.DataFrame, after: pd.DataFrame) -> dict[Place, int]:
    """Count the pieces of work that came into each increment and are finished in it already.

    Args:
        before: The table ``items``, with the titles that increments bear in *after*.
        after: The same, later.
    """
    at = ["project", "item", "increment"]
    finished = after.loc[after["state"] == "finished", at]
    there = before[at].assign(there=True)
    came = finished.merge(there, on=at, how="left")
    counts = came[came["there"].isna()].groupby(["project", "increment"]).size()
    return {(project, title): int(count) for (project, title), count in counts.items()}


def netted(added: int, dropped: int, expected: int, at_once: int = 0) -> tuple[int, int, int]:
    """Return scope together with what was expected of work not broken down yet.

    What is broken down is not added but, where it is finished already, finished; and what is
    dropped may be expected again.

    Args:
        added: Pieces of work added.
        dropped: Pieces dropped.
        expected: By how many the pieces not broken down became more, or fewer (-).
        at_once: Pieces that came and are finished.

    Returns:
        Pieces added and dropped, and how many of those that were expected are finished.
    """
    if expected < 0:
        fewer = max(-expected - added, 0)
        done = min(fewer, at_once)
        return max(added + expected, 0), dropped + fewer - done, done
    return added + max(expected - dropped, 0), max(dropped - expected, 0), 0
