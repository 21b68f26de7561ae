"""What is put on a slide: title, text, footer and charts; each with what a listener is told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.util import Pt

from charts.chart import Chart
from charts.palette import INK
from programme.wording.slides import MORE, OPEN
from reports.slides.charts import NativeChart
from reports.slides.drawing_ml import EMU, FONT
from reports.slides.house import FOOTER, NUMBER, Box
from reports.slides.text import (
    LINE_HEIGHT,
    SMALLEST,
    Line,
    clean,
    cut,
    fitted,
    indent,
    line_count,
)

_SPACES: Final = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_PLACEHOLDER: Final = (
    f'<p:sp {_SPACES}><p:nvSpPr><p:cNvPr id="{{id}}" name="{{name}}"/>'
    '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
    '<p:nvPr><p:ph type="{kind}" sz="quarter" idx="{idx}"/></p:nvPr></p:nvSpPr><p:spPr/>'
    "<p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>"
)
_SLIDE_NUMBER: Final = (
    f'<a:fld {_SPACES} id="{{{{C1FF6DA9-008F-8B48-92A6-B652298478BF}}}}" type="slidenum">'
    '<a:rPr lang="en-GB" sz="{size}"/><a:t>{number}</a:t></a:fld>'
)


def title(
    slide: Any, text: str, *, box: Box, largest: int, colour: str = INK, at_foot: bool = False
) -> float:
    """Write a slide's title into its placeholder, on two lines at most, smaller if need be.

    Args:
        slide: Where to.
        text: The title.
        box: Room for it.
        largest: Size to begin with, in points.
        colour: Of its letters.
        at_foot: Whether it stands at the foot of its box, else at the top.

    Returns:
        How tall it is, in points.
    """
    words = clean(text)
    # One line that is a little smaller goes before two.
    wishes = [(1, size) for size in range(largest, largest - 4, -1)]
    wishes += [(2, size) for size in range(largest, largest - 6, -1)]
    fits = (s for n, s in wishes if line_count(words, box.width, s, bold=True) <= n)
    size = next(fits, wishes[-1][1])
    shown = cut(words, box.width, size, lines=2, bold=True)
    tall = line_count(shown, box.width, size, bold=True) * size * LINE_HEIGHT
    shape = slide.shapes.title
    top = box.y + box.height - tall if at_foot else box.y
    shape.left, shape.top, shape.width, shape.height = Box(box.x, top, box.width, tall).emu
    frame = _frame(shape, anchor=MSO_ANCHOR.TOP)
    write(frame.paragraphs[0], shown, size, bold=True, colour=colour)
    return tall


def text(
    slide: Any,
    box: Box,
    lines: Sequence[Line],
    *,
    name: str,
    largest: int = 18,
    colour: str = INK,
    anchor: Any = MSO_ANCHOR.TOP,
) -> None:
    """Write paragraphs into a box; what does not fit is left to the report."""
    told, size = fitted(lines, box.width, box.height, largest=largest, more=MORE)
    shape = slide.shapes.add_textbox(*box.emu)
    shape.name = name
    frame = _frame(shape, anchor=anchor)
    for number, line in enumerate(told):
        paragraph = frame.paragraphs[0] if not number else frame.add_paragraph()
        if number:
            paragraph.space_before = Pt(round(line.gap * size * LINE_HEIGHT))
        _hang(paragraph, line, line.size(size))
        if line.about:
            write(paragraph, f"{line.about} ", line.size(size), bold=True, colour=colour)
        if line.text:
            write(paragraph, line.text, line.size(size), bold=line.bold, colour=colour)
        if line.url:
            _link(paragraph, line, line.size(size))


def footer(slide: Any, lines: Sequence[str], *, number: int) -> None:
    """Write the footer and the slide's number into placeholders, so that they stay with it."""
    frame = _placeholder(slide, "ftr", 11, "Footer", FOOTER)
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if not place else frame.add_paragraph()
        write(paragraph, cut(clean(line), FOOTER.width, SMALLEST, lines=1), SMALLEST)
    frame = _placeholder(slide, "sldNum", 12, "Slide number", NUMBER)
    field = _SLIDE_NUMBER.format(size=SMALLEST * 100, number=number)
    frame.paragraphs[0]._p.append(parse_xml(field))


def chart(slide: Any, box: Box, drawn: Chart, *, created: datetime) -> None:
    """Draw a chart that is not empty, with what it says in words as its alternative text."""
    native = NativeChart(drawn, box.width, box.height, created)
    # The type is python-pptx's to ask for; how series are drawn is their own.
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE, *box.emu, native)
    describe(frame, name=f"Chart: {drawn.name}", words=drawn.description)


def describe(frame: Any, *, name: str, words: str) -> None:
    """Give a chart or table a name, and the words that are read out in its place."""
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("name", clean(name))
    properties.set("descr", clean(words))


def notes(slide: Any, paragraphs: Sequence[str]) -> None:
    """Write speaker notes."""
    slide.notes_slide.notes_text_frame.text = "\n".join(clean(one) for one in paragraphs)


def write(paragraph: Any, words: str, size: float, *, bold: bool = False, colour: str = INK) -> Any:
    """Add text to a paragraph; return python-pptx's run."""
    run = paragraph.add_run()
    run.text = words
    font = run.font
    font.size, font.bold, font.name = Pt(size), bold, FONT
    font.color.rgb = rgb(colour)
    font.language_id = MSO_LANGUAGE_ID.ENGLISH_UK
    return run


def rgb(colour: str) -> Any:
    """Return ``#12436D`` as python-pptx asks for it."""
    read: Any = RGBColor.from_string
    return read(colour.removeprefix("#"))


def _link(paragraph: Any, line: Line, size: int) -> None:
    """Lead to what a paragraph is about; its name is told to who points at the link."""
    write(paragraph, " ", size)
    run = write(paragraph, OPEN, size)
    run.hyperlink.address = line.url
    run._r.rPr.find("{*}hlinkClick").set("tooltip", line.about.rstrip(":"))


def _frame(shape: Any, *, anchor: Any) -> Any:
    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return frame


def _hang(paragraph: Any, line: Line, size: int) -> None:
    """Set the sign before a paragraph, its lines hanging under one another."""
    if not line.sign:
        return
    properties = paragraph._p.get_or_add_pPr()
    far = round(indent(line, size) * EMU)
    properties.set("marL", str(far))
    properties.set("indent", str(-far))
    if line.sign.rstrip(".").isdecimal():
        start = line.sign.rstrip(".")
        bullet = f'<a:buAutoNum {_SPACES} type="arabicPeriod" startAt="{start}"/>'
    else:
        bullet = f'<a:buChar {_SPACES} char="{line.sign}"/>'
    properties.append(parse_xml(f'<a:buFont {_SPACES} typeface="{FONT}"/>'))
    properties.append(parse_xml(bullet))


def _placeholder(slide: Any, kind: str, idx: int, name: str, box: Box) -> Any:
    """Add a placeholder of the layout to the slide; return its text frame."""
    tree = slide.shapes._spTree
    number = max(int(one.get("id")) for one in tree.iter("{*}cNvPr")) + 1
    tree.append(parse_xml(_PLACEHOLDER.format(id=number, name=name, kind=kind, idx=idx)))
    shape = slide.shapes[-1]
    shape.left, shape.top, shape.width, shape.height = box.emu
    return _frame(shape, anchor=MSO_ANCHOR.TOP)
