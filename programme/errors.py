"""What can go wrong, in as few classes as callers act on differently."""

import traceback
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path


class WaymarkError(Exception):
    """Anything a user can be told in one plain sentence; the message is that sentence."""


class ConfigError(WaymarkError):
    """The configuration or a named environment variable is missing or wrong (exit 2)."""


class FrameError(WaymarkError, ValueError):
    """A frame breaks its contract; raised by ``frames.check``."""


class SourceError(WaymarkError):
    """A source could not be read; the message names the source and the way out (exit 1).

    Attributes:
        request_count: HTTP requests made for it until then, retries included.
        trace: Where it went wrong, for developers; empty unless the mistake is Waymark's own.
    """

    request_count = 0
    trace: tuple[str, ...] = ()


class AuthError(SourceError):
    """A source refused the credentials, or hides what they may not see (401, 403, 404; exit 2)."""


class RateLimitError(SourceError):
    """A source asks us to wait longer than we may, or every time we ask.

    Attributes:
        reset_at: When the source says it can be asked again (UTC), if it said so.
    """

    def __init__(self, message: str, reset_at: datetime | None = None) -> None:
        """Keep the sentence and the instant at which the limit ends."""
        super().__init__(message)
        self.reset_at = reset_at


def trace(error: BaseException) -> tuple[str, ...]:
    """Say where *error* and whatever led to it were raised, without a word of theirs.

    Their words and the values of their frames may be a token or a person.

    Returns:
        The class of each, then its frames as ``folder/file.py:line function``, outermost first.
    """
    return tuple(_trace(error))


def _trace(error: BaseException | None) -> Iterator[str]:
    met: list[BaseException] = []
    while error is not None and error not in met:
        met.append(error)
        yield type(error).__name__
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"{'/'.join(Path(frame.filename).parts[-2:])}:{frame.lineno} {frame.name}"
        error = error.__cause__ or error.__context__
