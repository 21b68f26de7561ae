"""A Chart as a native chart of a slide, which can be edited: its XML and its workbook."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from xml.etree.ElementTree import Element, tostring

from charts.chart import Chart
from charts.scale import Scale, values_of
from reports.slides.axes import position_axis, room_for, value_axis
from reports.slides.drawing_ml import c, inner, no_stroke, placed, rich, text_look
from reports.slides.labels import label_element, labels_of
from reports.slides.series import drawn_of, group
from reports.slides.workbook import columns, level_references, workbook

#: Of the text in a chart, in points.
SIZE: Final = 12
#: Room around the plot, in points; that of a key beside it among them.
_ABOVE, _BELOW, _RIGHT, _KEY = 28, 26, 30, 120
#: What draws each kind of series.
_DRAWN_BY: Final = {
    "area": "areaChart",
    "bar": "barChart",
    "line": "lineChart",
    "step": "lineChart",
    "point": "lineChart",
}


@dataclass(frozen=True)
class NativeChart:
    """What ``shapes.add_chart`` of python-pptx asks for, written by us.

    Series are columns, lines (a step is drawn as the line through its weeks), points and areas;
    references across and along the diagonal are series of their own.

    Attributes:
        chart: Not empty, with positions from left to right and labels of its own.
        width: Of the chart on the slide, in points.
        height: Of the chart on the slide, in points.
        created: Instant that its workbook says it was made at.
    """

    chart: Chart
    width: float
    height: float
    created: datetime

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn.

        Raises:
            ValueError: If the chart is empty or keyed, or has spans, fans or upright lines.
        """
        chart = self.chart
        upright = len(level_references(chart)) < len(chart.references)
        other = {series.kind for series in chart.series} - set(_DRAWN_BY)
        if chart.empty or chart.across or chart.keyed or upright or other:
            raise ValueError(f"no native chart is made of {chart.name}")

    @property
    def xlsx_blob(self) -> bytes:
        """The workbook in which the chart is edited."""
        return workbook(columns(self.chart), created=self.created)

    def xml_bytes(self, _chart_type: Any) -> bytes:
        """Return the chart's XML; python-pptx's type of chart is not needed for it."""
        key = c("legend", c("legendPos", val="r"), c("overlay", val=0), text_look(SIZE))
        space = c(
            "chartSpace",
            c("date1904", val=0),
            c("roundedCorners", val=0),
            c(
                "chart",
                *self._title(),
                self._plot(),
                *([key] if self._keyed else []),
                c("plotVisOnly", val=1),
                c("dispBlanksAs", val="gap"),
            ),
            c("spPr", no_stroke()),
            text_look(SIZE),
        )
        made: bytes = tostring(space, encoding="UTF-8", xml_declaration=True)
        return made

    def _title(self) -> list[Element]:
        """Return what the values are, above their axis, where no program breaks it."""
        words = self.chart.value_axis.title
        if not words:
            return [c("autoTitleDeleted", val=1)]
        title = c("title", c("tx", rich(words, SIZE)), placed(0.0, 0.0), c("overlay", val=1))
        return [title, c("autoTitleDeleted", val=0)]

    @property
    def _keyed(self) -> bool:
        """Whether series stand on one another, so that a key names them in their order."""
        return any(series.stacked for series in self.chart.series)

    def _plot(self) -> Element:
        chart, drawn, values = self.chart, drawn_of(self.chart), values_of(self.chart)
        tall = self.height - _ABOVE - _BELOW
        said = [] if self._keyed else labels_of(drawn, values, tall=tall, size=SIZE)
        left, wide = self._across(values, max((one.room(SIZE) for one in said), default=0))
        bars = any(series.kind == "bar" for series in chart.series)
        # A line over bars ends in the middle of the last one.
        half = wide / len(chart.frame) / 2 if bars else 0.0
        labels = {
            one.number: label_element(one, wide=self.width, tall=self.height, size=SIZE, right=half)
            for one in said
        }
        groups = []
        for name in dict.fromkeys(_DRAWN_BY.values()):
            mine = [one for one in drawn if _DRAWN_BY[one.look.kind] == name]
            groups += [group(name, mine, labels)] if mine else []
        return c(
            "plotArea",
            inner(
                left / self.width,
                _ABOVE / self.height,
                wide / self.width,
                tall / self.height,
            ),
            *groups,
            position_axis(drawn[0].positions, chart.position_axis, size=SIZE, room=wide, bars=bars),
            value_axis(chart.value_axis, values, size=SIZE, bars=bars),
            c("spPr", no_stroke()),
        )

    def _across(self, values: Scale, labels: float) -> tuple[float, float]:
        """Return the room left of the plot and the plot's width, in points."""
        left = room_for(self.chart.value_axis, values, SIZE)
        right = _KEY if self._keyed else max(labels, _RIGHT)
        return left, self.width - left - right
