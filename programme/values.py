"""Kinds of values in config.toml, and what is refused of each.

Strict about numbers and switches: neither true nor "9" is a number; neither 1 nor "yes" is true.
"""

import re
from datetime import date as Date
from pathlib import Path
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, Strict, StringConstraints

#: Weeks are counted in these years; a year outside them is a slip of the pen.
YEARS = range(1900, 2200)
#: A century: more days are a slip of the pen, and a date so far ahead is none.
MOST_DAYS = 36_525
_Place = TypeVar("_Place", str, Path)
_Time = TypeVar("_Time", bound=Date)  # an instant is a date to Python


def no_number(value: object) -> object:
    """Refuse as a date what pydantic would count as seconds since 1970."""
    if isinstance(value, int | float):
        raise ValueError(f"must be a date, as in 2026-01-05 (found {str(value).lower()})")
    return value


def in_years(value: _Time) -> _Time:
    """Refuse a date or instant that is centuries away: its weeks would fill the disk."""
    if value.year not in YEARS:
        raise ValueError(f"must be in the years {YEARS[0]} to {YEARS[-1]} (found {value.year:04d})")
    return value


def _usable(value: _Place) -> _Place:
    """Refuse what no system takes as a path."""
    if "\0" in str(value):
        raise ValueError("is no path")
    return value


def _variable(value: str) -> str:
    """Refuse what cannot be a variable's name without repeating it: it may be the token itself."""
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", value):
        raise ValueError(
            "must be the name of an environment variable, as in GITHUB_TOKEN, not the token"
        )
    return value


def _variables(value: object) -> object:
    """Refuse one text where a list of names belongs, without repeating it."""
    if isinstance(value, str):
        raise ValueError('must be a list of names of variables, as in ["WAYMARK_MAIL"]')
    return value


def _web_address(value: str, example: str, instead: str = "") -> None:
    """Refuse what is no address of a site; a password in it would end up in names and logs."""
    try:
        parts = urlsplit(value)
        usable = parts.scheme in {"https", "http"} and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ValueError(f"is no address; write it as {example}")
    if "@" in parts.netloc:
        raise ValueError(f"must not hold a user name or password{instead}")
    if parts.query or parts.fragment or re.search(r"\s", value):
        raise ValueError("must end after the host or path")


def _forge_address(value: str) -> str:
    _web_address(value, "https://git.example.gov.uk", "; use token_env")
    return value


def _own_address(value: str) -> str:
    if value:
        _web_address(value, "https://waymark.example.gov.uk")
    return value


def _store_address(value: str) -> str:
    """Refuse what names no database that Waymark can keep, without repeating a password in it."""
    kind, _, place = value.partition("://")
    file = kind == "sqlite" and place.startswith("/") and place not in {"/", "/:memory:"}
    if not file and not (re.fullmatch(r"postgresql(\+\w+)?", kind) and place):
        raise ValueError(
            "must name an SQLite file, as in sqlite:///data/waymark.db, or a PostgreSQL database, "
            "as in postgresql+psycopg://host/database"
        )
    return value


Number = Annotated[float, Field(allow_inf_nan=False), Strict()]
Count = Annotated[int, Field(ge=1), Strict()]
Switch = Annotated[bool, Strict()]
Ratio = Annotated[Number, Field(ge=0, le=1)]
Days = Annotated[Number, Field(ge=0, le=MOST_DAYS)]
Day = Annotated[Date, BeforeValidator(no_number)]
Name = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Variable = Annotated[str, AfterValidator(_variable)]
Folder = Annotated[Path, AfterValidator(_usable)]
File = Annotated[str, AfterValidator(_usable)]
Variables = Annotated[tuple[Variable, ...], BeforeValidator(_variables)]
ForgeAddress = Annotated[str, AfterValidator(_forge_address)]
OwnAddress = Annotated[str, AfterValidator(_own_address)]
StoreAddress = Annotated[str, AfterValidator(_store_address), AfterValidator(_usable)]
