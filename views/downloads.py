"""A table of the snapshot as CSV: the link on the page, and the bytes behind it."""

from typing import Final
from urllib.parse import urlencode

import streamlit as st

from programme.teams import withheld
from reports import files
from snapshots.contracts import contracts
from snapshots.package import table_csv
from snapshots.shared import shared_table
from views.html import Html, tag
from views.shown import Shown

#: What each table is called in a link; any other by its own name.
_NAMES: Final = {
    "increments": "milestones",
    "milestone_trend": "milestone dates by week",
    "promises": "dates promised",
    "scope": "changes of scope by week",
    "burn_up": "progress by week",
    "proposals": "proposals to split",
    "forecast_scores": "past forecasts and what happened",
    "throughput": "work added and finished each week",
    "run_chart": "work finished each week",
    "flow": "work by state",
    "service_levels": "time that work takes",
    "ageing": "work under way and its age",
    "flow_health": "how work flows",
    "flow_efficiency": "flow efficiency (provisional)",
    "time_in_state": "time in each state",
    "risks": "risks",
    "risk_burndown": "risk by week",
    "decisions": "decisions",
    "achievements": "what people can now use",
    "learnings": "what we learned",
    "changes": "what has changed",
    "data_quality": "data quality",
    "sources": "sources",
}
#: Lists of items that are short enough to be given whole.
_SHORT_LISTS: Final = {"achievements", "ageing", "decisions", "learnings", "risks"}


def offered(name: str) -> bool:
    """Tell whether a table is given as CSV; lists of all items are not: they are read by page."""
    if name not in contracts():
        return False
    return name in _SHORT_LISTS or "item" not in contracts()[name].keys


def csv(name: str, shown: Shown) -> bytes:
    """Return a table as CSV.

    Args:
        name: Of a table that is ``offered``.
        shown: The snapshot.

    Raises:
        KeyError: If the table is not offered or is not in the snapshot.
    """
    if not offered(name):
        raise KeyError(name)
    table = shown.table(name)
    together = withheld(shown.settings.projects)
    return table_csv(shared_table(name, table, together), contracts()[name])


def download(name: str, shown: Shown) -> Html:
    """Return the link to a table: ``Download work finished each week, CSV, 4 KB``."""
    called = _NAMES.get(name, name.replace("_", " "))
    return tag(
        "a",
        f"Download {called}, CSV,\u00a0{_size(name, shown.identity, shown):,}\u00a0KB",
        href=f"tables/{name}.csv" + (f"?week={files.name(shown)}" if shown.frozen else ""),
        download=f"{name}.csv",
    )


def download_runs(shown: Shown, *, source: str, outcome: str) -> Html:
    """Return the link to the runs of a source that ended so; empty = of all, however they ended."""
    week = files.name(shown) if shown.frozen else ""
    asked = {"week": week, "source": source, "outcome": outcome}
    query = urlencode({name: value for name, value in asked.items() if value})
    return tag(
        "a",
        "Download these runs, CSV",
        href="runs.csv" + (f"?{query}" if query else ""),
        download="runs.csv",
    )


@st.cache_data(max_entries=200, show_spinner=False)
def _size(name: str, identity: str, _shown: Shown) -> int:
    # *identity* stands for _shown, whose frames would be costly to compare.
    return max(round(len(csv(name, _shown)) / 1024), 1)
