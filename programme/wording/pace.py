"""Is the work moving: the run chart in sentences."""

import pandas as pd

from programme.wording.words import count, day, number, sentence

LEAST_WEEKS = 10


def pace(chart: pd.DataFrame) -> str:
    """Say what was finished last week, whether that is usual, and whether the pace has changed.

    Args:
        chart: Rows of the run_chart table of one project or the programme, oldest first.
    """
    if chart.empty:
        return "No whole week has passed yet."
    last = int(chart["finished_count"].iloc[-1])
    done = f"Teams finished {count(last, 'piece of work', 'pieces of work')} last week."
    if not chart["finished_count"].any():
        return "No work has been finished in the weeks shown."
    if len(chart) < LEAST_WEEKS:
        return f"{done} It takes {LEAST_WEEKS} weeks before a pattern can be told from chance."
    return f"{done} {usual(chart)} {signal(chart)}"


def usual(chart: pd.DataFrame) -> str:
    """Say the range and the usual number of the last 26 weeks shown."""
    recent = chart["finished_count"].tail(26)
    last, low, high = int(recent.iloc[-1]), int(recent.iloc[:-1].min()), int(recent.iloc[:-1].max())
    if last < low:
        return f"That is below the range of {number(low)} to {number(high)} seen before."
    if last > high:
        return f"That is above the range of {number(low)} to {number(high)} seen before."
    return f"That is within the normal range of {number(low)} to {number(high)}."


def signal(chart: pd.DataFrame) -> str:
    """Say whether the pace has changed, by the run chart's rules alone."""
    run = latest_shift(chart)
    if not run.empty:
        usually = number(int(chart["median_count"].iloc[-1]))
        below = bool((run["finished_count"] < run["median_count"]).all())
        weeks = count(len(run), "week was", "weeks were all")
        return (
            f"The pace has {'dropped' if below else 'risen'}. "
            f"The last {weeks} {'below' if below else 'above'} the usual {usually} a week."
        )
    if (chart["signal"] == "crossings").any():
        return "Over the whole time, the pace has changed more than chance explains."
    if (chart["signal"] == "shift").any():
        return "The pace changed earlier, and no change shows now."
    return "No change in pace."


def latest_shift(chart: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the shift that still runs at the end of the chart; none if none does.

    Weeks on the median belong to no side and do not end a run.
    """
    off = chart[chart["finished_count"] != chart["median_count"]]
    rest = off["signal"].eq("shift")
    if off.empty or not rest.iloc[-1]:
        return off.head(0)
    side = off["finished_count"] > off["median_count"]
    same = rest & (side == side.iloc[-1])
    start = int((~same)[::-1].idxmax()) if (~same).any() else None
    return off if start is None else off.loc[start:].iloc[1:]


def headline(chart: pd.DataFrame) -> str:
    """State the finding of the run chart in one line."""
    if chart.empty:
        return "No whole week has passed yet"
    if not chart["finished_count"].any():
        return "No work has been finished in the weeks shown"
    if len(chart) < LEAST_WEEKS:
        return "It is too early to tell whether the pace is steady"
    run = latest_shift(chart)
    if not run.empty:
        below = bool((run["finished_count"] < run["median_count"]).all())
        return f"The pace has {'dropped' if below else 'risen'} for {len(run)} weeks"
    if (chart["signal"] == "crossings").any():
        return "Over the whole time, the pace has changed"
    usually = int(chart["median_count"].iloc[-1])
    if usually == 0:
        return "In most weeks nothing is finished"
    return sentence(f"the pace is steady, at about {number(usually)} a week")[:-1]


def description(chart: pd.DataFrame) -> str:
    """Describe work finished each week, for those who cannot see the chart.

    Args:
        chart: Rows of the run_chart table, or of the throughput table, oldest first.
    """
    values = chart["finished_count"]
    low, high = number(int(values.min())), number(int(values.max()))
    first, last = chart["week_start"].iloc[0], chart["week_start"].iloc[-1]
    idle = int((values == 0).sum())
    text = (
        f"Pieces of work finished in each of {count(len(chart), 'week', 'weeks')}, "
        f"from the week of {day(first)} to the week of {day(last)}. "
        f"The fewest in a week was {low} and the most {high}."
    )
    if "median_count" in chart:
        text += f" The usual number is {number(int(chart['median_count'].iloc[-1]))}."
    if idle:
        text += " " + sentence(
            count(idle, "week saw nothing finished", "weeks saw nothing finished")
        )
    return text
