"""Part of the risk page: the total week by week, what it is made up of, and where it goes."""

from collections.abc import Mapping
from typing import Final

import pandas as pd
import streamlit as st

from charts.risk_burndown import Parts, risk_burndown_chart, risk_pounds_chart
from charts.risk_layers import By
from programme.wording import risk_matters
from programme.wording.risk_projection import ahead, projection
from views import explained, filters
from views.figure import figure
from views.html import paragraphs, tag, write
from views.shown import Shown

_POUNDS: Final = "Pounds"
_TOTAL: Final = "Nothing"
_BY: Final[Mapping[str, By]] = {
    "Project": "project",
    "Category": "category",
    "Milestone": "increment",
}


def risk_total(rows: pd.DataFrame, register: pd.DataFrame, project: str, shown: Shown) -> None:
    """Draw the section.

    Args:
        rows: Rows of the risk_burndown table of what is shown, oldest first.
        register: Its rows of the risks table.
        project: Whose they are; empty = the whole programme's.
        shown: For the tables that the total is taken apart by.
    """
    parts = _parts(shown, project)
    with st.container(horizontal=True, key="filters-risk"):
        weeks = filters.choose_weeks()
        split = _choose("Split by", "split", [*parts, _TOTAL])
        unit = _choose("Count in", "unit", ["Days", *([_POUNDS] if _priced(rows) else [])])
    drawn = rows if weeks is None else rows.tail(weeks)
    place = project or shown.settings.programme.name
    chosen = parts.get(split)
    write(tag("h2", "Expected delay" if unit != _POUNDS else "Expected loss"))
    if unit == _POUNDS:
        is_open = register["state"] == "open"
        unpriced = int((is_open & register["exposure_gbp"].isna()).sum())
        chart = risk_pounds_chart(drawn, place=place, unpriced=unpriced, parts=chosen)
    else:
        chart = risk_burndown_chart(drawn, place=place, parts=chosen, ahead=ahead(rows))
    figure(chart, shown, key=f"{project}-{weeks}-{split}")
    if len(rows) and rows["open_count"].any():
        last = next(rows.tail(1).itertuples())
        write(paragraphs(projection(rows)), paragraphs(risk_matters.advice(last)))
    explained.choose(
        shown,
        "risk_burndown",
        explained.weeks(drawn, project, "week_end", "Week to"),
        label="Week",
        parameter="week",
        question="Which risks are these?",
        columns=(
            *("exposure_days", "exposure_gbp", "new_days", "raised_days", "lowered_days"),
            *("retired_days", "happened_days", "open_count", "unsized_count"),
        ),
    )


def _parts(shown: Shown, project: str) -> dict[str, Parts]:
    """Return what the total can be taken apart by, by what a reader calls it.

    A week that was frozen before there was a breakdown has none but that by project.
    """
    burndown, breakdown = shown.table("risk_burndown"), shown.table("risk_breakdown")
    found = {}
    if not project:
        found["Project"] = burndown[burndown["project"] != ""]
    mine = breakdown if not project else breakdown[breakdown["project"] == project]
    found |= {"Category": mine, "Milestone": mine}
    return {
        name: Parts(rows, _BY[name])
        for name, rows in found.items()
        if len(set(rows.loc[rows["exposure_days"] > 0, _BY[name]])) > 1
    }


def _priced(rows: pd.DataFrame) -> bool:
    return bool(rows["exposure_gbp"].notna().any())


def _choose(label: str, parameter: str, options: list[str]) -> str:
    """Offer options, of which the first is usual; nothing where there is but one."""
    if len(options) < 2:
        return options[0]
    key = filters.widget(parameter)
    if st.session_state.get(key) not in (None, *options):
        del st.session_state[key]  # chosen of another project
    return filters.choose(label, parameter, options, options[0])
