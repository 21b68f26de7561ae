"""Part of a page: why the forecast dates moved since the report before, cause by cause."""

from typing import Any, Final

import pandas as pd
import streamlit as st

from programme.errors import WaymarkError
from programme.teams import withheld
from programme.weeks import sunday_of
from programme.wording import why_moved as wording
from programme.wording.changes import SMALL_TEAMS
from snapshots.both import Both
from snapshots.edition import Edition
from snapshots.moved_work import moved_work
from views.explained import QUESTION
from views.html import Html, Part, foreign, join, link, named, paragraphs, tag, unbroken, write
from views.shown import Shown
from views.skeleton import to_page
from views.tables import table

MOST_ROWS: Final = 20
#: More pieces of work than this of one kind are counted, not listed.
MOST_ITEMS: Final = 25
_HEADINGS: Final = {
    "increment": "Milestone",
    "whole": "4 in 5 chance moved",
    "parts": "Why",
    "target": "Date worked to",
}


def why_moved_section(shown: Shown, project: str) -> None:
    """Draw what moved each forecast date, with the work behind it.

    No small team's work is told on its own. Live figures that are as in the newest report tell of
    that report instead.

    Args:
        shown: What the page shows.
        project: The only one to tell of; empty = all.
    """
    edition = _told(shown)
    bridge = edition.table("slippage_bridge")
    small = withheld(edition.settings.projects)
    mine = bridge if not project else bridge[bridge["project"] == project]
    rows = wording.by_milestone(mine[~mine["project"].isin(small)])
    hidden = mine["project"].isin(small).any()
    named_before = edition.header["compared_with_week"]
    write(tag("h2", wording.HEADING))
    if rows.empty:
        write(paragraphs(wording.NONE, SMALL_TEAMS if hidden else ""))
        return
    urls = edition.table("increments").set_index(["project", "increment"])["url"].to_dict()
    write(
        paragraphs(_when(edition, shown, named_before), wording.headline(rows)),
        paragraphs(wording.targets(rows)),
        table(
            rows.head(MOST_ROWS),
            _HEADINGS,
            caption=wording.HEADING,
            row_heading="increment",
            hidden_caption=True,
            cells={
                "increment": lambda row: named(
                    str(row.increment), str(urls.get((row.project, row.increment), "")), row.project
                ),
                "whole": lambda row: unbroken(wording.whole(row)),
                "parts": _parts,
                "target": lambda row: unbroken(wording.target(row)),
            },
        ),
        paragraphs(wording.HOW, SMALL_TEAMS if hidden else "", cls="how"),
        _work(edition, shown, tuple(sorted(set(rows["project"])))),
    )


def _told(shown: Shown) -> Edition:
    """Return the edition to tell of: the newest report where nothing has moved since."""
    if shown.frozen or shown.weeks is None or len(shown.table("slippage_bridge")):
        return shown
    try:
        names = shown.weeks.names
        newest = shown.weeks.edition(names[-1]) if names else shown
    except WaymarkError:
        return shown  # a damaged week is named elsewhere
    return newest if len(newest.table("slippage_bridge")) else shown


def _when(edition: Edition, shown: Shown, before: str) -> str:
    earlier, week = sunday_of(before), sunday_of(edition.header["iso_week"])
    if edition is not shown:
        return wording.told_by(week, earlier)
    return wording.of_week(week, earlier) if shown.frozen else wording.since(earlier)


def _parts(row: Any) -> Part:
    return tag("ul", *(tag("li", unbroken(one)) for one in wording.parts(row)), cls="parts")


def _work(edition: Edition, shown: Shown, projects: tuple[str, ...]) -> Html | None:
    """Return the work behind the movements, project by project, each to be opened."""
    if shown.weeks is None:
        return None
    try:
        before = shown.weeks.edition(edition.header["compared_with_week"])
    except WaymarkError:
        return None
    moved = _moved(edition.identity, before.identity, Both(before, edition))
    lists = [_of_project(name, moved[moved["project"] == name]) for name in projects]
    risks = tag("p", to_page("The risks behind it are on the page Risk.", "risk"), cls="how")
    return join([tag("h3", QUESTION), *lists, risks])


@st.cache_data(max_entries=20, show_spinner=False)
def _moved(after: str, before: str, _editions: Both) -> pd.DataFrame:
    # The two identities stand for the editions.
    return moved_work(_editions)


def _of_project(name: str, moved: pd.DataFrame) -> Html:
    flows = [(flow, moved[moved["flow"] == flow]) for flow in wording.FLOWS]
    told = [(flow, rows) for flow, rows in flows if len(rows)]
    counts = ", ".join(f"{len(rows):,} {wording.FLOWS[flow].lower()}" for flow, rows in told)
    return tag(
        "details",
        tag("summary", foreign(name), f": {counts or 'no work was added or finished'}"),
        *(_flow(flow, rows) for flow, rows in told),
    )


def _flow(flow: str, rows: pd.DataFrame) -> Html:
    left_out = len(rows) - MOST_ITEMS
    items = [
        tag(
            "li",
            link(foreign(str(row.title or row.item)), str(row.url)),
            tag("span", foreign(str(row.increment)), cls="project") if row.increment else None,
        )
        for row in rows.head(MOST_ITEMS).itertuples()
    ]
    return join(
        [
            tag("h4", wording.flow(flow, len(rows))),
            tag("ul", *items, cls="told"),
            paragraphs(f"{left_out:,} more are not listed." if left_out > 0 else "", cls="how"),
        ]
    )
