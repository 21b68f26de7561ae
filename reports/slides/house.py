"""An empty deck of the house: 16:9, its own colours and fonts, so that what is added fits in."""

import re
from dataclasses import dataclass
from typing import Any, Final

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.util import Pt

from charts.palette import CATEGORICAL, GREY, INK, NAVY, PLUM
from reports.slides.drawing_ml import FONT

#: Of a slide, in points.
WIDTH, HEIGHT = 960, 540
MARGIN: Final = 40
FIRST, OTHERS = "Title Slide", "Title Only"
#: Layouts that are kept: the two that are used, and two for slides that somebody adds.
_KEPT: Final = (FIRST, OTHERS, "Title and Content", "Blank")
_TITLE_SIZE: Final = 2600
#: What the template brings along that says nothing of this deck.
_LEFT_OUT: Final = {
    RELATIONSHIP_TYPE.THUMBNAIL,
    RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
    RELATIONSHIP_TYPE.PRINTER_SETTINGS,
}
_BAR: Final = (
    '<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:nvSpPr>'
    '<p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
    '<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    '<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
    "</p:sp>"
)


@dataclass(frozen=True)
class Box:
    """A place on a slide, in points from its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[int, int, int, int]:
        """The same as python-pptx asks for it."""
        return Pt(self.x), Pt(self.y), Pt(self.width), Pt(self.height)


#: Where things lie on every slide.
BAND: Final = Box(0, 0, WIDTH, 148)
FIRST_TITLE: Final = Box(MARGIN, 52, WIDTH - 2 * MARGIN, 84)
EYEBROW: Final = Box(MARGIN, 18, WIDTH - 2 * MARGIN, 20)
RULE: Final = Box(MARGIN, 40, WIDTH - 2 * MARGIN, 2)
TITLE: Final = Box(MARGIN, 48, WIDTH - 2 * MARGIN, 66)
#: Lower end of what is between title and footer, and how far below the title it begins.
FOOT, BELOW_TITLE = 486, 12
FOOTER: Final = Box(MARGIN, 496, WIDTH - 2 * MARGIN - 60, 32)
NUMBER: Final = Box(WIDTH - MARGIN - 50, 496, 50, 32)


def blank_deck() -> Any:
    """Return a presentation without slides."""
    deck: Any = Presentation()
    wider = Pt(WIDTH) / deck.slide_width
    taller = Pt(HEIGHT) / deck.slide_height
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    # It names the template's shape, which is not ours.
    del deck.part._element.sldSz.attrib["type"]
    master = deck.slide_master
    for layout in list(deck.slide_layouts):
        if layout.name not in _KEPT:
            deck.slide_layouts.remove(layout)
    for held in (master, *deck.slide_layouts):
        for shape in held.shapes:
            if shape._element.spPr.xfrm is not None:
                shape.left, shape.width = round(shape.left * wider), round(shape.width * wider)
                shape.top, shape.height = round(shape.top * taller), round(shape.height * taller)
    _place(master)
    _colours_and_fonts(master)
    _look(deck)
    for part in (deck.part.package, deck.part):
        for key, relation in list(part._rels.items()):
            if relation.reltype in _LEFT_OUT:
                part._rels.pop(key)
    return deck


def _look(deck: Any) -> None:
    """Draw what slides of a layout have in common."""
    for layout in deck.slide_layouts:
        box, colour = (BAND, "accent1") if layout.name == FIRST else (RULE, "accent1")
        if layout.name == "Blank":
            continue
        x, y, cx, cy = box.emu
        bar = _BAR.format(number=90, name="Bar", x=x, y=y, cx=cx, cy=cy, colour=colour)
        # Behind everything else.
        layout.shapes._spTree.insert(2, parse_xml(bar))


def _place(master: Any) -> None:
    """Put the placeholders of the master where ours stand."""
    places = {
        "title": TITLE,
        "body": Box(MARGIN, 124, WIDTH - 2 * MARGIN, FOOT - 124),
        "ftr": FOOTER,
        "sldNum": NUMBER,
    }
    for shape in master.placeholders:
        kind = shape._element.nvSpPr.nvPr.find(".//{*}ph").get("type")
        if box := places.get(kind):
            shape.left, shape.top, shape.width, shape.height = box.emu
        if kind in {"ftr", "sldNum"}:
            look = shape._element.find(".//{*}lvl1pPr")
            look.set("algn", "l" if kind == "ftr" else "r")
            look.find("{*}defRPr").remove(look.find(".//{*}solidFill"))
    style = master._element.find("{*}txStyles/{*}titleStyle/{*}lvl1pPr")
    style.set("algn", "l")
    letters = style.find("{*}defRPr")
    letters.set("sz", str(_TITLE_SIZE))
    letters.set("b", "1")


def _colours_and_fonts(master: Any) -> None:
    """Give the theme our palette and a font that every machine has or has the like of."""
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = theme.blob.decode()
    accents = (*CATEGORICAL, GREY, INK)
    colours = {f"accent{n}": colour for n, colour in enumerate(accents, start=1)}
    colours |= {"dk2": NAVY, "hlink": NAVY, "folHlink": PLUM}
    for name, colour in colours.items():
        inside = f'<a:srgbClr val="{colour.removeprefix("#")}"/>'
        text = re.sub(rf"(<a:{name}>).*?(</a:{name}>)", rf"\g<1>{inside}\g<2>", text, flags=re.S)
    text = re.sub(r'(<a:latin typeface=)"[^"]*"', rf'\g<1>"{FONT}"', text)
    theme._blob = text.encode()
