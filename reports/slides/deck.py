"""The board's deck: at most eight slides with charts and tables that can be edited."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from charts.palette import NAVY, PAPER
from programme.wording import slides as wording
from reports.narrative import narrative
from reports.slides.contents import Content, contents
from reports.slides.house import (
    BAND,
    BELOW_TITLE,
    EYEBROW,
    FIRST,
    FIRST_TITLE,
    FOOT,
    MARGIN,
    OTHERS,
    TITLE,
    WIDTH,
    Box,
    blank_deck,
)
from reports.slides.page import footer, notes, text, title
from reports.slides.saved import saved
from reports.slides.text import Line, clean
from snapshots.contracts import records
from snapshots.edition import Edition

_TITLE_SIZE: Final = 26
_FIRST_SIZE: Final = 34
_FIRST_EYEBROW: Final = Box(EYEBROW.x, 28, EYEBROW.width, 22)


def slides(edition: Edition, *, now: datetime) -> bytes:
    """Draw one edition as a PowerPoint file, 16:9.

    Args:
        edition: The live one, or that of a frozen week.
        now: Aware instant at which it is read; see ``narrative``.

    Returns:
        The same bytes whenever the same edition is drawn: the file says when its figures were
        taken, not when it was made.
    """
    deck = blank_deck()
    layouts = {layout.name: layout for layout in deck.slide_layouts}
    blocks = {block.name: block for block in narrative(edition, now=now)}
    used: set[str] = set()
    for number, content in enumerate(contents(edition, blocks), start=1):
        slide = deck.slides.add_slide(layouts[FIRST if content.first else OTHERS])
        content.draw(slide, _head(slide, content, used))
        _foot(slide, content, edition, number)
    programme = edition.settings.programme.name
    return saved(
        deck,
        title=f"{clean(programme)}: {wording.eyebrow(edition.header)}",
        subject=clean(edition.settings.programme.outcome),
        made_at=edition.taken_at,
    )


def _head(slide: Any, content: Content, used: set[str]) -> Box:
    """Write the question and the finding; no two slides have the same title.

    Returns:
        The room below them.
    """
    finding = clean(content.title)
    if finding in used:
        finding = f"{content.heading} {finding}"
    used.add(finding)
    heading = [Line(clean(content.heading), bold=True)]
    if content.first:
        text(slide, _FIRST_EYEBROW, heading, name="Week", largest=16, colour=PAPER)
        slide.placeholders[1]._element.getparent().remove(slide.placeholders[1]._element)
        title(
            slide,
            finding,
            box=FIRST_TITLE,
            largest=_FIRST_SIZE,
            colour=PAPER,
            at_foot=True,
        )
        return Box(MARGIN, BAND.height, WIDTH - 2 * MARGIN, FOOT - BAND.height)
    text(slide, EYEBROW, heading, name="Question", largest=14, colour=NAVY)
    top = TITLE.y + title(slide, finding, box=TITLE, largest=_TITLE_SIZE) + BELOW_TITLE
    return Box(MARGIN, top, WIDTH - 2 * MARGIN, FOOT - top)


def _foot(slide: Any, content: Content, edition: Edition, number: int) -> None:
    # A week frozen long ago has no table of a measure that came later.
    tables = [name for name in content.tables if name in edition.snapshot.tables]
    told = wording.footer(
        edition.header,
        through=edition.data_through,
        zone=edition.zone,
        tables=tables,
        demonstration=edition.demonstration,
    )
    footer(slide, told, number=number)
    notes(slide, [*content.notes, *_definitions(tables), *told])


def _definitions(tables: Sequence[str]) -> Iterator[str]:
    """Yield what the figures of a slide mean, from the records of their tables."""
    known = records()
    for name in tables:
        record = known[name]
        yield wording.definition(
            name,
            question=record.question,
            unit=record.unit,
            definition=record.definition,
            misleads=record.misleads,
            provisional=record.provisional,
        )
