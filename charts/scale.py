"""Where axes begin and end, and which few marks they bear: the same on pages, slides and paper."""

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pandas as pd

from charts.chart import Chart

_STEPS_IN_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)


@dataclass(frozen=True)
class Scale:
    """Ends of an axis and its ticks, as (value, text) from small to large."""

    low: Any
    high: Any
    ticks: tuple[tuple[Any, str], ...]

    def share(self, value: Any) -> float:
        """Return how far along the axis a value lies, 0 at its low end and 1 at its high one."""
        if isinstance(self.low, pd.Timestamp):
            value = pd.Timestamp(value)
        return float((value - self.low) / (self.high - self.low))


def values_of(chart: Chart) -> Scale:
    """Return the scale of the value axis, room for references included."""
    drawn = [chart.drawn(series).dropna() for series in chart.series]
    drawn += [chart.frame[s.until].dropna() for s in chart.series if s.until]
    across = [r.value for r in chart.references if r.at == "value" and r.value is not None]
    if chart.value_axis.holds == "date":
        ends = [at for values in drawn if len(values) for at in (values.min(), values.max())]
        ends += across
        if any(reference.at == "diagonal" for reference in chart.references):
            # Room below, so that the diagonal is seen to come up.
            first, last = chart.frame[chart.along].min(), chart.frame[chart.along].max()
            ends += [first + (last - first) * 0.6]
        return dates(pd.Timestamp(min(ends)), pd.Timestamp(max(ends)))
    stack = [chart.frame[s.column].fillna(0).astype(float) for s in chart.series if s.stacked]
    tops = [float(values.max()) for values in drawn if len(values)] + [float(v) for v in across]
    if stack:
        tops.append(float(sum(stack[1:], start=stack[0]).max()))
    return numbers(max(tops, default=1.0))


def positions_of(chart: Chart) -> Scale:
    """Return the scale of a position axis that holds dates."""
    along = chart.frame[chart.along]
    half = timedelta(days=4) if any(s.kind == "bar" for s in chart.series) else timedelta()
    upright = [r.value for r in chart.references if r.at == "position" and r.value is not None]
    ends = [along.min(), along.max(), *upright]
    low, high = pd.Timestamp(min(ends)) - half, pd.Timestamp(max(ends)) + half
    if any(reference.at == "diagonal" for reference in chart.references):
        # Room after the last week, so that a step in it is seen and labels can lead to their lines.
        high += max((high - low) * 0.06, timedelta(days=3))
    return dates(low, high, pad=False)


def numbers(top: float, most: int = 5) -> Scale:
    """Return a scale from zero to a round number at or above *top*, in whole steps."""
    rough = max(top, 1) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * k for k in (1, 2, 5, 10) if power * k >= rough - 1e-9)
    step = max(step, 1.0)
    high = step * math.ceil(max(top, 1) / step - 1e-9)
    if top > high - step * 0.08:  # air above the highest mark
        high += step * 0.25
    marks = [step * n for n in range(int(high / step) + 1)]
    return Scale(0, high, tuple((mark, f"{mark:,.0f}") for mark in marks))


def dates(low: pd.Timestamp, high: pd.Timestamp, *, pad: bool = True, most: int = 6) -> Scale:
    """Return a scale of dates whose ticks stand at month starts, the year under its first one."""
    span = max((high - low).days, 1)
    if pad:
        low, high = low - timedelta(days=span * 0.04 + 2), high + timedelta(days=span * 0.04 + 2)
    if span <= 70:
        return Scale(low, high, _week_ticks(low, high))
    months = (high.year - low.year) * 12 + high.month - low.month + 1
    step = next((s for s in _STEPS_IN_MONTHS if months / s <= most), _STEPS_IN_MONTHS[-1])
    ticks, year = [], None
    for number in range(low.year * 12, high.year * 12 + 12, step if step <= 12 else 12):
        at = pd.Timestamp(year=number // 12, month=number % 12 + 1, day=1)
        if not low <= at <= high or (step > 12 and at.year % (step // 12)):
            continue
        text = f"{at:%b}" if step < 12 else f"{at.year}"
        if step < 12 and at.year != year:
            text += f"\n{at.year}"
        year = at.year
        ticks.append((at, text))
    return Scale(low, high, tuple(ticks))


def _week_ticks(low: pd.Timestamp, high: pd.Timestamp) -> tuple[tuple[Any, str], ...]:
    first = low.normalize() + timedelta(days=(7 - low.weekday()) % 7)
    weeks = max(((high - first).days // 7) // 5, 1)
    marks = pd.date_range(first, high, freq=f"{7 * weeks}D")
    return tuple((at, f"{at.day} {at:%b}") for at in marks)
