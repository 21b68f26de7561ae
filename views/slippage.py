"""Slippage: how far have dates moved from those first agreed, and are they still moving?"""

from typing import Any, Final

import pandas as pd
import streamlit as st

from charts.slippage import slippage_chart
from programme.wording import dates, held, ready
from programme.wording import trend as dates_trend
from programme.wording.advice import NO_DATES, advice
from programme.wording.words import known, sentence
from views import explained, filters, skeleton
from views.downloads import download
from views.figure import figure
from views.html import (
    Html,
    Part,
    foreign,
    join,
    named,
    paragraphs,
    rating_tag,
    tag,
    unbroken,
    write,
)
from views.promises import promises_section
from views.shown import Shown
from views.skeleton import to_page
from views.tables import cell, first_agreed, table
from views.trend_section import trend_section
from views.why_moved import why_moved_section

TITLE: Final = "Slippage"
PATH: Final = "slippage"
MOST_ROWS: Final = 60
MOST_FINISHED: Final = 10

_HEADINGS: Final = {
    "increment": "Milestone",
    "indicated_rating": "Figures point to",
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
        "How far have the dates moved?",
        "How far each milestone's date has moved from the one first agreed, "
        "and what the pace of work says about it.",
    )
    increments = shown.table("increments")
    named = increments[increments["increment"] != ""]
    names = sorted(set(named["project"]))
    with st.container(horizontal=True, key="filters"):
        project = filters.choose_project(names)
    place = project or shown.settings.programme.name
    mine = named if not project else named[named["project"] == project]
    waiting = ready.next_increments(mine, most=None)
    trend = shown.table("milestone_trend")
    trend = trend if not project else trend[trend["project"] == project]
    write(tag("h2", "Where dates stand"))
    chart = slippage_chart(waiting, today=shown.today, place=place, agreed=shown.agreed)
    if chart.empty:
        todo = NO_DATES if len(waiting) else ""
        write(tag("h3", chart.headline, cls="finding"), paragraphs(todo))
    else:
        figure(chart, shown, key=project)
        _came_true(shown, project)
        _to_do(waiting, shown)
    _open(waiting, dates_trend.recent(trend), shown)
    explained.choose(
        shown,
        "increments",
        _keys(pd.concat([waiting, mine[mine["state"] == "finished"]]), shown),
        label="Milestone",
        parameter="milestone",
        columns=(
            *("p80_on", "remaining_count", "finished_count", "dropped_count"),
            *("added_since_baseline_count", "exposure_days"),
        ),
    )
    why_moved_section(shown, project)
    if trend["target_on"].notna().any():
        trend_section(trend, waiting, mine, project, shown)
    promises_section(waiting, shown)
    _finished(mine, shown)


def _keys(rows: pd.DataFrame, shown: Shown) -> dict[str, tuple[str, ...]]:
    """Return milestones as keys to explain, but those of teams too small to be shown alone."""
    return {
        f"{row.increment} ({row.project})": (row.project, row.increment)
        for row in rows.itertuples()
        if explained.listed(shown, row.project)
    }


def _came_true(shown: Shown, project: str) -> None:
    """Say whether past forecast dates came true, beside the ones drawn now."""
    scores = shown.table("forecast_scores")
    said = held.brief(scores if not project else scores[scores["project"] == project])
    if said:
        write(tag("p", said, " ", to_page("Past forecasts and what happened.", "how-sure")))


def _open(rows: pd.DataFrame, recent: dict[tuple[str, str], int], shown: Shown) -> None:
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
                "indicated_rating": _rating,
                "baseline_on": lambda row: _first(row, shown),
                "target_on": lambda row: cell(row.target_on, "No date yet"),
                "moved": lambda row: _moved(row, shown),
                "drift": lambda row: (
                    dates.drift(row, recent.get((row.project, row.increment), 0))
                    or _missing("No date yet")
                ),
                "p80_on": lambda row: cell(row.p80_on, "No forecast"),
            },
        ),
        _too_large(rows),
        paragraphs(f"{left_out:,} more are in the download." if left_out > 0 else "", cls="how"),
        join([tag("p", download("increments", shown), cls="download")]),
    )


def _to_do(waiting: pd.DataFrame, shown: Shown) -> None:
    """Say what the figures ask of somebody, the most pressing first."""
    several = len(shown.settings.projects) > 1
    told = advice(waiting, pd.Timestamp(shown.today), several=several)
    if told:
        write(
            tag("h2", "What to do"),
            tag("ul", *(tag("li", unbroken(one)) for one in told), cls="told"),
            tag("p", to_page("Try what leaving work out would do.", "what-if"), cls="how"),
        )


def _finished(mine: pd.DataFrame, shown: Shown) -> None:
    rows = mine[mine["state"] == "finished"].sort_values("finished_on", ascending=False)
    if rows.empty:
        return
    more = f"{len(rows) - MOST_FINISHED:,} earlier ones are in the download of milestones."
    write(
        tag("h2", "Finished milestones"),
        paragraphs(dates.finished(rows, shown.agreed)),
        table(
            rows.head(MOST_FINISHED),
            _FINISHED,
            caption="Finished milestones, latest first",
            row_heading="increment",
            hidden_caption=True,
            cells={
                "increment": _named,
                "baseline_on": lambda row: _first(row, shown),
                "moved": lambda row: _moved(row, shown),
            },
        ),
        paragraphs(more if len(rows) > MOST_FINISHED else "", cls="how"),
    )


def _named(row: Any) -> Html:
    return named(str(row.increment), str(row.url), str(row.project))


def _rating(row: Any) -> Part:
    """Return what the figures point to, with the reason that decided it."""
    why = sentence(str(row.rating_reason)) if known(row.rating_reason) else ""
    said = tag("span", unbroken(why), cls="aside") if why else None
    return join([rating_tag(str(row.indicated_rating)), said])


def _first(row: Any, shown: Shown) -> Part:
    return first_agreed(row.baseline_on, agreed=shown.agreed(row), missing="No date yet")


def _moved(row: Any, shown: Shown) -> Part:
    agreed = shown.baseline(row)
    said = dates.compared(row, today=shown.today, agreed=agreed is not None)
    if not said:
        return _missing("No date yet")
    anew = dates.reagreed(row, agreed, today=shown.today) if isinstance(agreed, tuple) else ""
    return join([said, tag("span", unbroken(anew), cls="aside") if anew else None])


def _too_large(rows: pd.DataFrame) -> Html | None:
    large = [row for row in rows.itertuples() if dates.sized(row)]
    if not large:
        return None
    lines = [
        tag("li", tag("strong", foreign(str(row.increment))), ": ", unbroken(dates.sized(row)))
        for row in large
    ]
    return join([tag("h3", "Too large to steer"), tag("ul", *lines, cls="large")])


def _missing(text: str) -> Html:
    return tag("span", text, cls="missing")
