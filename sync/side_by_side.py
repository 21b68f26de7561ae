"""Sources are asked side by side: of every host some at once, so that its requests never stop."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Final, TypeVar

from programme.settings import Settings
from programme.settings_sources import Collection, RecordedSource, Source
from sources.workers import Workers

_SWITCH_SECONDS: Final = 0.0005
Answer = TypeVar("Answer")


def side_by_side(
    works: Sequence[tuple[Source | Collection, Callable[[], Answer]]], settings: Settings
) -> list[Answer]:
    """Do all *works*, each of which asks a source, and return their answers in order.

    How many requests reach a host at once is the transport's business.
    """
    hosts = Counter(_host(source) for source, _ in works)
    with _soon_awake(), ExitStack() as stack:
        workers = {
            host: stack.enter_context(Workers(min(count, _asked_at_once(host, settings))))
            for host, count in hosts.items()
        }
        answers = [workers[_host(source)].submit(work) for source, work in works]
        return [answer.result() for answer in answers]


@contextmanager
def _soon_awake() -> Iterator[None]:
    """Let a thread go on soon once its answer has come, though others are at work.

    It holds one of the few places at the forge until it has read the answer; Python lets it wait
    5 ms for each step of that, which over many small sources comes to a quarter of the time.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _host(source: Source | Collection) -> str:
    """Return whose patience the source draws on; empty for what is read from disk."""
    return "" if isinstance(source, RecordedSource) else source.web_host


def _asked_at_once(host: str, settings: Settings) -> int:
    """Return how many sources of *host* are asked at a time."""
    # More than may ask: while some make rows, others ask. Reading from disk waits for none.
    return 3 * settings.sync.requests_at_once if host else 1
