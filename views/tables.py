"""A real table for any frame: cells by kind, headings with scope, a region that scrolls."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from programme.wording.ready import ONLY_SEEN
from programme.wording.words import NOT_KNOWN, day, number
from views.html import Html, Part, foreign, join, tag, unbroken

Cell = Callable[[Any], Part]


def cell(value: Any, missing: str | None = None) -> Part:
    """Return a value as a reader wants it: dates in words, thousands apart, yes or no.

    Args:
        value: Anything that a table of the snapshot holds.
        missing: What to say where there is none; None = "Not known".
    """
    if pd.isna(value):
        return tag("span", missing or NOT_KNOWN, cls="missing")
    if isinstance(value, pd.Timestamp):
        return unbroken(day(value))
    if isinstance(value, str):
        return foreign(value) if value else ""
    if isinstance(value, bool | np.bool_):
        return "Yes" if value else "No"
    return number(value)


def first_agreed(on: pd.Timestamp, *, agreed: bool, missing: str) -> Part:
    """Return the date first agreed; one that nobody agreed says that it was only seen.

    Args:
        on: The date; NaT = there is none.
        agreed: Whether anybody agreed it.
        missing: As for ``cell``.
    """
    if pd.isna(on) or agreed:
        return cell(on, missing)
    return join([cell(on), tag("span", ONLY_SEEN, cls="aside")])


def table(
    frame: pd.DataFrame,
    headings: Mapping[str, str],
    *,
    caption: str,
    cells: Mapping[str, Cell] | None = None,
    row_heading: str | None = None,
    hidden_caption: bool = False,
    stacked: bool = True,
    missing: Mapping[str, str] | None = None,
) -> Html:
    """Return *frame* as a table inside a region that scrolls sideways by keyboard, too.

    Args:
        frame: One row a row.
        headings: Columns to show, in order, with their headings.
        caption: What the table holds; also the region's name.
        cells: How to write a column's rows; each is given the row as a named tuple.
        row_heading: Column that names the row.
        hidden_caption: Whether the caption is for screen readers alone.
        stacked: Whether each row becomes a block of its own on a narrow screen, with every cell
            under its heading. The roles say again what the elements lose when they are so laid out.
        missing: What an empty cell of a column means, where "Not known" would not be true.
    """
    cells, missing = cells or {}, missing or {}
    numeric = {
        n
        for n in headings
        if n not in cells
        and n in frame
        and pd.api.types.is_numeric_dtype(frame[n])
        and not pd.api.types.is_bool_dtype(frame[n])
    }

    def written(row: Any, name: str) -> Part:
        return cells[name](row) if name in cells else cell(getattr(row, name), missing.get(name))

    return grid(
        tuple(headings.values()),
        [[written(row, name) for name in headings] for row in frame.itertuples(index=False)],
        caption=caption,
        row_heading=None if row_heading is None else list(headings).index(row_heading),
        numeric={at for at, name in enumerate(headings) if name in numeric},
        hidden_caption=hidden_caption,
        stacked=stacked,
    )


def grid(
    headings: Sequence[str],
    rows: Iterable[Sequence[Part]],
    *,
    caption: str,
    row_heading: int | None = 0,
    numeric: Collection[int] = (),
    hidden_caption: bool = False,
    stacked: bool = True,
) -> Html:
    """Return cells that are written already as ``table`` returns a frame.

    Args:
        headings: One a column.
        rows: As many cells in each as there are headings.
        caption: As for ``table``.
        row_heading: Place of the column that names the row; None = there is none.
        numeric: Places of the columns of numbers.
        hidden_caption: As for ``table``.
        stacked: As for ``table``.
    """
    classes = ["number" if at in numeric else "" for at in range(len(headings))]
    head = tag(
        "tr",
        *(
            tag("th", heading, scope="col", role="columnheader", cls=of)
            for heading, of in zip(headings, classes, strict=True)
        ),
        role="row",
    )
    body = []
    for row in rows:
        held = [
            tag("th", content, scope="row", role="rowheader")
            if at == row_heading
            else tag(
                "td", tag("div", content), cls=classes[at], role="cell", data_label=headings[at]
            )
            for at, content in enumerate(row)
        ]
        body.append(tag("tr", *held, role="row"))
    return tag(
        "div",
        tag(
            "table",
            tag("caption", caption, cls="hidden" if hidden_caption else ""),
            tag("thead", head, role="rowgroup"),
            tag("tbody", join(body), role="rowgroup"),
            role="table",
            cls=f"{'stacked' if stacked else ''} {'wide' if len(headings) > 5 else ''}".strip(),
        ),
        cls="scroll",
        role="region",
        aria_label=caption,
        tabindex="0",
    )
