"""Risk still to deal with: what to expect of open risks, against the board's limit."""

from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from charts.chart import Axis, Chart, Reference, Series
from charts.palette import NAVY, ORANGE
from charts.period import period
from charts.risk_layers import By, layers
from programme.wording import risk_pounds, risks
from programme.wording.words import count, days, known

_MOVED: Final = {
    "open_count": "Open risks",
    "unsized_count": "Not yet sized",
    "new_days": "New or reopened (days)",
    "raised_days": "Grown larger (days)",
    "lowered_days": "Made smaller (days)",
    "retired_days": "Dealt with (days)",
    "happened_days": "Happened (days)",
}
HEADINGS: Final = {
    "week_end": "Week ending",
    "exposure_days": "Expected delay (days)",
    **_MOVED,
}
_AHEAD: Final = "ahead_days"
_HOW: Final = (
    "How likely and how costly are judgements: the direction matters more than the number."
)


@dataclass(frozen=True)
class Parts:
    """What the total is to be taken apart into.

    Attributes:
        rows: Rows of risk_breakdown, or of risk_burndown for the projects, of what is drawn.
        by: By what they are added up.
    """

    rows: pd.DataFrame
    by: By


def risk_burndown_chart(
    table: pd.DataFrame,
    *,
    place: str,
    parts: Parts | None = None,
    ahead: pd.DataFrame | None = None,
) -> Chart:
    """Draw the expected delay from open risks at each week's end.

    Args:
        table: Rows of the risk_burndown table of one project or the programme, oldest first.
        place: Name of the programme or project.
        parts: What it is made up of; None = the total alone is drawn.
        ahead: How it would go on, as ``risk_projection.ahead`` tells; None or no row = not drawn.
    """
    frame = table[list(HEADINGS)].reset_index(drop=True)
    last = table.iloc[-1] if len(table) else None
    ever = last is not None and bool((table["open_count"] > 0).any())
    frame = frame if ever else frame.head(0)
    limit = float(last.tolerance_days) if last is not None and known(last.tolerance_days) else None
    before = table.iloc[-2] if len(table) > 1 else None
    frame, drawn = _stacked(frame, parts, "exposure_days", "Expected delay", "days")
    goes_on = ever and ahead is not None and len(ahead) > 0
    headings = _headings(HEADINGS, drawn, "days")
    if goes_on:
        frame = _going_on(frame, ahead)
        dashed = Series(_AHEAD, "At this pace", "line", ORANGE, dash="dash", bridged=True)
        drawn = (*drawn, replace(dashed, labelled=not drawn[0].stacked))
        headings[_AHEAD] = "At the pace of the last 12 weeks (days)"
    return Chart(
        name="risk-burndown",
        frame=frame,
        along="week_end",
        series=drawn,
        position_axis=Axis("", "date"),
        value_axis=Axis("Days of expected delay", "number"),
        headline=risks.headline(last, before) if ever else "No risks have been recorded",
        subtitle=f"Expected delay from open risks, {place}{period(table) if ever else ''}"
        + (
            _left_out(int(last.unsized_count), "not yet sized") if ever and last is not None else ""
        ),
        how_to_read=(
            f"The {'top edge' if drawn[0].stacked else 'line'} should fall as the end comes nearer."
            f"{' The dashed line goes on as the last 12 weeks went.' if goes_on else ''} {_HOW}"
        ),
        description=risks.description(table) if ever else "No risks have been recorded.",
        headings=headings,
        table="risk_burndown",
        references=(Reference("value", limit, f"Limit: {days(limit)}"),)
        if limit is not None
        else (),
        # The weeks ahead lie between layers and labels beside the plot.
        keyed=drawn[0].stacked,
        height=300,
        missing={**dict.fromkeys(headings, "Still to come"), _AHEAD: "Past"} if goes_on else {},
    )


def risk_pounds_chart(
    table: pd.DataFrame, *, place: str, unpriced: int, parts: Parts | None = None
) -> Chart:
    """Draw the expected loss from open risks at each week's end, which days are never added to.

    Args:
        table: Rows of the risk_burndown table of one project or the programme, oldest first.
        place: Name of the programme or project.
        unpriced: How many open risks have no pounds.
        parts: What it is made up of; None = the total alone is drawn.
    """
    headings = {"week_end": "Week ending", "exposure_gbp": "Expected loss (£)"}
    headings["open_count"] = _MOVED["open_count"]
    frame = table[list(headings)].reset_index(drop=True)
    frame = frame if frame["exposure_gbp"].notna().any() else frame.head(0)
    frame, drawn = _stacked(frame, parts, "exposure_gbp", "Expected loss", "£")
    return Chart(
        name="risk-pounds",
        frame=frame,
        along="week_end",
        series=drawn,
        position_axis=Axis("", "date"),
        value_axis=Axis("Pounds of expected loss", "number"),
        headline=risk_pounds.headline(table),
        subtitle=f"Expected loss from open risks, {place}{period(frame)}"
        + _left_out(unpriced, "without pounds"),
        how_to_read=f"Days and pounds are never added. {_HOW}",
        description=risk_pounds.description(table),
        headings=_headings(headings, drawn, "£"),
        table="risk_burndown",
        keyed=drawn[0].stacked,
        height=300,
        missing={"exposure_gbp": "No risk had pounds"},
    )


def _stacked(
    frame: pd.DataFrame, parts: Parts | None, column: str, label: str, unit: str
) -> tuple[pd.DataFrame, tuple[Series, ...]]:
    """Return the frame with its layers beside it, and what is drawn: the total where none are."""
    if parts is not None and len(frame):
        made, drawn = layers(parts.rows, frame["week_end"], column, parts.by)
        if len(drawn) > 1:
            at = list(frame).index(column) + 1
            left, right = frame.iloc[:, :at], frame.iloc[:, at:]
            return pd.concat([left, made, right], axis=1), drawn
    return frame, (Series(column, label, "line", NAVY, shape="circle"),)


def _headings(known_ones: dict[str, str], drawn: tuple[Series, ...], unit: str) -> dict[str, str]:
    """Return the headings, those of layers after that of what they add up to."""
    rest = dict(known_ones)
    first = {name: rest.pop(name) for name in list(known_ones)[:2]}
    made = {one.column: f"{one.label} ({unit})" for one in drawn if one.stacked}
    return {**first, **made, **rest}


def _going_on(frame: pd.DataFrame, ahead: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with the weeks ahead below it; the first of them is its last week."""
    joined = frame.merge(ahead, on="week_end", how="outer").sort_values("week_end")
    return joined.reset_index(drop=True)


def _left_out(number: int, why: str) -> str:
    return f"; not counting {count(number, 'open risk', 'open risks')} {why}" if number else ""
