"""Cut lines: what to drop so that a late increment makes its date, and by when to decide it."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

import pandas as pd

from metrics.parts.cut_line import CutLine, Cutter
from metrics.parts.explained import explained, part
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.room import WANTED
from metrics.parts.schedules import INPUTS as SCHEDULE_INPUTS
from metrics.parts.schedules import schedules
from metrics.parts.split_increments import proposals
from metrics.parts.work import work_items
from metrics.proposals import MEASURE as PROPOSALS
from programme import frames
from programme.frames import COUNT, DAYS, ON, TEXT, Column, Contract
from programme.settings import Settings
from programme.weeks import local_date

TABLE: Final = Contract(
    "cut_lines",
    {
        "project": Column(TEXT, "project", key=True, empty=False),
        "increment": Column(TEXT, "title of the late increment", key=True, empty=False),
        "dropped": Column(
            TEXT,
            "title of what is dropped, in whole or part; empty = nothing helps",
            key=True,
            empty=False,
        ),
        "part_count": Column(COUNT, "how many of its last parts; empty = all of it"),
        "item_count": Column(COUNT, "pieces of work dropped"),
        "target_on": Column(ON, "date worked to", empty=False),
        "p_on_time": Column(DAYS, "chance of making it if all of these are dropped, 0 to 1"),
        "decide_by_on": Column(ON, "end of the last week in which that is still enough"),
        "why_not": Column(TEXT, "why no cut is enough; empty if one is"),
    },
)
_PASSED: Final = "Its date has passed."
_NOT_ENOUGH: Final = "No cut of whole milestones, or of parts, gives it a 4 in 5 chance."


def cut_lines(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Find for each late increment the smallest cut that gives it a chance of 80 in 100.

    Args:
        inputs: The tables that a schedule needs, ``increments``, ``risks`` and ``proposals``.
        as_of: Aware instant.
        settings: For the programme's name and time zone, the calendar, the gates, and which
            increments are key: these are never dropped, unless all are.

    Returns:
        TABLE: for each open increment whose chance of making its target is known and below 80 in
        100 a row for each thing to drop; one row with an empty ``dropped`` where no cut is enough.
    """
    schedule_of = schedules(inputs, inputs["risks"], as_of=as_of, settings=settings)
    today = local_date(as_of, settings.programme.zone)
    table = inputs["increments"]
    late = table[(table["state"] == "open") & (table["p_on_time"] < WANTED)]
    key = {project.name: project.increments.key for project in settings.projects}
    rows: list[dict[str, Any]] = []
    for name, found in late.groupby("project"):
        schedule = schedule_of[str(name)]
        cutter = Cutter(schedule, _parts(inputs["proposals"], str(name)), key[str(name)])
        for row in found.to_dict("records"):
            target = row["target_on"].date()
            possible = target >= today and not schedule.outlook.refused
            line = cutter.line(row["increment"], target) if possible else None
            rows.extend(_rows(row, line, today))
    if not rows:
        return frames.empty(TABLE)
    made = pd.DataFrame(rows)
    made["decide_by_on"] = made["decide_by_on"].astype(ON)
    return frames.conform(made.sort_values(TABLE.keys), TABLE)


def _parts(proposals: pd.DataFrame, project: str) -> dict[str, list[int]]:
    """Return the pieces of work in each part of each increment that would be split, in order."""
    ours = proposals[(proposals["project"] == project) & (proposals["part"] != "")]
    return {
        str(title): [int(count) for count in parts.sort_values("part")["item_count"]]
        for title, parts in ours.groupby("increment")
    }


def _rows(row: Mapping[str, Any], line: CutLine | None, today: date) -> Iterator[dict[str, Any]]:
    shared = {name: row[name] for name in ("project", "increment", "target_on")}
    if line is None:
        passed = row["target_on"].date() < today
        yield {
            **shared,
            "dropped": "",
            "part_count": None,
            "item_count": None,
            "p_on_time": None,
            "decide_by_on": None,
            "why_not": _PASSED if passed else _NOT_ENOUGH,
        }
        return
    for cut in line.cuts:
        yield {
            **shared,
            "dropped": cut.title,
            "part_count": cut.parts or None,
            "item_count": cut.pieces,
            "p_on_time": line.chance,
            "decide_by_on": line.decide_by,
            "why_not": "",
        }


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the open items of what is dropped.

    Args:
        inputs: As for the measure ``proposals``, and the table ``cut_lines``.
        key: ``project``, ``increment`` and ``dropped``.
        as_of: Aware instant.
        settings: For the time zone, what labels mean, and the largest size of an increment.

    Returns:
        EXPLAINED: of ``item_count`` the items. Pieces that are only expected are none of them.
    """
    if not key["dropped"]:
        return frames.empty(frames.EXPLAINED)
    table = inputs["cut_lines"]
    row = table[(table[list(key)] == pd.Series(key)).all(axis=1)].iloc[0]
    if pd.isna(row["part_count"]):
        work = work_items(inputs["history"], settings)
        ours = work[(work["project"] == key["project"]) & (work["state"] == "open")]
        return explained([part("item_count", ours[ours["increment"] == key["dropped"]])])
    split = next(
        one
        for one in proposals(inputs, as_of, settings, only=key["dropped"])
        if one.project == key["project"]
    )
    last = split.parts[-int(row["part_count"]) :]
    return explained(part("item_count", one.items) for one in last)


MEASURE: Final = Measure(
    table=TABLE,
    inputs=(*SCHEDULE_INPUTS, "increments", "risks", "proposals"),
    compute=cut_lines,
    explain=explain,
    explain_inputs=(*PROPOSALS.inputs, "cut_lines"),
    question="What could be dropped so that a late increment makes its date, and until when?",
    unit="pieces of work and dates",
    definition="For each increment that is likely to miss the date it works to, the smallest set "
    "of whole increments of its project, or of the last parts of one, without which it makes the "
    "date with a chance of 80 in 100; and the last week in which that can still be decided, if "
    "work goes on as it is until then.",
    formula="smallest: fewest things, then fewest pieces of work\n"
    "p_on_time = chance of making target_on without item_count pieces of each thing dropped\n"
    "decide_by_on = end of the last week at whose end dropping what is left of them then still "
    "gives 80 in 100",
    reads_as="Dropping these, by that day at the latest, is the least that saves the date.",
    misleads="Only whole increments and parts by proposal are weighed, never single pieces of "
    "work, and the team knows better what can be left out. What is dropped is taken to set the "
    "team free at once.",
    source="docs/forecast.md, Cut line",
    page="One milestone",
)
