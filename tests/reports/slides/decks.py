"""Reads what a deck holds: the sheet behind a chart, the cells that the chart kept."""

import io
import xml.etree.ElementTree as ET
import zipfile
from typing import Any

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def sheet(blob: bytes) -> list[list[Any]]:
    """Return the rows of a workbook's only sheet: numbers, text, None for empty cells."""
    with zipfile.ZipFile(io.BytesIO(blob)) as book:
        shared = [
            "".join(text.text or "" for text in one.iter(f"{_SHEET}t"))
            for one in ET.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        rows = ET.fromstring(book.read("xl/worksheets/sheet1.xml")).iter(f"{_SHEET}row")
        found = [{_place(cell): _value(cell, shared) for cell in row} for row in rows]
    wide = max(max(row) for row in found) + 1
    return [[row.get(place) for place in range(wide)] for row in found]


def cached(series: ET.Element) -> tuple[str, list[Any], list[Any]]:
    """Return what a series of a chart shows: its name, positions and values."""
    name = series.find(f"{C}tx")
    assert name is not None
    (heading,) = _points(name)
    return str(heading), _points(series.find(f"{C}cat")), _points(series.find(f"{C}val"))


def _points(held: ET.Element | None) -> list[Any]:
    assert held is not None
    count = held.find(f".//{C}ptCount")
    assert count is not None
    found: list[Any] = [None] * int(count.attrib["val"])
    for point in held.iter(f"{C}pt"):
        text = point.findtext(f"{C}v") or ""
        found[int(point.attrib["idx"])] = (
            text if held.find(f"{C}strRef") is not None else float(text)
        )
    return found


def _place(cell: ET.Element) -> int:
    return ord(cell.attrib["r"].rstrip("0123456789")) - ord("A")


def _value(cell: ET.Element, shared: list[str]) -> Any:
    assert cell.find(f"{_SHEET}f") is None, "no cell may be a formula"
    text = cell.findtext(f"{_SHEET}v")
    if text is None:
        return None
    return shared[int(text)] if cell.get("t") == "s" else float(text)
