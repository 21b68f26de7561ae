"""Risk: how much delay could the open risks bring, is it falling, and which are the largest?"""

from typing import Any, Final

import pandas as pd
import streamlit as st

from charts.risk_burndown import risk_burndown_chart
from programme.wording import risk_ageing, risks
from programme.wording.risk_projection import projection
from programme.wording.words import capital, known, number
from views import explained, filters, skeleton
from views.downloads import download
from views.figure import figure
from views.html import Html, Part, join, named, paragraphs, tag, write
from views.risk_limits import risk_limits
from views.risk_map import risk_map_section
from views.shown import Shown
from views.tables import cell, table

TITLE: Final = "Risk"
PATH: Final = "risk"
#: More rows than this are read in the download.
MOST_ROWS: Final = 100

_HEADINGS: Final = {
    "title": "Risk",
    "probability": "How likely",
    "impact_days": "Days lost if it happens",
    "exposure_days": "Expected delay (days)",
    "bought": "Dealing with it brings its date forward by",
    "proximity": "How soon",
    "owner": "Who is dealing with it",
    "opened_on": "Since",
}
_LEFT_ALONE: Final = {
    "title": "Risk",
    "changed_on": "Last changed",
    "unchanged_count": "Days ago",
    "hit_by_on": "Could have hit by",
    "owner": "Who is dealing with it",
}
_BRIDGE: Final = {"what": "What changed in the last week", "days": "Days of expected delay"}


def show(shown: Shown) -> None:
    """Draw the page."""
    skeleton.title(
        "What could go wrong?",
        "Each open risk counts as its likelihood times the days it would cost. "
        "The total is the delay to expect if nothing more is done.",
    )
    burndown, register = shown.table("risk_burndown"), shown.table("risks")
    names = sorted(set(register["project"]))
    with st.container(horizontal=True, key="filters"):
        project = filters.choose_project(names)
        weeks = filters.choose_weeks()
    rows = burndown[burndown["project"] == project]
    place = project or shown.settings.programme.name
    drawn = rows if weeks is None else rows.tail(weeks)
    write(tag("h2", "Expected delay"))
    figure(risk_burndown_chart(drawn, place=place), shown, key=f"{project}-{weeks}")
    explained.choose(
        shown,
        "risk_burndown",
        explained.weeks(drawn, project, "week_end", "Week to"),
        label="Week",
        parameter="week",
        question="Which risks are these?",
        columns=(
            *("exposure_days", "new_days", "raised_days", "lowered_days"),
            *("retired_days", "happened_days", "unsized_count"),
        ),
    )
    mine = register if not project else register[register["project"] == project]
    if not rows.empty and rows["open_count"].any():
        _movement(rows)
    risk_limits(mine, project, shown)
    risk_map_section(mine, project, shown)
    _left_alone(mine, shown)
    _open(mine, shown)
    _closed(mine)


def _movement(rows: pd.DataFrame) -> None:
    pair = list(rows.tail(2).itertuples())
    last, before = pair[-1], pair[-2] if len(pair) > 1 else None
    write(
        tag("h2", "What changed in the last week"), paragraphs(risks.total(last), projection(rows))
    )
    if before is None:
        return
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


def _left_alone(register: pd.DataFrame, shown: Shown) -> None:
    rows = risk_ageing.left_alone(register, shown.today)
    if rows.empty:
        return
    write(
        tag("h2", "Open risks that were left alone"),
        paragraphs(risk_ageing.finding(rows, int((register["state"] == "open").sum()))),
        table(
            rows.head(MOST_ROWS),
            _LEFT_ALONE,
            caption="Open risks that were left alone, the longest first",
            row_heading="title",
            hidden_caption=True,
            cells={"title": _named, "hit_by_on": _hit_by, "owner": _owner},
        ),
        paragraphs(risk_ageing.ADVICE),
        paragraphs(risk_ageing.HOW, cls="how"),
    )


def _open(register: pd.DataFrame, shown: Shown) -> None:
    rows = risks.largest(register, most=None)
    write(tag("h2", "Open risks, largest first"))
    if rows.empty:
        write(paragraphs("No risks are open."))
        return
    left_out = len(rows) - MOST_ROWS
    more = f"The {MOST_ROWS} largest of {len(rows):,} are listed; the download has all."
    write(
        risk_table(rows.head(MOST_ROWS)),
        paragraphs(more if left_out > 0 else "", cls="how"),
        join([tag("p", download("risks", shown), cls="download")]),
    )


def risk_table(rows: pd.DataFrame) -> Html:
    """Return open risks as a table.

    Args:
        rows: Rows of the risks table, largest first. How soon they could hit, and what dealing
            with them buys, is left out where it is known of none.
    """
    headings = dict(_HEADINGS)
    if rows["buys_days"].isna().all():
        del headings["bought"]
    if rows["proximity_weeks"].isna().all():
        del headings["proximity"]
    return table(
        rows,
        headings,
        caption="Open risks, largest first",
        row_heading="title",
        hidden_caption=True,
        cells={
            "title": _named,
            "probability": lambda r: _likely(r.probability),
            "bought": lambda r: (
                risks.bought(r.buys_days) or _missing("No date to tell" if r.sized else "Not known")
            ),
            "proximity": lambda r: _soon(r.proximity_weeks),
            "owner": _owner,
        },
    )


def _closed(register: pd.DataFrame) -> None:
    for state, heading, closed in (
        ("happened", "Risks that happened", "Happened on"),
        ("retired", "Risks dealt with", "Dealt with on"),
    ):
        rows = register[register["state"] == state].sort_values("closed_on", ascending=False)
        if rows.empty:
            continue
        write(
            tag("h2", heading),
            table(
                rows.head(10),
                {"title": "Risk", "closed_on": closed, "exposure_days": "Last score (days)"},
                caption=f"{heading}, latest first",
                row_heading="title",
                hidden_caption=True,
                cells={"title": _named},
            ),
        )


def _named(row: Any) -> Html:
    return named(str(row.title), str(row.url), str(row.project))


def _owner(row: Any) -> Html | str:
    return risks.role(str(row.owner_role)) or _missing("No role named")


def _hit_by(row: Any) -> Part:
    return cell(row.hit_by_on, "Not past" if known(row.proximity_weeks) else "Not known")


def _soon(weeks: Any) -> Html | str:
    said = risks.proximity(weeks)
    return capital(said) if said else _missing("Not known")


def _likely(probability: Any) -> Html | str:
    if pd.isna(probability):
        return _missing("Not sized")
    return risks.likelihood(float(probability)).capitalize()


def _missing(text: str) -> Html:
    return tag("span", text, cls="missing")
