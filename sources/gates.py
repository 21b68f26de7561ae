"""One gate a host for the whole process: its sources share its patience."""

import threading
import time
from typing import Final

#: Scheme, host and port.
Origin = tuple[str, str, int | None]
#: Seconds after which a host is asked again, whatever it said.
_LONGEST: Final = 24 * 3600
_OPEN: Final = (0.0, "")


class Gate:
    """Lets so many requests through at once, and none while the host asked its caller to wait.

    Forges count requests by whoever holds the token: a limit of one source is one of all sources
    that are read with the same token. GitHub bans those who go on asking meanwhile.

    Attributes:
        slots: To be held during a request.
    """

    def __init__(self, at_once: int) -> None:
        """Let *at_once* requests through at the same time."""
        self.slots = threading.BoundedSemaphore(at_once)
        self._changing = threading.Lock()
        self._closed: dict[str, tuple[float, str]] = {}

    def close(self, caller: str, seconds: float, reason: str) -> None:
        """Let nothing of *caller*, the name of a token, through for some seconds."""
        with self._changing:
            until = time.monotonic() + min(seconds, _LONGEST)
            self._closed[caller] = max((until, reason), self._closed.get(caller, _OPEN))

    def left(self, caller: str) -> tuple[float, str]:
        """Return for how many seconds *caller* is not let through, and why; 0 = it is."""
        with self._changing:
            until, reason = self._closed.get(caller, _OPEN)
        return max(until - time.monotonic(), 0.0), reason

    def waited(self, caller: str, seconds: float) -> None:
        """Open again for *caller*, who has waited as long as ``left`` had said."""
        with self._changing:
            until, _ = self._closed.get(caller, _OPEN)
            if until - time.monotonic() <= seconds:
                self._closed.pop(caller, None)


_GATES: Final[dict[tuple[Origin, int], Gate]] = {}
_GATES_LOCK = threading.Lock()


def gate_of(origin: Origin, at_once: int) -> Gate:
    """Return the gate of a host, the same one whenever it is asked for."""
    with _GATES_LOCK:
        return _GATES.setdefault((origin, at_once), Gate(at_once))


def forget() -> None:
    """Forget what every host has asked for."""
    with _GATES_LOCK:
        _GATES.clear()
