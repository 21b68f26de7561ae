"""Slippage: how far have dates moved from those first agreed, and are they still moving?"""

from typing import Any, Final

import pandas as pd
import streamlit as st

from charts.milestone_trend import milestone_trend_chart
from charts.slippage import slippage_chart
from programme.wording import dates, ready
from programme.wording.words import known
from views import filters, skeleton
from views.downloads import download
from views.figure import figure
from views.html import Html, foreign, join, link, paragraphs, rating_tag, tag, write
from views.shown import Shown
from views.tables import cell, table

TITLE: Final = "Slippage"
PATH: Final = "slippage"
MOST_ROWS: Final = 60
MOST_FINISHED: Final = 10

_HEADINGS: Final = {
    "increment": "Milestone",
    "indicated_rating": "Rating",
    "baseline_on": "First agreed",
    "target_on": "Working to",
    "moved": "Compared with first agreed",
    "p80_on": "4 in 5 chance by",
    "drift": "How it moves",
}
_FINISHED: Final = {
    "increment": "Milestone",
    "baseline_on": "First agreed",
    "finished_on": "Finished",
    "moved": "Compared with first agreed",
}


def show(shown: Shown) -> None:
    """Draw the page."""
    skeleton.title(
        "Are dates holding?",
        "How far each milestone's date has moved from the one first agreed, "
        "and what the pace of work says about it.",
    )
    increments = shown.table("increments")
    named = increments[increments["increment"] != ""]
    names = sorted(set(named["project"]))
    with st.container(horizontal=True, key="filters"):
        project = filters.choose_project(names)
        weeks = filters.choose_weeks()
    place = project or shown.settings.programme.name
    mine = named if not project else named[named["project"] == project]
    waiting = ready.next_increments(mine, most=None)
    key = f"{project}-{weeks}"
    figure(slippage_chart(waiting, today=shown.today, place=place), shown, key=key, level=2)
    _open(waiting, shown)
    trend = shown.table("milestone_trend")
    trend = trend if not project else trend[trend["project"] == project]
    trend = _last(_still_open(trend, waiting), weeks)
    write(tag("h2", "How dates have moved, week by week"))
    figure(milestone_trend_chart(trend, place=place), shown, key=key)
    _finished(mine)


def _open(rows: pd.DataFrame, shown: Shown) -> None:
    write(tag("h2", "Open milestones"))
    if rows.empty:
        write(paragraphs("No milestone is open."))
        return
    left_out = len(rows) - MOST_ROWS
    write(
        table(
            rows.head(MOST_ROWS),
            _HEADINGS,
            caption="Open milestones, next one first",
            row_heading="increment",
            hidden_caption=True,
            cells={
                "increment": _named,
                "indicated_rating": lambda row: rating_tag(str(row.indicated_rating)),
                "moved": lambda row: ready.moved(row.slippage_days) or _missing("Not known"),
                "drift": lambda row: dates.drift(row) or _missing("Not known"),
                "p80_on": _forecast,
            },
        ),
        paragraphs(f"{left_out:,} more are in the download." if left_out > 0 else "", cls="how"),
        join([tag("p", download("increments", shown), cls="download")]),
    )


def _finished(mine: pd.DataFrame) -> None:
    rows = mine[mine["state"] == "finished"].sort_values("finished_on", ascending=False)
    if rows.empty:
        return
    more = f"{len(rows) - MOST_FINISHED:,} earlier ones are in the download of milestones."
    write(
        tag("h2", "Finished milestones"),
        table(
            rows.head(MOST_FINISHED),
            _FINISHED,
            caption="Finished milestones, latest first",
            row_heading="increment",
            hidden_caption=True,
            cells={
                "increment": _named,
                "moved": lambda row: ready.moved(row.slippage_days) or _missing("Not known"),
            },
        ),
        paragraphs(more if len(rows) > MOST_FINISHED else "", cls="how"),
    )


def _still_open(trend: pd.DataFrame, waiting: pd.DataFrame) -> pd.DataFrame:
    pairs = pd.MultiIndex.from_frame(trend[["project", "increment"]])
    chosen = list(waiting[["project", "increment"]].itertuples(index=False, name=None))
    return trend[pairs.isin(chosen)] if chosen else trend.head(0)


def _last(trend: pd.DataFrame, weeks: int | None) -> pd.DataFrame:
    if weeks is None or trend.empty:
        return trend
    return trend[trend["week_end"] > trend["week_end"].max() - pd.Timedelta(weeks=weeks)]


def _named(row: Any) -> Html:
    name = link(foreign(str(row.increment)), str(row.url))
    return join([name, tag("span", str(row.project), cls="project")])


def _forecast(row: Any) -> Html | str:
    if known(row.p80_on):
        return cell(row.p80_on) or ""
    return _missing("No forecast")


def _missing(text: str) -> Html:
    return tag("span", text, cls="missing")
