"""How slides are laid out: a chart with words beside it, a table below words, two columns."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from charts.chart import Chart
from reports.elements import Grid
from reports.slide_deck import BODY, Box
from reports.slide_page import chart, text
from reports.slide_tables import table
from reports.slide_text import LINE_HEIGHT, Line, clean, height

_CHART_WIDTH: Final = 524
_SUBTITLE: Final = Box(BODY.x, BODY.y, _CHART_WIDTH, 30)
_CHART: Final = Box(BODY.x, BODY.y + 34, _CHART_WIDTH, 278)
_READING: Final = Box(BODY.x, BODY.y + 316, _CHART_WIDTH, 44)
_GUTTER: Final = 28
_HEADING: Final = 16
_SMALL: Final = 14
#: Of text, in points, where there is room.
_LARGE: Final = 18


def charted(slide: Any, drawn: Chart | None, said: Sequence[Line], *, created: datetime) -> None:
    """Draw a chart with words beside it; where there is none, the words alone.

    Args:
        slide: Where to.
        drawn: Not empty; None = there is none.
        said: The words, at least one.
        created: Aware instant at which the figures were taken.
    """
    if drawn is None:
        text(slide, BODY, said, name="What it says", largest=_LARGE)
        return
    text(slide, _SUBTITLE, [Line(clean(drawn.subtitle))], name="What the chart shows", largest=12)
    chart(slide, _CHART, drawn, created=created)
    text(slide, _READING, [Line(clean(drawn.how_to_read))], name="How to read it", largest=12)
    left = BODY.x + _CHART_WIDTH + _GUTTER
    box = Box(left, BODY.y, BODY.x + BODY.width - left, BODY.height)
    text(slide, box, said, name="What it says", largest=_HEADING)


def headed(slide: Any, box: Box, heading: str, said: Sequence[Line], *, largest: int) -> None:
    """Write a heading and what stands below it."""
    top = _title(slide, Box(box.x, box.y, box.width, 0), heading)
    rest = Box(box.x, top, box.width, box.y + box.height - top)
    text(slide, rest, said, name=heading, largest=largest)


def listed_over_table(
    slide: Any,
    heading: str,
    said: Sequence[Line],
    *,
    below: str,
    grids: Sequence[Grid],
    after: Sequence[Line],
) -> None:
    """Write a list, a table with a heading below it, and words below the table.

    Args:
        slide: Where to.
        heading: Of the list.
        said: The list; it takes no more than 4 parts in 10.
        below: Heading of the table.
        grids: The tables; none where there is nothing to list.
        after: The words.
    """
    title = _HEADING * LINE_HEIGHT + 4
    tall = min(height(said, BODY.width, _HEADING) + 1, BODY.height * 0.4 - title)
    headed(slide, Box(BODY.x, BODY.y, BODY.width, title + tall), heading, said, largest=_HEADING)
    top = _title(slide, Box(BODY.x, BODY.y + title + tall + 16, BODY.width, 0), below)
    foot = BODY.y + BODY.height
    words = min(height(after, BODY.width, _SMALL), 2.5 * _SMALL * LINE_HEIGHT) + 8 if after else 0
    for grid in grids:
        top += table(slide, Box(BODY.x, top, BODY.width, foot - top - words), grid) + 8
    if after:
        rest = Box(BODY.x, top, BODY.width, foot - top)
        text(slide, rest, after, name=f"{below}, in words", largest=_SMALL)


def halves() -> tuple[Box, Box]:
    """Return the two columns of a slide."""
    wide = (BODY.width - _GUTTER) / 2
    left = Box(BODY.x, BODY.y, wide, BODY.height)
    return left, Box(BODY.x + wide + _GUTTER, BODY.y, wide, BODY.height)


def gridded(slide: Any, box: Box, heading: str, grid: Grid) -> None:
    """Write a heading and draw a table below it."""
    top = _title(slide, box, heading)
    table(slide, Box(box.x, top, box.width, box.y + box.height - top), grid, largest=_SMALL)


def _title(slide: Any, box: Box, heading: str) -> float:
    """Write a heading at the top of a box; return where it ends."""
    tall = _HEADING * LINE_HEIGHT
    place = Box(box.x, box.y, box.width, tall + 1)
    text(slide, place, [Line(heading, bold=True)], name=f"Heading: {heading}", largest=_HEADING)
    return box.y + tall + 4
