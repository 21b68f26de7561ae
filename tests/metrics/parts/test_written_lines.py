"""Days and addresses as people write them; nothing is guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.parts.written_lines import line, without_addresses, written_address, written_day

FOURTH = date(2026, 12, 4)


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-04",
        "4 December 2026",
        "04 december 2026",
        "4th December 2026",
        "4 Dec 2026",
        "4 Dec. 2026",
        "4 December, 2026.",
        "Friday 4 December 2026, 2pm",
        "the board on 4 December 2026",
        "2026-12-04T09:00:00Z",
        "2026-12-04 (4 December 2026)",
        "by the 4th of December 2026 (see 2026-W49)",
    ],
)
def test_one_day(text: str) -> None:
    """As a date, or in words."""
    assert written_day(text) == FOURTH


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "December 2026", "4 December", "04/12/2026", "4.12.2026", "12-04-2026",
        "2026-13-04", "2026-02-30", "31 April 2026", "4 Decembre 2026", "4 December 12026",
        "0004-12-04", "4 December 9999", "12026-12-04", "2026-12-041",
        "2026-12-04 or 2026-12-11", "between 4 December 2026 and 8 January 2027",
    ],
)  # fmt: skip
def test_no_day_or_more_than_one(text: str) -> None:
    """An unknown day is empty, never guessed."""
    assert written_day(text) is None


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    """In both forms."""
    assert written_day(day.isoformat()) == day
    assert written_day(f"{day.day} {day:%B %Y}") == day
    assert written_day(f"{day.day} {day:%b %Y}") == day


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    """Whatever somebody wrote, no line breaks a measure."""
    assert written_day(text) is None or text
    assert written_address(text) == "" or text


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://show.example/pay", "https://show.example/pay"),
        ("Watch the demo: https://show.example/pay?t=30#end.", "https://show.example/pay?t=30#end"),
        ("[Watch](https://show.example/pay) on Friday", "https://show.example/pay"),
        ("<https://show.example:8443/>", "https://show.example:8443/"),
        ("http://old.example https://new.example", "https://new.example"),
        ("http://show.example/pay", ""),
        ("javascript:alert(1)//https://", ""),
        ("https:///nowhere", ""),
        ("https://user@show.example/", ""),
        ("https://show.example\\@evil.example/", "https://show.example"),
        ("https://bücher.example/", ""),
        ("https://[::1]/", ""),
        ("27 November 2026, room 4", ""),
        ("", ""),
    ],
)
def test_the_address_of_a_demo(text: str, address: str) -> None:
    """The first https address that leads to a host."""
    assert written_address(text) == address


def test_what_looks_like_a_day_in_an_address_is_none() -> None:
    """The day of the show and tell stands beside it."""
    text = "https://show.example/2026-12-01/pay on 4 December 2026"

    assert written_day(without_addresses(text)) == FOURTH


def test_a_line_of_each_description() -> None:
    """Empty where there is none, or no description was kept."""
    assert line([{"Demo": "x"}, {}, None], "Demo") == ["x", "", ""]
