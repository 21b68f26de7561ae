"""Runs: whether every source is read, since when not and why, and every sync one by one."""

from typing import Any, Final

import pandas as pd
import streamlit as st

from programme.errors import WaymarkError
from programme.wording import runs as wording
from programme.wording.sureness import SOURCE_STATES
from snapshots.run_log import MOST_IN_FILE, PAGE_ROWS, RunLog, RunPage
from views import data_quality, downloads, filters, skeleton
from views.html import Html, Part, foreign, join, paragraphs, tag, unbroken, write
from views.shown import Shown
from views.tables import table

TITLE: Final = "Runs"
PATH: Final = "runs"
#: More sources than this stand on Data quality.
MOST_SOURCES: Final = 10

_ORDER: Final = {"failed": 0, "never": 1, "stale": 2, "ok": 3}
_SOURCES: Final = {"source": "Source", "state": "State", "last_ok_at": "Last good data"}
_RUNS: Final = {
    "started_at": "Began",
    "source": "Source",
    "outcome": "Outcome",
    "duration_seconds": "Took",
    "request_count": "Requests",
    "changed_count": "Issues changed",
    "whole": "Asked for",
}


def show(shown: Shown) -> None:
    """Draw the page."""
    skeleton.title(
        "Is everything being read?",
        "Every sync of every source: how it ended, how long it took and what it found.",
    )
    if shown.runs is None:
        write(paragraphs(wording.UNREADABLE))
        return
    try:
        standing = _standing(shown.identity, shown.runs)
        _told(standing, shown)
        _runs(shown.runs, standing, shown)
    except WaymarkError as error:
        write(paragraphs(str(error)))


@st.cache_data(max_entries=20, show_spinner=False)
def _standing(identity: str, _log: RunLog) -> pd.DataFrame:
    # The identity of the edition stands for its runs, here and below.
    return _log.standing()


@st.cache_data(max_entries=200, show_spinner=False)
def _page(identity: str, number: int, source: str, outcome: str, _log: RunLog) -> RunPage:
    return _log.page(number, source=source, outcome=outcome)


def _told(standing: pd.DataFrame, shown: Shown) -> None:
    """Say whether all is well, and how each source stands, those that need a look first."""
    sources, lists = standing[~standing["listed"]], standing[standing["listed"]]
    order = standing.assign(order=standing["state"].map(_ORDER))
    ordered = order.sort_values(["order", "failing_since", "last_ok_at", "source"], kind="stable")
    said = [*wording.reasons(sources), *wording.listed(lists, shown.zone)]
    write(
        tag("p", unbroken(wording.headline(sources, shown.zone)), cls="lead"),
        *(tag("p", foreign(text), cls="why") for text in said),
        paragraphs(wording.until(shown.taken_at, shown.zone) if shown.frozen else "", cls="how"),
        table(
            ordered.head(MOST_SOURCES),
            _SOURCES,
            caption="How each source stands",
            row_heading="source",
            hidden_caption=True,
            cells={
                "source": lambda row: _to_runs(str(row.source)),
                "state": lambda row: _state(row, shown),
                "last_ok_at": lambda row: _moment(row.last_ok_at, shown),
            },
        ),
        _others(len(ordered) - MOST_SOURCES),
    )


def _to_runs(source: str) -> Html:
    return skeleton.to_page(foreign(source), PATH, source=source, page="1")


def _others(left: int) -> Html | None:
    if left <= 0:
        return None
    return tag("p", skeleton.to_page(wording.rest(left), data_quality.PATH), cls="how")


def _runs(log: RunLog, standing: pd.DataFrame, shown: Shown) -> None:
    write(tag("h2", "Every run"))
    with st.container(key="filters-runs", horizontal=True):
        names = {"": "All sources", **{name: name for name in standing["source"]}}
        source = filters.choose_from("Source", "source", names, "", forgetting=["page"])
        outcomes = {"": "All outcomes", **wording.OUTCOMES}
        outcome = filters.choose_from("Outcome", "outcome", outcomes, "", forgetting=["page"])
    page = _page(shown.identity, filters.page_asked_for("page"), source, outcome, log)
    if page.runs.empty:
        write(paragraphs(wording.NONE_FOUND))
        return
    first = PAGE_ROWS * (page.number - 1) + 1
    said = wording.shown(first, first + len(page.runs) - 1, page.count)
    write(
        paragraphs(said),
        table(
            page.runs,
            _RUNS,
            caption="Runs, the newest first",
            row_heading="started_at",
            hidden_caption=True,
            cells={
                "started_at": lambda row: _moment(row.started_at, shown),
                "outcome": _outcome,
                "duration_seconds": lambda row: wording.duration(row.finished_at - row.started_at),
                "whole": lambda row: wording.asked_for(row.whole),
            },
        ),
    )
    filters.choose_page("page", page.number, page.page_count)
    link = downloads.download_runs(shown, source=source, outcome=outcome)
    left_out = wording.left_out(page.count, MOST_IN_FILE)
    write(tag("p", link, cls="download"), paragraphs(left_out, cls="how"))


def _state(row: Any, shown: Shown) -> Part:
    word = SOURCE_STATES[row.state]
    return _failed(word, wording.failing(row, shown.zone)) if row.state == "failed" else word


def _outcome(row: Any) -> Html:
    word = wording.OUTCOMES[row.outcome]
    if row.outcome == "failed":
        return _failed(word, wording.why_beside(row))
    return join([tag("span", "●", aria_hidden="true"), f" {word}"])


def _failed(word: str, why: str) -> Html:
    mark = tag("span", "■", aria_hidden="true")
    return join(
        [
            tag("strong", mark, f" {word}", cls="tag weight-error"),
            tag("span", foreign(why), cls="aside why"),
        ]
    )


def _moment(at: pd.Timestamp, shown: Shown) -> Part:
    if pd.isna(at):
        return tag("span", "None", cls="missing")
    return unbroken(wording.moment(at, shown.zone))
