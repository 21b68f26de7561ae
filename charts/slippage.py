"""Each increment's dates on one time line: first agreed, working to, and what the pace says."""

from datetime import date

import pandas as pd

from charts.chart import Axis, Chart, Reference, Series
from charts.palette import INK, NAVY, PLUM
from programme.wording import dates
from programme.wording.dates import Agreed
from programme.wording.words import day

HEADINGS = {
    "increment": "Milestone",
    "project": "Project",
    "baseline_on": "First agreed",
    "target_on": "Working to",
    "finished_on": "Finished",
    "p50_on": "Even chance (1 in 2) by",
    "p80_on": "4 in 5 chance by",
    "slippage_days": "Days later than first agreed",
}
#: Where nobody agreed some of the first dates.
ONLY_SEEN = {
    "baseline_on": "First agreed or seen",
    "slippage_days": "Days later than at first",
}
MISSING = {
    "baseline_on": "No date yet",
    "target_on": "No date yet",
    "finished_on": "Not finished",
    "p50_on": "No forecast",
    "p80_on": "No forecast",
    "slippage_days": "No date yet",
}
#: More rows than this are read in the table.
MOST_ROWS = 12
_ROW_PIXELS = 64


def slippage_chart(
    increments: pd.DataFrame, *, today: date, place: str, agreed: Agreed = lambda _: True
) -> Chart:
    """Draw the dates of increments, one row each.

    Args:
        increments: Rows of the increments table, in the order to draw; the first 12 that have a
            date are drawn.
        today: Local date of the snapshot.
        place: Name of the programme or project.
        agreed: Whether the first date of a row was agreed; else it was only seen.
    """
    dated = increments[["baseline_on", "target_on", "finished_on", "p80_on"]].notna().any(axis=1)
    drawn = increments[dated].head(MOST_ROWS)
    left_out = len(increments) - len(drawn)
    more = "; the table below lists all" if left_out else ""
    dates_agreed = all(agreed(row) for row in drawn.itertuples())
    headings = HEADINGS if dates_agreed else {**HEADINGS, **ONLY_SEEN}
    return Chart(
        name="slippage",
        frame=drawn[list(HEADINGS)].reset_index(drop=True),
        along="increment",
        series=(
            Series("baseline_on", "How far it has moved", "span", PLUM, until="target_on", width=4),
            Series("baseline_on", headings["baseline_on"], "point", INK, shape="diamond-open"),
            Series("target_on", "Working to", "point", PLUM, shape="circle"),
            Series(
                "p50_on",
                "Even chance (1 in 2) to 4 in 5 chance",
                "span",
                NAVY,
                until="p80_on",
                width=4,
                lane=1,
            ),
            Series("p80_on", "4 in 5 chance by", "point", NAVY, shape="square", lane=1),
        ),
        position_axis=Axis("", "text"),
        value_axis=Axis("", "date"),
        headline=dates.headline(increments[increments["state"] == "open"], agreed),
        subtitle=f"Dates of milestones, {place}, as at {day(today)}{more}",
        how_to_read=(
            "A circle to the right of its diamond is a date that has moved later. "
            "A square to the right of the circle means that the date is less than 4 in 5 sure. "
            "The line to the square begins where the chance is even (1 in 2)."
        ),
        description=(
            dates.slippage_description(drawn, agreed) if len(drawn) else "No dates have been set."
        ),
        headings=headings,
        missing=MISSING,
        table="increments",
        references=(Reference("value", pd.Timestamp(today), "Today"),),
        across=True,
        height=_ROW_PIXELS * max(len(drawn), 1) + 92,
    )
