"""The instants that people write: on the command line and in the address of a page."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from programme.errors import ConfigError
from programme.weeks import local_midnight


def parse(text: str, zone: ZoneInfo) -> datetime:
    """Read an instant with its offset, or a date, which stands for its end.

    Args:
        text: ``2026-11-22T09:00:00Z`` or ``2026-11-22``.
        zone: The programme's time zone, in which a date ends.

    Returns:
        The instant in UTC.

    Raises:
        ConfigError: If *text* is neither.
    """
    try:
        if len(text) == len("2026-11-22"):
            return local_midnight(date.fromisoformat(text) + timedelta(days=1), zone)
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is not None:
            return instant.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise ConfigError(
        f"{text!r} is neither an instant with its offset, as in 2026-11-22T09:00:00Z, "
        "nor a date, as in 2026-11-22."
    )
