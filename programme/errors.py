"""What can go wrong, in as few classes as callers act on differently."""

from datetime import datetime


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
    """

    request_count = 0


class AuthError(SourceError):
    """A source refused the credentials, or hides what they may not see (401, 403, 404; exit 2)."""


class RateLimitError(SourceError):
    """A source asks us to wait longer than we may.

    Attributes:
        reset_at: When the source says it can be asked again (UTC), if it said so.
    """

    def __init__(self, message: str, reset_at: datetime | None = None) -> None:
        """Keep the sentence and the instant at which the limit ends."""
        super().__init__(message)
        self.reset_at = reset_at
