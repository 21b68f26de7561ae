"""How slides are laid out: a chart with words beside it, a table below words, two columns."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from charts.chart import Chart
from reports.elements import Grid
from reports.slides.house import Box
from reports.slides.page import chart, text
from reports.slides.tables import table
from reports.slides.text import LINE_HEIGHT, Line, clean, height

_CHART_WIDTH: Final = 524
#: Of the words over and under a chart, in points.
_OVER, _UNDER = 34, 48
_GUTTER: Final = 28
_HEADING: Final = 16
_SMALL: Final = 14
#: Of text, in points, where there is room.
_LARGE: Final = 18


def charted(
    slide: Any, body: Box, drawn: Chart | None, said: Sequence[Line], *, created: datetime
) -> None:
    """Draw a chart with words beside it; where there is none, the words alone.

    Args:
        slide: Where to.
        body: Room between title and footer.
        drawn: Not empty; None = there is none.
        said: The words, at least one.
        created: Aware instant at which the figures were taken.
    """
    if drawn is None:
        text(slide, body, said, name="What it says", largest=_LARGE)
        return
    over = Box(body.x, body.y, _CHART_WIDTH, _OVER - 4)
    text(slide, over, [Line(clean(drawn.subtitle))], name="What the chart shows", largest=12)
    tall = body.height - _OVER - _UNDER
    chart(slide, Box(body.x, body.y + _OVER, _CHART_WIDTH, tall), drawn, created=created)
    under = Box(body.x, body.y + _OVER + tall + 4, _CHART_WIDTH, _UNDER - 4)
    text(slide, under, [Line(clean(drawn.how_to_read))], name="How to read it", largest=12)
    left = body.x + _CHART_WIDTH + _GUTTER
    box = Box(left, body.y, body.x + body.width - left, body.height)
    text(slide, box, said, name="What it says", largest=_HEADING)


def headed(slide: Any, box: Box, heading: str, said: Sequence[Line], *, largest: int) -> None:
    """Write a heading and what stands below it."""
    top = _title(slide, Box(box.x, box.y, box.width, 0), heading)
    rest = Box(box.x, top, box.width, box.y + box.height - top)
    text(slide, rest, said, name=heading, largest=largest)


def listed_over_table(
    slide: Any,
    body: Box,
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
        body: Room between title and footer.
        heading: Of the list.
        said: The list; it takes no more than 4 parts in 10.
        below: Heading of the table.
        grids: The tables; none where there is nothing to list.
        after: The words.
    """
    title = _HEADING * LINE_HEIGHT + 4
    tall = min(height(said, body.width, _HEADING) + 1, body.height * 0.4 - title)
    headed(slide, Box(body.x, body.y, body.width, title + tall), heading, said, largest=_HEADING)
    top = _title(slide, Box(body.x, body.y + title + tall + 16, body.width, 0), below)
    foot = body.y + body.height
    words = min(height(after, body.width, _SMALL), 2.5 * _SMALL * LINE_HEIGHT) + 8 if after else 0
    for grid in grids:
        top += table(slide, Box(body.x, top, body.width, foot - top - words), grid) + 8
    if after:
        rest = Box(body.x, top, body.width, foot - top)
        text(slide, rest, after, name=f"{below}, in words", largest=_SMALL)


def halves(body: Box) -> tuple[Box, Box]:
    """Return the two columns of a slide."""
    wide = (body.width - _GUTTER) / 2
    left = Box(body.x, body.y, wide, body.height)
    return left, Box(body.x + wide + _GUTTER, body.y, wide, body.height)


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
