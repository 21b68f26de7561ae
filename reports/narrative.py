"""What is said of one week: the eight blocks that page, report, slides and mail are drawn from."""

from datetime import datetime

from reports.blocks import (
    achievements,
    decisions,
    learnings,
    pace,
    position,
    ready,
    risks,
    sureness,
)
from reports.elements import Block
from snapshots.edition import Edition


def narrative(edition: Edition, *, now: datetime) -> tuple[Block, ...]:
    """Tell one edition of the figures.

    Args:
        edition: The live one, or that of a frozen week.
        now: Aware instant at which it is read; a frozen week is told as of when it was taken.

    Returns:
        The blocks in their fixed order: position, decisions, ready, risks, pace, achievements,
        learnings, sureness. Bad news is never below good news, whatever the week was like.
    """
    at = read_at(edition, now)
    return (
        position.block(edition, at),
        decisions.block(edition),
        ready.block(edition),
        risks.block(edition),
        pace.block(edition),
        achievements.block(edition),
        learnings.block(edition),
        sureness.block(edition, at),
    )


def read_at(edition: Edition, now: datetime) -> datetime:
    """Return the instant from which ages are counted.

    A week that was rebuilt was read by nobody at the time, so it is told as of its end.
    """
    basis = edition.header["basis"]
    if basis == "live":
        return now
    return edition.as_of if basis == "rebuilt" else edition.taken_at
