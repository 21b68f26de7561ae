"""All work by where it stands at each week's end: finished, dropped, under way, waiting."""

import pandas as pd

from charts.chart import Axis, Chart, Series
from charts.palette import NAVY, ORANGE, PLUM, TURQUOISE
from charts.period import period
from programme.wording import flow as wording
from programme.wording.words import listing

HEADINGS = {
    "week_end": "Week ending",
    "finished_total": "Finished",
    "dropped_total": "Dropped",
    "wip_count": "Under way",
    "backlog_count": "Waiting",
}
_LAYERS = (
    Series("finished_total", "Finished", "area", NAVY, stacked=True),
    Series("dropped_total", "Dropped", "area", PLUM, pattern="x", stacked=True),
    Series("wip_count", "Under way", "area", ORANGE, pattern="/", stacked=True),
    Series("backlog_count", "Waiting", "area", TURQUOISE, stacked=True),
)
_STILL_TO_DO = {"wip_count", "backlog_count"}


def flow_chart(table: pd.DataFrame, *, weekly: pd.DataFrame, place: str) -> Chart:
    """Draw the cumulative flow of one project or the programme.

    Args:
        table: Rows of the flow table, oldest first. Layers without any value are left out.
        weekly: Rows of the throughput table for the same weeks: what moved in them.
        place: Name of the programme, project or group of teams.
    """
    frame = table[list(HEADINGS)].reset_index(drop=True)
    layers = tuple(s for s in _LAYERS if frame[s.column].fillna(0).any())
    if not layers:  # nothing has ever arrived
        frame, layers = frame.head(0), _LAYERS[:1]
    still_to_do = [s.label for s in reversed(layers) if s.column in _STILL_TO_DO]
    drawn = {"week_end", *(s.column for s in layers)}
    return Chart(
        name="flow",
        frame=frame[[c for c in frame if c in drawn]],
        along="week_end",
        series=layers,
        position_axis=Axis("", "date"),
        value_axis=Axis("Pieces of work", "number"),
        headline=wording.headline(table.iloc[-1]) if len(table) else "No whole week has passed yet",
        subtitle=f"All work by where it stood at the end of each week, {place}{period(frame)}",
        how_to_read=_how_to_read(still_to_do),
        description=wording.description(table, weekly)
        if len(table)
        else "No whole week has passed yet.",
        headings={c: HEADINGS[c] for c in HEADINGS if c in drawn},
        table="flow",
        height=320,
    )


def _how_to_read(still_to_do: list[str]) -> str:
    finished = "The lowest layer is finished work and should grow steadily."
    if not still_to_do:
        return finished
    which = (
        f"The top layer, {still_to_do[0]}, is still to do: if it widens"
        if len(still_to_do) == 1
        else f"The top two layers, {listing(still_to_do)}, are still to do: if they widen"
    )
    return f"{finished} {which}, more arrives than is finished."
