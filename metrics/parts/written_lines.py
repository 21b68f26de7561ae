"""What people wrote in the lines that are kept of a description: days and addresses.

Nothing is guessed. ``04/12/2026`` is April to some and December to others, so it is no day here.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from programme.values import YEARS

_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
#: In full, or by their first three letters; September by four, too.
_MONTH: Final = {
    **{name: place for place, name in enumerate(_MONTHS, start=1)},
    **{name[:3]: place for place, name in enumerate(_MONTHS, start=1)},
    "sept": 9,
}
_ISO: Final = re.compile(r"(?<![\d-])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![\d-])")
_WORDS: Final = re.compile(
    r"(?<![\d/.-])([0-9]{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]+)\.?,? ([0-9]{4})(?!\d)",
    re.IGNORECASE,
)
# Quotes, brackets and what Markdown puts around an address are none of it.
_ADDRESS: Final = re.compile(r"https://[^\s<>\"'`()\[\]{}|\\^]+", re.ASCII)
_HOST: Final = re.compile(r"[\w.-]+(:\d+)?", re.ASCII)


def line(lines: Iterable[Mapping[str, str] | None], name: str) -> list[str]:
    """Return the line *name* of each description, empty where it has none."""
    return [(told or {}).get(name, "") for told in lines]


def written_day(text: str) -> date | None:
    """Return the one day that *text* names.

    Args:
        text: ``2026-12-04`` or ``4 December 2026``, with other words around it or none.

    Returns:
        None if it names no day, several, or one of centuries away.
    """
    found = {
        *(_day(year, month, day) for year, month, day in _ISO.findall(text)),
        *(_day(year, month, day) for day, month, year in _WORDS.findall(text)),
    } - {None}
    return found.pop() if len(found) == 1 else None


def written_address(text: str) -> str:
    """Return the first ``https`` address in *text* that leads to a host; empty without."""
    for found in _ADDRESS.findall(text):
        address = found.rstrip(".,;:!?*_")
        try:
            host = urlsplit(address).netloc
        except ValueError:
            continue
        if address.isascii() and _HOST.fullmatch(host):
            return str(address)
    return ""


def without_addresses(text: str) -> str:
    """Return *text* without its addresses: what looks like a day in one is part of it."""
    return _ADDRESS.sub(" ", text)


def _day(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdecimal() else _MONTH.get(month.lower(), 0)
    try:
        found = date(int(year), number, int(day))
    except ValueError:
        return None
    return found if found.year in YEARS else None
