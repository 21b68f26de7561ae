"""Part of the risk page: expected delay by category, against the board's limit for each."""

from typing import Any, Final

import pandas as pd

from programme.wording.risk_limits import UNSORTED, advice, by_category, finding
from programme.wording.words import capital, days, known, number
from views.html import Html, join, paragraphs, tag, write
from views.shown import Shown
from views.tables import table

_HEADINGS: Final = {
    "category": "Category",
    "exposure_days": "Expected delay",
    "limit_days": "The board's limit",
    "standing": "Within or over",
}


def risk_limits(register: pd.DataFrame, project: str, shown: Shown) -> None:
    """Draw the section; nothing where risks have no categories and no category has a limit.

    Args:
        register: Rows of the risks table: the programme's, or those of *project*.
        project: What is shown; empty = the whole programme, to which alone the limits apply.
        shown: For the settings.
    """
    settings = shown.settings
    tolerance = None if project else settings.risk.tolerance
    rows = by_category(register, tuple(settings.labels.risk_category), tolerance)
    if set(rows["category"]) <= {UNSORTED}:
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
    )


def _expected(row: Any) -> Html:
    unsized = int(row.unsized_count)
    said = days(float(row.exposure_days)) if known(row.exposure_days) else "Not known"
    aside = tag("span", f"{number(unsized)} not sized", cls="aside") if unsized else None
    return join([capital(said), aside])


def _limit(row: Any) -> Html | str:
    return (
        days(float(row.limit_days)) if known(row.limit_days) else tag("span", "None", cls="missing")
    )
