"""A native table on a slide: it fits its box, its head and first column are marked as such."""

from typing import Any

import pytest
from pptx.util import Pt

from reports.elements import Cell, Grid
from reports.slides.house import OTHERS, Box, blank_deck
from reports.slides.tables import table

BOX = Box(40, 120, 880, 200)
HEADINGS = ("What people will get", "First agreed", "Working to")
LONG = "Book a care assessment online without a phone call or a form on paper " * 4


def grid(rows: int, title: str = "Pay online") -> Grid:
    """Make a table of so many milestones."""
    dates = (Cell("12 January 2027", "first seen"), Cell("Not set", known=False))
    return Grid("Next milestones", HEADINGS, tuple((Cell(title), *dates) for _ in range(rows)))


def drawn(told: Grid) -> tuple[Any, float]:
    """Draw a table on a slide; return its graphic frame and how tall it said it is."""
    deck = blank_deck()
    layout = next(one for one in deck.slide_layouts if one.name == OTHERS)
    slide = deck.slides.add_slide(layout)
    tall = table(slide, BOX, told)
    return slide.shapes[-1], tall


@pytest.mark.parametrize("title", ["Pay", LONG, "W" * 300, "=1+1", "服务" * 60])
@pytest.mark.parametrize("rows", [1, 3, 40])
def test_table_fits_its_box(rows: int, title: str) -> None:
    """However many rows, and whatever they are called."""
    frame, tall = drawn(grid(rows, title))
    heights = [row.height for row in frame.table.rows]
    assert sum(heights) == pytest.approx(Pt(tall), abs=len(heights))
    assert tall <= BOX.height
    assert sum(column.width for column in frame.table.columns) <= Pt(BOX.width) + 10


def test_rows_that_do_not_fit_are_counted() -> None:
    """The last row says how many are in the report."""
    frame, _ = drawn(grid(40))
    rows = list(frame.table.rows)
    left_out = 40 - (len(rows) - 2)
    assert rows[-1].cells[0].text == f"and {left_out} more in the report"
    assert [row.cells[0].text for row in rows[1:-1]] == ["Pay online"] * (len(rows) - 2)


def test_few_rows_are_shown_whole() -> None:
    """With what is said below a cell, and what is missing in words."""
    frame, _ = drawn(grid(2))
    told = [[cell.text for cell in row.cells] for row in frame.table.rows]
    assert told == [list(HEADINGS), *[["Pay online", "12 January 2027\nfirst seen", "Not set"]] * 2]


def test_table_can_be_listened_to() -> None:
    """It has a name and a text alternative; its head and first column are marked."""
    frame, _ = drawn(grid(2))
    named = frame._element.nvGraphicFramePr.cNvPr
    assert "Next milestones" in named.get("descr")
    assert "Pay online" in named.get("descr")
    assert frame.table.first_row
    assert frame.table.first_col


def test_text_is_12_points_or_more() -> None:
    """Even where there is much of it."""
    frame, _ = drawn(grid(40, LONG))
    sizes = {
        run.font.size
        for row in frame.table.rows
        for cell in row.cells
        for paragraph in cell.text_frame.paragraphs
        for run in paragraph.runs
    }
    assert min(sizes) >= Pt(12)
