"""Cells that several tables of the report write alike."""

from typing import Any

from programme.wording.words import day, known
from reports.elements import Cell


def date_cell(on: Any, missing: str, aside: str = "") -> Cell:
    """Return a date, with what is said below it; else what is said where there is none."""
    return Cell(day(on), aside) if known(on) else Cell(missing, known=False)
