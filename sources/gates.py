"""One gate a host for the whole process: its sources share its patience."""

import threading
import time
from typing import Final, NamedTuple

#: Scheme, host and port.
Origin = tuple[str, str, int | None]
#: Seconds after which a host is asked again, whatever it said.
_LONGEST: Final = 24 * 3600


class Closing(NamedTuple):
    """Why a host lets nothing of a caller through.

    Attributes:
        until: When it ends, by ``time.monotonic``.
        reason: What is waited for, as it goes on after "waits for ".
    """

    until: float
    reason: str


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
        self._closed: dict[str, Closing] = {}

    def close(self, caller: str, seconds: float, reason: str) -> None:
        """Let nothing of *caller* (``Credentials.caller``) through for some seconds."""
        with self._changing:
            closing = Closing(time.monotonic() + min(seconds, _LONGEST), reason)
            self._closed[caller] = max(closing, self._closed.get(caller, closing))

    def closing(self, caller: str) -> Closing | None:
        """Return until when *caller* is not let through, and why; None = it is."""
        with self._changing:
            found = self._closed.get(caller)
        return found if found and found.until > time.monotonic() else None

    def open(self, caller: str, closing: Closing) -> None:
        """Open again for *caller*, who waited for the end of *closing*, unless it closed anew."""
        with self._changing:
            if self._closed.get(caller) == closing:
                del self._closed[caller]


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
