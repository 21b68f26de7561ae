"""Learnings: what went otherwise than hoped, what it taught, and what was changed since."""

from datetime import datetime
from typing import Final

import pandas as pd

from metrics.parts.explained import explained, part
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.records import records
from metrics.parts.written_lines import line
from programme import frames
from programme.frames import ON, TEXT, Column, Contract
from programme.settings import Settings

TABLE: Final = Contract(
    "learnings",
    {
        "project": Column(TEXT, "project", key=True, empty=False),
        "item": Column(TEXT, "host/owner/repo#number", key=True, empty=False),
        "title": Column(TEXT, "title, names and addresses masked"),
        "noted_on": Column(ON, "day it became a learning", empty=False),
        "owner_role": Column(TEXT, "role that sees to the change, as its label has it"),
        "text": Column(TEXT, "its line What we learned"),
        "url": Column(TEXT, "address of the issue"),
        "what_happened": Column(TEXT, "its line What happened"),
        "what_we_changed": Column(TEXT, "its line What we changed; empty = change not yet made"),
        "increment": Column(TEXT, "increment it is in; empty = in none"),
    },
)


def learnings(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """List what was learned.

    Args:
        inputs: ``history`` and ``label_spells``.
        as_of: Aware instant; the frames end there.
        settings: For the meaning of labels and the time zone.

    Returns:
        TABLE: a row for each issue, open or closed, whose labels make it a learning; without those
        closed as not planned or as a duplicate, and without what is gone from the forge.
    """
    found = records(inputs, "learning", settings)
    found = found[found["state"] != "dropped"]
    table = found.assign(
        noted_on=found["became_on"],
        text=line(found["lines"], "What we learned"),
        what_happened=line(found["lines"], "What happened"),
        what_we_changed=line(found["lines"], "What we changed"),
    )
    return frames.conform(table, TABLE)


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the learning itself.

    Args:
        inputs: As for ``learnings``.
        key: ``project`` and ``item``.
        as_of: Aware instant; the frames end there.
        settings: For the meaning of labels and the time zone.

    Returns:
        EXPLAINED of ``noted_on``, without an amount.
    """
    table = learnings(inputs, as_of=as_of, settings=settings)
    row = table[(table["project"] == key["project"]) & (table["item"] == key["item"])]
    return explained([part("noted_on", row, None)])


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("history", "label_spells"),
    compute=learnings,
    explain=explain,
    question="What did we learn, and what did we change?",
    unit="learnings",
    definition="One row for each learning: the issues that a label makes one, with what happened, "
    "what we learned and what we changed, in the team's words.",
    formula="text = the line 'What we learned'\n"
    "what_we_changed = the line 'What we changed'; empty until there is one",
    reads_as="A learning is complete once something was changed; without that the change is not "
    "yet made.",
    misleads="Many learnings are a good sign: teams that write down none have set-backs, too. What "
    "was changed is what the team says, and nobody has measured whether it helps.",
    source="docs/labels.md; docs/tables.md, Records",
    page="Decisions",
)
