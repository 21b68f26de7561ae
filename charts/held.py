"""How often past dates came true, held against how often they should."""

import pandas as pd

from charts.chart import Axis, Chart, Series
from charts.palette import INK, NAVY, PLUM
from programme.wording import held

HEADINGS = {
    "promise": "Chance told",
    "should_percent": "Should come true (in 100)",
    "held_percent": "Came true (in 100)",
    "held_count": "Dates come true",
    "told_count": "Dates told",
}
_ROW_PIXELS = 64


def held_chart(scores: pd.DataFrame, *, place: str) -> Chart:
    """Draw for each chance the share of dates that came true, one row each.

    Args:
        scores: Rows of the forecast_scores table; under 10 are too few to draw.
        place: Name of the programme or project.
    """
    promises = held.promises(scores)
    frame = pd.DataFrame(
        [(one.name, one.should, one.percent, one.held, one.told) for one in promises],
        columns=list(HEADINGS),
    )
    return Chart(
        name="held",
        frame=frame,
        along="promise",
        series=(
            Series("should_percent", "The gap", "span", PLUM, until="held_percent", width=4),
            Series("should_percent", "Should come true", "point", INK, shape="diamond-open"),
            Series("held_percent", "Came true", "point", NAVY, shape="circle"),
        ),
        position_axis=Axis("", "text"),
        value_axis=Axis("", "number"),
        headline=held.headline(scores),
        subtitle=f"Past dates that came true, in 100, {place}",
        how_to_read=(
            "A circle on its diamond is a chance that can be believed. "
            "A circle to the left of it means that dates were too early, "
            "one to the right that they were too late."
        ),
        description=held.description(scores) or f"{held.headline(scores)}.",
        headings=HEADINGS,
        table="forecast_scores",
        across=True,
        height=_ROW_PIXELS * max(len(frame), 1) + 92,
    )
