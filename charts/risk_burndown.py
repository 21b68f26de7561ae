"""Risk still to deal with: expected delay from open risks, against the board's limit."""

import pandas as pd

from charts.chart import Axis, Chart, Reference, Series
from charts.palette import NAVY
from charts.period import period
from programme.wording import risks
from programme.wording.words import days, known

HEADINGS = {
    "week_end": "Week ending",
    "exposure_days": "Expected delay (days)",
    "open_count": "Open risks",
    "unsized_count": "Not yet sized",
    "new_days": "New or reopened (days)",
    "raised_days": "Grown larger (days)",
    "lowered_days": "Made smaller (days)",
    "retired_days": "Dealt with (days)",
    "happened_days": "Happened (days)",
}


def risk_burndown_chart(table: pd.DataFrame, *, place: str) -> Chart:
    """Draw the expected delay from open risks at each week's end.

    Args:
        table: Rows of the risk_burndown table of one project or the programme, oldest first.
        place: Name of the programme or project.
    """
    frame = table[list(HEADINGS)].reset_index(drop=True)
    last = table.iloc[-1] if len(table) else None
    ever = last is not None and bool((table["open_count"] > 0).any())
    limit = float(last.tolerance_days) if last is not None and known(last.tolerance_days) else None
    before = table.iloc[-2] if len(table) > 1 else None
    return Chart(
        name="risk-burndown",
        frame=frame if ever else frame.head(0),
        along="week_end",
        series=(Series("exposure_days", "Expected delay", "line", NAVY, shape="circle"),),
        position_axis=Axis("", "date"),
        value_axis=Axis("Days of expected delay", "number", zero=True),
        headline=risks.headline(last, before) if ever else "No risks have been recorded",
        subtitle=f"Expected delay from open risks, {place}{period(frame) if ever else ''}",
        how_to_read=(
            "The line should fall as the end comes nearer. "
            "Scores are judgements: the direction matters more than the number."
        ),
        description=risks.description(table) if ever else "No risks have been recorded.",
        headings=HEADINGS,
        table="risk_burndown",
        references=(Reference("value", limit, f"Limit: {days(limit)}"),)
        if limit is not None
        else (),
        height=300,
    )
