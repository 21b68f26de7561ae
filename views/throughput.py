"""Throughput: is work being finished at a steady pace, and is more arriving than leaves?"""

from typing import Final

import pandas as pd
import streamlit as st

from charts.flow import flow_chart
from charts.throughput import arrivals_chart, throughput_chart
from programme.teams import OTHERS, merged, notice, shareable
from programme.wording import flow as flow_wording
from views import ageing, explained, filters, flow_health, skeleton
from views.downloads import download
from views.figure import figure
from views.html import join, paragraphs, tag, write
from views.shown import Shown
from views.tables import table

TITLE: Final = "Throughput"
PATH: Final = "throughput"

_LEVELS: Final = {
    "what": "Measured from",
    "p50_days": "Half took at most (days)",
    "p85_days": "85 in 100 took at most (days)",
    "p95_days": "95 in 100 took at most (days)",
    "item_count": "Pieces of work measured",
}
#: Beside the calendar days, where a team counts working days, too.
_WORKING: Final = {"p85_working_days": "85 in 100 took at most (working days)"}
_MEASURES: Final = {"cycle_time": "Start to finish", "lead_time": "Request to finish"}


def show(shown: Shown) -> None:
    """Draw the page."""
    skeleton.title(
        "Is the work moving?",
        "Pieces of work finished each week, and what is still to do. "
        "Every piece counts as one, whatever its size.",
    )
    together = merged(shown.settings.projects)
    flow = shareable(shown.table("flow"), together)
    throughput = shareable(shown.table("throughput"), together)
    names = sorted(set(flow["project"]) - {"", OTHERS})
    if OTHERS in set(flow["project"]):
        names.append(OTHERS)
    with st.container(horizontal=True, key="filters"):
        project = filters.choose_project(names)
        weeks = filters.choose_weeks()
    place = project or shown.settings.programme.name
    key = f"{project}-{weeks}"
    charted = shareable(shown.table("run_chart"), together)
    runs = _of(charted, project)
    weekly = _of(throughput, project)
    write(tag("h2", "Pace"))
    drawn = runs if not runs.empty else weekly[["week_start", "finished_count"]]
    figure(throughput_chart(drawn, place=place, weeks=weeks), shown, key=key)
    moved = _last(weekly, weeks)
    figure(arrivals_chart(moved, place=place), shown, key=key)
    if explained.listed(shown, project):
        explained.choose(
            shown,
            "throughput",
            explained.weeks(moved, project, "week_start", "Week of"),
            label="Week",
            parameter="week",
            columns=("finished_count", "arrived_count", "dropped_count", "reopened_count"),
        )
    stocks = _last(_of(flow, project), weeks)
    unit = shown.settings.measures.size_unit
    write(
        tag("h2", "Work still to do"),
        paragraphs(flow_wording.growth(stocks, moved)),
        paragraphs(flow_wording.sizes(stocks, moved, unit), cls="how"),
    )
    figure(flow_chart(stocks, weekly=moved, place=place), shown, key=key)
    if explained.listed(shown, project):
        explained.choose(
            shown,
            "flow",
            explained.weeks(stocks, project, "week_end", "Sunday"),
            label="At the end of",
            parameter="at",
            columns=("wip_count", "backlog_count"),
        )
    _levels(shareable(shown.table("service_levels"), together), project, shown)
    ageing.section(shown, project)
    flow_health.section(shown, project)
    if said := notice(shown.settings.projects):
        write(paragraphs(said, cls="how"))


def _levels(levels: pd.DataFrame, project: str, shown: Shown) -> None:
    rows = levels[(levels["project"] == project) & (levels["item_count"] > 0)]
    write(tag("h2", "How long work takes"))
    if rows.empty:
        write(paragraphs("Too little was finished in the last 26 weeks to say."))
        return
    rows = rows.assign(what=rows["measure"].map(_MEASURES))
    *first, (last, heading) = _LEVELS.items()
    working = _WORKING if shown.settings.calendar.working_days else {}
    write(
        paragraphs(
            "Work finished in the last 26 weeks, in calendar days"
            + (" and, beside them, in working days." if working else ".")
        ),
        table(
            rows,
            {**dict(first), **working, last: heading},
            caption="Days that a piece of work takes",
            row_heading="what",
            hidden_caption=True,
        ),
        join([tag("p", download("service_levels", shown), cls="download")]),
    )
    if explained.listed(shown, project):
        explained.choose(
            shown,
            "service_levels",
            {row.what: (project, row.measure) for row in rows.itertuples()},
            label="Measured from",
            parameter="measured",
            columns=("p50_days", "p85_days", "p95_days", "item_count"),
        )


def _of(frame: pd.DataFrame, project: str) -> pd.DataFrame:
    return frame[frame["project"] == project]


def _last(frame: pd.DataFrame, weeks: int | None) -> pd.DataFrame:
    return frame if weeks is None else frame.tail(weeks)
