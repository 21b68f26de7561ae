"""Let an iterator run on in a thread of its own while what it gave is being worked on."""

import queue
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Final, TypeVar

Row = TypeVar("Row")
_STOP_LOOK_SECONDS: Final = 0.1


def ahead(rows: Iterator[Row]) -> Iterator[Row]:
    """Yield what *rows* yields, one further entry being fetched meanwhile.

    The thread ends with the process: an interrupted sync waits for no forge. Whoever closes this
    iterator early leaves the entry under way to be dropped when it comes.

    Raises:
        Exception: What *rows* raises, in its place.
    """
    given: queue.Queue[tuple[Row | None, BaseException | None]] = queue.Queue(maxsize=1)
    stopped = threading.Event()

    def give(entry: Row | None, error: BaseException | None) -> None:
        taken = False
        while not taken and not stopped.is_set():
            with suppress(queue.Full):
                given.put((entry, error), timeout=_STOP_LOOK_SECONDS)
                taken = True

    def run() -> None:
        try:
            for row in rows:
                give(row, None)
                if stopped.is_set():
                    return
        except BaseException as error:
            give(None, error)
        else:
            give(None, StopIteration())

    threading.Thread(target=run, name="ahead", daemon=True).start()
    try:
        while True:
            entry, error = given.get()
            if isinstance(error, StopIteration):
                return
            if error is not None:
                raise error
            yield entry  # type: ignore[misc]  # an entry without an error is a row
    finally:
        stopped.set()
