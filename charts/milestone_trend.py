"""How dates have moved: report date across, milestone date up, one line a milestone."""

import pandas as pd

from charts.chart import Axis, Chart, Dash, Reference, Series
from charts.palette import CATEGORICAL, GREY
from charts.period import period
from programme.wording import dates
from programme.wording.words import title

#: Lines that carry a label; the next few are drawn in grey, the rest are in the download.
LABELLED = 4
QUIET = 8
_DASHES: tuple[Dash, ...] = ("solid", "dash", "dot", "longdash")


def milestone_trend_chart(trend: pd.DataFrame, *, place: str) -> Chart:
    """Draw the target date of each milestone as it stood at each week's end.

    Args:
        trend: Rows of the milestone_trend table. Those that moved are drawn, the furthest first
            and labelled; where none moved, some of those that stood still.
        place: Name of the programme or project.
    """
    moves = dates.movements(trend)
    far = moves.assign(far=-moves["days"].abs()).sort_values(["far", "last_on", "increment"])
    moved = far[far["days"] != 0]
    drawable = moved if len(moved) else far.head(LABELLED)
    chosen = drawable.head(LABELLED + QUIET)
    pairs = list(chosen[["project", "increment"]].itertuples(index=False, name=None))
    told = trend[trend["target_on"].notna()]
    frame = pd.DataFrame({"week_end": sorted(told["week_end"].unique())})
    for number, (project, increment) in enumerate(pairs):
        one = told[(told["project"] == project) & (told["increment"] == increment)]
        by_week = one.set_index("week_end")["target_on"]
        frame[f"date_{number}_on"] = frame["week_end"].map(by_week)
    names = _names(pairs)
    series = tuple(_series(n, name) for n, name in enumerate(names))
    drawn = told.merge(chosen[["project", "increment"]], on=["project", "increment"])
    left_out, still = len(drawable) - len(chosen), len(moves) - len(drawable)
    quiet = len(chosen) > LABELLED
    more = f"; {left_out} more in the download" if left_out else ""
    return Chart(
        name="milestone-trend",
        frame=frame,
        along="week_end",
        series=tuple(reversed(series)) or (Series("week_end", "", "step"),),
        position_axis=Axis("", "date"),
        value_axis=Axis("Date of the milestone, as it stood then", "date"),
        headline=dates.trend_headline(trend),
        subtitle=f"Dates of milestones week by week, {place}{period(frame)}{more}",
        how_to_read=(
            "A flat line is a date that holds; a line that climbs is a date that slips. "
            "A milestone is due when its line meets the dotted diagonal."
            + (" Grey lines are further milestones; the table names them." if quiet else "")
            + (" Milestones whose date has not moved are not drawn." if still else "")
        ),
        description=dates.trend_description(drawn, still)
        if len(drawn)
        else "No dates have been seen yet.",
        headings={"week_end": "Week ending"}
        | {f"date_{n}_on": name for n, name in enumerate(names)},
        missing={f"date_{n}_on": "No date yet" for n in range(len(names))},
        table="milestone_trend",
        references=(Reference("diagonal", None, "Due now"),),
        height=380,
    )


def _series(number: int, name: str) -> Series:
    column = f"date_{number}_on"
    if number >= LABELLED:
        return Series(column, name, "step", GREY, labelled=False, width=1.5)
    return Series(
        column,
        name,
        "step",
        CATEGORICAL[number],
        dash=_DASHES[number],
    )


def _names(pairs: list[tuple[str, str]]) -> list[str]:
    """Return a label each; the project is added where two milestones share a title."""
    titles = [increment for _, increment in pairs]
    return [
        title(f"{increment} ({project})" if titles.count(increment) > 1 else increment)
        for project, increment in pairs
    ]
