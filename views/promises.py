"""Part of a page: every date that was promised of each milestone, and who moved it when."""

from typing import Any, Final

import pandas as pd

from programme.wording import promises as wording
from views.downloads import download
from views.html import Html, foreign, join, link, paragraphs, tag, unbroken, write
from views.shown import Shown
from views.tables import table

#: More milestones than this are read in the download.
MOST: Final = 40
_HEADINGS: Final = {
    "promised": "Date promised",
    "moved": "Moved",
    "told_by": "How we know",
}


def promises_section(waiting: pd.DataFrame, shown: Shown) -> None:
    """Draw the promise ledger of milestones, each opens on its dates; nothing before any promise.

    Args:
        waiting: Open milestones of the increments table, in the order to draw.
        shown: What the page shows.
    """
    ledger = shown.table("promises")
    keys = ["project", "increment"]
    mine = ledger.merge(waiting[keys], on=keys).sort_values("order", kind="stable")
    if mine.empty:
        return
    listed = waiting.merge(mine[keys].drop_duplicates(), on=keys).head(MOST)
    several = len(set(waiting["project"])) > 1
    left_out = mine[keys].drop_duplicates().shape[0] - len(listed)
    moved: list[Html] = []
    stand: list[Html] = []
    for row in listed.itertuples():
        changed = wording.changes(_of(row, mine))
        drawn = _one(row, changed, shown, several=several)
        (moved if len(changed) > 1 else stand).append(drawn)
    write(
        tag("h2", wording.HEADING),
        # Those that moved are listed; the page's first figure counts them.
        join(moved) if moved else paragraphs(wording.finding(mine)),
        tag("details", tag("summary", wording.stand(len(stand))), *stand)
        if moved and stand
        else join(stand),
        paragraphs(f"{left_out:,} more are in the download." if left_out > 0 else "", cls="how"),
        paragraphs(wording.HOW, cls="how"),
        join([tag("p", download("promises", shown), cls="download")]),
    )


def _of(row: Any, mine: pd.DataFrame) -> pd.DataFrame:
    return mine[(mine["project"] == row.project) & (mine["increment"] == row.increment)]


def _one(row: Any, changed: pd.DataFrame, shown: Shown, *, several: bool) -> Html:
    """Return a milestone's first and last promise; opened, each of them with who told of it."""
    project, name = str(row.project) if several else "", foreign(str(row.increment))
    return tag(
        "details",
        tag("summary", unbroken(wording.summary(str(row.increment), changed, project))),
        table(
            changed,
            _HEADINGS,
            caption=f"Dates promised of {row.increment}",
            row_heading="promised",
            hidden_caption=True,
            cells={
                "promised": lambda one: unbroken(wording.promised(one)),
                "moved": lambda one: unbroken(wording.moved(one)),
                "told_by": lambda one: unbroken(wording.told_by(one, shown.zone)),
            },
        ),
        tag("p", link(join(["See ", name]), str(row.url)), cls="how"),
    )
