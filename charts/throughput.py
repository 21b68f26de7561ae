"""Work finished each week, as bars against the usual number."""

import pandas as pd

from charts.chart import Axis, Chart, Reference, Series
from charts.palette import NAVY, PLUM
from charts.period import period
from programme.wording import pace
from programme.wording.words import count, number

HEADINGS = {
    "week_start": "Week beginning",
    "finished_count": "Finished (pieces of work)",
    "median_count": "Usual number",
    "run": "Long run",
}
_CROSSINGS = (
    "Over the whole time the bars cross the dashed line less often than chance explains, "
    "so the pace has changed."
)


def throughput_chart(table: pd.DataFrame, *, place: str, weeks: int | None = None) -> Chart:
    """Draw the run chart of one project or the programme.

    Args:
        table: Rows of the run_chart table, or of the throughput table where no median is given.
        place: Name of the programme, project or group of teams.
        weeks: How many of the last weeks to draw; None = all.
    """
    shown = table if weeks is None else table.tail(weeks)
    steady = "signal" not in shown
    told = shown if steady else shown.assign(run=_runs(shown))
    frame = told[[c for c in HEADINGS if c in told]].reset_index(drop=True)
    references: tuple[Reference, ...] = ()
    if "median_count" in frame and not frame.empty:
        usual = int(frame["median_count"].iloc[-1])
        if usual:
            references = (Reference("value", usual, f"Usual: {number(usual)} a week"),)
    drawn = shown if not frame.empty else table
    return Chart(
        name="throughput",
        frame=frame,
        along="week_start",
        series=(
            Series(
                "finished_count",
                HEADINGS["finished_count"],
                "bar",
                NAVY,
                labelled=False,
            ),
        ),
        position_axis=Axis("", "date"),
        value_axis=Axis("Pieces of work finished in the week", "number"),
        headline=pace.headline(drawn) if not steady else _plain_headline(drawn),
        subtitle=f"Work finished each week, {place}{period(drawn)}",
        how_to_read="Each bar is one week. Bars go up and down by chance"
        + ("." if steady else _on_change(shown, drawn=bool(references))),
        description=pace.description(drawn) if len(drawn) else "No week has passed yet.",
        headings={c: HEADINGS[c] for c in frame if c in HEADINGS},
        table="run_chart" if not steady else "throughput",
        references=references,
        height=280,
    )


def _on_change(shown: pd.DataFrame, *, drawn: bool) -> str:
    """Say what means that the pace has changed, by the dashed line if it is drawn."""
    if not drawn:
        return (
            ". Where nothing is finished in most weeks, "
            "the chart cannot tell whether the pace has changed."
        )
    crossings = f" {_CROSSINGS}" if (shown["signal"] == "crossings").any() else ""
    return (
        "; only a long run on one side of the dashed line means that the pace has changed."
        + crossings
    )


def arrivals_chart(table: pd.DataFrame, *, place: str) -> Chart:
    """Draw work added and work finished each week, side by side over time.

    Args:
        table: Rows of the throughput table of one project or the programme, oldest first.
        place: Name of the programme, project or group of teams.
    """
    headings = {
        "week_start": "Week beginning",
        "arrived_count": "Added",
        "finished_count": "Finished",
        "dropped_count": "Dropped",
        "reopened_count": "Reopened",
    }
    added, done = int(table["arrived_count"].sum()), int(table["finished_count"].sum())
    reopened = int(table["reopened_count"].sum())
    return Chart(
        name="arrivals",
        frame=table[list(headings)].reset_index(drop=True),
        along="week_start",
        series=(
            Series("arrived_count", "Added", "line", PLUM, dash="dot"),
            Series("finished_count", "Finished", "line", NAVY),
        ),
        position_axis=Axis("", "date"),
        value_axis=Axis("Pieces of work in the week", "number"),
        headline=_movements(added, done, reopened),
        subtitle=f"Work added and finished each week, {place}{period(table)}",
        how_to_read=(
            "Where the dotted line runs above the solid one, "
            "work arrives faster than it is finished."
            + (" Work that was reopened and finished again counts twice here." if reopened else "")
        ),
        description=(
            f"In {count(len(table), 'week', 'weeks')}, {number(added)} pieces of work were added, "
            f"{number(done)} finished, {number(int(table['dropped_count'].sum()))} dropped and "
            f"{number(reopened)} reopened."
        ),
        headings=headings,
        table="throughput",
        height=260,
    )


def _plain_headline(table: pd.DataFrame) -> str:
    done = int(table["finished_count"].sum())
    return f"{count(done, 'piece of work was', 'pieces of work were')} finished".capitalize()


def _movements(added: int, done: int, reopened: int) -> str:
    if reopened:
        return (
            f"{number(added)} pieces of work were added, {number(done)} finished "
            f"and {number(reopened)} reopened"
        )
    return f"{number(added)} pieces of work were added and {number(done)} finished"


def _runs(table: pd.DataFrame) -> pd.Series:
    """Return, for each week of a shift, on which side of the usual number it runs."""
    above = (table["finished_count"] > table["median_count"]).map(
        {True: "Above usual", False: "Below usual"}
    )
    return above.where(table["signal"] == "shift", "")
