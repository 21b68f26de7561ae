"""A value as its cell of a CSV file."""

from datetime import date
from decimal import Decimal
from typing import TypeAlias

Value: TypeAlias = str | int | bool | date | Decimal | None
Row: TypeAlias = dict[str, Value]


def cell(value: Value) -> str:
    """Write a value: empty = not known, plain decimals of at most 6 places."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        text = f"{value:.6f}".rstrip("0").rstrip(".")
        return "0" if text == "-0" else text
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    if not isinstance(value, str):
        return text
    bare = text
    while bare.startswith("'"):
        bare = bare[1:]
    return f"'{text}" if bare and bare[0] in "=+-@\t\r\0" else text
