"""One increment: where it stands, and what would bring it forward.

Each section is a function of the increment's row and what is shown; their order is ``SECTIONS``.
"""

from collections.abc import Callable
from typing import Any, Final

import pandas as pd

from programme.wording import increments as listed
from programme.wording import one_increment as wording
from programme.wording.words import title
from views import cut_section, filters, skeleton, split_section
from views import increment_sections as sections
from views.html import Html, Part, foreign, join, link, paragraphs, rating_tag, tag, write
from views.shown import Shown

TITLE: Final = "One milestone"
PATH: Final = "one-increment"


def link_to(text: Part, project: str, increment: str) -> Html:
    """Return a link to the page of one increment; an empty title is work in none."""
    return skeleton.to_page(text, PATH, increment=_address(project, increment))


def named_link(row: Any) -> Html:
    """Return an increment's name, linked to its page, and its project.

    Args:
        row: A row of the increments table.
    """
    name = link_to(foreign(str(row.increment)), row.project, row.increment)
    return join([name, tag("span", foreign(str(row.project)), cls="project")])


def show(shown: Shown) -> None:
    """Draw the page."""
    skeleton.title(
        "What would bring it forward?",
        "One part of the programme: how far it is, what it waits for, and what could be done.",
    )
    increments = _in_order(shown)
    if increments.empty:
        write(tag("h2", "No milestone"), paragraphs("No work has been recorded yet."))
        return
    row = _chosen(increments)
    write(_heading(row, shown))
    for section in SECTIONS:
        section(row, shown)


def _in_order(shown: Shown) -> pd.DataFrame:
    """Return all increments: open ones, the least sure first, then finished ones, then none."""
    increments = shown.table("increments")
    waiting = listed.least_sure_first(increments, today=shown.today)
    ended = increments[(increments["increment"] != "") & (increments["state"] != "open")]
    ended = listed.latest_first(ended)
    return pd.concat([waiting, ended, increments[increments["increment"] == ""]])


def _chosen(increments: pd.DataFrame) -> Any:
    """Return the row that a reader chose; else the first, of the chosen project if there is one."""
    rows = {_address(row.project, row.increment): row for row in increments.itertuples()}
    names = {address: _called(row) for address, row in rows.items()}
    asked = filters.asked_for("increment")
    project = filters.asked_for("project")
    usual = next((at for at, row in rows.items() if row.project == project), next(iter(rows)))
    row = rows[filters.choose_increment(names, usual)]
    if asked and asked not in rows:
        write(paragraphs(f"There is no milestone ‘{title(asked)}’ any more.", cls="notice warning"))
    return row


def _called(row: Any) -> str:
    ended = "" if row.state == "open" else f", {row.state}"
    return f"{row.increment or wording.UNPLANNED} ({row.project}{ended})"


def _address(project: str, increment: str) -> str:
    return f"{project}/{increment}"


def _heading(row: Any, shown: Shown) -> Html:
    name = link(foreign(str(row.increment)), str(row.url)) if row.increment else wording.UNPLANNED
    rated = row.increment and row.state == "open"
    return tag(
        "section",
        tag("h2", name),
        tag(
            "p",
            rating_tag(str(row.indicated_rating)) if rated else None,
            tag("span", foreign(str(row.project)), cls="changed"),
            cls="position",
        ),
        paragraphs(*wording.position(row, today=shown.today, agreed=shown.agreed(row)), cls="lead"),
        cls="block",
    )


#: What is shown of an increment, in this order.
SECTIONS: Final[tuple[Callable[[Any, Shown], None], ...]] = (
    sections.burn_up,
    cut_section.cut,
    sections.risks,
    split_section.split,
    sections.open_work,
    sections.scope_changes,
)
