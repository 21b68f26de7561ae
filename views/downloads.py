"""A table of the snapshot as CSV: the link on the page, and the bytes behind it."""

from typing import Final

import streamlit as st

from snapshots.contracts import contracts
from snapshots.package import table_csv
from views.html import Html, tag
from views.shown import Shown
from views.teams import merged, shareable

#: What each table is called in a link. The table of all items is not offered: it is read by page.
NAMES: Final = {
    "increments": "milestones",
    "milestone_trend": "milestone dates by week",
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
    "data_quality": "data quality",
    "sources": "sources",
}
#: Figures of work by project, and lists of it, in which a small team may not stand alone.
_BY_TEAM: Final = {
    "throughput",
    "run_chart",
    "flow",
    "service_levels",
    "ageing",
    "flow_health",
    "flow_efficiency",
    "time_in_state",
}


def csv(name: str, shown: Shown) -> bytes:
    """Return a table as CSV.

    Args:
        name: One of ``NAMES``.
        shown: The snapshot.

    Raises:
        KeyError: If the table is not offered or is not in the snapshot.
    """
    if name not in NAMES:
        raise KeyError(name)
    table = shown.table(name)
    if name in _BY_TEAM:
        table = shareable(table, merged(shown.settings.projects))
    return table_csv(table, contracts()[name])


def download(name: str, shown: Shown) -> Html:
    """Return the link to a table: ``Download work finished each week, CSV, 4 KB``."""
    return tag(
        "a",
        f"Download {NAMES[name]}, CSV,\u00a0{_size(name, shown.identity, shown):,}\u00a0KB",
        href=f"tables/{name}.csv",
        download=f"{name}.csv",
    )


@st.cache_data(max_entries=200, show_spinner=False)
def _size(name: str, identity: str, _shown: Shown) -> int:
    # *identity* stands for _shown, whose frames would be costly to compare.
    return max(round(len(csv(name, _shown)) / 1024), 1)
