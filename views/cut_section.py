"""What could be dropped so that one increment makes its date."""

from collections.abc import Collection
from typing import Any

from programme.wording.cut_line import cut_line, how
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
        paragraphs(how(_keys(row, shown)), cls="how") if len(found) > 1 else None,
        tag("p", download("cut_lines", shown), cls="download"),
    )


def _keys(row: Any, shown: Shown) -> Collection[str]:
    return next(one.increments.key for one in shown.settings.projects if one.name == row.project)
