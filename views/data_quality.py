"""Data quality: what the records leave open, and which figure each gap touches."""

import re
from collections.abc import Mapping
from typing import Final

import pandas as pd

from programme.wording.sureness import SOURCE_STATES, source_notice
from programme.wording.words import count
from views import explained, skeleton
from views.downloads import download
from views.html import Html, Part, foreign, join, link, paragraphs, tag, write
from views.shown import Shown
from views.tables import cell, table

TITLE: Final = "Data quality"
PATH: Final = "data-quality"

#: Names that end in an issue's number are shortened to ``repository#7``.
_ITEM: Final = re.compile(r"[^\s/]+(?:/[^\s/]+)*/([^\s/]+#\d+)")
_ORDER: Final = {"error": 0, "warning": 1, "info": 2}
_SEVERITIES: Final = {
    "error": ("■", "To mend"),
    "warning": ("▲", "To look at"),
    "info": ("●", "To know"),
}
_HEADINGS: Final = {
    "severity": "Weight",
    "sentence": "What was found",
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


def show(shown: Shown) -> None:
    """Draw the page."""
    skeleton.title(
        "How good are the records?",
        "What the records leave open and which figure it touches. "
        "Nothing here is a fault of a person.",
    )
    _found(shown)
    _sources(shown)


def _found(shown: Shown) -> None:
    quality = shown.table("data_quality")
    write(tag("h2", "What was found"))
    if quality.empty:
        write(paragraphs("Nothing was found that needs mending."))
        return
    order = quality["severity"].map(_ORDER)
    rows = quality.assign(order=order).sort_values(["order", "check", "project"], kind="stable")
    addresses = _addresses(shown)
    groups = [group for _, group in rows.groupby(["order", "check"], sort=True)]
    write(
        table(
            pd.DataFrame({"severity": [group["severity"].iloc[0] for group in groups]}).assign(
                number=range(len(groups))
            ),
            _HEADINGS,
            caption="What was found in the records, weightiest first",
            hidden_caption=True,
            cells={
                "severity": lambda row: _severity(str(row.severity)),
                "sentence": lambda row: _found_what(groups[row.number], addresses),
            },
        ),
        tag("p", download("data_quality", shown), cls="download"),
    )
    explained.choose(
        shown,
        "data_quality",
        {
            f"{row.sentence} ({row.project})": (row.project, row.check)
            for row in rows.itertuples()
            if pd.notna(row.item_count) and explained.listed(shown, row.project)
        },
        label="What was found",
        parameter="found",
        question="Which ones are these?",
        columns=("item_count",),
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
                "state": lambda row: SOURCE_STATES.get(str(row.state), str(row.state)),
                "last_ok_at": lambda row: _local(row.last_ok_at, shown),
                "oldest_event_at": lambda row: _local(row.oldest_event_at, shown),
            },
        ),
        tag("p", download("sources", shown), cls="download"),
    )
    explained.choose(
        shown,
        "sources",
        {
            row.source: (row.source,)
            for row in sources.itertuples()
            if explained.listed(shown, row.project)
        },
        label="Source",
        parameter="source",
        question="Which issues are these?",
        columns=("item_count",),
    )


def _severity(severity: str) -> Html:
    shape, word = _SEVERITIES.get(severity, _SEVERITIES["info"])
    return tag(
        "strong", tag("span", shape, aria_hidden="true"), f" {word}", cls=f"tag weight-{severity}"
    )


def _found_what(group: pd.DataFrame, addresses: Mapping[tuple[str, str], str]) -> Html:
    """Return what one check found, project by project."""
    return join(
        tag(
            "div",
            tag("span", foreign(str(row.project)), cls="project") if row.project else None,
            foreign(str(row.sentence)),
            _examples(str(row.project), str(row.examples), addresses),
            cls="finding-of",
        )
        for row in group.itertuples()
    )


def _examples(project: str, examples: str, addresses: Mapping[tuple[str, str], str]) -> Html | None:
    if not examples:
        return None
    links: list[Part] = []
    for name in examples.split("; "):
        found = _ITEM.fullmatch(name)
        short = foreign(found[1] if found else name)
        links += [", " if links else None, link(short, addresses.get((project, name), ""))]
    return tag("span", "For example ", *links, cls="examples")


def _addresses(shown: Shown) -> dict[tuple[str, str], str]:
    """Return the addresses of milestones and issues, by project and name."""
    found: dict[tuple[str, str], str] = {}
    lists = ("items", "risks", "decisions", "achievements", "learnings")
    for name, column in (("increments", "increment"), *((name, "item") for name in lists)):
        given = shown.table(name)
        keys = zip(given["project"], given[column], strict=True)
        found |= dict(zip(keys, given["url"].fillna("").astype(str), strict=True))
    return found


def _local(value: pd.Timestamp, shown: Shown) -> Part:
    if pd.isna(value):
        return tag("span", "Not known", cls="missing")
    return cell(value.tz_convert(shown.zone).tz_localize(None).normalize())
