"""What if we changed the plan? Another one tried out beside the one that stands."""

from typing import Any, Final

import pandas as pd
import streamlit as st

from programme.change import Change
from programme.wording import what_if as wording
from programme.wording.one_increment import UNPLANNED
from programme.wording.words import known
from snapshots.what_if import trial
from views import filters, skeleton
from views.html import Html, Part, foreign, join, paragraphs, tag, unbroken, write
from views.shown import Shown
from views.tables import cell, table
from views.what_if_choices import Offered, choose, most

TITLE: Final = "What if"
PATH: Final = "what-if"
_NOW: Final = {"named": "Milestone", "now": "4 in 5 chance by"}
_BESIDE: Final = {**_NOW, "then": "With the change", "moves": "What it does"}


def show(shown: Shown) -> None:
    """Draw the page."""
    skeleton.title(
        "What if we changed the plan?",
        "Try a change and see the new dates beside those that stand. Nothing is saved.",
    )
    names = [project.name for project in shown.settings.projects if project.kind == "delivery"]
    if not names:
        write(paragraphs("No project has work to plan."))
        return
    with st.container(key="filters"):
        project = filters.choose_one_project(names, names[0])
    tried = trial(shown.snapshot, shown.settings, project)
    rows = tried(Change())
    reason = str(rows["no_forecast_reason"].iloc[-1])
    offered = _offered(shown, project, rows)
    if reason and tried(most(offered))["new_p80_on"].isna().all():
        write(paragraphs(reason))
        return
    write(tag("h2", "Try a change"))
    with st.container(key="what-if"):
        change, pace = choose(offered)
    if change.count:
        rows = tried(change)
    titles = dict(zip(offered.risks["item"], offered.risks["title"], strict=True))
    causes = wording.causes(change, offered.left, titles, pace)
    keys = [increment for name, increment in shown.keys if name == project]
    said = wording.finding(rows, change, causes, keys)
    write(
        tag("h2", "What it would do" if change.count else "As things stand"),
        tag("div", paragraphs(*said, cls="lead"), aria_live="polite"),
        paragraphs("" if change.count else reason),
        _beside(rows) if change.count else _standing(rows),
        _about(change),
    )


def _offered(shown: Shown, project: str, rows: pd.DataFrame) -> Offered:
    planned = rows[~rows["whole"]]
    named = planned[planned["increment"] != ""]
    risks = shown.table("risks")
    live = risks["sized"] & (risks["state"] == "open") & (risks["project"] == project)
    sized = risks[live & risks["increment"].isin(named["increment"])]
    proposals = shown.table("proposals")
    parts = proposals[(proposals["project"] == project) & (proposals["part"] != "")]
    return Offered(
        project=project,
        left=dict(zip(planned["increment"], planned["left_count"].astype(int), strict=True)),
        targets={
            str(row.increment): row.target_on.date() if known(row.target_on) else None
            for row in named.itertuples()
        },
        parts={
            str(title): held["item_count"].astype(int).tolist()
            for title, held in parts.sort_values("part").groupby("increment")
        },
        risks=sized.sort_values(["exposure_days", "item"], ascending=[False, True]),
        people=next(p.people for p in shown.settings.projects if p.name == project),
        today=shown.today,
    )


def _standing(rows: pd.DataFrame) -> Html:
    return table(
        rows,
        _NOW,
        caption="Dates as they stand",
        row_heading="named",
        hidden_caption=True,
        cells={"named": _named, "now": _now},
    )


def _beside(rows: pd.DataFrame) -> Html:
    told = pd.Series([wording.changes(row) for row in rows.itertuples()], index=rows.index)
    others = ~told & ~rows["whole"] & (rows["increment"] != "")
    return join(
        [
            table(
                rows[told | rows["whole"]],
                _BESIDE,
                caption="Dates that change, as they stand and with the change",
                row_heading="named",
                hidden_caption=True,
                cells={"named": _named, "now": _now, "then": _then, "moves": wording.moves},
            ),
            paragraphs(wording.others(int(others.sum())), cls="how"),
        ]
    )


def _about(change: Change) -> Html:
    assumed = [tag("li", text) for text in wording.assumed(change)]
    return join(
        [
            join([tag("h3", "What this takes for granted"), tag("ul", *assumed, cls="large")])
            if assumed
            else None,
            paragraphs(
                "Both dates come from the same trial runs, so they differ by the change and not "
                "by luck. The address of this page holds the choices: send it to share them.",
                cls="how",
            ),
        ]
    )


def _named(row: Any) -> Part:
    if row.whole:
        return "The project as a whole"
    return foreign(str(row.increment)) if row.increment else UNPLANNED


def _now(row: Any) -> Part:
    return _date(row.p80_on, row.target_on, row.p_on_time)


def _then(row: Any) -> Part:
    return _date(row.new_p80_on, row.new_target_on, row.new_p_on_time)


def _date(p80_on: Any, target_on: Any, p_on_time: Any) -> Part:
    chance = wording.of_target(target_on, p_on_time)
    date = cell(p80_on, "No date")
    return join([date, tag("span", unbroken(chance), cls="aside")]) if chance else date
