"""Where the next pull of a GitHub repository goes on, and how that place is found safely."""

import json
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

#: GitHub may show a change a little after changes that are younger.
OVERLAP = timedelta(minutes=5)
#: Most issues that are read again on account of it: one page.
_READ_AGAIN = 100


@dataclass(frozen=True)
class Cursor:
    """What one pull leaves to the next.

    Attributes:
        since: Issues changed at or after this instant are to be read.
        optional: Which of ``github_query.OPTIONAL`` the forge has, so that it need not be asked.
        reading: Fingerprint of how rows are made; another one means that all must be read again.
    """

    since: datetime
    optional: tuple[str, ...]
    reading: str

    @classmethod
    def parse(cls, text: str | None, reading: str) -> "Cursor | None":
        """Read a cursor; None where there is none, or none that may be gone on from."""
        try:
            held = json.loads(text or "")
            if held["reading"] != reading:
                return None
            since = datetime.fromisoformat(held["since"]).astimezone(UTC)
            return cls(since, tuple(map(str, held["optional"])), reading)
        except (ValueError, LookupError, TypeError):
            return None  # written by another version

    def text(self) -> str:
        """Return it as the store keeps it."""
        since = self.since.isoformat().replace("+00:00", "Z")
        return json.dumps({"since": since, "optional": self.optional, "reading": self.reading})


@dataclass
class Watermark:
    """Up to which change everything has been seen.

    Attributes:
        start: Where this pull began, None = at the beginning.
    """

    start: datetime | None
    _recent: deque[datetime] = field(default_factory=lambda: deque(maxlen=_READ_AGAIN))
    _held: datetime | None = None
    _lost: bool = False

    def saw(self, updated_at: datetime) -> None:
        """Note an issue that was read; they come oldest change first."""
        self._recent.append(updated_at)

    def left_out(self, updated_at: datetime | None = None) -> None:
        """Note an issue that must be read again, changed at *updated_at* or after the last one seen."""
        back_to = updated_at or (self._recent[-1] if self._recent else self.start)
        if back_to is None:
            self._lost = True
        elif self._held is None or back_to < self._held:
            self._held = back_to

    def next_start(self, answered: str) -> datetime | None:
        """Return where the next pull begins; None = at the beginning again.

        Args:
            answered: The ``Date`` of the forge's last answer, by the forge's own clock.
        """
        if self._lost:
            return None
        if not self._recent:
            return self._held or self.start
        last = max(self._recent)
        since = last - OVERLAP
        if len(self._recent) == _READ_AGAIN and self._recent[0] > since:
            since = self._recent[0]
            if since == last and _passed(answered, last + OVERLAP):
                # A crowd changed in one second that is long over: no need to read it every time.
                since = last + timedelta(seconds=1)
        if self.start is not None:
            since = max(since, self.start)
        return min(since, self._held) if self._held else since


def _passed(answered: str, instant: datetime) -> bool:
    try:
        return parsedate_to_datetime(answered) > instant
    except (ValueError, TypeError):
        return False
