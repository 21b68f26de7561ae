"""How dates have moved: report date across, promised and forecast date up, for each milestone."""

from types import MappingProxyType
from typing import Final

import pandas as pd

from charts.chart import Axis, Chart, Dash, Reference, Series
from charts.palette import CATEGORICAL, GREY
from charts.period import period
from programme.wording import trend as wording
from programme.wording.trend import Rates
from programme.wording.words import title

#: Lines that carry a label; the next few are drawn in grey, the rest are in the download.
LABELLED = 4
QUIET = 8
_BOTH_NAMED: Final = 2
_LEAST_REACH: Final = pd.Timedelta(weeks=26)
#: Of the line of a forecast, in pixels; that of a date is twice as wide.
_THIN: Final = 1.5
_DASHES: tuple[Dash, ...] = ("solid", "dash", "dot", "longdash")


def milestone_trend_chart(
    trend: pd.DataFrame, *, place: str, rates: Rates = MappingProxyType({})
) -> Chart:
    """Draw the date and the forecast of each milestone as they stood at each week's end.

    A point stands where a line begins, moves and ends, and where dates begin to be recorded:
    filled where it was recorded, hollow where it was worked out afterwards.

    Args:
        trend: Rows of the milestone_trend table. Those that moved are drawn, the furthest first
            and labelled; where none moved, some of those that stood still.
        place: Name of the programme or project.
        rates: Slip rates of 1 or more, by (project, increment).
    """
    moves = wording.movements(trend)
    far = moves.assign(far=-moves["days"].abs()).sort_values(["far", "last_on", "increment"])
    moved = far[far["days"] != 0]
    drawable = moved if len(moved) else far.head(LABELLED)
    chosen = drawable.head(LABELLED + QUIET)
    pairs = list(chosen[["project", "increment"]].itertuples(index=False, name=None))
    told = trend[trend["target_on"].notna()]
    frame = pd.DataFrame({"week_end": sorted(told["week_end"].unique())})
    for number, pair in enumerate(pairs):
        frame = frame.join(_dates(told, pair, number), on="week_end")
        for column in (f"pointed_{number}", f"hollow_{number}"):
            frame[column] = frame[column].eq(True)
    names = _names(pairs)
    until = _reach(frame, len(pairs)) if pairs else pd.Timestamp.max
    for number in range(len(pairs)):
        frame[f"near_{number}"] = ~frame[f"forecast_{number}_on"].gt(until)
    # One or two milestones leave room to name both lines of each.
    named = len(pairs) <= _BOTH_NAMED
    forecasts = [
        _forecast(n, name, named=named)
        for n, name in enumerate(names[:LABELLED])
        if frame[f"forecast_{n}_on"].notna().any()
    ]
    series = (*forecasts, *(_series(n, name) for n, name in enumerate(names)))
    drawn = told.merge(chosen[["project", "increment"]], on=["project", "increment"])
    left_out, still = len(drawable) - len(chosen), len(moves) - len(drawable)
    more = f"; {left_out} more in the download" if left_out else ""
    headings = {f"date_{n}_on": name for n, name in enumerate(names)}
    headings |= {one.column: one.label for one in forecasts}
    return Chart(
        name="milestone-trend",
        frame=frame,
        along="week_end",
        series=tuple(reversed(series)) or (Series("week_end", "", "step"),),
        position_axis=Axis("", "date"),
        value_axis=Axis("Date, as it stood then", "date"),
        headline=wording.headline(trend, rates),
        subtitle=f"Dates of milestones week by week, {place}{period(frame)}{more}",
        how_to_read=wording.how_to_read(
            forecasts=bool(forecasts),
            beyond=None if all(frame[one.only].all() for one in forecasts) else until.date(),
            hollow=any(frame[f"hollow_{n}"].any() for n in range(len(names))),
            quiet=len(chosen) > LABELLED,
            still=bool(still),
        ),
        description=wording.description(drawn, still)
        if len(drawn)
        else "No dates have been seen yet.",
        headings={"week_end": "Week ending"} | headings,
        missing={
            name: "No date yet" if name.startswith("date_") else "No forecast" for name in headings
        },
        table="milestone_trend",
        references=(Reference("diagonal", None, "Due now"),),
        height=420,
    )


def _reach(frame: pd.DataFrame, count: int) -> pd.Timestamp:
    """Return the day up to which forecasts are drawn: as far above the dates as those range.

    A forecast from a few poor weeks lies years ahead, and would press all else to the foot.
    """
    dates, today = frame[[f"date_{n}_on" for n in range(count)]], frame["week_end"].max()
    low, high = min(dates.min().min(), today), max(dates.max().max(), today)
    reach: pd.Timestamp = high + max(high - low, _LEAST_REACH)
    return reach


def _dates(told: pd.DataFrame, pair: tuple[str, str], number: int) -> pd.DataFrame:
    """Return the dates of one milestone by week, with the weeks that bear a point."""
    one = told[(told["project"] == pair[0]) & (told["increment"] == pair[1])]
    one = one.sort_values("week_end").set_index("week_end")
    hollow = one["basis"] != "recorded"
    target = one["target_on"]
    turns = target.ne(target.shift()) | hollow.ne(hollow.shift())
    turns.iloc[-1] = True
    return pd.DataFrame(
        {
            f"date_{number}_on": target,
            f"forecast_{number}_on": one["p80_on"],
            f"pointed_{number}": turns,
            f"hollow_{number}": hollow,
        }
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
        shape="circle",
        pointed=f"pointed_{number}",
        hollow=f"hollow_{number}",
    )


def _forecast(number: int, name: str, *, named: bool) -> Series:
    return Series(
        f"forecast_{number}_on",
        wording.forecast_of(name),
        "line",
        CATEGORICAL[number],
        dash=_DASHES[number],
        labelled=named,
        only=f"near_{number}",
        width=_THIN,
    )


def _names(pairs: list[tuple[str, str]]) -> list[str]:
    """Return a label each; the project is added where two milestones share a title."""
    titles = [increment for _, increment in pairs]
    return [
        title(f"{increment} ({project})" if titles.count(increment) > 1 else increment)
        for project, increment in pairs
    ]
