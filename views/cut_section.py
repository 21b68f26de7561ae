"""What could be dropped so that one increment makes its date."""

from typing import Any

from programme.wording.cut_line import cut_line
from views.downloads import download
from views.html import paragraphs, tag, write
from views.increment_sections import of
from views.shown import Shown


def cut(row: Any, shown: Shown) -> None:
    """Say what to drop and until when; nothing of an increment that is sure enough of its date."""
    rows = of(shown.table("cut_lines"), row)
    if rows.empty:
        return
    found = cut_line(rows)
    write(
        tag("h2", "What could be dropped"),
        paragraphs(found[0], cls="lead"),
        paragraphs(*found[1:]),
        paragraphs(
            "It is the least that gives a 4 in 5 chance: whole increments of the project, or "
            "the last parts of one that is too large. A key increment is never dropped as a whole.",
            cls="how",
        )
        if len(found) > 1
        else None,
        tag("p", download("cut_lines", shown), cls="download"),
    )
