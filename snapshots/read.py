"""Tables as they were written, back as frames: what ``snapshots/cells.py`` prints, read again."""

import csv
import io
import re
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from programme import frames
from programme.errors import WaymarkError
from programme.frames import Contract

# An apostrophe stands before what a spreadsheet would run, and before one that stood there before.
_PROTECTED: Final = re.compile(r"'+[=+\-@\t\r\0]")


def read_table(content: bytes, contract: Contract) -> pd.DataFrame:
    """Return a written table as a frame that keeps *contract*.

    Args:
        content: CSV as ``package.table_csv`` writes it; columns that an earlier version did not
            write are empty, those that this one does not know are left out.
        contract: Names, order and dtypes of the columns.

    Raises:
        WaymarkError: If it is no such table.
    """
    try:
        names, *rows = csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
        written = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}
        columns = {
            name: _column(written.get(name, [""] * len(rows)), column.dtype)
            for name, column in contract.columns.items()
        }
    # Whatever a cell holds that its column cannot: no flag, a number with too many digits, nothing.
    except (csv.Error, ValueError, TypeError, KeyError, OverflowError) as error:
        raise WaymarkError(f"{contract.name}.csv cannot be read.") from error
    return pd.DataFrame(columns)


def _column(cells: Sequence[str], dtype: str) -> pd.Series:
    return _READERS[dtype](cells)


def _text(cells: Sequence[str]) -> pd.Series:
    return pd.Series(
        [cell[1:] if _PROTECTED.match(cell) else cell for cell in cells], dtype=frames.TEXT
    )


def _dates(cells: Sequence[str]) -> pd.Series:
    found = np.array([cell or "NaT" for cell in cells], dtype="datetime64[us]")
    return pd.Series(found, dtype=frames.ON)


def _instants(cells: Sequence[str]) -> pd.Series:
    found = np.array([cell.removesuffix("Z") or "NaT" for cell in cells], dtype="datetime64[us]")
    return pd.Series(found, dtype="datetime64[us]").dt.tz_localize("UTC")


def _numbers(dtype: str, read: Callable[[str], Any]) -> Callable[[Sequence[str]], pd.Series]:
    def column(cells: Sequence[str]) -> pd.Series:
        return pd.Series([read(cell) if cell else pd.NA for cell in cells], dtype=dtype)

    return column


def _flag(cell: str) -> bool:
    return {"true": True, "false": False}[cell]


_READERS: Final[dict[str, Callable[[Sequence[str]], pd.Series]]] = {
    frames.TEXT: _text,
    frames.ON: _dates,
    frames.AT: _instants,
    frames.COUNT: _numbers(frames.COUNT, int),
    frames.DAYS: _numbers(frames.DAYS, float),
    frames.FLAG: _numbers(frames.FLAG, _flag),
    "int64": _numbers("int64", int),
    "float64": _numbers("float64", float),
    "bool": _numbers("bool", _flag),
}
