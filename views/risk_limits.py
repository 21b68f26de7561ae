"""Part of the risk page: expected delay by category, against the board's limit for each."""

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from programme.wording import risks
from programme.wording.risk_limits import advice, by_category, finding, own_lines
from programme.wording.risks import NO_CATEGORY
from programme.wording.words import capital, count, days, known, number
from views.html import Html, join, named, paragraphs, tag, write
from views.shown import Shown
from views.tables import table

#: More risks than these of one category are read in the download.
MOST_LISTED: Final = 20
_HEADINGS: Final = {
    "category": "Category",
    "exposure_days": "Expected delay",
    "limit_days": "The board's limit",
    "standing": "Within or over",
}


def risk_limits(register: pd.DataFrame, project: str, shown: Shown) -> None:
    """Draw the section; without categories and limits for them only what a board is always told.

    Args:
        register: Rows of the risks table: the programme's, or those of *project*.
        project: What is shown; empty = the whole programme, to which alone the limits apply.
        shown: For the settings.
    """
    settings = shown.settings
    tolerance = None if project else settings.risk.tolerance
    rows = by_category(register, tuple(settings.labels.risk_category), tolerance)
    categories = set(rows["category"]) - {NO_CATEGORY}
    lines = own_lines(register, categories)
    if lines and (register["state"] == "open").any():
        write(
            tag("h2", "Security and data protection"),
            tag("ul", *(tag("li", line) for line in lines), cls="told"),
        )
    if not categories:
        return
    headings = dict(_HEADINGS)
    if rows["limit_days"].isna().all():
        del headings["limit_days"], headings["standing"]
    write(
        tag("h2", "Expected delay by category"),
        paragraphs(finding(rows)),
        table(
            rows,
            headings,
            caption="Expected delay by category",
            row_heading="category",
            hidden_caption=True,
            cells={"exposure_days": _expected, "limit_days": _limit},
        ),
        paragraphs(advice(rows)),
        tag("details", tag("summary", "Show which risks these are"), *_lists(rows, register)),
    )


def _lists(rows: pd.DataFrame, register: pd.DataFrame) -> Iterator[Html]:
    largest = risks.largest(register, most=None)
    for name in rows["category"]:
        held = largest[largest["category"].fillna("").map(risks.category) == name]
        more = len(held) - MOST_LISTED
        if len(held):
            listed = (_risk(row) for row in held.head(MOST_LISTED).itertuples())
            yield tag("h3", f"{name}: {count(len(held), 'risk', 'risks')}")
            yield tag("ul", *listed, cls="told")
            yield paragraphs(f"{more:,} more are in the download." if more > 0 else "", cls="how")


def _risk(row: Any) -> Html:
    exposure = days(float(row.exposure_days)) if known(row.exposure_days) else "not sized"
    name = named(str(row.title), str(row.url), str(row.project))
    return tag("li", name, tag("span", exposure, cls="aside"))


def _expected(row: Any) -> Html:
    unsized = int(row.unsized_count)
    said = days(float(row.exposure_days)) if known(row.exposure_days) else "Not known"
    held = count(int(row.open_count), "open risk", "open risks")
    left_out = f", {number(unsized)} not sized" if unsized else ""
    return join([capital(said), tag("span", f"{capital(held)}{left_out}", cls="aside")])


def _limit(row: Any) -> Html | str:
    return (
        days(float(row.limit_days)) if known(row.limit_days) else tag("span", "None", cls="missing")
    )
