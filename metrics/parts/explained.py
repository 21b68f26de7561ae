"""Items named as parts of a figure: the frame that every explanation is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from metrics.parts.exact import apportioned, in_days
from metrics.parts.measure import Key
from metrics.parts.percentile import rank
from programme import frames
from programme.frames import EXPLAINED

#: Columns that a forecast of the remaining work fills.
FORECAST = ("p50_on", "p80_on", "p95_on")


def part(column: str, items: pd.DataFrame, amount: Any = 1.0) -> pd.DataFrame:
    """Name *items* as what a column is made of.

    Args:
        column: Of the table that is explained.
        items: Rows with ``project``, ``item``, ``title`` and ``url``.
        amount: What they add, one number for all or one for each; None where they add nothing.
    """
    named = items[["project", "item", "title", "url"]]
    amounts = pd.Series(pd.NA if amount is None else amount, index=items.index, dtype=frames.DAYS)
    return named.assign(column=column, amount=amounts)


def explained(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put parts together as EXPLAINED, sorted by column, project and item."""
    filled = [one for one in parts if len(one)]
    if not filled:
        return frames.empty(EXPLAINED)
    table = pd.concat(filled)
    return frames.conform(table.sort_values(EXPLAINED.keys, kind="stable"), EXPLAINED)


def flagged(items: pd.DataFrame, flags: Mapping[str, np.ndarray]) -> list[pd.DataFrame]:
    """Return a part for each column, of the items that its flags count."""
    return [part(name, items[flag]) for name, flag in flags.items() if flag.any()]


def counted(column: str, items: pd.DataFrame, times: np.ndarray) -> pd.DataFrame:
    """Name those of *items* that a column counts, with how often each is in it."""
    return part(column, items[times > 0], times[times > 0])


def split(
    column: str,
    items: pd.DataFrame,
    figures: np.ndarray,
    rounded: Callable[[np.ndarray], np.ndarray],
) -> pd.DataFrame:
    """Explain a rounded sum by what each item adds to it, the items in the order of their names.

    Args:
        column: Of the table that is explained.
        items: As for ``part``.
        figures: Of each, as ``exact.apportioned`` takes them.
        rounded: How the sum was rounded to whole millionths.
    """
    order = items.assign(figure=figures).sort_values(["project", "item"])
    return part(column, order, in_days(apportioned(order["figure"].to_numpy(), rounded)))


def at_rank(column: str, items: pd.DataFrame, figures: str, share: float) -> pd.DataFrame:
    """Name the item that stands at the rank of a percentile, with its figure.

    Args:
        column: Of the table that is explained.
        items: Those ranked, as for ``part``; at least one.
        figures: Column of *items* by which they are ranked; of several with the same figure, it is
            the item that comes there in the order of names.
        share: The percentile, 0 to 1.
    """
    ranked = items.sort_values([figures, "project", "item"])
    held = ranked.iloc[[rank(share, len(ranked)) - 1]]
    return part(column, held, held[figures])


def of_project(table: pd.DataFrame, key: Key) -> pd.DataFrame:
    """Return the rows of the key's project; all of them for the whole programme."""
    return table if key["project"] == "" else table[table["project"] == key["project"]]


def exposed(risks: pd.DataFrame) -> pd.DataFrame:
    """Name the open sized ones of *risks*, rows of that table, with their expected delay."""
    known = risks[(risks["state"] == "open") & risks["exposure_days"].notna()]
    return part("exposure_days", known, known["exposure_days"])


def own_figures(table: pd.DataFrame, key: Key, columns: Sequence[str]) -> pd.DataFrame:
    """Explain a row that is one item by that item alone, with those of its figures it has."""
    row = table[(table["project"] == key["project"]) & (table["item"] == key["item"])]
    known = [name for name in columns if row[name].notna().any()]
    return explained([part("state", row, None), *(part(name, row, row[name]) for name in known)])
