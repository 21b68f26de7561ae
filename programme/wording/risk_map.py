"""Open risks by how likely they are and what they would cost, and how they have moved."""

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from programme.wording.words import capital, count, listing

#: Bands of likelihood, the likeliest first, each from its least probability on.
LIKELIHOODS: Final = (
    (0.80, "Very likely", "80% or more"),
    (0.50, "Likely", "50% to 80%"),
    (0.30, "Possible", "30% to 50%"),
    (0.10, "Unlikely", "10% to 30%"),
    (0.00, "Very unlikely", "less than 10%"),
)
#: Bands of days lost, the fewest first, each up to less than its end. As shipped, labels from
#: very-low to very-high mean 2, 7, 14, 30 and 60 days: the ends lie between.
COSTS: Final = (
    (4.5, "Up to 4 days"),
    (10.5, "5 to 10 days"),
    (21.5, "11 to 21 days"),
    (44.5, "22 to 44 days"),
    (float("inf"), "45 days or more"),
)
_GRAVE: Final = frozenset((row, column) for row in (0, 1) for column in (3, 4))


class Square(NamedTuple):
    """Where a risk stands: places in LIKELIHOODS and COSTS."""

    likelihood: int
    cost: int

    @property
    def words(self) -> str:
        """The square in words: ``Likely, 22 to 44 days``."""
        return f"{LIKELIHOODS[self.likelihood][1]}, {COSTS[self.cost][1].lower()}"

    @property
    def weight(self) -> int:
        """How grave it is by likelihood and cost together, to be shaded by: 0, 1 or 2."""
        return (len(LIKELIHOODS) - 1 - self.likelihood + self.cost) // 3


@dataclass(frozen=True)
class RiskMap:
    """The open sized risks in their squares, now and in the report before.

    Attributes:
        now: Square of each risk, by (project, item).
        before: Those of the report before; None where there is nothing to compare with.
    """

    now: dict[tuple[str, str], Square]
    before: dict[tuple[str, str], Square] | None

    def counts(self) -> tuple[np.ndarray, np.ndarray | None]:
        """Return how many risks are in each square, now and before."""
        return _counted(self.now), None if self.before is None else _counted(self.before)

    def moved(self, key: tuple[str, str]) -> str:
        """Return where a risk was in the report before: ``Was: Possible, 5 to 10 days``, ``New``.

        Empty where it has not moved, or there is nothing to compare with.
        """
        if self.before is None:
            return ""
        was = self.before.get(key)
        if was is None:
            return "New here"
        return "" if was == self.now[key] else f"Was: {was.words}"

    def finding(self) -> str:
        """Say how many risks are both likely and costly."""
        if not self.now:
            return "No open risk is sized, so none has a place here."
        grave = sum(square in _GRAVE for square in self.now.values())
        if not grave:
            return "No open risk is both likely and would cost 22 days or more."
        are = count(grave, "open risk is", "open risks are")
        return f"{capital(are)} likely and would cost 22 days or more."

    def movement(self, since: str) -> str:
        """Say what has come, gone and moved; empty where there is nothing to compare with.

        Args:
            since: The report before: ``the week to 15 November 2026``.
        """
        if self.before is None:
            return ""
        both = self.now.keys() & self.before.keys()
        told = [
            (len(self.now) - len(both), "came"),
            (len(self.before) - len(both), "went"),
            (sum(self.now[key] != self.before[key] for key in both), "moved"),
        ]
        parts = [f"{count(many, '', '').strip()} {what}" for many, what in told if many]
        if not parts:
            return f"None has come, gone or moved since the report of {since}."
        return f"Since the report of {since}: {listing(parts)}."


def risk_map(register: pd.DataFrame, before: pd.DataFrame | None) -> RiskMap:
    """Put the open risks in their squares.

    Args:
        register: Rows of the risks table.
        before: Those of the report before; None where there is none that may be compared.
    """
    return RiskMap(_squares(register), None if before is None else _squares(before))


def square(probability: float, impact_days: float) -> Square:
    """Return the square of a probability, 0 to 1, and days lost."""
    return Square(
        next(at for at, (least, *_) in enumerate(LIKELIHOODS) if probability >= least),
        next(at for at, (end, _) in enumerate(COSTS) if impact_days < end),
    )


def _squares(register: pd.DataFrame) -> dict[tuple[str, str], Square]:
    held = register[(register["state"] == "open") & register["exposure_days"].notna()]
    rows: Any = held.itertuples()
    return {
        (row.project, row.item): square(float(row.probability), float(row.impact_days))
        for row in rows
    }


def _counted(squares: dict[tuple[str, str], Square]) -> np.ndarray:
    found = np.zeros((len(LIKELIHOODS), len(COSTS)), dtype=int)
    for one in squares.values():
        found[one] += 1
    return found
