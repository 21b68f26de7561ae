"""Decisions, what is finished, and what was learned: listed in full, with what is to be written."""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from programme.wording import records as wording
from programme.wording.decisions import waiting as still_waiting
from programme.wording.risks import role
from views import filters, skeleton
from views.downloads import download
from views.html import Html, Part, foreign, join, link, named, paragraphs, tag, write
from views.shown import Shown
from views.tables import cell, table

TITLE: Final = "Decisions"
PATH: Final = "decisions-and-learning"
#: More rows than this are read in the download.
MOST_ROWS: Final = 50

_WAITING: Final = {
    "title": "Decision",
    "needed_by_on": "Needed by",
    "text": "If we wait",
    "owner": "Who asks for it",
    "opened_on": "Asked on",
}
_DECIDED: Final = {"title": "Decision", "outcome": "Outcome", "opened_on": "Asked on"}
_FINISHED: Final = {
    "title": "What people can now use",
    "finished_on": "Finished",
    "who_benefits": "Who it helps",
    "demo": "See it",
}
_LEARNED: Final = {
    "title": "Learning",
    "noted_on": "Noted",
    "what_happened": "What happened",
    "text": "What we learned",
    "what_we_changed": "What we changed",
}


def show(shown: Shown) -> None:
    """Draw the page."""
    skeleton.title(
        "What was decided, finished and learned?",
        "In the words of the teams, as they stand on issues and milestones. "
        "What is still to be written is asked for.",
    )
    given = [shown.table(name) for name in ("decisions", "achievements", "learnings")]
    with st.container(horizontal=True, key="filters"):
        project = filters.choose_project(_projects(given))
    decisions, achievements, learnings = (
        rows[rows["project"] == project] if project else rows for rows in given
    )
    _decisions(decisions, shown)
    _achievements(achievements, shown)
    _learnings(learnings, shown)


def _projects(given: Sequence[pd.DataFrame]) -> list[str]:
    return sorted({str(name) for rows in given for name in rows["project"]})


def _decisions(decisions: pd.DataFrame, shown: Shown) -> None:
    waiting, closed = still_waiting(decisions), decisions[decisions["state"] != "open"]
    write(tag("h2", "Decisions"), paragraphs(wording.waiting(waiting)))
    if len(waiting):
        _listed(
            waiting,
            _WAITING,
            caption="Decisions that wait for the sponsor, the most urgent first",
            cells={
                "title": _named,
                "needed_by_on": _needed_by,
                "text": lambda row: _told(row.text, wording.SAY_WHAT_IF),
                "owner": lambda row: _told(role(str(row.owner_role)), "Not named"),
            },
        )
    if len(closed):
        write(tag("h3", "Decisions that wait no longer"))
        _listed(
            closed.sort_values(["closed_on", "item"], ascending=[False, True]),
            _DECIDED,
            caption="Decisions that were taken or withdrawn, the latest first",
            cells={"title": _named, "outcome": lambda row: wording.outcome(row)},
        )
    if len(decisions):
        write(tag("p", download("decisions", shown), cls="download"))


def _achievements(achievements: pd.DataFrame, shown: Shown) -> None:
    write(tag("h2", "What people can now use"), paragraphs(wording.finished(achievements)))
    if achievements.empty:
        return
    _listed(
        achievements.sort_values(["finished_on", "item"], ascending=[False, True]),
        _FINISHED,
        caption="What is finished, the latest first",
        cells={
            "title": lambda row: join([_named(row), _aside(row.text, row.title)]),
            "who_benefits": lambda row: _told(row.who_benefits, wording.SAY_WHO),
            "demo": _demo,
        },
    )
    write(tag("p", download("achievements", shown), cls="download"))


def _learnings(learnings: pd.DataFrame, shown: Shown) -> None:
    write(tag("h2", "What we learned"), paragraphs(wording.learned(learnings)))
    if learnings.empty:
        return
    _listed(
        learnings.sort_values(["noted_on", "item"], ascending=[False, True]),
        _LEARNED,
        caption="What was learned, the latest first",
        cells={
            "title": _named,
            "what_happened": lambda row: _told(row.what_happened, "Not written"),
            "text": lambda row: _told(row.text, "Not written"),
            "what_we_changed": lambda row: _told(row.what_we_changed, wording.NOT_CHANGED),
        },
    )
    write(tag("p", download("learnings", shown), cls="download"))


def _listed(
    rows: pd.DataFrame, headings: dict[str, str], *, caption: str, cells: dict[str, Any]
) -> None:
    left_out = len(rows) - MOST_ROWS
    write(
        table(
            rows.head(MOST_ROWS),
            headings,
            caption=caption,
            cells=cells,
            row_heading="title",
            hidden_caption=True,
        ),
        paragraphs(f"{left_out:,} more are in the download." if left_out > 0 else "", cls="how"),
    )


def _named(row: Any) -> Html:
    return named(str(row.title), str(row.url), str(row.project))


def _told(text: str, missing: str) -> Part:
    """Return what the team wrote, or what is still to be written."""
    return foreign(str(text)) if text else tag("span", missing, cls="missing")


def _aside(text: str, title: str) -> Html | None:
    # An outcome that says what the title says is not said twice.
    return tag("span", foreign(text), cls="aside") if text and text != title else None


def _needed_by(row: Any) -> Part:
    if pd.notna(row.needed_by_on):
        return cell(row.needed_by_on)
    missing = tag("span", wording.SAY_WHEN, cls="missing")
    written = tag("span", foreign(str(row.needed_by)), cls="aside") if row.needed_by else None
    return join([missing, written])


def _demo(row: Any) -> Part:
    # A link is to make sense alone to whoever goes from one to the next.
    words = join(["See it", tag("span", ": ", foreign(str(row.title)), cls="hidden")])
    seen = [link(words, str(row.demo_url))] if row.demo_url else []
    if told := wording.show_and_tell(row):
        seen.append(tag("span", told, cls="aside"))
    missing = wording.NOT_SHOWN if row.kind == "increment" else wording.NO_DEMO
    return join(seen) if seen else tag("span", missing, cls="missing")
