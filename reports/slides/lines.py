"""The elements of a block as paragraphs of a slide."""

from collections.abc import Iterable, Iterator
from typing import Final

from charts.palette import RATINGS
from programme.wording.ratings import rating_word
from programme.wording.words import title
from reports.elements import Element, Entry, Grid, Listing, Paragraph
from reports.slides.text import Line, clean

#: Titles longer than this are cut; tables and notes show them whole.
_LONGEST_TITLE: Final = 110
#: No shape of a rating.
_WARNING: Final = "!"
_BULLET: Final = "•"


def lines(elements: Iterable[Element]) -> list[Line]:
    """Return what elements say in paragraphs and lists; tables, charts and ratings are drawn."""
    return [line for element in elements for line in _lines(element)]


def told(elements: Iterable[Element]) -> list[str]:
    """Return all that elements say, for speaker notes: nothing cut and nothing left out."""
    said = []
    for element in elements:
        if isinstance(element, Paragraph):
            said.append(f"{element.about}: {element.text}" if element.about else element.text)
        elif isinstance(element, Listing):
            said += [element.heading] if element.heading else []
            said += [_entry(entry) for entry in element.entries]
        elif isinstance(element, Grid):
            said += [_row(element, row) for row in range(len(element.rows))]
    return said


def _lines(element: Element) -> Iterator[Line]:
    if isinstance(element, Paragraph):
        yield _paragraph(element)
    elif isinstance(element, Listing):
        if element.heading:
            # Kept where its entries are left out: it says how many there are.
            yield Line(element.heading, bold=True, gap=0.8)
        for number, entry in enumerate(element.entries, start=1):
            sign = f"{number}." if element.ordered else _BULLET
            yield _listed(entry, sign, aside=element.aside)


def _paragraph(said: Paragraph) -> Line:
    about = f"{title(clean(said.about), _LONGEST_TITLE)}:" if said.about else ""
    words = clean(said.text)
    if said.kind == "note":
        return Line(f"“{words}”", about=about)
    if said.kind == "warning":
        return Line(words, about=about, sign=_WARNING, bold=True)
    scale = 1.25 if said.kind == "lead" else 1
    return Line(words, about=about, scale=scale, aside=said.kind == "aside")


def _listed(entry: Entry, sign: str, *, aside: bool) -> Line:
    if entry.rating:
        return Line(
            f"{title(clean(entry.title), _LONGEST_TITLE)}: {rating_word(entry.rating)}",
            sign=RATINGS[entry.rating][2],
            aside=aside,
        )
    name, detail = title(clean(entry.title), _LONGEST_TITLE), clean(f"{entry.detail} {entry.more}")
    about = f"{name}:" if name and detail else name
    url = entry.url if entry.url.startswith("https://") else ""
    return Line(detail, about=about, sign=sign, aside=aside, url=url)


def _entry(entry: Entry) -> str:
    detail = f"{entry.detail} {entry.more}".strip()
    if entry.rating:
        detail = f"{rating_word(entry.rating)}. {detail}".strip()
    address = f" {entry.url}" if entry.url else ""
    return ": ".join(part for part in (entry.title, detail) if part) + address


def _row(grid: Grid, number: int) -> str:
    name, *cells = grid.rows[number]
    said = [
        f"{heading}: {cell.text}" + (f" ({cell.aside})" if cell.aside else "")
        for heading, cell in zip(grid.headings[1:], cells, strict=True)
    ]
    return f"{name.text}. {'; '.join(said)}."
