"""The contract of each table that a snapshot may hold, and the record that says what it means."""

from functools import cache

from metrics.parts.record import Record
from metrics.registry import measures
from programme.frames import Contract
from snapshots import changes, slippage_bridge


@cache
def contracts() -> dict[str, Contract]:
    """Return the contract of every table by its name: the measures', and of two editions' too."""
    return {name: record.table for name, record in records().items()}


@cache
def records() -> dict[str, Record]:
    """Return every table's record by its name, in the order of names.

    Pages say with it what a table asks, how to read it and where it is drawn.
    """
    listed: list[Record] = [*measures(), changes.RECORD, slippage_bridge.RECORD]
    found = {record.table.name: record for record in listed}
    return {name: found[name] for name in sorted(found)}
