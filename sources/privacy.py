"""What may be kept of a forge's free text: no ``@word``, e-mail address, phone number or body.

Everything a forge sends as text passes here before it becomes part of a row. Hidden characters go
first, so that neither a database nor a reader can be misled by them.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from programme.rows import KEPT_LINES
from programme.settings import Settings

REMOVED = "[name removed]"
#: Longest text kept, in characters; both forges allow titles of some 255.
LONGEST = 500
_LONGEST_READ = 8 * LONGEST
_LONGEST_DESCRIPTION = 200_000

# ZWNJ and ZWJ shape Arabic, Indic and emoji; tags draw the flags of England, Scotland and Wales.
_SHAPING = "\u200c\u200d\U000e0020-\U000e007f"
# A character of a word around an @: all but blanks, brackets, quotes and what separates clauses.
_WORD = r"[^\s@＠﹫<>()\[\]{}\"“”«»„`*,;:|/\\–—…،؛。、！？：；（）「」]"
_PERSON = re.compile(
    rf"(?<!{_WORD}){_WORD}*+(?<![@＠﹫])[@＠﹫]++[{_SHAPING}\u0300-\u036f]*\w(?:{_WORD}|[@＠﹫])*"
)
_SENTENCE_END = ".!?'’*`~"

_GAP = r"[\s().\-‐‑‒–−/·]{1,3}"
# A letter after the digits makes them part of a hash, unless a plus or an extension says otherwise.
_NUMBERS = re.compile(
    rf"(?:\(?\+\(?\d+(?:{_GAP}\d+)*|(?<!\w)\(?\d+(?:{_GAP}\d+)*(?=\W|$|ext|x\d))(?!\d)"
)
_DIGITS = re.compile(r"\d+")
_UUID = re.compile(r"\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b", re.IGNORECASE)
_MOST_GROUPS = 8
# Advice lines are shorter than other British numbers: 0800 1111, 0845 46 47.
_SHORT_LINES = ("0500", "0800", "0808", "0845")

_LINE = re.compile(
    r"\s*(?:[-*+>]\s+|\d+[.)]\s+)?(?:\[[ xX]\]\s+)?[*_]*"
    rf"({'|'.join(map(re.escape, KEPT_LINES))})[*_]*\s*[:：]\s*(.*)",
    re.IGNORECASE,
)
_CANONICAL = {name.casefold(): name for name in KEPT_LINES}


def mask(text: str, exempt: Iterable[str] = (), *, longest: int = LONGEST) -> str:
    """Replace every ``@word``, e-mail address and phone-like string by ``[name removed]``.

    Control characters, lone surrogates and marks that turn the reading direction are dropped, line
    breaks become blanks, and text beyond *longest* characters is cut. Masking again changes
    nothing.

    Args:
        text: One title, label, milestone or line of a forge.
        exempt: Configured repository names and addresses, which are left alone.
        longest: In characters.
    """
    return _masked(text[:_LONGEST_READ], tuple(exempt), longest)


@lru_cache(maxsize=8192)  # the same label comes with many issues and events
def _masked(text: str, exempt: tuple[str, ...], longest: int) -> str:
    spared = _spared(exempt)
    shown = _plain(text)
    while True:  # each round takes an @ or a digit away, or is the last
        masked = _cut(_without_phones(_without_persons(shown, spared), spared), longest)
        if masked == shown:
            return masked
        shown = masked


def kept_lines(description: str | None, exempt: Iterable[str] = ()) -> dict[str, str]:
    """Return the lines ``Name: value`` of *description* that may be kept, masked.

    Names are those of ``KEPT_LINES`` in any case, in list items or bold too; the first of a name
    counts, empty values are left out, and nothing else of the description survives.
    """
    lines: dict[str, str] = {}
    names = tuple(exempt)
    for line in (description or "")[:_LONGEST_DESCRIPTION].splitlines():
        found = _LINE.fullmatch(line[:_LONGEST_READ])
        if found:
            value = mask(found[2].lstrip("*_ ").removesuffix("**").removesuffix("__"), names)
            if value:
                lines.setdefault(_CANONICAL[found[1].casefold()], value)
    return lines


def safe_url(url: object, host: str | None = None) -> str:
    """Return *url* without query and fragment if it is plain ``https`` (on *host*), else ``""``."""
    if not isinstance(url, str) or len(url) > _LONGEST_READ or not re.fullmatch(r"[!-~]+", url):
        return ""
    try:
        parts = urlsplit(url)
        plain = parts.scheme == "https" and parts.hostname and "@" not in parts.netloc
        if not plain or parts.port == 0 or not re.fullmatch(r"[\w.-]+(:\d+)?", parts.netloc):
            return ""
    except ValueError:
        return ""
    if host is not None and parts.netloc.lower() != host.lower():
        return ""
    return f"https://{parts.netloc}{parts.path}" if re.fullmatch(r"[\w./~%+-]*", parts.path) else ""


def configured_names(settings: Settings) -> tuple[str, ...]:
    """Return the names and addresses of all configured repositories, which masking spares.

    Not of those that are found under an owner: with each new one all others would be read again.
    """
    names: list[str] = []
    for source in (source for project in settings.projects for source in project.named):
        if source.kind == "recorded":
            continue
        path = source.repository if source.kind == "github" else source.project
        names += [source.name, path, f"git@{source.web_host}:{path}"]
    return tuple(names)


def _plain(text: str) -> str:
    """Drop what cannot be seen or stored; line breaks and tabs become blanks."""
    if text.isprintable():  # the common case: nothing to drop
        return text.strip()
    return "".join(map(_plain_character, text)).strip()


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    if character.isspace():
        return " " if unicodedata.category(character) != "Zs" else character
    if re.fullmatch(f"[{_SHAPING}]", character):
        return character
    code = ord(character)
    nothing = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return "" if nothing or unicodedata.category(character) in {"Cc", "Cf", "Cs"} else character


@lru_cache(maxsize=64)
def _spared(exempt: tuple[str, ...]) -> re.Pattern[str] | None:
    names = sorted(filter(None, exempt), key=len, reverse=True)
    if not names:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)


def _spans(text: str, spared: re.Pattern[str] | None) -> list[tuple[int, int]]:
    return [found.span() for found in spared.finditer(text)] if spared else []


def _inside(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in spans)


def _without_persons(text: str, spared: re.Pattern[str] | None) -> str:
    spans = _spans(text, spared)

    def removed(found: re.Match[str]) -> str:
        if _inside(*found.span(), spans):
            return found[0]
        return REMOVED + found[0][len(found[0].rstrip(_SENTENCE_END)) :]

    return _PERSON.sub(removed, text)


def _without_phones(text: str, spared: re.Pattern[str] | None) -> str:
    spans = _spans(text, spared) + [found.span() for found in _UUID.finditer(text)]
    pieces: list[str] = []
    done = 0
    for run in _NUMBERS.finditer(text):
        groups = list(_DIGITS.finditer(text, *run.span()))
        first = 0
        while first < len(groups):
            start = groups[first].start() if first else run.start()
            size = _phone_size(
                [_ascii(group[0]) for group in groups[first : first + _MOST_GROUPS]],
                international="+" in text[start : groups[first].start()],
            )
            end = groups[first + size - 1].end()
            bracketed = text[start] == "(" and text[end : end + 1] == ")"
            end += bracketed and ")" not in text[start:end]
            if size and not _inside(start, end, spans):
                pieces += [text[done:start], REMOVED]
                done = end
            first += size or 1
    return "".join(pieces) + text[done:]


def _ascii(digits: str) -> str:
    return "".join(str(unicodedata.decimal(digit)) for digit in digits)


def _phone_size(groups: list[str], *, international: bool) -> int:
    """Return how many of the leading groups of digits make a phone number; 0 = none."""
    sizes = [n for n in range(len(groups), 0, -1) if _phone_like(groups[:n], international)]
    # British numbers have 11 digits; take those rather than a longer stretch that also fits.
    exact = [n for n in sizes if sum(map(len, groups[:n])) in {10, 11}]
    return next(iter(sizes if international else exact or sizes), 0)


def _phone_like(groups: list[str], international: bool) -> bool:
    digits = "".join(groups)
    lengths = [len(group) for group in groups]
    if international:  # +44 7700 900123
        return 8 <= len(digits) <= 15
    if digits.startswith("00"):  # 00 44 20 7946 0958
        return 11 <= len(digits) <= 17
    if digits.startswith("0"):
        if digits.startswith(_SHORT_LINES) and 7 <= len(digits) <= 11:
            return lengths[0] == 4 or len(groups) == 1
        if len(groups) == 1:
            return len(digits) in {10, 11}
        # 020 7946 0958, 030 123456, and 01 23 45 67 89; a date has a first group of two, too.
        return (8 <= len(digits) <= 12 and lengths[0] >= 3) or lengths == [2] * 5
    if lengths[:1] == [1] and digits[0] == "1":  # 1-800-555-0123
        lengths = lengths[1:]
    if lengths == [3, 3, 4]:  # 555-123-4567
        return True
    # 44 20 7946 0958, written without its plus
    return digits.startswith("44") and len(digits) == 12 and (len(groups) == 1 or lengths[0] == 2)


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    kept = text[: longest - 1]
    blank = kept.rfind(" ", longest - 60)
    return (kept[:blank] if blank > 0 else kept).rstrip() + "…"
