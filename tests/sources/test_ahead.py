"""An iterator that runs ahead of whoever works on what it gives."""

import threading
from collections.abc import Iterator

import pytest

from sources.ahead import ahead


def test_everything_comes_in_order() -> None:
    """What is given is what would have come without it."""
    assert list(ahead(iter(range(100)))) == list(range(100))


def test_the_next_entry_is_fetched_meanwhile() -> None:
    """While one is worked on, the next is on its way already."""
    fetched = threading.Event()

    def rows() -> Iterator[int]:
        yield 1
        fetched.set()
        yield 2

    entries = ahead(rows())
    next(entries)
    assert fetched.wait(5)


def test_an_error_comes_in_its_place() -> None:
    """Entries before it arrive first."""

    def rows() -> Iterator[int]:
        yield 1
        raise ValueError("spoilt")

    entries = ahead(rows())
    assert next(entries) == 1
    with pytest.raises(ValueError, match="spoilt"):
        next(entries)


def test_whoever_leaves_early_stops_it() -> None:
    """No more is fetched than was under way."""
    fetched: list[int] = []
    ended = threading.Event()

    def rows() -> Iterator[int]:
        try:
            for number in range(1_000):
                fetched.append(number)
                yield number
        finally:
            ended.set()

    entries = ahead(rows())
    next(entries)
    entries.close()  # type: ignore[attr-defined]  # it is a generator
    assert ended.wait(5)
    assert len(fetched) < 5
