"""The contract of each table that a snapshot may hold, and the record that says what it means."""

from functools import cache

from metrics.parts.measure import Measure
from metrics.registry import measures
from programme.frames import Contract


@cache
def contracts() -> dict[str, Contract]:
    """Return every measure's contract by the name of its table."""
    return {name: measure.table for name, measure in records().items()}


@cache
def records() -> dict[str, Measure]:
    """Return every measure's record by the name of its table, in the order of names.

    Pages say with it what a table asks, how to read it and where it is drawn.
    """
    found = {measure.table.name: measure for measure in measures()}
    return {name: found[name] for name in sorted(found)}
