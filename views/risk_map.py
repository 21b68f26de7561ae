"""Part of the risk page: how likely against how costly, in a table of words and counts."""

from typing import Any, Final

import pandas as pd

from programme.errors import WaymarkError
from programme.wording.risk_map import COSTS, LIKELIHOODS, RiskMap, Square, risk_map
from programme.wording.weeks import week_of
from programme.wording.words import capital, count
from snapshots.edition import Edition
from views.html import Html, join, named, paragraphs, tag, write
from views.shown import Shown
from views.tables import grid

#: More risks than these of one square are read in the download.
MOST_LISTED: Final = 20
_ADVICE: Final = (
    "Begin at the top right: ask what would make one of these less likely, or less costly."
)


def risk_map_section(register: pd.DataFrame, project: str, shown: Shown) -> None:
    """Draw the section; nothing where no risk is open.

    Args:
        register: Rows of the risks table that are shown.
        project: Whose they are; empty = the whole programme's.
        shown: For the report before, and whether it can be compared.
    """
    if not (register["state"] == "open").any():
        return
    edition, why_not = _before(shown)
    before = None
    if edition is not None:
        before = edition.table("risks")
        before = before if not project else before[before["project"] == project]
    found = risk_map(register, before)
    since = week_of(edition.header["iso_week"]) if edition is not None else ""
    write(
        tag("h2", "How likely, and how costly"),
        paragraphs(
            found.finding(),
            found.movement(since[:1].lower() + since[1:]),
        ),
        paragraphs(why_not, cls="how"),
    )
    if found.now or found.before:
        write(_table(found), _lists(found, register) if found.now else None)


def _before(shown: Shown) -> tuple[Edition | None, str]:
    """Return the report before, or why there is none that can be compared."""
    if shown.weeks is None:
        return None, ""
    try:
        edition = shown.weeks.before(str(shown.header["iso_week"]))
    except WaymarkError as error:
        return None, str(error)
    if edition is None:
        return None, "There is no earlier report to compare with."
    if edition.settings.labels != shown.settings.labels:
        return None, "How labels are read has changed since the last report: nothing is compared."
    return edition, ""


def _table(found: RiskMap) -> Html:
    counts, earlier = found.counts()
    rows = [
        [
            join([words, tag("span", range_, cls="aside")]),
            *(
                _cell(
                    Square(at, cost),
                    int(counts[at, cost]),
                    None if earlier is None else int(earlier[at, cost]),
                )
                for cost in range(len(COSTS))
            ),
        ]
        for at, (_, words, range_) in enumerate(LIKELIHOODS)
    ]
    return join(
        [
            tag(
                "div",
                grid(
                    ["How likely", *(words for _, words in COSTS)],
                    rows,
                    caption="Open sized risks, by how likely and how costly",
                    stacked=False,
                ),
                cls="squares",
            ),
            paragraphs(_ADVICE, cls="how"),
        ]
    )


def _cell(at: Square, number: int, before: int | None) -> Html:
    said = count(number, "risk", "risks") if number else "None"
    changed = before is not None and before != number
    aside = tag("span", f"was {before or 'none'}", cls="aside") if changed else None
    shade = f"square square-{at.weight}" if number else "square missing"
    return tag("div", capital(said), aside, cls=shade)


def _lists(found: RiskMap, register: pd.DataFrame) -> Html:
    held: dict[Square, list[Any]] = {}
    rows: Any = register.sort_values(["exposure_days", "item"], ascending=[False, True])
    for row in rows.itertuples():
        if (key := (row.project, row.item)) in found.now:
            held.setdefault(found.now[key], []).append(row)
    parts = [_list(square, held[square], found) for square in sorted(held, key=_order)]
    return (
        tag("details", tag("summary", "Show which risks these are"), *parts) if held else join([])
    )


def _order(square: Square) -> tuple[int, int]:
    return square.likelihood, -square.cost


def _list(square: Square, rows: list[Any], found: RiskMap) -> Html:
    more = len(rows) - MOST_LISTED
    return join(
        [
            tag("h3", f"{square.words}: {count(len(rows), 'risk', 'risks')}"),
            tag("ul", *(_item(row, found) for row in rows[:MOST_LISTED]), cls="told"),
            paragraphs(f"{more:,} more are in the download." if more > 0 else "", cls="how"),
        ]
    )


def _item(row: Any, found: RiskMap) -> Html:
    moved = found.moved((row.project, row.item))
    aside = tag("span", moved, cls="aside") if moved else None
    return tag("li", named(str(row.title), str(row.url), str(row.project)), aside)
