"""The instants that people write: on the command line and in the address of a page."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from programme.errors import ConfigError
from programme.values import in_years
from programme.weeks import local_midnight


def parse(text: str, zone: ZoneInfo) -> datetime:
    """Read an instant with its offset, or a date, which stands for its end.

    Args:
        text: ``2026-11-22T09:00:00Z`` or ``2026-11-22``.
        zone: The programme's time zone, in which a date ends.

    Returns:
        The instant in UTC.

    Raises:
        ConfigError: If *text* is neither, or is centuries away.
    """
    try:
        is_date = len(text) == len("2026-11-22")
        found = datetime.fromisoformat(text)
        if not is_date and found.tzinfo is None:
            raise ValueError
    except ValueError:
        raise ConfigError(
            f"{text!r} is neither an instant with its offset, as in 2026-11-22T09:00:00Z, "
            "nor a date, as in 2026-11-22."
        ) from None
    try:
        in_years(found)
    except ValueError as error:
        raise ConfigError(f"The time {error}.") from error
    if is_date:
        return local_midnight(found.date() + timedelta(days=1), zone)
    return found.astimezone(UTC)
