"""Direct labels: wrapped short, and moved apart where they would lie on one another."""

import textwrap
from collections.abc import Sequence

LINE_HEIGHT = 17
LETTER_WIDTH = 7.4
LONGEST_LINE = 15


def wrapped(text: str, width: int = LONGEST_LINE, lines: int = 3) -> str:
    """Break *text* into at most *lines* lines of about *width* letters, cut with an ellipsis."""
    return "\n".join(
        textwrap.wrap(
            " ".join(text.split()), width, max_lines=lines, placeholder="…", break_on_hyphens=False
        )
    )


def room_for(labels: Sequence[str]) -> int:
    """Return the pixels that wrapped labels need beside a chart."""
    longest = max((len(line) for label in labels for line in label.split("\n")), default=0)
    return int(longest * LETTER_WIDTH) + 18 if longest else 12


def apart(
    middles: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Move labels just far enough that none covers another, order kept.

    Args:
        middles: Wished middle of each label, in pixels.
        heights: Height of each label, in pixels.
        low: Lower end of the room.
        high: Upper end of the room.

    Returns:
        The middles to use, in the order given.
    """
    order = sorted(range(len(middles)), key=lambda n: middles[n])
    placed = list(middles)
    edge = low
    for n in order:
        placed[n] = max(placed[n], edge + heights[n] / 2)
        edge = placed[n] + heights[n] / 2
    edge = high
    for n in reversed(order):
        placed[n] = min(placed[n], edge - heights[n] / 2)
        edge = placed[n] - heights[n] / 2
    return placed
