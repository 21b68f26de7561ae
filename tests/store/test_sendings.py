"""What was sent to whom: once, whoever tries and however often."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import Sending, Store, open_store
from tests.builders import at

_WEEK = "report 2026-W47"
_WEEKS = count()


def begin(store: Store, what: str = _WEEK, target: str = "MAIL", day: float = 0) -> int | None:
    """Begin to send something on a day."""
    return store.begin_sending("Care", what, target, at(day))


def begun(store: Store, day: float = 0) -> int:
    """Begin to send the week, which nothing forbids."""
    number = begin(store, day=day)
    assert number is not None
    return number


def test_what_is_being_sent_is_not_begun_again(store: Store) -> None:
    """Nor is what was sent; another week, target or programme is another thing."""
    number = begun(store)
    assert begin(store) is None
    store.end_sending(number, "sent", at(0.01), attempts=2)
    assert begin(store) is None
    assert begin(store, day=300) is None
    assert begin(store, what="report 2026-W47-r1") is not None
    assert begin(store, target="CHAT") is not None
    assert store.begin_sending("Other", _WEEK, "MAIL", at(0)) is not None


def test_what_failed_may_be_tried_again(store: Store) -> None:
    """Every try stays in the log, with how often and why."""
    store.end_sending(begun(store), "failed", at(0.1), attempts=4, message="It was not taken.")
    store.end_sending(begun(store, day=1), "sent", at(1.1), attempts=1)

    assert store.sendings("Care", _WEEK) == [
        Sending(_WEEK, "MAIL", "failed", at(0), at(0.1), 4, "It was not taken."),
        Sending(_WEEK, "MAIL", "sent", at(1), at(1.1), 1, ""),
    ]
    assert store.sendings("Care", "report 2026-W46") == []


def test_a_process_that_died_holds_nothing_up_for_ever(store: Store) -> None:
    """After an hour what it began has failed; should it still live, it has no say any more."""
    number = begun(store)
    assert begin(store, day=0.9 / 24) is None
    second = begun(store, day=1.1 / 24)
    store.end_sending(number, "sent", at(1), attempts=1)

    assert [one.state for one in store.sendings("Care", _WEEK)] == ["failed", "begun"]
    store.end_sending(second, "sent", at(1), attempts=1)
    assert begin(store, day=2) is None


def test_it_is_kept_over_a_restart(url: str) -> None:
    """Another process that opens the store later finds it sent."""
    first = open_store(url)
    first.end_sending(begun(first), "sent", at(0), attempts=1)
    first.close()
    second = open_store(url)
    assert begin(second, day=1) is None
    second.close()


def test_of_many_at_once_one_begins(store: Store) -> None:
    """The database decides, whatever each of them saw before."""
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda _: begin(store), range(24)))
    assert len([number for number in found if number is not None]) == 1


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["sent", "failed", "dies"]), max_size=6))
def test_once_sent_always_sent(store: Store, ends: list[str]) -> None:
    """Whatever happens before and after, nothing is begun once it was sent."""
    sent, week = False, next(_WEEKS)
    for day, end in enumerate(ends):
        number = begin(store, what=f"report {week}", day=day)
        assert (number is None) == sent
        if number is not None and end == "sent":
            store.end_sending(number, "sent", at(day), attempts=1)
            sent = True
        elif number is not None and end == "failed":
            store.end_sending(number, "failed", at(day), attempts=4, message="No.")
