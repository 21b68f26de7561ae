"""Risk: how much delay could the open risks bring, is it falling, and which matter most?"""

from typing import Any, Final

import pandas as pd
import streamlit as st

from programme.wording import risks
from programme.wording.risk_matters import matter_most, matters
from programme.wording.words import number
from views import filters, skeleton
from views.html import Html, named, paragraphs, tag, write
from views.risk_limits import risk_limits
from views.risk_map import risk_map_section
from views.risk_register import closed_risks, left_alone, open_risks
from views.risk_total import risk_total
from views.shown import Shown
from views.tables import table

TITLE: Final = "Risk"
PATH: Final = "risk"

_BRIDGE: Final = {"what": "What changed in the last week", "days": "Days of expected delay"}


def show(shown: Shown) -> None:
    """Draw the page."""
    skeleton.title(
        "What could go wrong?",
        "Each open risk counts as its likelihood times the days it would cost. "
        "The total is the delay to expect if nothing more is done.",
    )
    burndown, register = shown.table("risk_burndown"), shown.table("risks")
    with st.container(horizontal=True, key="filters"):
        project = filters.choose_project(sorted(set(register["project"])))
    rows = burndown[burndown["project"] == project]
    mine = register if not project else register[register["project"] == project]
    risk_total(rows, mine, project, shown)
    _matter_most(mine, shown)
    if not rows.empty and rows["open_count"].any():
        _movement(rows)
    risk_limits(mine, project, shown)
    risk_map_section(mine, project, shown)
    left_alone(mine, shown)
    open_risks(mine, shown)
    closed_risks(mine)


def _matter_most(register: pd.DataFrame, shown: Shown) -> None:
    rows = matter_most(register)
    if rows.empty:
        return
    several = len(rows) > 1
    write(
        tag(
            "h2", f"The {len(rows)} risks that matter most" if several else "The risk that matters"
        ),
        tag(
            "ol" if several else "ul",
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


def _movement(rows: pd.DataFrame) -> None:
    pair = list(rows.tail(2).itertuples())
    if len(pair) < 2:
        return
    before, last = pair
    write(tag("h2", "What changed in the last week"), paragraphs(risks.movement(last, before)))
    bridge = pd.DataFrame(
        [
            ("At the start of the week", "", before.exposure_days),
            ("New or reopened risks", "more", last.new_days),
            ("Risks that grew", "more", last.raised_days),
            ("Risks made smaller", "less", last.lowered_days),
            ("Risks dealt with", "less", last.retired_days),
            ("Risks that happened, no longer in the total", "less", last.happened_days),
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


def _change(days: float, way: str) -> str:
    if not way:
        return f"{number(days)} days"
    return f"{number(days)} days {way}" if days else "No change"
