"""Where rows that run down a chart lie, and what is written above each: on pages and on paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from charts.chart import Chart

#: Distance of two lanes of a row, in pixels.
LANE: Final = 18
#: Room above the first row and below the last, in rows.
BEFORE: Final = 0.8
AFTER: Final = 0.7
#: Of a line of text, in pixels.
LINE_HEIGHT: Final = 18
#: Height of the heading of a group, in rows.
_GROUP: Final = 0.6
#: How far above a row the line of text next to it stands, in pixels, and how much higher than the
#: uppermost of them the heading of a group.
_ABOVE: Final = 25
_HEADING: Final = 30


@dataclass(frozen=True)
class RowText:
    """One line of text above a row.

    Attributes:
        text: Anything.
        place: Of its row, in rows from the first.
        above: How far its middle stands above the row, in pixels.
        kind: name | note | heading.
    """

    text: str
    place: float
    above: int
    kind: str


def places(chart: Chart) -> list[float]:
    """Return where each row lies, in rows from the first, headings of groups above it included."""
    numbers = pd.Series(range(len(chart.frame)), dtype="float64")
    if chart.groups:
        numbers += _GROUP * _begins(chart).cumsum()
    return [float(number) for number in numbers]


def texts(chart: Chart, at: list[float]) -> list[RowText]:
    """Return the names of rows, what is said below them, and the headings of their groups.

    Args:
        chart: One whose rows run across.
        at: The ``places`` of its rows.
    """
    lines = [("name", _ABOVE, chart.along)]
    if chart.notes:
        lines = [("note", _ABOVE, chart.notes), ("name", _ABOVE + LINE_HEIGHT, chart.along)]
    found = [
        RowText(str(words), place, above, kind)
        for kind, above, column in lines
        for place, words in zip(at, chart.frame[column], strict=True)
    ]
    if chart.groups:
        over = lines[-1][1] + _HEADING
        headings = zip(at, chart.frame[chart.groups], _begins(chart), strict=True)
        found += [
            RowText(str(words), place, over, "heading")
            for place, words, begins in headings
            if begins
        ]
    return found


def stretches(top: float, bottom: float, covered: Iterable[float]) -> list[tuple[float, float]]:
    """Return where an upright line is drawn that lines of text stand in the way of.

    Args:
        top: Its upper end, in pixels from above.
        bottom: Its lower end.
        covered: Heights of the middles of those lines of text.

    Returns:
        Upper and lower end of each part, from above; the whole line where no text covers it.
    """
    parts, begin = [], top
    for middle in sorted(covered):
        parts.append((begin, middle - LINE_HEIGHT / 2))
        begin = max(begin, middle + LINE_HEIGHT / 2)
    parts.append((begin, bottom))
    return [(upper, lower) for upper, lower in parts if upper < lower]


def _begins(chart: Chart) -> pd.Series:
    """Say of each row whether a group begins with it."""
    heading = chart.frame[chart.groups].reset_index(drop=True)
    return heading != heading.shift()
