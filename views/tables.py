"""A real table for any frame: cells by kind, headings with scope, a region that scrolls."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from programme.wording.words import day, number
from views.html import Html, Part, foreign, join, tag, unbroken

NOT_KNOWN = "Not known"

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
    return join([cell(on), tag("span", "first seen, not agreed", cls="aside")])


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
    head = tag(
        "tr",
        *(
            tag(
                "th",
                heading,
                scope="col",
                role="columnheader",
                cls="number" if name in numeric else "",
            )
            for name, heading in headings.items()
        ),
        role="row",
    )
    rows = []
    for row in frame.itertuples(index=False):
        written = []
        for name, heading in headings.items():
            value = None if name in cells else getattr(row, name)
            content = cells[name](row) if name in cells else cell(value, missing.get(name))
            if name == row_heading:
                written.append(tag("th", content, scope="row", role="rowheader"))
            else:
                of = "number" if name in numeric else ""
                held = tag("div", content)
                written.append(tag("td", held, cls=of, role="cell", data_label=heading))
        rows.append(tag("tr", *written, role="row"))
    return tag(
        "div",
        tag(
            "table",
            tag("caption", caption, cls="hidden" if hidden_caption else ""),
            tag("thead", head, role="rowgroup"),
            tag("tbody", join(rows), role="rowgroup"),
            role="table",
            cls=f"{'stacked' if stacked else ''} {'wide' if len(headings) > 5 else ''}".strip(),
        ),
        cls="scroll",
        role="region",
        aria_label=caption,
        tabindex="0",
    )
