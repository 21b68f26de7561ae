"""What a sync tells of itself while it goes on."""

import threading
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """How far a sync has come.

    Attributes:
        source: Name of the source being pulled, or of the owner or group being looked through.
        position: Its place among all, from 1.
        source_count: How many there are.
        item_count: Items pulled from it so far; of an owner or group, repositories found.
        request_count: HTTP requests made for them.
        page_count: Batches that they came in.
        ended: Whether it has been read, well or not.
        finding: Whether it is an owner or group.
    """

    source: str
    position: int
    source_count: int
    item_count: int
    request_count: int
    page_count: int = 0
    ended: bool = False
    finding: bool = False


#: Told by one thread at a time.
Tell = Callable[[Progress], None]


def by_turns(tell: Tell | None) -> Tell:
    """Return what many threads may call: *tell*, one after another, or nothing."""
    if tell is None:
        return lambda at: None
    telling = threading.Lock()

    def tell_in_turn(at: Progress) -> None:
        with telling:
            tell(at)

    return tell_in_turn
