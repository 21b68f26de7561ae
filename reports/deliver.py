"""Hand messages to their targets: again where one is not taken, and each thing once.

Apprise says whether a message was taken, and no more; why it was not stands in its log alone, which
names addresses and is kept shut.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, Protocol

from apprise import Apprise, AppriseAttachment, NotifyFormat
from apprise.attachment.memory import AttachMemory

from programme.errors import WaymarkError
from programme.wording import messages as wording
from reports.files import FORMS
from reports.message import Message
from reports.targets import ASSET, Target

#: Seconds to wait before each try but the first; all targets that failed wait together.
WAITS: Final = (2.0, 10.0, 60.0)

_LOG = logging.getLogger(__name__)


class Sendings(Protocol):
    """Keeps what was sent to whom; the store does."""

    def begin_sending(self, programme: str, what: str, target: str, now: datetime) -> int | None:
        """Begin to send something; None if it is sent, or being sent by another process."""

    def end_sending(
        self,
        number: int,
        state: Literal["sent", "failed"],
        now: datetime,
        *,
        attempts: int,
        message: str = "",
    ) -> None:
        """Write how it ended."""


@dataclass(frozen=True)
class Outcome:
    """What became of a message for one target.

    Attributes:
        target: Name of the target, which holds no address.
        state: sent | failed | before (all of it had been sent, or another process is at it).
        attempts: How often it was tried.
        message: Why it failed, in a sentence; else empty.
    """

    target: str
    state: Literal["sent", "failed", "before"]
    attempts: int = 0
    message: str = ""


@dataclass(frozen=True)
class Parcel:
    """A message, and what is attached to it by name."""

    message: Message
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Sender:
    """Sends for one programme.

    Attributes:
        kept: What was sent to whom.
        programme: Its name.
        clock: Tells the time.
        wait: Waits for some seconds.
    """

    kept: Sendings
    programme: str
    clock: Callable[[], datetime]
    wait: Callable[[float], None]

    def send(
        self,
        to: Sequence[Target],
        things: Sequence[str],
        write: Callable[[Target, Sequence[str]], Parcel],
    ) -> list[Outcome]:
        """Send *things* to each target that has not been sent all of them.

        Args:
            to: Whom they are sent to.
            things: Identities of what there is to tell.
            write: Makes the message for a target, of those things that are new to it.

        Returns:
            What became of it for each target; a failure to send is told here and not raised.
        """
        outcomes: list[Outcome] = []
        left: dict[Target, dict[str, int]] = {}
        attempts = 0
        try:
            for target in to:
                begun = self._begin(things, target.name)
                if isinstance(begun, Outcome):
                    outcomes.append(begun)
                else:
                    left[target] = begun
            parcels = {target: write(target, list(begun)) for target, begun in left.items()}
            for pause in (0.0, *WAITS):
                if left and pause:
                    self.wait(pause)
                attempts += bool(left)
                for target in tuple(left):
                    if _taken(target, parcels[target]):
                        self._end(left.pop(target).values(), "sent", attempts)
                        outcomes.append(Outcome(target.name, "sent", attempts))
        finally:
            # Also where it is broken off, so that it can be begun again at once.
            for target, begun in left.items():
                why = wording.not_taken(attempts)
                self._end(begun.values(), "failed", attempts, why)
                outcomes.append(Outcome(target.name, "failed", attempts, why))
        return outcomes

    def _begin(self, things: Sequence[str], target: str) -> dict[str, int] | Outcome:
        """Return the numbers of the things to be sent; or why there is nothing to send."""
        begun: dict[str, int] = {}
        try:
            for thing in things:
                number = self.kept.begin_sending(self.programme, thing, target, self.clock())
                if number is not None:
                    begun[thing] = number
        except WaymarkError as error:
            # What is not kept as sent would be sent again and again.
            self._end(begun.values(), "failed", 0, str(error))
            return Outcome(target, "failed", 0, str(error))
        return begun or Outcome(target, "before")

    def _end(
        self,
        numbers: Iterable[int],
        state: Literal["sent", "failed"],
        attempts: int,
        message: str = "",
    ) -> None:
        try:
            for number in numbers:
                self.kept.end_sending(
                    number, state, self.clock(), attempts=attempts, message=message
                )
        except WaymarkError as error:
            _LOG.error("%s", error)


def _taken(target: Target, parcel: Parcel) -> bool:
    """Hand a parcel over once; say whether it was taken."""
    service, message = Apprise(asset=ASSET), parcel.message
    service.add(target.service)
    files = AppriseAttachment(asset=ASSET)
    for name, content in parcel.files.items():
        kind = FORMS.get(name.rpartition(".")[2], "application/octet-stream").partition(";")[0]
        one = AttachMemory(content, name=name, mimetype=kind)  # type: ignore[no-untyped-call]  # Apprise says no types here
        files.add(one)
    try:
        taken = service.notify(
            title=message.subject,
            body=message.html or message.text,
            body_format=NotifyFormat.HTML if message.html else NotifyFormat.TEXT,
            attach=files if parcel.files else None,
        )
    except Exception as error:  # of whatever service; its words may quote an address
        _LOG.error("%s: %s", target.name, type(error).__name__)
        return False
    return bool(taken)
