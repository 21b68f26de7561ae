"""Let iterators run on in threads of their own while what they gave is being worked on."""

import queue
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Final, TypeVar

Row = TypeVar("Row")
_STOP_LOOK_SECONDS: Final = 0.1


def ahead(*iterators: Iterator[Row]) -> Iterator[Row]:
    """Yield what *iterators* yield as it comes, each one's in its order, with more under way.

    The threads end with the process: an interrupted sync waits for no forge. Whoever closes this
    iterator early leaves the entries under way to be dropped when they come.

    Raises:
        Exception: What one of *iterators* raises, after what that one yielded before.
    """
    given: queue.Queue[tuple[Row | None, BaseException | None]] = queue.Queue(len(iterators))
    stopped = threading.Event()

    def give(entry: Row | None, error: BaseException | None) -> None:
        taken = False
        while not taken and not stopped.is_set():
            with suppress(queue.Full):
                given.put((entry, error), timeout=_STOP_LOOK_SECONDS)
                taken = True

    def run(rows: Iterator[Row]) -> None:
        try:
            for row in rows:
                give(row, None)
                if stopped.is_set():
                    return
        except BaseException as error:
            give(None, error)
        else:
            give(None, StopIteration())

    for rows in iterators:
        threading.Thread(target=run, args=(rows,), name="ahead", daemon=True).start()
    running = len(iterators)
    try:
        while running:
            entry, error = given.get()
            if isinstance(error, StopIteration):
                running -= 1
            elif error is not None:
                raise error
            else:
                yield entry  # type: ignore[misc]  # an entry without an error is a row
    finally:
        stopped.set()
