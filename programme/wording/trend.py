"""How dates moved from week to week: the milestone trend in sentences."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from programme.wording.dates import slipping
from programme.wording.words import count, day, days, known, later, number, title

#: Days that a date moved later for every day that passed, by (project, increment).
Rates = Mapping[tuple[str, str], float]


def recent(trend: pd.DataFrame) -> dict[tuple[str, str], int]:
    """Return how many days each date moved in the last four weeks; + is later.

    Args:
        trend: milestone_trend table.

    Returns:
        Days by (project, increment), of those whose date was known in these weeks.
    """
    if trend.empty:
        return {}
    weeks = trend[trend["week_end"] >= trend["week_end"].max() - pd.Timedelta(weeks=4)]
    found = movements(weeks)
    return {(str(row.project), str(row.increment)): int(row.days) for row in found.itertuples()}


def fleeing(increments: pd.DataFrame) -> dict[tuple[str, str], float]:
    """Return the slip rate of each open date that moves away as fast as time passes, or faster.

    Args:
        increments: increments table.

    Returns:
        Days moved later for every day that passed, by (project, increment).
    """
    rows = increments[(increments["state"] == "open") & (increments["slip_rate"] >= 1)]
    return {
        (str(row.project), str(row.increment)): float(row.slip_rate) for row in rows.itertuples()
    }


def headline(trend: pd.DataFrame, rates: Rates) -> str:
    """State the finding of the milestone trend in one line.

    Args:
        trend: Rows drawn, of the milestone_trend table.
        rates: Slip rates of 1 or more, as ``fleeing`` returns them.
    """
    moves = movements(trend)
    if moves.empty:
        return "No dates have been seen yet"
    if trend["week_end"].min() == trend["week_end"].max():
        return "Dates have been watched for one week, so there is no trend yet"
    flee = [at for at in zip(moves["project"], moves["increment"], strict=True) if at in rates]
    if len(flee) == 1:
        said = slipping(rates[flee[0]])
        return f"{title(flee[0][1], 40)} is {said[:1].lower()}{said[1:]}"
    if flee:
        which = f"{number(len(flee))} of {count(len(moves), 'date', 'dates')}"
        return f"{which} slip a week or more for every week that passes"
    later_ones = moves[moves["days"] > 0]
    if later_ones.empty:
        return "No date has moved later"
    worst = later_ones.iloc[0]
    return (
        f"{number(len(later_ones))} of {count(len(moves), 'date', 'dates')} moved later, "
        f"{title(str(worst.increment), 40)} the furthest, by {days(float(worst.days))}"
    )


def movements(trend: pd.DataFrame) -> pd.DataFrame:
    """Return how far each date moved over the weeks given, furthest first.

    Args:
        trend: milestone_trend table.

    Returns:
        ``project``, ``increment``, ``first_on``, ``last_on`` (dates) and ``days`` (+ is later).
    """
    told = trend[trend["target_on"].notna()].sort_values("week_end")
    moves = told.groupby(["project", "increment"], sort=True, as_index=False).agg(
        first_on=("target_on", "first"), last_on=("target_on", "last")
    )
    moves["days"] = (moves["last_on"] - moves["first_on"]).dt.days
    return moves.sort_values(["days", "increment"], ascending=[False, True], ignore_index=True)


def description(trend: pd.DataFrame, still: int = 0) -> str:
    """Describe the milestone trend, for those who cannot see the chart.

    Args:
        trend: The rows drawn, of the milestone_trend table.
        still: How many more dates are not drawn because they did not move.
    """
    first, last = trend["week_end"].min(), trend["week_end"].max()
    latest = trend.sort_values("week_end").groupby(["project", "increment"])["p80_on"].last()
    parts = [f"How dates moved between {day(first)} and {day(last)}."]
    for row in movements(trend).itertuples():
        name = title(str(row.increment))
        sure = latest.get((row.project, row.increment))
        forecast = f" There is a 4 in 5 chance by {day(sure)}." if known(sure) else ""
        if row.days == 0:
            parts.append(f"{name} stayed at {day(row.last_on)}.{forecast}")
        else:
            parts.append(
                f"{name} moved from {day(row.first_on)} to {day(row.last_on)}, "
                f"{later(float(row.days))}.{forecast}"
            )
    if still:
        parts.append(
            count(still, "more date did not move.", "more dates did not move.").capitalize()
        )
    made = int((trend["basis"] != "recorded").sum())
    if made:
        what = "one week-end date was" if made == 1 else f"{number(made)} week-end dates were"
        parts.append(f"{what} worked out afterwards; the others were recorded.".capitalize())
    return " ".join(parts)


def forecast_of(name: str) -> str:
    """Return what the line of a milestone's forecast is called."""
    return f"{name}: 4 in 5 chance by"


def how_to_read(
    *, forecasts: bool, beyond: date | None, hollow: bool, quiet: bool, still: bool
) -> str:
    """Say how the milestone trend is read.

    Args:
        forecasts: Whether any forecast is drawn.
        beyond: The last day up to which forecasts are drawn; None where all are.
        hollow: Whether any point is hollow.
        quiet: Whether some lines are grey.
        still: Whether some milestones are not drawn since their dates have not moved.
    """
    parts = [
        "A flat line is a date that holds; a line that climbs is a date that slips.",
        "A milestone is due when its line meets the dotted diagonal; one that climbs as steeply as "
        "the diagonal gets no nearer.",
        "The thin line of the same colour is the date with a 4 in 5 chance, from the pace until "
        "then."
        if forecasts
        else "",
        f"Forecasts later than {day(beyond)} are not drawn; the table has them." if beyond else "",
        "Points show where a date begins and moves: filled ones were recorded at the time, hollow "
        "ones worked out afterwards."
        if hollow
        else "",
        "Grey lines are further milestones; the table names them." if quiet else "",
        "Milestones whose date has not moved are not drawn." if still else "",
    ]
    return " ".join(part for part in parts if part)
