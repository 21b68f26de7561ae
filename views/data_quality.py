"""Data quality: what the records leave open, and which figure each gap touches."""

import re
from collections.abc import Mapping
from typing import Final

import pandas as pd

from programme.wording.quality import HOW, place, touches
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
}
_HEADINGS: Final = {
    "touches": "Touches",
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
    addresses = _addresses(shown)
    groups = _weightiest_first(quality)
    write(
        tag(
            "div",
            table(
                pd.DataFrame({"number": range(len(groups))}),
                _HEADINGS,
                caption="What was found in the records, weightiest first",
                row_heading="touches",
                hidden_caption=True,
                cells={
                    "touches": lambda row: _touches(groups[row.number]),
                    "sentence": lambda row: _found_what(groups[row.number], addresses),
                },
            ),
            cls="findings",
        ),
        paragraphs(HOW, cls="how"),
        tag("p", download("data_quality", shown), cls="download"),
    )
    explained.choose(
        shown,
        "data_quality",
        {
            f"{row.sentence} ({row.project})": (row.project, row.check)
            for row in pd.concat(groups).itertuples()
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


def _weightiest_first(quality: pd.DataFrame) -> list[pd.DataFrame]:
    """Return what each check found, what most rests on first.

    That is by how far a figure can be relied on, then by the figure, then by how many it concerns.
    """

    def weight(group: pd.DataFrame) -> tuple[int, int, float, str]:
        first = group.iloc[0]
        concerned = float(group["item_count"].fillna(0).sum())
        return _ORDER.get(first["severity"], 2), place(first["check"]), -concerned, first["check"]

    groups = quality.sort_values("project", kind="stable").groupby(["severity", "check"])
    return sorted((group for _, group in groups), key=weight)


def _touches(group: pd.DataFrame) -> Html:
    """Return the figure that a check touches; marked where it may be wrong, or is."""
    first = group.iloc[0]
    figure = touches(str(first["check"])) or "Other figures"
    if first["severity"] not in _SEVERITIES:
        return join([figure])
    shape, word = _SEVERITIES[first["severity"]]
    mark = tag("span", shape, aria_hidden="true")
    weight = tag("strong", mark, f" {word}", cls=f"tag weight-{first['severity']}")
    return join([figure, tag("span", weight, cls="aside")])


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
