"""Increments on one time line: what was agreed, what is worked to, and what the pace says."""

from dataclasses import replace
from datetime import date
from typing import Final

import pandas as pd

from charts.chart import Axis, Chart, Reference, Series
from charts.palette import INK, NAVY, PLUM
from programme.wording import increments as wording
from programme.wording.dates import Agreed
from programme.wording.words import day

HEADINGS: Final = {
    "increment": "Milestone",
    "project": "Project",
    "done": "Progress",
    "baseline_on": "First agreed",
    "target_on": "Working to",
    "p50_on": "Even chance (1 in 2) by",
    "p80_on": "4 in 5 chance by",
    "p95_on": "19 in 20 chance by",
    "finished_on": "Finished",
}
_DATES: Final = ("baseline_on", "target_on", "p50_on", "p80_on", "p95_on", "finished_on")
MISSING: Final = {
    "baseline_on": "No date yet",
    "target_on": "No date yet",
    "p50_on": "No forecast",
    "p80_on": "No forecast",
    "p95_on": "No forecast",
    "finished_on": "Not finished",
}
#: More rows than these are read in the tables; finished ones are drawn where there is room left.
MOST_ROWS: Final = 20
MOST_FINISHED: Final = 4
FINISHED: Final = "Finished lately"
#: Heading of the first dates where nobody agreed some of them.
ONLY_SEEN: Final = "First agreed or seen"
_ROW_PIXELS, _GROUP_PIXELS = 84, 50


def increments_chart(
    increments: pd.DataFrame, *, today: date, place: str, agreed: Agreed = lambda _: True
) -> Chart:
    """Draw increments with a date, one row each: open ones by project, then some finished ones.

    Args:
        increments: Rows of the increments table.
        today: Local date of the snapshot.
        place: Name of the programme or project.
        agreed: Whether the first date of a row was agreed; else it was only seen.
    """
    waiting = wording.least_sure_first(increments, today=today)
    rows = _rows(waiting, increments[increments["state"] == "finished"])
    rough = bool(rows["rough"].any())
    drawn = int((rows["state"] == "open").sum())
    more = f"; the table below lists all {len(waiting)} open ones" if drawn < len(waiting) else ""
    groups = len(set(rows["group"]))
    dates_agreed = all(agreed(row) for row in rows.itertuples())
    headings = HEADINGS if dates_agreed else {**HEADINGS, "baseline_on": ONLY_SEEN}
    return Chart(
        name="increments",
        frame=rows[[*HEADINGS, "group", "note", "rough", "whole"]].reset_index(drop=True),
        along="increment",
        series=_series(headings["baseline_on"], rough=rough),
        position_axis=Axis("", "text"),
        value_axis=Axis("", "date"),
        headline=wording.headline(increments, today=today),
        subtitle=(
            f"Dates of milestones, the least sure of its date first, {place}, "
            f"as at {day(today)}{more}"
        ),
        how_to_read=(
            "Where the circle lies to the left of the square, the date worked to is less than 4 in "
            "5 sure; to the left of the bar, it is likely to be missed. "
            "A circle to the right of its diamond is a date that has moved later."
            + (
                " A hatched bar is rough: not all of the work has been broken down into pieces yet."
                if rough
                else ""
            )
        ),
        description=wording.description(rows, agreed),
        headings=headings,
        missing=MISSING,
        table="increments",
        references=(Reference("value", pd.Timestamp(today), "Today"),),
        across=True,
        groups="group",
        notes="note",
        height=_ROW_PIXELS * max(len(rows), 1) + _GROUP_PIXELS * groups + 92,
    )


def _rows(waiting: pd.DataFrame, finished: pd.DataFrame) -> pd.DataFrame:
    """Return the rows to draw, in order: projects by their least sure increment."""
    dated = waiting[waiting[list(_DATES)].notna().any(axis=1)].head(MOST_ROWS)
    latest = finished[finished["finished_on"].notna() & (finished["increment"] != "")]
    room = min(MOST_ROWS - len(dated), MOST_FINISHED)
    latest = wording.latest_first(latest).head(room)
    several = len({*dated["project"], *latest["project"]}) > 1
    order = {project: place for place, project in enumerate(dated["project"].unique())}
    dated = dated.sort_values("project", key=lambda names: names.map(order), kind="stable")
    rows = pd.concat(
        [
            dated.assign(group=dated["project"] if several else "Open"),
            latest.assign(group=FINISHED),
        ]
    )
    told = [wording.brief(row) for row in rows.itertuples()]
    # Those that are finished stand together, so each names its project.
    name = rows["project"].where(several & (rows["group"] == FINISHED), "")
    rough = (rows["not_broken_down_count"] > 0).astype(bool)
    notes = [": ".join(filter(None, pair)) for pair in zip(name, told, strict=True)]
    done = pd.Series(told, index=rows.index, dtype=object)
    done = done.mask(rows["state"] == "finished", "Finished")
    return rows.assign(rough=rough, whole=~rough, done=done, note=notes)


def _series(first: str, *, rough: bool) -> tuple[Series, ...]:
    likely = "Even chance (1 in 2) to 4 in 5 chance"
    bar = Series("p50_on", likely, "span", NAVY, until="p80_on", width=8, lane=1, only="whole")
    hatched = replace(bar, label=f"{likely}, not broken down yet", pattern="/", only="rough")
    return (
        Series("baseline_on", "How far the date has moved", "span", PLUM, until="target_on"),
        Series("baseline_on", first, "point", INK, shape="diamond-open"),
        Series("target_on", "Working to", "point", PLUM, shape="circle"),
        bar,
        *((hatched,) if rough else ()),
        Series("p80_on", "On to 19 in 20 chance", "span", NAVY, until="p95_on", lane=1),
        Series("p80_on", "4 in 5 chance by", "point", NAVY, shape="square", lane=1),
        Series("finished_on", "Finished", "point", NAVY, shape="diamond", lane=1),
    )
