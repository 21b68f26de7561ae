"""Read single values out of a forge's untyped JSON; what does not fit its kind is a ValueError."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from programme.rows import LARGEST_SIZE

Json = Mapping[str, Any]
_LARGEST = 2**62
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def number(raw: Json, key: str) -> int:
    """Return the positive whole number under *key*."""
    value = raw.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < _LARGEST:
        raise ValueError(f"{key} is not a number")
    return value


def text(raw: Json, key: str) -> str:
    """Return the text under *key*; missing and null are empty."""
    value = raw.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{key} is not text")
    return value


def table(raw: Json, key: str) -> Json:
    """Return the object under *key*; missing and null are empty."""
    value = raw.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ValueError(f"{key} is not an object")
    return value


def rows(raw: Json, key: str) -> list[Any]:
    """Return the array under *key*; missing and null are empty."""
    value = raw.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise ValueError(f"{key} is not an array")
    return value


def instant(raw: Json, key: str) -> datetime | None:
    """Return the instant under *key* in UTC; missing, null and empty are None.

    One before 1970, such as the year 1 that some tools write for "not known", is 1970: no forge is
    as old, and the first hours of the year 1 are no date at all in zones west of Greenwich.
    """
    value = text(raw, key)
    if not value:
        return None
    try:
        found = datetime.fromisoformat(value)
        return max((found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC), _EPOCH)
    except (ValueError, OverflowError):
        raise ValueError(f"{key} is not an instant") from None


def due(raw: Json, key: str) -> str | None:
    """Return the date or instant under *key* as the forge wrote it; nonsense is None."""
    value = text(raw, key)
    try:
        if len(value) == 10:
            date.fromisoformat(value)
        else:
            datetime.fromisoformat(value)
    except ValueError:
        return None
    return value


def identity(raw: Json, *keys: str) -> str | None:
    """Return the first id among *keys* as text, None where there is none."""
    for key in keys:
        value = raw.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
            return str(value)[:255]
    return None


def size(raw: Json, key: str) -> float | None:
    """Return the size under *key*; nonsense is None.

    Sizes have 3 places and end at a million, so that sums of millions of them stay exact.
    """
    value = raw.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return round(float(value), 3) if 0 <= value <= LARGEST_SIZE else None
