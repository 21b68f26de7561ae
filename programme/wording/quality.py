"""What data quality found, as ``waymark.py check`` tells of it."""

from collections.abc import Iterator
from typing import Any, Final

from programme.wording.words import count, visible

#: No more of what needs a look is told line by line.
MOST: Final = 20
_WEIGHTS: Final = {"error": "to mend", "warning": "to look at", "info": "to know"}


def told(quality: Any) -> Iterator[str]:
    """Say how much was found, and line by line what is more than to be known.

    Args:
        quality: data_quality table.
    """
    if quality.empty:
        yield "Data quality, of what was synced last: nothing was found."
        return
    found = quality["severity"].value_counts()
    counts = [f"{found[weight]} {words}" for weight, words in _WEIGHTS.items() if weight in found]
    yield f"Data quality, of what was synced last: {', '.join(counts)}."
    rows = [
        f"  {visible(row.project)}: {row.sentence}"
        for weight in ("error", "warning")
        for row in quality[quality["severity"] == weight].itertuples()
    ]
    yield from rows[:MOST]
    if len(rows) > MOST:
        yield f"  and {count(len(rows) - MOST, 'more', 'more')}, which the page Data quality shows"
