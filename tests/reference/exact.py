"""Exact durations and ratios: as fractions, rounded once."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

MILLIONTH = Decimal("0.000001")


def days(span: timedelta) -> Decimal:
    """Return a span in days of 24 hours, to 6 places, halves up."""
    return rounded(Fraction(span // timedelta(microseconds=1), 86_400_000_000))


def ratio(over: Decimal | int, under: Decimal | int) -> Decimal | None:
    """Return a quotient to 6 places, halves up; none of nothing."""
    return rounded(Fraction(over) / Fraction(under)) if under else None


def rounded(value: Fraction) -> Decimal:
    """Round to 6 places, halves up."""
    return Decimal(int(value * 1_000_000 + Fraction(1, 2))) * MILLIONTH
