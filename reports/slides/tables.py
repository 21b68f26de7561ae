"""A Grid as a native table of a slide: smaller, then with shorter cells, then with fewer rows."""

from collections.abc import Sequence
from typing import Any, Final

from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.util import Pt

from charts.palette import GREY, GRID, INK, NAVY
from programme.wording.slides import more_rows
from reports.elements import Cell, Grid
from reports.slides.drawing_ml import EMU
from reports.slides.house import Box
from reports.slides.page import describe, write
from reports.slides.text import LINE_HEIGHT, SMALLEST, clean, cut, line_count, width

#: Room around the text of a cell, in points: beside it, above it.
_BESIDE, _ABOVE = 6, 4
#: Lines of a cell before it is cut.
_MOST_LINES: Final = 3
#: Without lines or colours of its own, which are drawn cell by cell.
_NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_BORDER: Final = (
    '<a:lnB xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" w="{wide}">'
    '<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:lnB>'
)


def table(slide: Any, box: Box, grid: Grid, *, largest: int = 16) -> float:
    """Draw a table of at least one row.

    Args:
        slide: Where to.
        box: Room for it.
        grid: What it holds.
        largest: Size of its text to begin with, in points.

    Returns:
        How tall it is, in points.
    """
    rows, widths, size = _fitted(grid, box, largest)
    if left_out := len(grid.rows) - len(rows):
        rows = [*rows[:-1], _more(left_out + 1, len(grid.headings))]
    heads = [Cell(heading) for heading in grid.headings]
    told = [heads, *rows]
    talls = [_tall(row, widths, size, bold=not place) for place, row in enumerate(told)]
    frame = slide.shapes.add_table(
        len(told), len(heads), *Box(box.x, box.y, box.width, sum(talls)).emu
    )
    describe(frame, name=f"Table: {grid.caption}", words=_in_words(grid))
    made = frame.table
    made.first_col, made.horz_banding = True, False
    made._tbl.tblPr.find("{*}tableStyleId").text = _NO_STYLE
    for place, wide in enumerate(widths):
        made.columns[place].width = Pt(wide)
    for place, row in enumerate(told):
        made.rows[place].height = Pt(talls[place])
        for column, cell in enumerate(row):
            _write(made.cell(place, column), cell, widths[column], size, head=not place)
    return sum(talls)


def _fitted(grid: Grid, box: Box, largest: int) -> tuple[list[Sequence[Cell]], list[float], int]:
    """Return the rows that fit, the widths of columns and the size of text."""
    rows: list[Sequence[Cell]] = list(grid.rows)
    heads = [Cell(heading) for heading in grid.headings]
    size = largest
    while True:
        widths = _widths([heads, *rows], box.width, size)
        tall = _tall(heads, widths, size, bold=True)
        talls = [_tall(row, widths, size) for row in rows]
        if tall + sum(talls) <= box.height or (size == SMALLEST and len(rows) == 1):
            return rows, widths, size
        if size > SMALLEST:
            size -= 1
        else:
            rows.pop()


def _widths(rows: Sequence[Sequence[Cell]], room: float, size: int) -> list[float]:
    """Share the room out: what each column needs on one line, long ones giving way first."""
    needs = [
        max(_need(cell, size, bold=not (place and row)) for row, cell in enumerate(column))
        for place, column in enumerate(zip(*rows, strict=True))
    ]
    spare = room - sum(needs)
    if spare >= 0:
        return [need + spare * need / sum(needs) for need in needs]
    low, high = 0.0, max(needs)
    for _ in range(40):  # the width that no column may pass, so that all fit
        middle = (low + high) / 2
        low, high = (middle, high) if sum(min(n, middle) for n in needs) <= room else (low, middle)
    return [min(need, low) for need in needs]


def _need(cell: Cell, size: int, *, bold: bool) -> float:
    """Return the width of a column in which a cell's texts stand on one line each."""
    texts = (width(clean(cell.text), size, bold=bold), width(clean(cell.aside), size))
    return max(texts) + 2 * _BESIDE + 1


def _tall(row: Sequence[Cell], widths: Sequence[float], size: int, *, bold: bool = False) -> float:
    lines = 1
    for place, (cell, wide) in enumerate(zip(row, widths, strict=True)):
        told = [(clean(cell.text), bold or not place)]
        told += [(clean(cell.aside), False)] if cell.aside else []
        room = wide - 2 * _BESIDE
        taken = [min(line_count(one, room, size, bold=b), _MOST_LINES) for one, b in told]
        lines = max(lines, sum(taken))
    return lines * size * LINE_HEIGHT + 2 * _ABOVE


def _write(made: Any, cell: Cell, wide: float, size: int, *, head: bool) -> None:
    made.margin_left = made.margin_right = Pt(_BESIDE)
    made.margin_top = made.margin_bottom = Pt(_ABOVE)
    made.vertical_anchor = MSO_ANCHOR.TOP
    frame, room = made.text_frame, wide - 2 * _BESIDE
    frame.word_wrap = True
    bold = head or made._tc.col_idx == 0
    shown = cut(clean(cell.text), room, size, lines=_MOST_LINES, bold=bold)
    write(frame.paragraphs[0], shown, size, bold=bold, colour=INK if cell.known else GREY)
    if cell.aside:
        shown = cut(clean(cell.aside), room, size, lines=_MOST_LINES)
        write(frame.add_paragraph(), shown, size, colour=GREY)
    colour, thick = (NAVY, 2) if head else (GRID, 1)
    border = _BORDER.format(wide=thick * EMU, colour=colour.removeprefix("#"))
    made._tc.get_or_add_tcPr().insert(0, parse_xml(border))
    made.fill.background()


def _more(left_out: int, columns: int) -> list[Cell]:
    return [Cell(more_rows(left_out)), *[Cell("")] * (columns - 1)]


def _in_words(grid: Grid) -> str:
    first = "; ".join(row[0].text for row in grid.rows)
    return f"{grid.caption}: a table of {', '.join(grid.headings)}. Rows: {first}."
