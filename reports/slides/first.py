"""The title slide: programme, week, rating in word, shape and colour, and why."""

from collections.abc import Sequence
from typing import Any, Final

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from charts.palette import RATINGS
from programme.wording.ratings import rating_word
from reports.elements import Element, Entry, Listing, Paragraph, Position
from reports.slides.house import BAND, MARGIN, WIDTH, Box
from reports.slides.lines import lines
from reports.slides.page import rgb, text, write
from reports.slides.text import Line, clean
from snapshots.edition import Edition

_TOP: Final = BAND.height + 24
_TAG: Final = Box(MARGIN, _TOP, 190, 48)
_CHANGED: Final = Box(MARGIN + 206, _TOP, 350, 48)
_SAID: Final = Box(MARGIN, _TOP + 64, 560, 248)
_PANEL: Final = Box(640, _TOP, WIDTH - MARGIN - 640, 312)
_TAG_SIZE: Final = 24


def draw_first(slide: Any, edition: Edition, elements: Sequence[Element]) -> None:
    """Draw what stands below the title.

    Args:
        slide: Where to.
        edition: What is told.
        elements: Those of the block on the position.
    """
    position = next(one for one in elements if isinstance(one, Position))
    _tag(slide, position.rating)
    changed = [Line(clean(position.changed))]
    text(slide, _CHANGED, changed, name="Change", anchor=MSO_ANCHOR.MIDDLE)
    # Roles, and ratings by project, stand in the panel.
    said = [one for one in elements if not _beside(one)]
    text(slide, _SAID, lines(said), name="Why")
    rated = [one for one in elements if isinstance(one, Listing) and _beside(one)]
    text(slide, _PANEL, [*_facts(edition), *lines(rated)], name="About the programme", largest=16)


def _tag(slide: Any, rating: str) -> None:
    ink, ground, sign = RATINGS[rating]
    shape = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *_TAG.emu)
    shape.name = "Rating"
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(ground)
    shape.line.color.rgb = rgb(ink)
    shape.line.width = Pt(1.5)
    # The theme's shadow and bevel with it.
    shape._element.remove(shape._element.find("{*}style"))
    frame = shape.text_frame
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    words = f"{sign} {rating_word(rating)}"
    write(frame.paragraphs[0], words, _TAG_SIZE, bold=True, colour=ink)


def _beside(element: Element) -> bool:
    """Tell whether an element stands in the panel, or is told there."""
    if isinstance(element, Listing):
        return all(_rated(entry) for entry in element.entries)
    return isinstance(element, Paragraph) and element.kind == "aside"


def _rated(entry: Entry) -> bool:
    return bool(entry.rating)


def _facts(edition: Edition) -> list[Line]:
    programme = edition.settings.programme
    facts = [
        ("What will be different", programme.outcome),
        ("Senior responsible owner", programme.sro_role),
        ("Digital lead", programme.digital_lead_role),
    ]
    return [Line(clean(what), about=f"{name}:", gap=0.7) for name, what in facts if what]
