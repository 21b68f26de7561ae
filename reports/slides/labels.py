"""Direct labels of a native chart: beside the last value of each line, none over another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.etree.ElementTree import Element

import pandas as pd

from charts.labels import apart, wrapped
from charts.scale import Scale
from reports.slides.drawing_ml import c, moved, no_stroke, rich
from reports.slides.series import Drawn
from reports.slides.text import LINE_HEIGHT, width
from reports.slides.workbook import dated

#: Between a line's end and its label, in points.
_GAP: Final = 10
_LETTERS: Final = 18


@dataclass(frozen=True)
class Label:
    """What stands beside the last value of a series.

    Attributes:
        number: Place of the series among all.
        row: Row of its last value.
        text: A line or a few.
        bold: Whether it is written bold.
        lower: How far below the value it stands, in points; negative = above it.
    """

    number: int
    row: int
    text: str
    bold: bool
    lower: float

    def room(self, size: float) -> float:
        """Return the points that it needs to the right of the plot."""
        return _GAP + max(width(line, size, bold=self.bold) for line in self.text.split("\n"))


def labels_of(drawn: Sequence[Drawn], values: Scale, *, tall: float, size: float) -> list[Label]:
    """Return the labels of the lines that have one, moved apart.

    Args:
        drawn: All series; bars, areas and those that are not labelled get none.
        values: Scale of the value axis.
        tall: Height of the plot, in points.
        size: Of the text, in points.
    """
    told = [
        (one, one.last)
        for one in drawn
        if one.last is not None and one.look.labelled and one.look.kind in {"line", "step", "point"}
    ]
    texts = [wrapped(one.column.heading, _LETTERS) for one, _ in told]
    middles = [_share(one.column.cells[row], values) * tall for one, row in told]
    heights = [(text.count("\n") + 1) * size * LINE_HEIGHT + 2 for text in texts]
    places = apart(middles, heights, -size, tall + size)
    return [
        Label(one.number, row, text, one.reference, middle - place)
        for (one, row), text, middle, place in zip(told, texts, middles, places, strict=True)
    ]


def label_element(label: Label, *, wide: float, tall: float, size: float, right: float) -> Element:
    """Return the label in a chart so many points wide and tall, so many right of its value."""
    shown = [
        c(f"show{what}", val=int(what == "SerName"))
        for what in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
    ]
    hidden = [c(one.tag.partition("}")[2], val=0) for one in shown]
    far = abs(label.lower) >= 1 or right
    shift = [moved(right / wide, label.lower / tall)] if far else []
    one = c(
        "dLbl",
        c("idx", val=label.row),
        *shift,
        c("tx", rich(label.text, size, bold=label.bold)),
        c("spPr", no_stroke()),
        c("dLblPos", val="r"),
        *shown,
    )
    return c("dLbls", one, *hidden)


def _share(value: Any, values: Scale) -> float:
    return values.share(dated(value) if isinstance(values.low, pd.Timestamp) else value)
