"""Exact durations and ratios, rounded once to the 6 places that a table prints.

Everything is worked out in whole numbers, halves rounded up, so that no order of adding and no
rounding of floats decides what stands in a cell.
"""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pandas as pd

#: Of a day, or of one.
MILLIONTHS: Final = 1_000_000
#: A day of 24 hours holds so many microseconds for every millionth of it.
_MICROS_A_MILLIONTH: Final = 86_400


def added(place: np.ndarray, figures: np.ndarray, count: int) -> np.ndarray:
    """Return the sums of whole numbers by *place*, a number from 0 up to *count*."""
    total = np.zeros(count, dtype=np.int64)
    np.add.at(total, place, figures)
    return total


def millionths(micros: np.ndarray) -> np.ndarray:
    """Return durations in microseconds as whole millionths of a day of 24 hours."""
    return (micros + _MICROS_A_MILLIONTH // 2) // _MICROS_A_MILLIONTH


def in_days(whole: Any) -> Any:
    """Return millionths of a day, a number or an array of them, as days."""
    return whole / MILLIONTHS


def as_millionths(days: pd.Series) -> list[int]:
    """Return days as they are printed as whole millionths; an empty one counts 0."""
    return [0 if pd.isna(value) else round(value * MILLIONTHS) for value in days]


def ratio(over: int, under: int) -> Any:
    """Return *over* / *under* of whole numbers from 0 on, to 6 places; <NA> if *under* is 0."""
    return quotient(int(over), int(under)) / MILLIONTHS if under else pd.NA


def quotient(over: Any, under: int) -> Any:
    """Return *over*, a whole number or an array of them, / *under* as whole millionths."""
    return (2 * over * MILLIONTHS + under) // (2 * under)


def apportioned(figures: np.ndarray, rounded: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """Split a rounded sum among its parts, so that they add up to it.

    Rounded one by one, the parts may come to a millionth more or less than the sum. Here each is
    what it moves the rounded running total by, which is off by less than a millionth.

    Args:
        figures: Whole numbers from 0 on, in the order in which they are added.
        rounded: Turns sums of them into whole millionths, as the whole sum was.

    Returns:
        Whole millionths, none below 0.
    """
    return np.diff(rounded(np.cumsum(figures, dtype=np.int64)), prepend=0)
