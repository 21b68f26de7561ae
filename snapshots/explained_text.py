"""An explanation as plain text, for a terminal or a file."""

import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

import pandas as pd

from programme.wording.words import visible
from snapshots.cells import number

#: Longer titles are cut, so that the link is still to be seen.
LONGEST_TITLE: Final = 70
_NOTHING: Final = "No item is part of this row."


def total(amounts: pd.Series) -> Decimal | None:
    """Add up amounts as the decimals that they are written as; None where there are none."""
    known = amounts.dropna()
    # A float's shortest text is the decimal that it was made from.
    return sum((Decimal(repr(float(one))) for one in known), Decimal(0)) if len(known) else None


def lines(explained: pd.DataFrame) -> Iterator[str]:
    """Print EXPLAINED, a block for each column: its figure, then item, title, amount and link.

    Columns that a forecast fills rest on the same items and share a block, whose figure is how
    many pieces of work had to be finished. What forges wrote cannot steer the terminal.
    """
    if explained.empty:
        yield _NOTHING
        return
    blocks: dict[object, list[str]] = {}
    parts = {str(name): rows for name, rows in explained.groupby("column", sort=True)}
    for name, rows in parts.items():
        same = tuple(zip(rows["project"], rows["item"], strict=True)) if forecast(name) else name
        blocks.setdefault(same, []).append(name)
    for place, names in enumerate(blocks.values()):
        if place:
            yield ""
        yield _heading(names, parts[names[0]])
        yield from _table(parts[names[0]])


def forecast(column: str) -> bool:
    """Say whether a column is a date, or the chance of one, that a forecast gives."""
    return column in {"p50_on", "p80_on", "p95_on", "p_on_time"}


def _heading(names: list[str], rows: pd.DataFrame) -> str:
    figure = total(rows["amount"])
    words = [", ".join(names), number(figure) if figure is not None else ""]
    return " ".join(filter(None, [*words, "to finish" if forecast(names[0]) else ""]))


def _table(rows: pd.DataFrame) -> Iterator[str]:
    """Yield a line an item; an amount stands there unless every one of them is 1."""
    counted = rows["amount"].eq(1).fillna(False).all() or rows["amount"].isna().all()
    printed = [
        (
            visible(row.item),
            _cut(visible(row.title)),
            "" if counted or pd.isna(row.amount) else number(float(row.amount)),
            visible(row.url),
        )
        for row in rows.itertuples()
    ]
    wide = [max(map(_width, cells)) for cells in zip(*printed, strict=True)]
    for item, title, amount, url in printed:
        cells = [_padded(item, wide[0]), _padded(title, wide[1]), amount.rjust(wide[2]), url]
        yield (
            "  "
            + "  ".join(cell for cell, width in zip(cells, wide, strict=True) if width).rstrip()
        )


def _cut(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    """Return how many columns of a terminal *text* takes."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if _is_wide(letter) else 1 for letter in text
    )


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in {"W", "F"}
