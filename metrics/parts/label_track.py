"""The labels of every issue over time."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.parts.spells import Spells


@dataclass(frozen=True)
class LabelTrack:
    """When each issue bore each of its labels.

    Attributes:
        issue: The issue of each pair of issue and label.
        name: Present name of its label.
        spells: When it was on, by pair; what is always 1.
    """

    issue: np.ndarray
    name: np.ndarray
    spells: Spells

    def values(self, value: Callable[[str], int]) -> np.ndarray:
        """Return what *value* gives for the name of each pair; each name is asked for once."""
        codes, unique = pd.factorize(self.name)
        values = np.array([value(name) for name in unique], dtype=np.int64)
        return values[codes] if len(values) else np.zeros(0, dtype=np.int64)

    def flags(self, test: Callable[[str], bool]) -> np.ndarray:
        """Say of each pair whether its name passes *test*."""
        return self.values(lambda name: int(test(name))).astype(bool)
