"""How sure are we: did the dates that were told come true?"""

from typing import Final

import pandas as pd
import streamlit as st

from charts.held import held_chart
from programme.wording import held
from programme.wording.words import day
from views import explained, filters, skeleton
from views.downloads import download
from views.figure import figure
from views.html import named, paragraphs, tag, write
from views.shown import Shown
from views.tables import table

TITLE: Final = "How sure are we"
PATH: Final = "how-sure"
#: More rows than this are read in the download.
MOST_ROWS: Final = 20
_HEADINGS: Final = {
    "increment": "Milestone",
    "issued_on": "Told on",
    "p50_on": "Even chance (1 in 2) by",
    "p80_on": "4 in 5 chance by",
    "actual_on": "Finished",
    "held_p80": "4 in 5 date came true",
}


def show(shown: Shown) -> None:
    """Draw the page."""
    skeleton.title(
        "Can we believe it?",
        "What we would have said of milestones that are finished now, and what happened.",
    )
    scores = shown.table("forecast_scores")
    names = sorted(set(scores["project"]))
    with st.container(horizontal=True, key="filters"):
        project = filters.choose_project(names)
    place = project or shown.settings.programme.name
    mine = scores if not project else scores[scores["project"] == project]
    write(tag("h2", "Did dates come true?"))
    if len(mine) < held.FEWEST:
        write(tag("h3", held.headline(mine), cls="finding"))
    else:
        figure(held_chart(mine, place=place), shown, key=project)
    write(
        tag("h2", "What it means"),
        paragraphs(held.meaning(mine), held.basis(mine)),
        tag(
            "p",
            skeleton.to_page("Help says how each measure is worked out", "about"),
            ", and docs/forecast.md how the forecast was tried on other histories.",
        ),
    )
    _forecasts(mine, shown)


def _forecasts(mine: pd.DataFrame, shown: Shown) -> None:
    if mine.empty:
        return
    rows = mine.sort_values(["issued_on", "project", "increment"], ascending=[False, True, True])
    left_out = len(rows) - MOST_ROWS
    write(
        tag("h2", "The forecasts"),
        table(
            rows.head(MOST_ROWS),
            _HEADINGS,
            caption="Past forecasts of finished milestones, latest first",
            row_heading="increment",
            hidden_caption=True,
            cells={"increment": lambda row: named(str(row.increment), "", str(row.project))},
        ),
        paragraphs(f"{left_out:,} more are in the download." if left_out > 0 else "", cls="how"),
        tag("p", download("forecast_scores", shown), cls="download"),
    )
    explained.choose(
        shown,
        "forecast_scores",
        {
            f"{day(row.issued_on)}: {row.increment} ({row.project})": (
                *(row.issued_on.date().isoformat(), row.project, row.increment),
            )
            for row in rows.itertuples()
            if explained.listed(shown, row.project)
        },
        label="Forecast",
        parameter="forecast",
        columns=("p80_on", "remaining_count"),
    )
