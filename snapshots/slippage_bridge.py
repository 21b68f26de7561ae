"""The table of what moved the 80% dates since the week before: its columns and what it says."""

from typing import Final

from metrics.parts.record import Record
from programme.frames import DAYS, TEXT, Column, Contract

#: In the order in which they are put from what they were to what they are.
CAUSES: Final = ("scope_added", "scope_dropped", "reopened", "pace", "risks", "calendar", "rest")

TABLE: Final = Contract(
    "slippage_bridge",
    {
        "project": Column(TEXT, "project", key=True, empty=False),
        "increment": Column(TEXT, "title now; empty = work in no increment", key=True, empty=False),
        "cause": Column(TEXT, " | ".join(CAUSES), key=True, empty=False),
        "days": Column(DAYS, "by which it moved p80_on; + is later", empty=False),
        "target_moved_days": Column(
            DAYS, "by which the date worked to moved, whatever the cause; no part of days"
        ),
    },
)

RECORD: Final = Record(
    table=TABLE,
    question="Why did the dates move since the last weekly report?",
    unit="calendar days",
    definition="The movement of each increment's 80% date since the edition before, in parts: one "
    "cause after the other is put from what it was to what it is, with the same random numbers, "
    "and the date forecast again.",
    formula="days of a cause = p80 with it as it is now - p80 with it as it was; the causes before "
    "it are as they are now, those after it as they were\n"
    "sum of days = p80_on now - p80_on before\n"
    "target_moved_days = target_on now - target_on before",
    reads_as="Each row is the part of the movement that one cause has, later (+) or earlier (-); "
    "together they are the movement.",
    misleads="The order counts: of two causes that make each other worse the later one bears that. "
    "Forecasts are Sundays, so small causes show nothing or a whole week.",
    source="Definitions: docs/tables.md",
    page="Slippage",
)
