"""Labels beside a plot, at the height of the marks they name: the same on pages and on paper."""

from dataclasses import dataclass
from typing import Any

from charts import labels
from charts.chart import Chart
from charts.scale import Scale

#: How far labels may stand out below and above the plot, in pixels.
_BELOW, _ABOVE = 8, 12


@dataclass(frozen=True)
class SideLabel:
    """One label.

    Attributes:
        text: Broken into short lines.
        middle: Height of its middle above the foot of the plot, in pixels.
        strong: Whether it names a line that the marks are held against.
        end: Position and value of the mark from which a line leads to it; None = it needs none.
    """

    text: str
    middle: float
    strong: bool = False
    end: tuple[Any, Any] | None = None


def side_labels(
    chart: Chart, values: Scale, positions: Scale, *, height: float
) -> tuple[list[SideLabel], int]:
    """Return the labels of a chart whose values go up, and the pixels that they need beside it.

    Args:
        chart: Not empty.
        values: Its value axis.
        positions: Its position axis.
        height: Of the plot, in pixels.
    """
    wished = _wished(chart, positions)
    texts = [labels.wrapped(text) for _, text, _, _ in wished]
    heights = [(text.count("\n") + 1) * labels.LINE_HEIGHT + 3.0 for text in texts]
    middles = [values.share(value) * height for value, _, _, _ in wished]
    placed = labels.apart(middles, heights, -_BELOW, height + _ABOVE)
    found = [
        SideLabel(text, middle, strong, end)
        for (_, _, strong, end), text, middle in zip(wished, texts, placed, strict=True)
    ]
    return found, labels.room_for(texts)


def _wished(chart: Chart, positions: Scale) -> list[tuple[Any, str, bool, Any]]:
    """Return for each label the value it stands at, its text, whether it is strong, its end."""
    led = any(reference.at == "diagonal" for reference in chart.references)
    found: list[tuple[Any, str, bool, Any]] = []
    base = 0.0
    for series in chart.series:
        told = chart.drawn(series).dropna()
        if not len(told) or not series.labelled:
            continue
        last, at = told.iloc[-1], chart.frame[chart.along][told.index[-1]]
        if series.stacked:
            base += float(last)
            found.append((base - float(last) / 2, series.label, False, None))
        elif series.kind != "bar":
            found.append((last, series.label, False, (at, last) if led else None))
    for reference in chart.references:
        if reference.at == "value":
            found.append((reference.value, reference.label, True, None))
        elif reference.at == "diagonal":
            found.append((positions.high, reference.label, False, None))
    return found
