"""The smallest parts of a sentence: dates, times, numbers, days, chances, names."""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pandas as pd

#: Titles longer than this are cut in sentences; tables show them whole.
LONGEST_TITLE = 70
_DATE: Final = re.compile(
    r"(\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)(?: \d{4})?\b)"
)
#: Said in place of a figure that there is not.
NOT_KNOWN: Final = "Not known"
_JOINERS = "\u200c\u200d"
_HIDDEN = {"Cc", "Cf", "Cs", "Cn", "Co"}
_TURNS = {"R", "AL", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "PDF", "PDI", "FSI"}


def known(value: Any) -> bool:
    """Tell whether *value* is there: not None, NaN, NaT, <NA> or empty text."""
    return bool(pd.notna(value)) and value != ""


def day(value: date | pd.Timestamp) -> str:
    """Return a local date as ``22 November 2026``."""
    return f"{value.day} {value:%B %Y}"


def at_dates(text: str) -> list[str]:
    """Return *text* cut before and after its dates: every second part is a date."""
    return _DATE.split(text)


def time_of_day(local: datetime) -> str:
    """Return a local time as ``7am``, ``5:30pm``, ``midday`` or ``midnight``."""
    if local.minute == 0 and local.hour in {0, 12}:
        return "midday" if local.hour else "midnight"
    minutes = f":{local.minute:02d}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def instant(value: datetime, zone: ZoneInfo) -> str:
    """Return an instant as ``7am on Monday 23 November 2026``, read in *zone*.

    Midnight is told by the day that ends with it, ``the end of Sunday 22 November 2026``: nobody
    need ask which of two days it belongs to.
    """
    local = value.astimezone(zone)
    if local.time() == time.min:
        ended = local.date() - timedelta(days=1)
        return f"the end of {ended:%A} {day(ended)}"
    return f"{time_of_day(local)} on {local:%A} {day(local)}"


def number(value: float) -> str:
    """Return a number with thousands separated and at most one decimal: ``1,204`` or ``3.5``."""
    rounded = round(float(value), 1)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.1f}"


def count(value: int, one: str, many: str) -> str:
    """Return ``no pieces of work``, ``one piece of work`` or ``6 pieces of work``."""
    if value == 0:
        return f"no {many}"
    return f"one {one}" if value == 1 else f"{number(value)} {many}"


def days(value: float) -> str:
    """Return whole days: ``no days``, ``less than one day``, ``one day``, ``18 days``."""
    if 0 < value < 0.5:
        return "less than one day"
    return count(math.floor(value + 0.5), "day", "days")


def pounds(value: float) -> str:
    """Return whole pounds: ``£125,000``."""
    return f"£{math.floor(float(value) + 0.5):,}"


def than_first(agreed: Iterable[bool]) -> str:
    """Return what dates are held against: ``than first agreed``, or ``than at first``.

    Args:
        agreed: Of each whether anybody agreed its first date; else that was only seen.
    """
    return "than first agreed" if all(agreed) else "than at first"


def later(value: float) -> str:
    """Return a movement in days: ``18 days later``, ``one day earlier``, ``as first agreed``."""
    if round(value) == 0:
        return "as first agreed"
    return f"{days(abs(value))} {'later' if value > 0 else 'earlier'}"


def age(hours: float) -> str:
    """Return an age: ``less than an hour``, ``one hour``, ``5 hours``, or days from 2 days on."""
    if hours < 1:
        return "less than an hour"
    if hours < 48:
        return count(int(hours), "hour", "hours")
    return days(int(hours // 24))


def chance(probability: float) -> str:
    """Return ``about a 60% chance``, in steps of 5%, never surer than 5% or 95%."""
    if probability < 0.05:
        return "less than a 5% chance"
    if probability > 0.95:
        return "more than a 95% chance"
    step = math.floor(probability * 20 + 0.5) * 5
    return f"about {'an' if step in {80, 85} else 'a'} {step}% chance"


def listing(names: Sequence[str]) -> str:
    """Return ``A``, ``A and B`` or ``A, B and C``."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def title(text: str, longest: int = LONGEST_TITLE) -> str:
    """Return a title fit for a sentence: one line, cut at a word, its direction kept inside it.

    Titles that turn the direction of text are wrapped in isolates (U+2068, U+2069), so that they
    cannot turn the words around them.
    """
    plain = " ".join(text.split())
    if len(plain) > longest:
        plain = plain[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,.;:–-") + "…"
    if any(unicodedata.bidirectional(letter) in _TURNS for letter in plain):
        return f"\u2068{plain}\u2069"
    return plain


def visible(text: str) -> str:
    """Return *text* without what a terminal would obey or a reader not see, on one line.

    Control characters, marks that turn the reading direction, lone surrogates and other characters
    without a shape are dropped, but for the joiners that shape scripts and emoji.
    """
    line = "".join(" " if letter.isspace() else letter for letter in text)
    kept = (c for c in line if c in _JOINERS or unicodedata.category(c) not in _HIDDEN)
    return "".join(kept)


def quoted(text: str) -> str:
    """Return text that may be anything, in quotes, fit for a terminal."""
    return f'"{visible(text)}"'


def capital(text: str) -> str:
    """Return *text* with a capital first letter."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Return *text* with a capital first letter and one full stop at its end."""
    text = text.strip()
    if not text:
        return ""
    return capital(text) + ("" if text[-1] in ".?…" else ".")
