"""How wide and how tall text is on a slide, and how it is made to fit: smaller, then cut."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from programme.wording.slides import OPEN

#: In points; smaller is not read from the back of a room.
SMALLEST: Final = 12
LINE_HEIGHT: Final = 1.2
#: Of letters in thousandths of the size, by Helvetica, which Arial and Liberation Sans follow.
#: Adobe Core 14 font metrics: https://github.com/adobe-type-tools/font-metrics
_WIDTHS: Final = {
    letter: width
    for width, letters in {
        191: "'",
        222: "ijl‘’",
        260: "|",
        278: " !,./:;I[\\]ft·",
        333: "()-`r“”\u00ad",
        334: "{}",
        350: "•",
        355: '"',
        389: "*",
        469: "^",
        500: "Jcksvxyz",
        556: "#$0123456789?L_abdeghnopqu£–",
        584: "+<=>~",
        611: "FTZ",
        667: "&ABEKPSVXY",
        722: "CDHNRUw",
        778: "GOQ",
        833: "Mm",
        889: "%",
        944: "W",
        1000: "…—",
        1015: "@",
    }.items()
    for letter in letters
}
#: Of a letter that is not in the table: wide enough for all but those that fill a square.
_UNKNOWN: Final = 800
_BOLD: Final = 1.1
#: No two programs set text quite alike.
_SAFETY: Final = 1.04


@dataclass(frozen=True)
class Line:
    """A paragraph on a slide.

    Attributes:
        text: What it says.
        about: Bold words before it; may be empty.
        sign: What stands before its first line, such as a bullet; the lines hang under one another.
        bold: Whether all of it is bold.
        scale: Its size compared with the text around it.
        gap: Room above it, in lines.
        aside: Whether it is left out first where there is too little room.
        url: https address of what it is about, to be opened at its end; empty = none.
    """

    text: str
    about: str = ""
    sign: str = ""
    bold: bool = False
    scale: float = 1
    gap: float = 0.4
    aside: bool = False
    url: str = ""

    def size(self, size: int) -> int:
        """Return its size in points where the text around it has *size*."""
        return max(round(size * self.scale), SMALLEST)


def clean(text: str) -> str:
    """Return text on one line, without the characters that a file of XML cannot hold."""
    line = "".join(" " if letter.isspace() else letter for letter in text)
    kept = (c for c in line if unicodedata.category(c) not in {"Cc", "Cs", "Cn"})
    return " ".join("".join(kept).split())


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of *text* on one line, in points, rather too large than too small."""
    thousandths = sum(_letter(letter) for letter in text)
    return thousandths / 1000 * size * (_BOLD if bold else 1) * _SAFETY


def line_count(text: str, room: float, size: float, *, bold: bool = False) -> int:
    """Return how many lines *text* takes where each has *room* points."""
    lines, used = 1, 0.0
    space = width(" ", size, bold=bold)
    for word in text.split():
        long = width(word, size, bold=bold)
        if used and used + space + long <= room:
            used += space + long
            continue
        lines += 1 if used else 0
        # A word longer than a line is broken wherever the line ends.
        more, used = divmod(long, room) if long > room else (0, long)
        lines += int(more)
    return lines


def cut(text: str, room: float, size: float, *, lines: int, bold: bool = False) -> str:
    """Return *text*, cut at a word with an ellipsis if it takes more than so many lines."""
    if line_count(text, room, size, bold=bold) <= lines:
        return text
    words = text.split()
    kept = _most(len(words) - 1, lambda n: _begun(words[:n]), room, size, lines, bold)
    if kept:
        return _begun(words[:kept])
    letters = words[0]
    kept = _most(len(letters), lambda n: f"{letters[:n]}…", room, size, lines, bold)
    return f"{letters[:kept]}…"


def _begun(words: Sequence[str]) -> str:
    return " ".join(words).rstrip(" ,.;:–-(") + "…"


def _most(
    high: int, made: Callable[[int], str], room: float, size: float, lines: int, bold: bool
) -> int:
    """Return the largest number up to *high* whose text takes at most so many lines, else 0."""
    low = 0
    while low < high:
        middle = (low + high + 1) // 2
        if line_count(made(middle), room, size, bold=bold) <= lines:
            low = middle
        else:
            high = middle - 1
    return low


def height(lines: Sequence[Line], room: float, size: int) -> float:
    """Return how tall paragraphs are, in points, one under the other."""
    return sum(_tall(line, room, size, first=not n) for n, line in enumerate(lines))


def fitted(
    lines: Sequence[Line], room: float, tall: float, *, largest: int, more: str
) -> tuple[list[Line], int]:
    """Return the paragraphs that fit into a box, and the size at which they do.

    They are made smaller first; then asides are left out; then whatever is last, the first that has
    no room cut at a word, and *more* is said instead where there is a line for it.

    Args:
        lines: What to say.
        room: Width of the box, in points.
        tall: Height of the box, in points: a line of the smallest size or more.
        largest: Size to begin with.
        more: What is said at the end of what has been cut.
    """
    sizes = range(largest, SMALLEST - 1, -1)
    for told in (list(lines), [line for line in lines if not line.aside]):
        for size in sizes:
            if height(told, room, size) <= tall:
                return told, size
    # A line that says so has no room in a box of two.
    last = [Line(more)] if tall >= 3.5 * SMALLEST * LINE_HEIGHT else []
    left = tall - sum(_tall(line, room, SMALLEST, first=False) for line in last)
    kept: list[Line] = []
    for line in (line for line in lines if not line.aside):
        here = left - height(kept, room, SMALLEST)
        if _tall(line, room, SMALLEST, first=not kept) > here:
            kept += _shortened(line, room, here, first=not kept)
            break
        kept.append(line)
    return [*kept, *last], SMALLEST


def _shortened(line: Line, room: float, tall: float, *, first: bool) -> list[Line]:
    """Return as much of a paragraph as there is room for; none where that is under two lines."""
    size = line.size(SMALLEST)
    above = 0 if first else line.gap * SMALLEST * LINE_HEIGHT
    lines = int((tall - above) / (size * LINE_HEIGHT) + 1e-9)
    if lines < 2 and not first:
        return []
    # With the words before it, which are cut last.
    line = replace(line, url="")
    whole = cut(_whole(line), _room(line, room, size), size, lines=max(lines, 1), bold=_bold(line))
    if line.about and not whole.startswith(line.about):
        return [replace(line, about=whole, text="")]
    return [replace(line, text=whole[len(line.about) :].strip())]


def _tall(line: Line, room: float, size: int, *, first: bool) -> float:
    own = line.size(size)
    lines = line_count(_whole(line), _room(line, room, own), own, bold=_bold(line))
    above = 0 if first else line.gap * size * LINE_HEIGHT
    return above + lines * own * LINE_HEIGHT


def indent(line: Line, size: int) -> float:
    """Return how far the lines of a paragraph hang behind its sign, in points."""
    return max(width(line.sign, size) + size * 0.4, size * 1.1) if line.sign else 0


def _room(line: Line, room: float, size: int) -> float:
    return room - indent(line, size)


def _whole(line: Line) -> str:
    return f"{line.about} {line.text} {OPEN if line.url else ''}".strip()


def _bold(line: Line) -> bool:
    # Where a part of it is bold, all of it is taken to be.
    return line.bold or bool(line.about)


def _letter(letter: str) -> int:
    known = _WIDTHS.get(letter)
    if known is not None:
        return known
    if unicodedata.category(letter) in {"Mn", "Cf"}:
        return 0
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return 1000
    plain = unicodedata.normalize("NFD", letter)[0]
    return _WIDTHS.get(plain, _UNKNOWN)
