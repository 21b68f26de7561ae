"""How large each piece of work is, in the unit that a team has chosen, beside its count of one.

A size is the one at ``as_of``, in every week: only so do sized stocks and flows add up as counts
do, and an estimate that is corrected never looks like work that came or went.

Sizes have at most 3 places and end at a million. Sums are made of whole thousandths, which stay
exact in 64 bits, and in a float once divided, for any number of items that a forge can hold.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from metrics.parts.explained import explained, flagged, part
from metrics.parts.measure import Frames, Key
from metrics.parts.weekly import MOVEMENTS, STOCKS, Grid, Weeks
from programme.frames import DAYS, Column
from programme.labels import normal
from programme.rows import LARGEST_SIZE
from programme.settings import Settings

#: Frames that sizes are read from.
INPUTS: Final = ("facts.items", "label_spells")
_PARTS: Final = 1000
_NUMBER = re.compile(r"\d{1,7}(?:\.\d+)?", re.ASCII)


def column(meaning: str) -> Column:
    """Describe a column of sizes, which is empty where none are configured."""
    return Column(DAYS, f"size of {meaning}; empty = no sizes are configured")


def sizes(inputs: Frames, work: pd.DataFrame, settings: Settings) -> pd.Series:
    """Return the size of each item.

    Args:
        inputs: The frames of INPUTS.
        work: Rows of HISTORY.
        settings: For ``measures.size``.

    Returns:
        Float64 in the order of *work*; missing where it is not known or none is configured.
    """
    if settings.measures.size_label:
        known = labelled(inputs["label_spells"], settings)["size"]
    elif settings.measures.size:
        known = inputs["facts.items"].set_index(["source", "number"])["size"]
    else:
        return pd.Series(pd.NA, index=work.index, dtype=DAYS)
    keys = pd.MultiIndex.from_frame(work[["source", "number"]])
    return pd.Series(known.reindex(keys).array, index=work.index, dtype=DAYS)


def labelled(label_spells: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Read the sizes that issues carry as labels at ``as_of``.

    Args:
        label_spells: LABEL_SPELLS.
        settings: For ``measures.size``.

    Returns:
        By ``source`` and ``number``, every issue that carries such a label: ``size``, the highest
        of several and missing if one of them is no number, and ``doubtful``, whether it is the
        highest of several.
    """
    held = label_spells[label_spells["until_at"].isna()]
    names = held["label"].unique()
    begins = normal(settings.measures.size_label + "x").text[:-1]
    values = {name: _value(name, begins) for name in names if normal(name).text.startswith(begins)}
    held = held[held["label"].isin(values)]
    numbers = held["label"].map(values).astype(float)
    by_issue = numbers.groupby([held["source"], held["number"]])
    known = by_issue.count() == by_issue.size()
    highest = by_issue.max()
    return pd.DataFrame(
        {
            "size": highest.where(known).astype(DAYS),
            "doubtful": known & (highest > by_issue.min()),
        }
    )


def by_week(grid: Grid, inputs: Frames, settings: Settings) -> dict[str, pd.Series]:
    """Add up the sizes of the items that each week counts.

    Args:
        grid: Made of ``inputs["history"]``.
        inputs: ``history`` and the frames of INPUTS.
        settings: For ``measures.size``.

    Returns:
        By the ``sized_name`` of each count a column in the order of ``Grid.counts``: Float64,
        items without a size adding nothing; all missing where none is configured.
    """
    if not settings.measures.size:
        length = len(grid.projects) * len(grid.weeks)
        unknown = pd.Series(pd.NA, range(length), DAYS)
        return {sized_name(name): unknown for name in (*MOVEMENTS, *STOCKS)}
    known = sizes(inputs, grid.items, settings)
    amounts = thousandths(known).fillna(0).to_numpy(dtype=np.int64)
    return {
        sized_name(name): from_thousandths(pd.Series(amount))
        for name, amount in grid.counts(amounts).items()
    }


def named(
    grid: Grid, flags: Mapping[str, Weeks], key: Key, inputs: Frames, settings: Settings
) -> pd.DataFrame:
    """Name the items that one row counts, and again those that have a size, with it.

    Args:
        grid: Made of ``inputs["history"]``.
        flags: By column, which items count in which weeks.
        key: As for ``Grid.named``.
        inputs: ``history`` and the frames of INPUTS.
        settings: For ``measures.size``.

    Returns:
        EXPLAINED, with a part for each name of *flags* and for its ``sized_name``.
    """
    chosen = grid.counted_in(flags, key)
    known = sizes(inputs, grid.items, settings)
    has_size = known.notna().to_numpy()
    sized = (
        part(sized_name(name), grid.items[flag & has_size], known[flag & has_size])
        for name, flag in chosen.items()
        if (flag & has_size).any()
    )
    return explained([*flagged(grid.items, chosen), *sized])


def remaining(items: pd.DataFrame, rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Add up the sizes of open items.

    Args:
        items: The table ``items``.
        rows: ``project``, perhaps with ``increment``: what each sum is of.
        settings: For ``measures.size``.

    Returns:
        Float64 in the order of *rows*; all missing where no sizes are configured.
    """
    if not settings.measures.size:
        return pd.Series(pd.NA, index=rows.index, dtype=DAYS)
    still = items[items["state"] == "open"]
    sums = thousandths(still["size"]).groupby([still[name] for name in rows.columns]).sum()
    keys = pd.MultiIndex.from_frame(rows) if rows.shape[1] > 1 else pd.Index(rows.iloc[:, 0])
    return pd.Series(from_thousandths(sums.reindex(keys).fillna(0)).array, index=rows.index)


def still(items: pd.DataFrame) -> pd.DataFrame:
    """Name those of *items*, rows of that table, that ``remaining`` adds up, with their sizes."""
    known = items[(items["state"] == "open") & items["size"].notna()]
    return part("remaining_size", known, known["size"])


def total(parts: pd.Series) -> pd.Series:
    """Return the one sum of *parts*, missing where none of them is known."""
    whole = thousandths(parts).sum(min_count=1)
    return from_thousandths(pd.Series([whole], dtype="Int64"))


def sized_name(count: str) -> str:
    """Return the column of sizes beside a count: ``arrived_size_total`` of ``arrived_total``."""
    return count.replace("_count", "_size").replace("_total", "_size_total")


def thousandths(sizes: pd.Series) -> pd.Series:
    """Return sizes as whole numbers, whose sums are exact; missing stays missing."""
    return (sizes * _PARTS).round().astype("Int64")


def from_thousandths(whole: pd.Series) -> pd.Series:
    """Return sizes from whole numbers: the float next to each decimal, so that it prints as it."""
    return (whole / _PARTS).astype(DAYS)


@lru_cache(maxsize=65536)
def _value(label: str, begins: str) -> float | None:
    """Read the number after the beginning of a label."""
    written = normal(label).text.removeprefix(begins)
    number = float(written) if _NUMBER.fullmatch(written) else None
    return None if number is None or number > LARGEST_SIZE else round(number, 3)
