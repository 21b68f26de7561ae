"""Risk: how much delay could the open risks bring, is it falling, and which to deal with first?"""

from typing import Any, Final

import pandas as pd
import streamlit as st

from programme.wording import risks
from programme.wording.risk_matters import deal_first, heading, matters
from programme.wording.words import number
from views import explained, filters, skeleton
from views.html import Html, named, paragraphs, tag, write
from views.risk_limits import risk_limits
from views.risk_map import risk_map_section
from views.risk_register import closed_risks, left_alone, open_risks
from views.risk_total import risk_total
from views.shown import Shown
from views.tables import table

TITLE: Final = "Risk"
PATH: Final = "risk"

_BRIDGE: Final = {"what": "What changed", "days": "Expected delay"}


def show(shown: Shown) -> None:
    """Draw the page."""
    skeleton.title(
        "What could go wrong?",
        "Each open risk counts as its likelihood times the days it would cost; it is sized once "
        "both are known. The total is the delay to expect if nothing more is done.",
    )
    burndown, register = shown.table("risk_burndown"), shown.table("risks")
    with st.container(horizontal=True, key="filters"):
        project = filters.choose_project(sorted(set(register["project"])))
    rows = burndown[burndown["project"] == project]
    mine = register if not project else register[register["project"] == project]
    risk_total(rows, mine, project, shown)
    _deal_first(mine, shown)
    if not rows.empty and rows["open_count"].any():
        _movement(rows, project, shown)
    risk_limits(mine, project, shown)
    risk_map_section(mine, project, shown)
    left_alone(mine, shown)
    open_risks(mine, shown)
    closed_risks(mine)


def _deal_first(register: pd.DataFrame, shown: Shown) -> None:
    rows = deal_first(register)
    if rows.empty:
        return
    write(
        tag("h2", heading(rows)),
        tag(
            "ol" if len(rows) > 1 else "ul",
            *(_matters(row, shown) for row in rows.itertuples()),
            cls="told",
        ),
    )


def _matters(row: Any, shown: Shown) -> Html:
    return tag(
        "li",
        named(str(row.title), str(row.url), str(row.project)),
        tag("span", matters(row, shown.today), cls="detail"),
    )


def _movement(rows: pd.DataFrame, project: str, shown: Shown) -> None:
    """Draw how the total moved in the last week, cause by cause, each with the risks behind it."""
    pair = list(rows.tail(2).itertuples())
    if len(pair) < 2:
        return
    before, last = pair
    causes = [
        ("New or reopened risks", "more", last.new_days),
        ("Risks that grew", "more", last.raised_days),
        ("Risks made smaller", "less", last.lowered_days),
        ("Risks dealt with", "less", last.retired_days),
        ("Risks that happened, no longer in the total", "less", last.happened_days),
    ]
    moved = [cause for cause in causes if cause[2] > 0]
    write(tag("h2", "What changed in the last week"))
    if not moved:
        write(paragraphs(risks.movement(last, before)))
        return
    bridge = pd.DataFrame(
        [
            ("At the start of the week", "", before.exposure_days),
            *moved,
            ("At the end of the week", "", last.exposure_days),
        ],
        columns=["what", "way", "days"],
    )
    write(
        table(
            bridge,
            _BRIDGE,
            caption="How the total moved in the last week",
            row_heading="what",
            hidden_caption=True,
            cells={"days": lambda row: _change(float(row.days), str(row.way))},
            stacked=False,
        )
    )
    explained.of_one(
        shown,
        "risk_burndown",
        (project, last.week_end.date().isoformat()),
        name="last-week",
        columns=("new_days", "raised_days", "lowered_days", "retired_days", "happened_days"),
        question="Which risks are behind these figures?",
    )


def _change(days: float, way: str) -> str:
    return f"{number(days)} days {way}".rstrip()
