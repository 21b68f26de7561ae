"""Part of the Throughput page: work under way that is taking longer than usual, oldest first."""

from typing import Any, Final

import pandas as pd

from programme.teams import OTHERS, merged, shareable
from programme.wording import ageing as wording
from programme.wording.words import number
from views.downloads import download
from views.html import Html, join, named, paragraphs, tag, write
from views.shown import Shown
from views.tables import table

#: More rows than this are read in the download.
MOST_ROWS: Final = 10
_HEADINGS: Final = {
    "title": "Piece of work",
    "age_days": "Days so far",
    "sle_days": "85 in 100 finish within (days)",
    "started_on": "Started",
}


def section(shown: Shown, project: str) -> None:
    """Draw the list of *project*, or of the whole programme where it is empty."""
    whole = shown.table("ageing")
    together = merged(shown.settings.projects)
    if project == OTHERS:
        whole = whole[whole["project"].isin(together)]
    elif project:
        whole = whole[whole["project"] == project]
    beyond = whole[whole["beyond_sle"].fillna(False)]
    listed = shareable(beyond, together).sort_values(
        ["age_days", "project", "item"], ascending=[False, True, True]
    )
    write(
        tag("h2", "Taking longer than usual"),
        paragraphs(wording.longer_than_usual(whole)),
        paragraphs(wording.not_listed(len(beyond) - len(listed)), cls="how"),
        _list(listed.head(MOST_ROWS), shown),
        paragraphs(_rest(len(listed)), cls="how"),
        tag("p", download("ageing", shown), cls="download"),
    )


def _list(rows: pd.DataFrame, shown: Shown) -> Html | None:
    if rows.empty:
        return None
    items = shown.table("items")
    named = items[items["item"].isin(rows["item"])]
    urls = dict(zip(zip(named["project"], named["item"], strict=True), named["url"], strict=True))
    return join(
        [
            table(
                rows,
                _HEADINGS,
                caption="Work under way that is taking longer than usual, oldest first",
                row_heading="title",
                hidden_caption=True,
                cells={"title": lambda row: _named(row, urls)},
            ),
            paragraphs(
                "Days are counted from the first start, that day included. A piece of work is "
                "listed when it is older than the days in which 85 in 100 of its project finish.",
                cls="how",
            ),
        ]
    )


def _rest(listed: int) -> str:
    if listed <= MOST_ROWS:
        return ""
    return f"The {MOST_ROWS} oldest of {number(listed)} are listed; the download has all."


def _named(row: Any, urls: dict[tuple[str, str], str]) -> Html:
    return named(str(row.title), urls.get((row.project, row.item), ""), str(row.project))
