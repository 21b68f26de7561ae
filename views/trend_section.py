"""Part of a page: how the dates of milestones have moved, week by week."""

import pandas as pd
import streamlit as st

from charts.milestone_trend import milestone_trend_chart
from programme.wording import trend as wording
from programme.wording.words import day
from views import explained, filters
from views.figure import figure
from views.html import tag, write
from views.shown import Shown


def trend_section(
    trend: pd.DataFrame, waiting: pd.DataFrame, mine: pd.DataFrame, project: str, shown: Shown
) -> None:
    """Draw the section.

    Args:
        trend: Rows of the milestone_trend table of what is shown, at least one with a date.
        waiting: Its open milestones of the increments table.
        mine: All its milestones of that table.
        project: Whose they are; empty = the whole programme's.
        shown: What the page shows.
    """
    write(tag("h2", "How dates have moved, week by week"))
    with st.container(horizontal=True, key="filters-trend"):
        weeks = filters.choose_weeks()
    watched = _last(_still_open(trend, waiting), weeks)
    place = project or shown.settings.programme.name
    figure(
        milestone_trend_chart(watched, place=place, rates=wording.fleeing(mine)),
        shown,
        key=f"{project}-{weeks}",
    )
    _past(watched, shown)


def _past(watched: pd.DataFrame, shown: Shown) -> None:
    """Offer what was open in a milestone at a week's end."""
    rows = watched.sort_values("week_end", ascending=False, kind="stable")
    explained.choose(
        shown,
        "milestone_trend",
        {
            f"{day(row.week_end)}: {row.increment} ({row.project})": (
                *(row.project, row.increment, row.week_end.date().isoformat()),
            )
            for row in rows.itertuples()
            if explained.listed(shown, row.project)
        },
        label="Week's end and milestone",
        parameter="past",
        columns=("p80_on", "remaining_count"),
    )


def _still_open(trend: pd.DataFrame, waiting: pd.DataFrame) -> pd.DataFrame:
    pairs = pd.MultiIndex.from_frame(trend[["project", "increment"]])
    chosen = list(waiting[["project", "increment"]].itertuples(index=False, name=None))
    return trend[pairs.isin(chosen)] if chosen else trend.head(0)


def _last(trend: pd.DataFrame, weeks: int | None) -> pd.DataFrame:
    if weeks is None or trend.empty:
        return trend
    return trend[trend["week_end"] > trend["week_end"].max() - pd.Timedelta(weeks=weeks)]
