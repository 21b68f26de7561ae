"""A chart described once: what is drawn, what it found, how to read it, what it says in words."""

from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from charts.palette import INK

Kind = Literal["line", "area", "bar", "point", "step", "span", "fan"]
Dash = Literal["solid", "dash", "dot", "longdash"]
Shape = Literal["none", "circle", "square", "diamond", "triangle-up", "circle-open", "diamond-open"]
Values = Literal["date", "number", "text"]

NO_DATA = "No data"


@dataclass(frozen=True)
class Axis:
    """One axis.

    Attributes:
        title: What it counts, with its unit; empty where the values say it (dates).
        holds: Kind of its values.
    """

    title: str
    holds: Values


@dataclass(frozen=True)
class Series:
    """One column of the frame, drawn.

    Attributes:
        column: Column of the frame that holds the values.
        label: Direct label beside the last mark; also the heading of its column in the table.
        kind: Mark. A *span* is a thick stroke from ``column`` to ``until``; a *fan* fills the
            ground that its few points enclose.
        colour: One of the palette.
        dash: Stroke, so that colour is never alone.
        shape: Point, so that colour is never alone.
        pattern: Hatching of an area, bar or span: "", "/", ".", "x".
        until: Other end of a span, a column of the frame.
        stacked: Whether it stands on the series before it.
        labelled: Whether the label is drawn; series behind the finding carry none.
        chosen: Boolean column; rows where it is false are drawn in the quiet colour.
        only: Boolean column; rows where it is false bear no mark.
        pointed: Boolean column; of a line or step only rows where it is true bear a point.
        hollow: Boolean column; points of rows where it is true are only an outline.
        bridged: Whether a line runs straight on over rows without a value.
        width: Stroke in pixels.
        lane: In a row across, 0 = upper, 1 = lower, so that marks do not hide one another.
    """

    column: str
    label: str
    kind: Kind
    colour: str = INK
    dash: Dash = "solid"
    shape: Shape = "none"
    pattern: str = ""
    until: str = ""
    stacked: bool = False
    labelled: bool = True
    chosen: str = ""
    only: str = ""
    pointed: str = ""
    hollow: str = ""
    bridged: bool = False
    width: float = 3
    lane: int = 0


@dataclass(frozen=True)
class Reference:
    """A line that the marks are held against.

    Attributes:
        at: ``value`` = across at a value, ``position`` = upright at a position,
            ``diagonal`` = where value and position are equal.
        value: Where; None for the diagonal.
        label: Direct label.
    """

    at: Literal["value", "position", "diagonal"]
    value: Any
    label: str


@dataclass(frozen=True)
class Chart:
    """Everything a page, a pack or a slide needs to draw one chart.

    Attributes:
        name: Identity, a file's name: lower case and hyphens.
        frame: One row a mark, in the order of drawing.
        along: Column of the positions: down the page if ``across``, else from left to right.
        series: What is drawn, back to front.
        position_axis: Axis of ``along``.
        value_axis: Axis of the series.
        headline: The finding.
        subtitle: Measure, place and period.
        how_to_read: One or two sentences.
        description: The chart in words, with figures: its text alternative.
        references: Lines to hold the marks against.
        headings: Heading, with unit, of each column of the table beside the chart.
        across: Rows down the page and values from left to right.
        groups: Column of the headings that rows across stand under; empty = none.
        notes: Column of what is said below the name of a row across; empty = nothing.
        keyed: Whether a key above the chart says what its marks mean, as it does where rows run
            across, instead of labels beside them.
        height: Pixels, fixed, so that nothing jumps.
        table: Table of the snapshot that it draws, for the download; empty = it draws several.
        missing: What an empty cell of a column means in the table beside the chart, in words.
    """

    name: str
    frame: pd.DataFrame
    along: str
    series: tuple[Series, ...]
    position_axis: Axis
    value_axis: Axis
    headline: str
    subtitle: str
    how_to_read: str
    description: str
    headings: dict[str, str]
    table: str
    references: tuple[Reference, ...] = field(default=())
    across: bool = False
    groups: str = ""
    notes: str = ""
    keyed: bool = False
    height: int = 300
    missing: dict[str, str] = field(default_factory=dict)

    def drawn(self, series: Series) -> pd.Series:
        """Return the values that a series draws; none where its row bears no mark."""
        values = self.frame[series.column]
        return values.where(self.frame[series.only]) if series.only else values

    def points(self, series: Series) -> pd.Series:
        """Return the values at which a line or step bears points, and no others."""
        drawn = self.drawn(series)
        return (drawn[self.frame[series.pointed]] if series.pointed else drawn).dropna()

    def outlined(self, series: Series) -> pd.Series:
        """Say of each row whether its point is only an outline."""
        if series.hollow:
            return self.frame[series.hollow].astype(bool)
        return pd.Series(series.shape.endswith("-open"), index=self.frame.index)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw: no row, or no value in any of them."""
        columns = [series.column for series in self.series]
        return self.frame.empty or bool(self.frame[columns].isna().all(axis=None))
