"""Proposals: how each oversized increment could be split, and when each part would be ready."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import pandas as pd

from metrics.parts.explained import explained, part
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.schedules import INPUTS as SCHEDULE_INPUTS
from metrics.parts.split_increments import Part, proposals
from programme import frames
from programme.frames import COUNT, DAYS, ON, TEXT, Column, Contract
from programme.settings import Settings

TABLE: Final = Contract(
    "proposals",
    {
        "project": Column(TEXT, "project", key=True, empty=False),
        "increment": Column(TEXT, "title of the oversized increment", key=True, empty=False),
        "part": Column(TEXT, "1, 2 … in order; empty = not split", key=True, empty=False),
        "item_count": Column(COUNT, "its open items", empty=False),
        "p80_on": Column(ON, "day by which it is finished with a chance of 80 in 100"),
        "p_on_time": Column(DAYS, "chance of being finished by the increment's target, 0 to 1"),
        "why": Column(TEXT, "what is too large, or what holds the part together", empty=False),
    },
)


def split_up(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Propose how to split each oversized increment.

    Args:
        inputs: ``facts.milestones``, ``facts.links``, ``facts.events``, ``history``,
            ``state_spells``, ``label_spells``, ``increment_spells``, the tables that a schedule
            needs, and ``risks`` and ``increments``.
        as_of: Aware instant.
        settings: For the time zone, what labels mean, and the largest size of an increment.

    Returns:
        TABLE: for each oversized increment a row of it as it is, and one of each part. Every open
        item of it is in one part.
    """
    rows = [
        {
            "project": proposal.project,
            "increment": proposal.increment,
            "part": one.name,
            "item_count": len(one.places),
            "p80_on": one.p80,
            "p_on_time": one.chance,
            "why": one.why,
        }
        for proposal in proposals(inputs, as_of, settings)
        for one in proposal.parts
    ]
    if not rows:
        return frames.empty(TABLE)
    table = pd.DataFrame(rows)
    table["p80_on"] = table["p80_on"].astype(ON)
    return frames.conform(table.sort_values(TABLE.keys), TABLE)


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the items of a part, and those that its date waits for.

    Args:
        inputs: As for ``split_up``.
        key: ``project``, ``increment`` and ``part``.
        as_of: Aware instant.
        settings: For the time zone, what labels mean, and the largest size of an increment.

    Returns:
        EXPLAINED: of ``item_count`` its items; of ``p80_on`` and ``p_on_time`` these, and the open
        items that are worked before them, in earlier increments and earlier parts.
    """
    parts = [
        one
        for proposal in proposals(inputs, as_of, settings, only=key["increment"])
        if proposal.project == key["project"]
        for one in proposal.parts
        if one.name == key["part"]
    ]
    return explained(named for one in parts for named in _named(one))


def _named(one: Part) -> Iterator[pd.DataFrame]:
    yield part("item_count", one.items)
    waiting = pd.concat([one.before, one.items])
    yield part("p80_on", waiting)
    yield part("p_on_time", waiting)


MEASURE: Final = Measure(
    table=TABLE,
    inputs=(
        "facts.milestones",
        "facts.links",
        "facts.events",
        "history",
        "state_spells",
        "label_spells",
        "increment_spells",
        *SCHEDULE_INPUTS,
        "risks",
        "increments",
    ),
    compute=split_up,
    explain=explain,
    question="How could an increment be split that is too large, and when is each part ready?",
    unit="pieces of work and dates",
    definition="For each increment that is too large, its open work in parts that can be finished "
    "one after the other, with the day by which each is finished with a chance of 80 in 100. No "
    "piece waits for one in a later part; what has a parent, a label or words of its title in "
    "common is kept together; what is marked as high in value or risk comes first.",
    formula="item_count of the increment as it is = sum of item_count of its parts\n"
    "p80_on = by the pace of the project: the work before the increment, the earlier parts, and "
    "the part itself\n"
    "right size: item_count and the days from today to the 80% date of the part alone are within "
    "the limits of the configuration",
    reads_as="Compare the first part's date with that of the increment as it is: people can use "
    "that part so much sooner.",
    misleads="It is worked out from labels, links and titles alone: whether people can use a part "
    "on its own only the team can say. Splitting makes no work quicker, so the last part is "
    "ready no sooner than the whole.",
    source="docs/tables.md, Proposals",
    page="One milestone",
)
