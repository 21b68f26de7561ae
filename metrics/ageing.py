"""Ageing: work under way, how long it has been so, and whether that is longer than usual."""

from datetime import datetime
from typing import Final

import pandas as pd

from metrics.parts.explained import at_rank, explained, of_project, part
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.recent import recent
from programme import frames
from programme.frames import DAYS, FLAG, ON, TEXT, Column, Contract
from programme.settings import Settings

TABLE: Final = Contract(
    "ageing",
    {
        "project": Column(TEXT, "project", key=True, empty=False),
        "item": Column(TEXT, "host/owner/repo#number", key=True, empty=False),
        "title": Column(TEXT, "title, names and addresses masked"),
        "started_on": Column(ON, "day of its first start signal", empty=False),
        "age_days": Column(DAYS, "days since started_on, that day included", empty=False),
        "sle_days": Column(
            DAYS, "days within which 85 in 100 of its project finish; empty = too few to say"
        ),
        "beyond_sle": Column(FLAG, "whether it is older than that; empty = sle_days is empty"),
    },
)


def ageing(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Hold the age of work under way against its project's service level expectation.

    Args:
        inputs: The tables ``items`` and ``service_levels``.
        as_of: Not used; the ages of ``items`` end with it.
        settings: Not used.

    Returns:
        TABLE: a row for every item that is open and started. ``sle_days`` is the project's 85th
        percentile of cycle times; where there is none, nothing is said to be beyond it.
    """
    return frames.conform(_under_way(inputs), TABLE)


def _under_way(inputs: Frames) -> pd.DataFrame:
    """Return the rows of ``items`` that are open and started, with what is expected of each."""
    table, levels = inputs["items"], inputs["service_levels"]
    under_way = table[(table["state"] == "open") & table["started_on"].notna()]
    expected = levels[levels["measure"] == "cycle_time"].set_index("project")["p85_days"]
    sle_days = under_way["project"].map(expected).astype(DAYS)
    return under_way.assign(sle_days=sle_days, beyond_sle=under_way["age_days"] > sle_days)


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the item itself, and the finished one that its age is held against.

    Args:
        inputs: The tables ``items`` and ``service_levels``.
        key: ``project`` and ``item``.
        as_of: Aware instant; the running part-week has no recently finished item.
        settings: For the time zone.

    Returns:
        EXPLAINED: of ``age_days`` the item with its age, of ``sle_days`` the recently finished item
        that stands at the rank of the 85th percentile, with its cycle time.
    """
    ours = of_project(_under_way(inputs), key)
    row = ours[ours["item"] == key["item"]]
    parts = [part("age_days", row, row["age_days"])]
    if row["sle_days"].notna().any():
        finished = of_project(inputs["items"], key)
        finished = finished[recent(finished["finished_on"], as_of, settings)]
        timed = finished[finished["cycle_time_days"].notna()]
        parts.append(at_rank("sle_days", timed, "cycle_time_days", 0.85))
    return explained(parts)


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("items", "service_levels"),
    compute=ageing,
    explain=explain,
    question="Which work under way is taking longer than usual?",
    unit="calendar days",
    definition="Work that is open and started, its days since the first start signal (age_days), "
    "and the days within which 85 in 100 recently finished pieces of its project were done "
    "(sle_days, the service level expectation).",
    formula="age_days = date of as_of - started_on + 1\n"
    "sle_days = p85_days of the cycle times of its project in service_levels.csv\n"
    "beyond_sle = age_days > sle_days; empty where sle_days is",
    reads_as="Work older than sle_days has taken longer than 85 in 100 recently finished pieces "
    "of its project did.",
    misleads="Age counts from the first start, through pauses and reopenings, so a start label "
    "that was left on makes work look old. Where all work is slow sle_days is long, and little "
    "stands out.",
    source="Kanban Pocket Guide, chapter 6 (work item age); ProKanban, service level expectation",
    page="Throughput",
)
