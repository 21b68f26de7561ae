"""Blocks of the report, drawn on a page: their words as HTML, their chart below them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from reports.elements import (
    Block,
    Cell,
    Grid,
    Listing,
    Paragraph,
    Position,
    Words,
)
from views import one_increment
from views.figure import figure
from views.html import Html, Part, foreign, join, link, rating_tag, tag, unbroken, write
from views.shown import Shown
from views.tables import grid

#: A note of more words than this is opened by whoever wants to read it: the first screen is short.
_SHORT_NOTE: Final = 40
_CLASSES: Final = {"lead": "lead", "warning": "notice warning"}


def draw(blocks: Iterable[Block], shown: Shown, *, aside: str, further: Mapping[str, Html]) -> None:
    """Put blocks on the page.

    Args:
        blocks: What is said, in order.
        shown: What it was said of.
        aside: What opens the words that are told below the rest.
        further: Links to other pages of the dashboard, by the name of the block: beside the
            position, after the last paragraph of any other.
    """
    # Words that no chart parts are written together, or Streamlit would part them.
    waiting: list[Html] = []
    for block in blocks:
        waiting.append(section(block, aside=aside, further=further.get(block.name)))
        if block.chart:
            write(*waiting)
            waiting.clear()
            figure(block.chart, shown, key="sponsor")
    write(*waiting)


def section(block: Block, *, aside: str = "", further: Html | None = None) -> Html:
    """Return all of a block but its chart.

    Args:
        block: What is said.
        aside: As for ``draw``.
        further: Links to other pages of the dashboard: see ``draw``.
    """
    # Every page says above its title how a frozen week was taken.
    words = [one for one in block.words if not _is_notice(one)]
    heading = tag("h2", block.heading)
    if isinstance(words[0], Position):
        heading = tag("div", heading, _drawn(words[0], "", further), cls="position")
        words, further = words[1:], None
    drawn = [_drawn(one, aside, further if one is words[-1] else None) for one in words]
    parts = [
        tag("div", *run, cls="beside") if quiet else join(run)
        for quiet, run in _side_by_side(words, drawn)
    ]
    return tag("section", heading, *parts, cls=f"block block-{block.name}")


def _is_notice(element: Words) -> bool:
    return isinstance(element, Paragraph) and element.kind == "notice"


def _side_by_side(
    elements: Sequence[Words], drawn: Sequence[Html]
) -> Iterator[tuple[bool, list[Html]]]:
    """Return runs of what is drawn, and whether a run stands in one line."""
    for quiet, run in groupby(zip(elements, drawn, strict=True), lambda pair: _quiet(pair[0])):
        yield quiet, [html for _, html in run]


def _quiet(element: Words) -> bool:
    """Tell what stands in one line, side by side: ratings of projects and what is opened."""
    if isinstance(element, Listing):
        return element.aside or _rated(element)
    return isinstance(element, Paragraph) and element.kind == "aside"


def _rated(listing: Listing) -> bool:
    return all(entry.rating for entry in listing.entries)


def _drawn(element: Words, aside: str, further: Html | None) -> Html:
    match element:
        case Position():
            return tag(
                "p",
                rating_tag(element.rating, cls="large"),
                _by_the_figures(element.indicated),
                tag("span", element.changed, *((" ", further) if further else ()), cls="changed"),
            )
        case Grid():
            rows = [[_cell(cell) for cell in row] for row in element.rows]
            return grid(element.headings, rows, caption=element.caption, hidden_caption=True)
        case Listing():
            return _listing(element)
        case Paragraph():
            return _paragraph(element, aside, further)


def _by_the_figures(rating: str) -> Html | None:
    """Return the rating that the figures point to, where another one is declared."""
    if not rating:
        return None
    return tag("span", " declared; by the figures ", rating_tag(rating), cls="declared")


def _paragraph(paragraph: Paragraph, aside: str, further: Html | None) -> Html:
    if paragraph.kind == "note":
        return _note(paragraph)
    about = [foreign(paragraph.about), ": "] if paragraph.about else []
    after = [" ", further] if further else []
    said = [*about, unbroken(paragraph.text), *after]
    if paragraph.kind == "aside":
        return _opened(aside, tag("p", *said))
    return tag("p", *said, cls=_CLASSES.get(paragraph.kind, ""))


def _note(paragraph: Paragraph) -> Html:
    said = tag("bdi", unbroken(paragraph.text))
    if len(paragraph.text.split()) <= _SHORT_NOTE:
        return tag("p", tag("strong", f"{paragraph.about}: "), said, cls="note")
    return _opened(paragraph.about, tag("p", said))


def _listing(listing: Listing) -> Html:
    if _rated(listing):
        return tag(
            "ul",
            *(
                tag("li", foreign(entry.title), " ", rating_tag(entry.rating))
                for entry in listing.entries
            ),
            cls="key",
        )
    entries = tag(
        "ol" if listing.ordered else "ul",
        *(
            tag(
                "li",
                tag("strong", link(foreign(entry.title), entry.url)) if entry.title else None,
                " ",
                tag("span", unbroken(entry.detail), cls="detail"),
                _opened("Why", unbroken(entry.more)) if entry.more else None,
            )
            for entry in listing.entries
        ),
        cls="told",
    )
    if listing.aside:
        return _opened(listing.heading, entries)
    return join([tag("h3", listing.heading) if listing.heading else None, entries])


def _opened(summary: str, content: Html) -> Html:
    return tag("details", tag("summary", summary), content)


def _cell(cell: Cell) -> Part:
    name: Html = foreign(cell.text) if cell.foreign else unbroken(cell.text)
    if not cell.known:
        name = tag("span", name, cls="missing")
    if cell.increment:
        name = one_increment.link_to(name, *cell.increment)
    elif cell.url:
        name = link(name, cell.url)
    if not cell.aside:
        return name
    aside = foreign(cell.aside) if cell.foreign else cell.aside
    return join([name, tag("span", aside, cls="aside")])
