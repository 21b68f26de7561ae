"""Which issues are work, and which projects do any."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from programme.settings import Settings

#: Up to so many texts it is quicker to look for one after the other.
_FEW: Final = 4


def delivery_projects(settings: Settings) -> tuple[str, ...]:
    """Name the projects that do work, in the order of the configuration.

    A risk register holds nothing but records, so it has no row in any flow table.
    """
    return tuple(project.name for project in settings.projects if project.kind == "delivery")


def work_items(history: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the rows of HISTORY that are work: issues of delivery projects that are no record."""
    return history[is_work(history, settings)].reset_index(drop=True)


def is_work(history: pd.DataFrame, settings: Settings) -> np.ndarray:
    """Say of each row of HISTORY whether it is work, as ``work_items`` has it."""
    ours = coded(history["project"], delivery_projects(settings)) >= 0
    work: np.ndarray = ours & (history["record"] == "").to_numpy(dtype=bool)
    return work


def coded(column: pd.Series, names: Sequence[str]) -> np.ndarray:
    """Return the place of each text of *column* among *names*, int64; -1 = it is none of them.

    No name is there twice.
    """
    if len(names) <= _FEW:
        codes = np.full(len(column), -1, dtype=np.int8)
        for place, name in enumerate(names):
            codes += np.int8(place + 1) * (column == name).to_numpy(dtype=bool).view(np.int8)
        return codes.astype(np.int64)
    numbers, texts = pd.factorize(column)
    found: np.ndarray = pd.Index(names).get_indexer(pd.Index(texts))[numbers]
    return found


def places(frame: pd.DataFrame, of: pd.DataFrame) -> np.ndarray:
    """Return the row of *of* that each row of *frame* speaks of.

    Args:
        frame: With ``source`` and ``number``.
        of: One row for each issue, with the same columns.

    Returns:
        int64 positions; -1 = none of them.
    """
    first = of["source"].iloc[:1].tolist()
    one = bool((of["source"] == first[0]).all()) if first else True
    sources = first if one else of["source"].unique().tolist()
    codes, code = coded(of["source"], sources), coded(frame["source"], sources)
    theirs, number = of["number"].to_numpy(), frame["number"].to_numpy()
    width = int(max(theirs.max(initial=0), number.max(initial=0))) + 1
    wanted, keys = code * width + number, codes * width + theirs
    if len(sources) * width <= 10 * (len(of) + len(frame)) + 1000:
        # Numbers are dense as a rule: a table is the quickest.
        table = np.full(len(sources) * width, -1, dtype=np.int64)
        table[keys] = np.arange(len(of))
        found = table[np.where(code < 0, 0, wanted)] if len(table) else np.full(len(frame), -1)
    else:
        found = pd.Index(keys).get_indexer(pd.Index(wanted))
    return np.where(code < 0, -1, found)


def by_state(work: pd.DataFrame) -> dict[str, np.ndarray]:
    """Say of each item in which of the counts of a table it is: all of them, and by state."""
    state = work["state"].to_numpy(dtype=object)
    return {
        "item_count": np.ones(len(work), dtype=bool),
        "finished_count": state == "finished",
        "dropped_count": state == "dropped",
        "remaining_count": state == "open",
    }


def start_signal(settings: Settings) -> bool:
    """Say whether the configuration names any label that means work has begun."""
    return bool(settings.labels.started.any_of)
