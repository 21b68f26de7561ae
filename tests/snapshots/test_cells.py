"""How values are printed in a CSV cell."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme import frames
from programme.errors import FrameError
from snapshots.cells import cells, instant, number, text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (-0.0000001, "0"),
        (12.0, "12"),
        (120.0, "120"),
        (0.1, "0.1"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.333333"),
        (2 / 3, "0.666667"),
        (-4.5, "-4.5"),
        (1e-6, "0.000001"),
        (1e21, "1000000000000000000000"),
        (1234567.891, "1234567.891"),
        (Decimal("42.3500"), "42.35"),
        (Decimal("1E+2"), "100"),
        (7, "7"),
    ],
)
def test_numbers_are_plain_decimals(value: Any, expected: str) -> None:
    """At most six places, no trailing zeros, no exponent, no minus zero."""
    assert number(value) == expected


@settings(deadline=None)
@given(st.floats(-1e9, 1e9))
def test_a_printed_number_is_the_number_to_six_places(value: float) -> None:
    """Nothing else is lost."""
    printed = number(value)

    assert abs(Decimal(printed) - Decimal(repr(value))) <= Decimal("0.0000005")
    assert "e" not in printed.lower()
    assert printed == "0" or printed.lstrip("-") != "0"
    assert "." not in printed or not printed.endswith(("0", "."))


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan"), Decimal("NaN")])
def test_what_is_no_number_is_refused(value: Any) -> None:
    """An infinite number is a mistake of ours and must not be written."""
    with pytest.raises(FrameError):
        number(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime(2026, 11, 22, 9, 30, tzinfo=UTC), "2026-11-22T09:30:00Z"),
        (datetime(2026, 11, 22, 9, 30, 59, 999999, tzinfo=UTC), "2026-11-22T09:30:59Z"),
        (
            datetime(2026, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=1))),
            "2026-06-30T23:30:00Z",
        ),
        (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), "9999-12-31T23:59:59Z"),
        (datetime(1, 1, 1, tzinfo=UTC), "0001-01-01T00:00:00Z"),
    ],
)
def test_instants_are_utc_to_the_second(value: datetime, expected: str) -> None:
    """Whatever their offset."""
    assert instant(value) == expected


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\0"])
def test_text_that_looks_like_a_formula_gets_an_apostrophe(start: str) -> None:
    """A spreadsheet then shows it and runs nothing."""
    assert text(start + "SUM(A1)") == "'" + start + "SUM(A1)"


@pytest.mark.parametrize("value", ["", "a=1", "'", "'tis", "''a=1", "–5", "مرحبا", "🙂", " =1"])
def test_other_text_is_left_alone(value: str) -> None:
    """Whatever its script."""
    assert text(value) == value


@pytest.mark.parametrize("value", ["'=1", "''=1", "'\tx", "'-"])
def test_what_has_an_apostrophe_already_gets_one_more(value: str) -> None:
    """Else it would be read back as the formula that it is not."""
    assert text(value) == "'" + value


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from("'=+-@\t\r\0a "), max_size=4), min_size=2, unique=True))
def test_no_two_texts_are_printed_alike(values: list[str]) -> None:
    """So that a table can be read back exactly."""
    assert len({text(value) for value in values}) == len(values)


@settings(deadline=None)
@given(st.text(st.sampled_from("'=+-@\t\r\0a") | st.characters(), max_size=6))
def test_printed_text_is_no_formula_and_loses_nothing(value: str) -> None:
    """One apostrophe is taken off where apostrophes alone stand before a risky character."""
    printed = text(value)
    marked = printed[:1] == "'" and printed.lstrip("'")[:1] in tuple("=+-@\t\r\0")

    assert printed[:1] not in tuple("=+-@\t\r\0")
    assert (printed[1:] if marked else printed) == value


@pytest.mark.parametrize(
    ("values", "dtype", "expected"),
    [
        ([pd.Timestamp("9999-12-31"), pd.NaT], frames.ON, ["9999-12-31", ""]),
        ([pd.Timestamp("0202-01-05")], frames.ON, ["0202-01-05"]),
        ([pd.Timestamp("2026-01-05", tz="UTC"), pd.NaT], frames.AT, ["2026-01-05T00:00:00Z", ""]),
        ([0, pd.NA, -7], frames.COUNT, ["0", "", "-7"]),
        ([0, 12], "int64", ["0", "12"]),
        ([1.5, pd.NA], frames.DAYS, ["1.5", ""]),
        ([-3.0, float("nan")], "float64", ["-3", ""]),
        ([True, False, pd.NA], frames.FLAG, ["true", "false", ""]),
        ([True, False], "bool", ["true", "false"]),
        (["", "x"], frames.TEXT, ["", "x"]),
    ],
)
def test_missing_values_are_empty_cells(values: list[Any], dtype: str, expected: list[str]) -> None:
    """Never 0 and never NaN; numbers need no apostrophe."""
    assert cells(pd.Series(values, dtype=dtype)) == expected


def test_a_column_without_printed_form_is_refused() -> None:
    """Dicts and lists do not belong into a table."""
    with pytest.raises(FrameError, match="lines holds object"):
        cells(pd.Series([{}], dtype="object", name="lines"))
