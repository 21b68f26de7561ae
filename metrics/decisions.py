"""Decisions: what the sponsor is asked to decide, by when, and what waits for it."""

from datetime import datetime
from typing import Final

import pandas as pd

from metrics.parts.explained import own_figures
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.records import records
from metrics.parts.written_lines import line, written_day
from programme import frames
from programme.frames import ON, TEXT, Column, Contract
from programme.settings import Settings
from programme.weeks import local_dates

TABLE: Final = Contract(
    "decisions",
    {
        "project": Column(TEXT, "project", key=True, empty=False),
        "item": Column(TEXT, "host/owner/repo#number", key=True, empty=False),
        "title": Column(TEXT, "what to decide; names and addresses masked"),
        "needed_by_on": Column(ON, "day that its line Needed by names; empty = none that is read"),
        "owner_role": Column(TEXT, "role that asks for it, as its label has it"),
        "text": Column(TEXT, "its line Outcome: what happens if we wait"),
        "url": Column(TEXT, "address of the issue"),
        "state": Column(TEXT, "open | decided | withdrawn", empty=False),
        "opened_on": Column(ON, "day it became a decision", empty=False),
        "closed_on": Column(ON, "day it was decided or withdrawn"),
        "increment": Column(TEXT, "increment it is in; empty = in none"),
        "needed_by": Column(TEXT, "its line Needed by, as it is written"),
        "what_happened": Column(TEXT, "its line What happened: why it is asked"),
    },
)
_STATES: Final = {"open": "open", "finished": "decided", "dropped": "withdrawn"}


def decisions(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """List the decisions that are asked of the sponsor, and those that were.

    Args:
        inputs: ``history`` and ``label_spells``.
        as_of: Aware instant; the frames end there.
        settings: For the meaning of labels and the time zone.

    Returns:
        TABLE: a row for each issue whose labels make it a decision. Closed as completed it is
        *decided*, closed otherwise or gone from the forge *withdrawn*.
    """
    found = records(inputs, "decision", settings)
    asked = line(found["lines"], "Needed by")
    table = found.assign(
        needed_by_on=pd.Series(map(written_day, asked), index=found.index, dtype=ON),
        text=line(found["lines"], "Outcome"),
        state=found["state"].map(_STATES),
        opened_on=found["became_on"],
        closed_on=local_dates(found["closed_at"], settings.programme.zone),
        needed_by=asked,
        what_happened=line(found["lines"], "What happened"),
    )
    return frames.conform(table, TABLE)


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the decision itself.

    Args:
        inputs: As for ``decisions``.
        key: ``project`` and ``item``.
        as_of: Aware instant; the frames end there.
        settings: For the meaning of labels and the time zone.

    Returns:
        EXPLAINED of ``state``, without an amount.
    """
    return own_figures(decisions(inputs, as_of=as_of, settings=settings), key, ())


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("history", "label_spells"),
    compute=decisions,
    explain=explain,
    question="What does the sponsor have to decide, and by when?",
    unit="decisions",
    definition="One row for each decision that is asked of the sponsor: the issues that a label "
    "makes a decision, with the day by which it is needed and what happens if we wait, in the "
    "team's words. Open ones wait for the sponsor; one that is closed is decided, or withdrawn "
    "where it was closed as not planned.",
    formula="needed_by_on = the one day that the line 'Needed by' names\ntext = the line 'Outcome'",
    reads_as="An open decision waits for the sponsor; the date says until when the team can go on "
    "without it.",
    misleads="Only what somebody wrote as a decision is here. A date that has passed says that "
    "nobody closed the issue, not that nobody decided.",
    source="docs/labels.md; docs/tables.md, Records",
    page="Decisions",
)
