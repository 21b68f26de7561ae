"""Milestone trend: the date of each increment, and its forecast, as known at every week's end."""

from datetime import datetime
from typing import Final

import pandas as pd

from metrics.parts.explained import explained, part
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.past_forecasts import EXPLAIN_INPUTS, explain_past
from programme import frames
from programme.frames import ON, TEXT, Column, Contract
from programme.settings import Settings

TABLE: Final = Contract(
    "milestone_trend",
    {
        "project": Column(TEXT, "project", key=True, empty=False),
        "increment": Column(TEXT, "title of the increment", key=True, empty=False),
        "week_end": Column(ON, "Sunday of the week", key=True, empty=False),
        "target_on": Column(ON, "date worked to at that week's end"),
        "p80_on": Column(
            ON, "day by which, as seen then, it is finished with a chance of 80 in 100"
        ),
        "basis": Column(
            TEXT, "baseline | recorded | rebuilt: where target_on is from", empty=False
        ),
    },
)


def milestone_trend(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Tell for each week's end which date was worked to, and the forecast from what was known.

    Args:
        inputs: ``past_forecasts``.
        as_of: Not used; the weeks end before it.
        settings: Not used.

    Returns:
        TABLE: a row for each increment and whole week from the programme's start, or from the
        increment's creation if that is later, while the forge has it. ``p80_on`` is empty when
        nothing was left to do, the increment was closed, or no forecast could be made.
    """
    return frames.conform(inputs["past_forecasts"], TABLE)


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the items that were open at a week's end.

    Args:
        inputs: ``facts.milestones``, ``history``, ``state_spells`` and ``increment_spells``.
        key: ``project``, ``increment`` and ``week_end``.
        as_of: Aware instant.
        settings: For the time zone, the projects and their baselines.

    Returns:
        EXPLAINED: of ``p80_on`` the items that had to be finished until the increment was, those
        in the increments before it included; under ``remaining_count`` the ones in it, as the
        table ``increments`` counts them.
    """
    remaining, waiting = explain_past(
        inputs, key["project"], key["increment"], key["week_end"].date(), settings
    )
    return explained([remaining, part("p80_on", waiting)])


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("past_forecasts",),
    compute=milestone_trend,
    explain=explain,
    explain_inputs=EXPLAIN_INPUTS,
    question="How have our dates moved?",
    unit="dates",
    definition="For each increment at each Sunday's end: the date worked to (target_on), where "
    "that is known from (basis), and the day by which, at the pace until then, it was "
    "finished with a chance of 80 in 100 (p80_on).",
    formula="target_on(w) = latest due date of its milestones, as known at the end of week w\n"
    "p80_on(w) = the Sunday by which the open work is finished with a chance of 80 in 100",
    reads_as="A flat line is a steady date, a rising one slips. A line that rises as fast as the "
    "diagonal never arrives.",
    misleads="Neither forge keeps a history of due dates: before the first sync dates are rebuilt "
    "from the first one seen, and look steadier than they were. A date that never moves may be "
    "one that nobody looks after.",
    source="Milestone trend analysis (MTA); definitions: docs/tables.md",
    page="Slippage",
)
