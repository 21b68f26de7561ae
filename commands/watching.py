"""How a sync is watched: a bar for each source on a terminal, or lines, or JSON."""

import json
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from commands.shared import bars, speak

if TYPE_CHECKING:
    from sources.pauses import Pause
    from sync.progress import Progress
    from sync.run import SyncResult


class Log(StrEnum):
    """What a sync writes on stderr besides errors."""

    AUTO = "auto"
    LINES = "lines"
    JSON = "json"


class Watcher(Protocol):
    """Told how a sync goes on, by one thread at a time but for pauses."""

    def reading(self, at: "Progress") -> None:
        """Tell how far a source has come."""

    def paused(self, pause: "Pause") -> None:
        """Tell what a source waits for."""

    def ended(self, result: "SyncResult") -> None:
        """Tell how all of it ended."""


@contextmanager
def all_as_json(clock: Callable[[], datetime]) -> Iterator[None]:
    """Let all that goes to stderr be JSON: errors, too, and what libraries warn of.

    What ends the command is said after this has ended, and is JSON as well.

    Args:
        clock: Tells when something is said.
    """
    voice = _Json(clock)
    speak(voice.say)

    def warned(message: Warning | str, category: type[Warning], *_: object, **__: object) -> None:
        # Its words may quote what was being read.
        voice.say(f"A library warns ({category.__name__}).")

    with warnings.catch_warnings():
        warnings.showwarning = warned
        yield


@contextmanager
def watcher(log: Log, clock: Callable[[], datetime]) -> Iterator[Watcher]:
    """Give what watches a sync; nothing on stderr but errors without a terminal, unless asked for.

    Args:
        log: What was asked for.
        clock: Tells when something is said.
    """
    if log is Log.JSON:
        yield _Json(clock)
    elif log is Log.LINES:
        yield _Lines()
    elif not sys.stderr.isatty():
        yield _Quiet()
    else:
        with _bars() as bars:
            yield bars


class _Quiet:
    def reading(self, at: "Progress") -> None:
        """Say nothing."""

    def paused(self, pause: "Pause") -> None:
        """Say nothing."""

    def ended(self, result: "SyncResult") -> None:
        """Say nothing: failures are said, and the end is printed, in any case."""


class _Lines(_Quiet):
    def reading(self, at: "Progress") -> None:
        """Say it in a line."""
        if not at.ended:
            print(
                f"{at.source} ({at.position} of {at.source_count}): {_so_far(at)}", file=sys.stderr
            )

    def paused(self, pause: "Pause") -> None:
        """Say it in a line."""
        print(pause, file=sys.stderr)


class _Json:
    """One object a line: ``time`` (UTC), ``event``, ``source`` where it is of one, and counts.

    Sentences come as the store keeps them, without a secret in them. ``trace`` says where in the
    code a source failed by a mistake of ours.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    def say(self, sentence: str) -> None:
        """Write ``said``: what other logs tell as a line of text."""
        self._write("said", message=sentence)

    def reading(self, at: "Progress") -> None:
        """Write ``begun``, ``read`` or ``found``; ends are told with their results."""
        if at.ended:
            return
        if at.finding and at.page_count:
            self._write(
                "found",
                source=at.source,
                repositories=at.item_count,
                requests=at.request_count,
            )
            return
        self._write(
            "read" if at.page_count else "begun",
            source=at.source,
            pages=at.page_count,
            items=at.item_count,
            requests=at.request_count,
        )

    def paused(self, pause: "Pause") -> None:
        """Write ``waiting``."""
        self._write("waiting", source=pause.source, reason=pause.reason, seconds=pause.seconds)

    def ended(self, result: "SyncResult") -> None:
        """Write ``failed`` or ``synced`` of each source, then ``ended``."""
        for source in result.sources:
            self._write(
                "failed" if source.failed else "synced",
                source=source.source,
                items_changed=source.items_changed,
                requests=source.request_count,
                **({"message": source.message} if source.failed else {}),
                **({"notice": source.notice} if source.notice else {}),
                **({"trace": source.trace} if source.trace else {}),
            )
        self._write(
            "ended",
            sources=len(result.sources) - len(result.failures),
            failed=len(result.failures),
            items_changed=sum(source.items_changed for source in result.sources),
            requests=result.finding_count + sum(s.request_count for s in result.sources),
        )

    def _write(self, event: str, **values: object) -> None:
        time = self._clock().astimezone(UTC).isoformat(timespec="milliseconds")
        told = {"time": time.replace("+00:00", "Z"), "event": event, **values}
        # One write a line: threads that wait say so, too.
        sys.stderr.write(json.dumps(told, ensure_ascii=False) + "\n")


@contextmanager
def _bars() -> Iterator[Watcher]:
    with bars() as shown:
        tasks: dict[str, int] = {}

        class Shown(_Quiet):
            def reading(self, at: "Progress") -> None:
                """Move the source's bar; one that has ended makes room."""
                if at.ended:
                    if at.source in tasks:
                        shown.refresh()  # however short it was, it is seen
                        shown.remove_task(tasks.pop(at.source))  # type: ignore[arg-type]
                    return
                task = tasks.get(at.source)
                if task is None:
                    task = tasks[at.source] = shown.add_task("", total=None)
                shown.update(
                    task,  # type: ignore[arg-type]
                    description=f"{at.source} ({at.position} of {at.source_count}): {_so_far(at)}",
                )

            def paused(self, pause: "Pause") -> None:
                """Say above the bars what is waited for."""
                shown.console.print(str(pause), markup=False)

        yield Shown()


def _so_far(at: "Progress") -> str:
    if at.finding:
        return f"{at.item_count} repositories, {at.request_count} requests"
    return f"{at.page_count} pages, {at.item_count} items, {at.request_count} requests"
