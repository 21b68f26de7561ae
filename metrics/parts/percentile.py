"""The one percentile of the product: nearest rank."""

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np


@lru_cache(maxsize=64)
def rank(share: float, count: int) -> int:
    """Return the 1-based rank ``ceil(share * count)``, exact for shares such as 0.8.

    Source: docs/tables.md, "Percentile p of n values".
    """
    exact = Fraction(str(share)) * count
    return max(math.ceil(exact), 1)


def percentile(values: Sequence[float] | np.ndarray, share: float) -> Any:
    """Return the value at rank ``ceil(share * n)`` of the sorted *values*; NaN of none."""
    return percentiles(values, [share])[0]


def percentiles(values: Sequence[float] | np.ndarray, shares: Iterable[float]) -> list[Any]:
    """Return the ``percentile`` of each of *shares*, sorting once."""
    ordered = np.sort(np.asarray(values), axis=0)
    if not len(ordered):
        return [math.nan for _ in shares]
    return [ordered[rank(share, len(ordered)) - 1] for share in shares]
