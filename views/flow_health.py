"""Part of the Throughput page: growth, blocked work, flow efficiency and time in each state."""

from typing import Any, Final

import pandas as pd

from programme.teams import merged, shareable
from programme.wording import flow_health as wording
from views.downloads import download
from views.html import paragraphs, tag, write
from views.shown import Shown
from views.tables import table

_HEADINGS: Final = {"what": "Measure", "figure": "Last 26 weeks", "how": "How to read it"}
_STATES: Final = {
    "state": "State",
    "item_count": "Finished pieces that were in it",
    "p50_days": "Half spent at most (days)",
    "p85_days": "85 in 100 spent at most (days)",
    "mean_days": "Days each, on average",
    "open_count": "Open in it now",
}


def section(shown: Shown, project: str) -> None:
    """Draw the figures of *project*, or of the whole programme where it is empty."""
    together = merged(shown.settings.projects)
    health, efficiency, states = (
        table[table["project"] == project]
        for table in (
            shareable(shown.table(name), together)
            for name in ("flow_health", "flow_efficiency", "time_in_state")
        )
    )
    write(tag("h2", "How work flows"))
    if health.empty or efficiency.empty:
        write(paragraphs("These figures are given of the whole programme and of larger teams."))
        return
    blocked = next(iter(states[states["state"] == "blocked"].itertuples()), None)
    grown, active = next(health.itertuples()), next(efficiency.itertuples())
    rows = [
        ("Added for each piece finished", wording.growth(grown), wording.growth_read(grown)),
        ("Blocked", wording.blocked(blocked), wording.blocked_read(blocked)),
        (
            "Share of time not held up (provisional)",
            wording.efficiency(active),
            wording.efficiency_read(active),
        ),
    ]
    write(
        table(
            pd.DataFrame(rows, columns=list(_HEADINGS)),
            _HEADINGS,
            caption="How work flows",
            row_heading="what",
            hidden_caption=True,
            cells={"figure": lambda row: row.figure or _missing("Not known")},
        ),
        tag(
            "p",
            download("flow_health", shown),
            tag("br"),
            download("flow_efficiency", shown),
            cls="download",
        ),
    )
    _states(states, shown, project)


def _states(states: pd.DataFrame, shown: Shown, project: str) -> None:
    write(tag("h3", "Time in each state"))
    if states.empty:
        write(paragraphs("No label says in which state work is."))
        return
    headings = dict(_STATES)
    # What a word means differs from team to team: together they have days, and no percentile.
    for name in ("mean_days",) if project else ("p50_days", "p85_days"):
        del headings[name]
    rows = states.assign(
        mean_days=states["total_days"] / states["item_count"].where(states["item_count"] > 0)
    ).sort_values("total_days", ascending=False)
    write(
        table(
            rows,
            headings,
            caption="Time that finished work spent in each state",
            row_heading="state",
            hidden_caption=True,
            cells={"state": lambda row: wording.state_name(str(row.state))},
            missing={
                "p50_days": "Too few to say",
                "p85_days": "Too few to say",
                "mean_days": "None finished",
            },
        ),
        paragraphs(
            "Labels tell the state. Days are exact, of 24 hours, while the work was open, and of "
            "work finished in the last 26 weeks.",
            cls="how",
        ),
        tag("p", download("time_in_state", shown), cls="download"),
    )


def _missing(text: str) -> Any:
    return tag("span", text, cls="missing")
