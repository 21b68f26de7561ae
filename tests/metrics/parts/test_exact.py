"""Durations and ratios are rounded once, from whole numbers."""

from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.parts.exact import added, apportioned, as_millionths, in_days, millionths, ratio


@pytest.mark.parametrize(
    ("seconds", "days"),
    [
        pytest.param(0, 0, id="none"),
        pytest.param(86_400, 1, id="a day"),
        pytest.param(1, 0.000012, id="a second, down"),
        pytest.param(27, 0.000313, id="a half, up"),
        pytest.param(86_400 * 30 + 21_600, 30.25, id="a month and six hours"),
    ],
)
def test_days_have_six_places_halves_up(seconds: int, days: float) -> None:
    """A day has 24 hours."""
    assert in_days(millionths(np.array([seconds * 1_000_000]))).tolist() == [days]


@pytest.mark.parametrize(
    ("over", "under", "expected"),
    [(0, 5, 0), (1, 3, 0.333333), (2, 3, 0.666667), (1, 2_000_000, 0.000001), (10**30, 10**30, 1)],
)
def test_ratios_have_six_places_halves_up(over: int, under: int, expected: float) -> None:
    """Of whole numbers of any size."""
    assert ratio(over, under) == expected


def test_a_ratio_to_nothing_is_not_known() -> None:
    """Never 0, never infinite."""
    assert ratio(3, 0) is pd.NA


@given(st.lists(st.integers(0, 10**12), max_size=9))
def test_printed_days_come_back_as_they_were(whole: list[int]) -> None:
    """What a table prints can be added up exactly."""
    days: Any = pd.Series([in_days(value) for value in whole], dtype="Float64")

    assert as_millionths(days) == whole


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_ratio_is_within_half_a_millionth(over: int, under: int) -> None:
    """Of the true quotient."""
    assert abs(round(ratio(over, under) * 10**6) - Fraction(over * 10**6, under)) <= Fraction(1, 2)


@given(st.lists(st.integers(0, 10**13), max_size=9))
def test_parts_of_a_rounded_sum_add_up_to_it(micros: list[int]) -> None:
    """Each is less than a millionth away from its own figure, and none is below nothing."""
    given_parts = np.array(micros, dtype=np.int64)
    parts = apportioned(given_parts, millionths)

    assert parts.sum() == millionths(given_parts.sum())
    assert (parts >= 0).all()
    assert (abs(parts * 86_400 - given_parts) <= 86_400).all()


def test_figures_are_added_by_place() -> None:
    """Places without any are 0."""
    assert added(np.array([2, 0, 2]), np.array([5, 1, 7]), 4).tolist() == [1, 0, 12, 0]
