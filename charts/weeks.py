"""All weeks at a glance: the 4 in 5 date as each week's report told it."""

import pandas as pd

from charts.chart import Axis, Chart, Series
from charts.palette import NAVY
from charts.period import period
from programme.wording import frozen_weeks as wording

HEADINGS = {
    "week_end": "Week ending",
    "p80_on": "All finished, 4 in 5 chance by",
    "exposure_days": "Expected delay (days)",
    "remaining_count": "Pieces of work open",
    "kind": "How it came about",
}


def weeks_chart(glance: pd.DataFrame, *, place: str) -> Chart:
    """Draw the day by which everything is finished with a chance of 4 in 5, week by week.

    Args:
        glance: The glance at all weeks, oldest first. Recorded weeks are solid, rebuilt ones
            hollow.
        place: Name of the programme.
    """
    kinds = [wording.kind(row) for row in glance.itertuples()]
    frame = glance.assign(
        kind=kinds,
        recorded=glance["basis"] == "recorded",
        rebuilt=glance["basis"] == "rebuilt",
    )[[*HEADINGS, "recorded", "rebuilt"]].reset_index(drop=True)
    return Chart(
        name="weeks",
        frame=frame,
        along="week_end",
        series=(
            Series("p80_on", "", "line", NAVY, labelled=False, width=1.5),
            Series(
                *("p80_on", "Rebuilt from events", "point", NAVY),
                shape="circle-open",
                only="rebuilt",
                labelled=False,
            ),
            Series(
                *("p80_on", "Recorded", "point", NAVY),
                shape="circle",
                only="recorded",
                labelled=False,
            ),
        ),
        position_axis=Axis("", "date"),
        value_axis=Axis("4 in 5 chance that everything is finished by", "date"),
        headline=wording.headline(glance),
        subtitle=f"The 4 in 5 date as each week told it, {place}{period(frame)}",
        how_to_read=(
            "A line that climbs is an end that moves away. A gap is a week without a forecast. "
            "Hollow points were worked out later from events; solid ones were reported then."
        ),
        description=wording.description(glance),
        headings=HEADINGS,
        missing={"p80_on": "No forecast"},
        table="",
        keyed=True,
        height=260,
    )
