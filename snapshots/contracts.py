"""The contract of each table that a snapshot may hold."""

from functools import cache

from metrics.registry import measures
from programme.frames import Contract


@cache
def contracts() -> dict[str, Contract]:
    """Return every measure's contract by the name of its table."""
    return {measure.table.name: measure.table for measure in measures()}
