"""Is the work moving: the run chart in sentences."""

import pandas as pd

from programme.wording.words import count, day, listing, number, sentence

LEAST_WEEKS = 10
_NO_CHANGE = "No change in pace."


def pace(chart: pd.DataFrame, others: pd.DataFrame | None = None) -> str:
    """Say what was finished last week, whether that is usual, and whether the pace has changed.

    Args:
        chart: Rows of the run_chart table of one project or the programme, oldest first.
        others: Rows of the projects that may be named where *chart* shows no change itself.
    """
    if chart.empty:
        return "No whole week has passed yet."
    last = int(chart["finished_count"].iloc[-1])
    done = f"Teams finished {count(last, 'piece of work', 'pieces of work')} last week."
    if not chart["finished_count"].any():
        return "No work has been finished in the weeks shown."
    if len(chart) < LEAST_WEEKS:
        return f"{done} It takes {LEAST_WEEKS} weeks before a pattern can be told from chance."
    changed = signal(chart)
    if changed == _NO_CHANGE:
        elsewhere = projects(others) if others is not None else ""
        if _unusual(chart):
            changed = "One week alone does not show a change of pace."
        elif elsewhere:
            changed = "No change in pace overall."
        changed = f"{changed} {elsewhere}".strip()
    middle = number(int(chart["median_count"].iloc[-1]))
    told = f"The usual number is {middle} a week, the median of {number(len(chart))} weeks."
    return f"{done} {usual(chart)} {changed} {told}"


def usual(chart: pd.DataFrame) -> str:
    """Say how the last week stands to the range of the 25 weeks before it, or as many as shown."""
    last, low, high, before = _standing(chart)
    spread = f"{number(low)} to {number(high)}" if low < high else f"{number(low)} in each"
    if _unusual(chart):
        how = "more" if last > high else "fewer"
        return f"That is {how} than in any of the {before} weeks before ({spread})."
    if low == high:
        return f"That is the same as in each of the {before} weeks before."
    return f"That is within the normal range of {spread}."


def _standing(chart: pd.DataFrame) -> tuple[int, int, int, int]:
    """Return the last week's count, the least and the most of the weeks before, their number."""
    recent = chart["finished_count"].tail(26)
    earlier = recent.iloc[:-1]
    return int(recent.iloc[-1]), int(earlier.min()), int(earlier.max()), len(earlier)


def _unusual(chart: pd.DataFrame) -> bool:
    last, low, high, _ = _standing(chart)
    return not low <= last <= high


def projects(charts: pd.DataFrame) -> str:
    """Name the projects whose pace has changed and is still changed; empty when none is.

    Args:
        charts: Rows of the run_chart table of the projects that may be shown on their own.
    """
    named: dict[str, list[str]] = {"risen": [], "dropped": []}
    for name, chart in charts.groupby("project", sort=True):
        run = latest_shift(chart)
        if len(chart) >= LEAST_WEEKS and not run.empty:
            named[way(run)].append(str(name))
    return " ".join(
        f"{names[0]}’s pace has {went}."
        if len(names) == 1
        else f"The pace has {went} in {listing(names)}."
        for went, names in named.items()
        if names
    )


def way(run: pd.DataFrame) -> str:
    """Return whether the pace of a shift has ``risen`` or ``dropped``."""
    below = bool((run["finished_count"] < run["median_count"]).all())
    return "dropped" if below else "risen"


def signal(chart: pd.DataFrame) -> str:
    """Say whether the pace has changed, by the run chart's rules alone."""
    run = latest_shift(chart)
    if not run.empty:
        usually = number(int(chart["median_count"].iloc[-1]))
        went = way(run)
        weeks = count(len(run), "week was", "weeks were all")
        side = "below" if went == "dropped" else "above"
        return f"The pace has {went}. The last {weeks} {side} the usual {usually} a week."
    if (chart["signal"] == "crossings").any():
        return "Over the whole time, the pace has changed more than chance explains."
    if (chart["signal"] == "shift").any():
        return "The pace changed earlier, and no change shows now."
    return _NO_CHANGE


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
        return _off_the_usual(run)
    if (chart["signal"] == "crossings").any():
        return "Over the whole time, the pace has changed"
    usually = int(chart["median_count"].iloc[-1])
    if usually == 0:
        return "In most weeks nothing is finished"
    return f"The pace is steady, at a median of {number(usually)} a week"


def _off_the_usual(run: pd.DataFrame) -> str:
    usually = int(run["median_count"].iloc[-1])
    side = "fewer" if way(run) == "dropped" else "more"
    mean = float(run["finished_count"].mean())
    # Rounded to the usual number, it would deny what has just been said.
    about = round(mean) if round(mean) != usually else round(mean, 1)
    lately = f"about {'one' if about == 1 else number(about)} a week" if mean else "none at all"
    return (
        f"Teams have finished {side} than the usual {number(usually)} a week "
        f"for {count(len(run), 'week', 'weeks')}, {lately}"
    )


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
