"""How a value is printed in a CSV cell (docs/tables.md, "Conventions")."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

import numpy as np
import pandas as pd

from programme import frames
from programme.errors import FrameError

_PLACES: Final = Decimal("0.000001")
# Spreadsheets run a cell that begins so as a formula; NUL hides what follows it.
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r", "\0")


def cells(column: pd.Series) -> list[str]:
    """Print a column of one contract dtype, missing values as empty cells.

    Raises:
        FrameError: If the dtype has no printed form, or a number is infinite.
    """
    printed = _PRINTERS.get(str(column.dtype))
    if printed is None:
        raise FrameError(f"{column.name} holds {column.dtype}, which has no printed form.")
    # Few values differ: each is printed once.
    codes, unique = pd.factorize(column)
    known = np.array([*(printed(value) for value in unique.tolist()), ""], dtype=object)
    out: list[str] = known[codes].tolist()  # a missing value has the code -1, the last
    return out


def instant(value: datetime) -> str:
    """Print an aware instant as ``2026-11-22T09:30:00Z``; parts of a second are cut off."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def number(value: float | int | Decimal) -> str:
    """Print a number as a plain decimal of at most 6 places without trailing zeros.

    Raises:
        FrameError: If it is infinite or not a number.
    """
    # A float's shortest text is what people mean by it: 0.1 is 0.1.
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    if not exact.is_finite():
        raise FrameError(f"{value} is not a number that can be written.")
    if -exact.as_tuple().exponent > 6:  # type: ignore[operator]  # finite: the exponent is an int
        exact = exact.quantize(_PLACES)
    text = format(exact, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def text(value: str) -> str:
    """Print text, with an apostrophe before what a spreadsheet would take for a formula.

    Text that has apostrophes there already gets one more, so that no two texts are printed alike
    and a reader knows which one to take off.
    """
    return "'" + value if value.lstrip("'").startswith(_RISKY) else value


def _date(value: datetime) -> str:
    return value.date().isoformat()


def _flag(value: Any) -> str:
    return "true" if value else "false"


def _whole(value: Any) -> str:
    return str(int(value))


_PRINTERS: Final[dict[str, Callable[[Any], str]]] = {
    frames.TEXT: text,
    frames.AT: instant,
    frames.ON: _date,
    frames.COUNT: _whole,
    "int64": _whole,
    frames.DAYS: number,
    "float64": number,
    frames.FLAG: _flag,
    "bool": _flag,
}
