"""Pauses between requests: each is seen while it lasts, and all of a sync can be ended at once."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from programme.errors import SourceError


@dataclass(frozen=True)
class Pause:
    """One wait for one source.

    Attributes:
        source: Its name.
        reason: What is waited for, as it goes on after "waits for ".
        seconds: How long.
    """

    source: str
    reason: str
    seconds: float

    def __str__(self) -> str:
        """Say it in one line."""
        minutes, seconds = divmod(round(self.seconds), 60)
        length = f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
        return f"{self.source} waits for {self.reason}, {length}"


class Pauses:
    """The pauses of one sync; may be shared by its threads."""

    def __init__(self, tell: Callable[[Pause], None] | None = None) -> None:
        """Begin without a pause.

        Args:
            tell: Told of every pause as it begins, in the thread that waits.
        """
        self._tell = tell
        self._ended = threading.Event()
        self._changing = threading.Lock()
        self._under_way: list[Pause] = []

    @property
    def under_way(self) -> tuple[Pause, ...]:
        """The pauses that last at this moment, the oldest first."""
        with self._changing:
            return tuple(self._under_way)

    def wait(self, pause: Pause) -> None:
        """Wait for as long as *pause* says.

        Raises:
            SourceError: If the sync was stopped before or meanwhile.
        """
        if self._tell:
            self._tell(pause)
        with self._changing:
            self._under_way.append(pause)
        try:
            stopped = rest(self._ended, pause.seconds)
        finally:
            with self._changing:
                self._under_way.remove(pause)
        if stopped:
            raise SourceError(f"{pause.source} was not waited for any longer; sync again.")

    def stop(self) -> None:
        """End every pause, also those to come: their sources fail."""
        self._ended.set()


def rest(ended: threading.Event, seconds: float) -> bool:
    """Do nothing for some seconds, or until *ended* is set; say whether it was.

    All waiting of sources happens here.
    """
    # No longer than a clock can count: a forge may ask for anything.
    return ended.wait(min(seconds, threading.TIMEOUT_MAX))


_CURRENT: ContextVar[Pauses | None] = ContextVar("pauses", default=None)


@contextmanager
def using(pauses: Pauses) -> Iterator[None]:
    """Let sessions that are opened inside, in this thread's context, wait by *pauses*.

    Whoever interrupts what is inside ends all of them.
    """
    token = _CURRENT.set(pauses)
    try:
        yield
    except Exception:
        raise
    except BaseException:
        pauses.stop()
        raise
    finally:
        _CURRENT.reset(token)


def current() -> Pauses:
    """Return the pauses of the sync that runs in this thread, or some that nobody watches."""
    return _CURRENT.get() or Pauses()
