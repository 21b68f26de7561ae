"""What one pull of a GitHub repository has read so far, and where the next one may safely go on."""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from sources.github_cursor import BrokenOff, Cursor
from sources.github_stretches import OVERLAP, Stretch, written

#: Most issues that are read again on account of the overlap: one page.
_READ_AGAIN: Final = 100


@dataclass
class Progress:
    """What one pull has read so far.

    Attributes:
        start: Where it began, None = at the beginning.
        numbers: Of the issues that it read, with the instant of their last change.
        whole: Whether nothing had to be left out.
    """

    start: Cursor | None
    numbers: dict[int, datetime] = field(default_factory=dict)
    whole: bool = True
    # A heap of the latest changes, so that issues may come in any order.
    _recent: list[datetime] = field(default_factory=list)
    _held: datetime | None = None
    _lost: bool = False
    # Numbers that were read before the pull broke off, and not since.
    _before: set[int] = field(default_factory=set)
    # How many issues were read and then not listed: gone meanwhile, or listed a little later.
    _unlisted: int = 0

    @classmethod
    def going_on(cls, broken_off: BrokenOff, read_before: Mapping[int, datetime]) -> "Progress":
        """Go on from where a pull broke off.

        Args:
            broken_off: What it left.
            read_before: The instants of the last change of the issues that it read, by number.
        """
        held = datetime.fromisoformat(broken_off.held) if broken_off.held else None
        progress = cls(broken_off.begun, whole=broken_off.whole, _held=held, _lost=broken_off.lost)
        for number, updated_at in read_before.items():
            progress.read(number, updated_at)
        progress._before = set(read_before)
        return progress

    def read(self, number: int, updated_at: datetime) -> bool:
        """Note an issue; False if it came before: a later state is left to the next pull."""
        again = number in self._before
        self._before.discard(number)
        known = self.numbers.get(number)
        if known == updated_at:
            return False
        if known is not None and not again:
            self._hold(updated_at)
            return False
        self.numbers[number] = updated_at
        heapq.heappush(self._recent, updated_at)
        if len(self._recent) > _READ_AGAIN:
            heapq.heappop(self._recent)
        return True

    def leave_out(self, after: datetime | None) -> None:
        """Note an issue that GitHub could not tell; the next pull reads it again.

        Args:
            after: Of what came just before it in the list, if anything did.
        """
        self.whole = False
        if after is not None:
            self._hold(after)
        elif self.start is not None:
            self._hold(datetime.fromisoformat(self.start.since))
        else:
            self._lost = True

    def misses(self, total: int | None) -> bool:
        """Say whether issues are gone since the start, or some were not shown, given how many are.

        From the beginning on all of them should have come, and none that is gone since; where some
        were left out, what came does not tell which are there.
        """
        if total is None:
            return False
        if self.start is None:
            return not self.whole or len(self.numbers) != total
        return total < self._expected()

    def all_listed(self, listed: set[int]) -> set[int]:
        """Return the numbers of all issues; where one should have come, the next pull begins anew.

        What this pull has read counts as there, listed or not. The next one expects as many, and
        so finds out what was gone by then.

        Args:
            listed: Numbers of those that are there.
        """
        # What was left out is held and read again by itself.
        if self.start is None and self.whole and listed - set(self.numbers):
            self._lost = True
        read = set(self.numbers) - self._before
        self._unlisted = len(read - listed)
        return listed | read

    def broken_off(
        self, left: tuple[Stretch, ...], *, optional: tuple[str, ...], reading: str
    ) -> str:
        """Return the cursor of the next pull, should this one break off now.

        Args:
            left: What of the list of issues is still to be read.
            optional: Fields that the forge has.
            reading: Fingerprint of how rows are made.
        """
        held = self._held.isoformat() if self._held else ""
        return BrokenOff(self.start, left, held, self._lost, self.whole, optional, reading).text()

    def next_cursor(
        self,
        *,
        total: int | None,
        answered: str,
        optional: tuple[str, ...],
        reading: str,
        labels_tag: str = "",
    ) -> str:
        """Return the cursor of the next pull; it may begin where this one did.

        Args:
            total: How many issues there are now, if the forge said so.
            answered: The ``Date`` of its last answer, by its own clock.
            optional: Fields that it has.
            reading: Fingerprint of how rows are made.
            labels_tag: What it calls its list of labels.
        """
        since = None if self._lost else self._since(answered)
        if since is None:
            return self.start.text() if self.start else ""
        top = max(self.numbers, default=0)
        return Cursor(
            written(since),
            self._expected() if total is None else total + self._unlisted,
            max(top, self.start.top) if self.start else top,
            optional,
            reading,
            labels_tag,
        ).text()

    def _hold(self, instant: datetime) -> None:
        self._held = min(instant, self._held or instant)

    def _expected(self) -> int:
        if self.start is None:
            return len(self.numbers)
        return self.start.count + sum(number > self.start.top for number in self.numbers)

    def _since(self, answered: str) -> datetime | None:
        begun = datetime.fromisoformat(self.start.since) if self.start else None
        if not self._recent:
            return self._held or begun
        last = max(self._recent)
        since = last - OVERLAP
        if len(self._recent) == _READ_AGAIN and self._recent[0] > since:
            since = self._recent[0]
            if since == last and _passed(answered, last + OVERLAP):
                # A crowd changed in one second that is long over: no need to read it every time.
                since = last + timedelta(seconds=1)
        since = max(since, begun or since)
        return min(since, self._held or since)


def _passed(answered: str, instant: datetime) -> bool:
    try:
        return parsedate_to_datetime(answered) > instant
    except (ValueError, TypeError):
        return False
