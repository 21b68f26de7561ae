"""Increments: when will each part of the programme be ready, and which are likely to be late?"""

from typing import Any, Final

import pandas as pd
import streamlit as st

from charts.increments import increments_chart
from programme.wording import increments as wording
from programme.wording.chains import deciding, often, together
from programme.wording.one_increment import UNPLANNED
from programme.wording.words import chance, known, sentence
from views import filters, one_increment, skeleton
from views.downloads import download
from views.figure import figure
from views.html import Html, Part, foreign, join, paragraphs, tag, unbroken, write
from views.shown import Shown
from views.tables import cell, table

TITLE: Final = "Milestones"
PATH: Final = "increments"
#: More rows than these are read in the download.
MOST_ROWS: Final = 60
MOST_FINISHED: Final = 10
MOST_CHAINS: Final = 10

_OPEN: Final = {
    "increment": "Milestone",
    "progress": "Progress",
    "target_on": "Working to",
    "p50_on": "Even chance (1 in 2) by",
    "p80_on": "4 in 5 chance by",
    "p95_on": "19 in 20 chance by",
}
_CHAINS: Final = {
    "chain": "One after the other",
    "often": "Finished last",
    "odds": "All of its dates made",
    "p80_on": "4 in 5 chance by",
}
_FINISHED: Final = {
    "increment": "Milestone",
    "finished_count": "Pieces of work finished",
    "target_on": "Working to",
    "finished_on": "Finished",
}


def show(shown: Shown) -> None:
    """Draw the page."""
    skeleton.title(
        "When will it be ready?",
        "A milestone is a part of the programme that people can use on its own. "
        "Each has a date worked to, and dates that the pace of work points to.",
    )
    increments = shown.table("increments")
    with st.container(horizontal=True, key="filters"):
        project = filters.choose_project(sorted(set(increments["project"])))
    place = project or shown.settings.programme.name
    mine = increments if not project else increments[increments["project"] == project]
    write(tag("h2", "Dates on one line"))
    figure(
        increments_chart(mine, today=shown.today, place=place, agreed=shown.agreed),
        shown,
        key=project,
    )
    _together(project, shown)
    _open(mine, shown)
    _unplanned(mine[mine["increment"] == ""])
    _finished(mine)


def _together(project: str, shown: Shown) -> None:
    """Say how likely all key dates are together, and what is finished last."""
    rows = shown.table("chains")
    rows = rows[rows["project"] == project]
    said = together(rows)
    if not said:
        return
    chains = deciding(rows)
    write(
        tag("h2", "All key dates together"),
        paragraphs(*said),
        table(
            chains.head(MOST_CHAINS),
            _CHAINS,
            caption="What is finished last, the most often first",
            row_heading="chain",
            hidden_caption=True,
            cells={
                "chain": lambda row: foreign(str(row.chain)),
                "often": lambda row: often(float(row.decides_share)),
                "odds": lambda row: (
                    sentence(chance(float(row.p_on_time))).rstrip(".")
                    if known(row.p_on_time)
                    else cell(None, "No date")
                ),
            },
        )
        if len(chains) > 1
        else None,
        tag("p", download("chains", shown), cls="download"),
    )


def _open(mine: pd.DataFrame, shown: Shown) -> None:
    rows = wording.least_sure_first(mine, today=shown.today)
    write(tag("h2", "Open milestones"))
    if rows.empty:
        write(paragraphs("No milestone is open."))
        return
    left_out = len(rows) - MOST_ROWS
    write(
        table(
            rows.head(MOST_ROWS),
            _OPEN,
            caption="Open milestones, the least sure of its date first",
            row_heading="increment",
            hidden_caption=True,
            cells={
                "increment": one_increment.named_link,
                "progress": _progress,
                "target_on": lambda row: _target(row, shown),
            },
            missing=dict.fromkeys(("p50_on", "p80_on", "p95_on"), "No forecast"),
        ),
        paragraphs(f"{left_out:,} more are in the download." if left_out > 0 else "", cls="how"),
        tag("p", download("increments", shown), cls="download"),
    )


def _unplanned(rows: pd.DataFrame) -> None:
    """Show work in no increment, each project's with a page of its own; nothing of none."""
    said = wording.unplanned(rows)
    if not said:
        return
    links = [
        tag("li", one_increment.link_to(foreign(str(row.project)), row.project, ""), f": {left}")
        for row in rows.itertuples()
        if (left := f"{row.remaining_count:,}")
    ]
    write(tag("h2", UNPLANNED), paragraphs(said), tag("ul", *links, cls="large"))


def _finished(mine: pd.DataFrame) -> None:
    rows = mine[(mine["state"] == "finished") & (mine["increment"] != "")]
    if rows.empty:
        return
    left_out = len(rows) - MOST_FINISHED
    more = f"{left_out:,} earlier ones are in the download."
    write(
        tag("h2", "Finished milestones"),
        table(
            wording.latest_first(rows).head(MOST_FINISHED),
            _FINISHED,
            caption="Finished milestones, latest first",
            row_heading="increment",
            hidden_caption=True,
            cells={"increment": one_increment.named_link},
            missing={"target_on": "No date"},
        ),
        paragraphs(more if left_out > 0 else "", cls="how"),
    )


def _progress(row: Any) -> Html:
    words = [tag("span", sentence(word)[:-1], cls="aside") for word in wording.warnings(row)]
    return join([sentence(wording.progress(row))[:-1], *words])


def _target(row: Any, shown: Shown) -> Part:
    on = cell(row.target_on, "No date yet")
    odds = wording.odds(row, today=shown.today)
    return join([on, tag("span", unbroken(odds), cls="aside") if odds else None])
