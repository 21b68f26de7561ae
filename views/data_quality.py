"""Data quality: what the records leave open, worded so that it can be mended."""

from typing import Final

import pandas as pd

from programme.wording.sureness import source_notice
from programme.wording.words import count, known
from views import skeleton
from views.downloads import download
from views.html import Html, Part, foreign, join, paragraphs, tag, write
from views.shown import Shown
from views.tables import cell, table

TITLE: Final = "Data quality"
PATH: Final = "data-quality"

_SEVERITIES: Final = {
    "error": ("■", "To mend"),
    "warning": ("▲", "To look at"),
    "info": ("●", "To know"),
}
_HEADINGS: Final = {
    "severity": "Weight",
    "sentence": "What was found",
    "project": "Project",
    "item_count": "How many",
}
_SOURCES: Final = {
    "source": "Source",
    "project": "Project",
    "state": "State",
    "last_ok_at": "Last good data",
    "item_count": "Issues seen",
    "event_count": "Events known",
    "oldest_event_at": "History since",
}
_STATES: Final = {"ok": "Up to date", "stale": "Stale", "failed": "Failed", "never": "Never read"}


def show(shown: Shown) -> None:
    """Draw the page."""
    skeleton.title(
        "How good are the records?",
        "What the records leave open. Nothing here is a fault of a person; "
        "each line says what would make the figures surer.",
    )
    _found(shown)
    _sources(shown)


def _found(shown: Shown) -> None:
    quality = shown.table("data_quality")
    write(tag("h2", "What was found"))
    if quality.empty:
        write(paragraphs("Nothing was found that needs mending."))
        return
    order = quality["severity"].map({"error": 0, "warning": 1, "info": 2})
    rows = quality.assign(order=order).sort_values(["order", "project", "check"], kind="stable")
    write(
        table(
            rows,
            _HEADINGS,
            caption="What was found in the records, weightiest first",
            hidden_caption=True,
            cells={
                "item_count": lambda row: cell(row.item_count) if known(row.item_count) else "",
                "severity": lambda row: _severity(str(row.severity)),
                "sentence": lambda row: _found_what(str(row.sentence), str(row.examples)),
            },
        ),
        tag("p", download("data_quality", shown), cls="download"),
    )


def _sources(shown: Shown) -> None:
    sources = shown.table("sources")
    notices = [source_notice(row, shown.as_of, shown.zone) for row in sources.itertuples()]
    write(
        tag("h2", "Where the figures come from"),
        paragraphs(count(len(sources), "source is read.", "sources are read.").capitalize()),
        paragraphs(*notices),
        table(
            sources,
            _SOURCES,
            caption="Sources and how fresh they are",
            row_heading="source",
            hidden_caption=True,
            cells={
                "state": lambda row: _STATES.get(str(row.state), str(row.state)),
                "last_ok_at": lambda row: _local(row.last_ok_at, shown),
                "oldest_event_at": lambda row: _local(row.oldest_event_at, shown),
            },
        ),
        tag("p", download("sources", shown), cls="download"),
    )


def _severity(severity: str) -> Html:
    shape, word = _SEVERITIES.get(severity, _SEVERITIES["info"])
    return tag(
        "strong", tag("span", shape, aria_hidden="true"), f" {word}", cls=f"tag weight-{severity}"
    )


def _found_what(sentence: str, examples: str) -> Html:
    said = foreign(sentence)
    if not examples:
        return said
    return join([said, tag("span", "For example ", foreign(examples), cls="examples")])


def _local(value: pd.Timestamp, shown: Shown) -> Part:
    if pd.isna(value):
        return tag("span", "Not known", cls="missing")
    return cell(value.tz_convert(shown.zone).tz_localize(None).normalize())
