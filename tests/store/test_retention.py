"""Titles that are kept for long enough: taken off, staying off, and back when work goes on."""

import pytest
from sqlalchemy import create_engine, text

from programme.errors import WaymarkError
from programme.rows import Batch, ItemRow
from store import Store
from tests.builders import at, make_event, make_item
from tests.store.conftest import Shown, Sync

#: A year and more after the issues below were closed.
LATER = 400.0
LINES = {"Outcome": "Fewer calls"}


def closed(number: int, day: float, **values: object) -> ItemRow:
    """Make an issue that was closed on a day."""
    return make_item(
        number,
        **{
            "state": "closed",
            "closed_at": at(day),
            "updated_at": at(day),
            "lines": LINES,
            "labels": [("7", "risk")],
            **values,
        },
    )


def titles(shown: Shown, day: float = LATER) -> list[str]:
    """Return what issues are called as of a day, in the order of their numbers."""
    return list(shown("items", day)["title"])


def remove(store: Store, before: float, *, day: float = LATER) -> int:
    """Take titles off what was closed before a day."""
    return store.remove_titles(["app"], at(before), at(day))


def break_off(store: Store, batch: Batch) -> None:
    """Let a sync on the tenth day read a batch, and then fail."""
    with store.writing("app", "github", at(10)) as writer:
        writer.write(batch)
        raise WaymarkError("The forge failed.")


@pytest.mark.parametrize(
    ("day", "kept"), [(16, [1]), (18, [])], ids=["a few days", "more than a week"]
)
def test_what_a_broken_off_sync_has_read_goes_soon(
    store: Store, day: float, kept: list[int]
) -> None:
    """It holds titles of whatever age, and perhaps nobody ever goes on from it."""
    with pytest.raises(WaymarkError):
        break_off(store, Batch((closed(1, 1),), cursor="here"))
    # Whether anybody still asks for that source or not.
    store.remove_titles(["another"], at(0), at(day))
    with store.writing("app", "github", at(LATER)) as writer:
        assert list(writer.read_before) == kept


@pytest.mark.parametrize(
    ("before", "left"),
    [
        (1, ["Issue 1", "Issue 2", "Issue 3"]),
        (1.1, ["removed", "Issue 2", "Issue 3"]),
        (LATER, ["removed", "removed", "Issue 3"]),
    ],
    ids=["on the day itself", "the first", "both, but nothing that is open"],
)
def test_titles_of_work_closed_before_a_day(
    store: Store, sync: Sync, shown: Shown, before: float, left: list[str]
) -> None:
    """What is open keeps its title, however old."""
    sync(20, Batch((closed(1, 1), closed(2, 10), make_item(3)), (make_event(1),), (), ()))
    count = remove(store, before)

    assert count == left.count("removed")
    assert titles(shown) == left
    assert remove(store, before) == 0


def test_what_is_counted_stays(store: Store, sync: Sync, shown: Shown) -> None:
    """Numbers, dates, labels and events; what tells what it was about goes."""
    sync(20, Batch((closed(1, 1), make_item(2)), (make_event(1),), (), ()))
    before = {name: shown(name, LATER) for name in ("items", "events", "item_labels")}
    remove(store, LATER)
    after = {name: shown(name, LATER) for name in before}

    for name in ("events", "item_labels"):
        assert after[name].equals(before[name])
    told = ["title", "url", "lines"]
    assert after["items"].drop(columns=told).equals(before["items"].drop(columns=told))
    assert list(after["items"]["url"])[0] == ""
    assert list(after["items"]["lines"]) == [{}, {}]


def test_they_are_off_in_every_older_state(store: Store, sync: Sync, shown: Shown) -> None:
    """Also as of a day on which the issue was open and called something else."""
    sync(1, Batch((make_item(1, title="As it was first called"),), (), (), ()))
    sync(20, Batch((closed(1, 10),), (make_event(1, at=at(10)),), (), ()))
    assert titles(shown, 5) == ["As it was first called"]
    remove(store, LATER)

    assert titles(shown, 5) == titles(shown, LATER) == ["removed"]
    assert list(shown("items", 5)["state"]) == ["open"]


def test_a_full_sync_does_not_bring_them_back(store: Store, sync: Sync, shown: Shown) -> None:
    """The forge still has them; nothing has changed, and nothing is written."""
    batch = Batch((closed(1, 1), make_item(2)), (make_event(1),), (), (), numbers=frozenset({1, 2}))
    sync(20, batch, full=True)
    remove(store, LATER)

    assert sync(LATER + 1, batch, full=True) == 0
    assert titles(shown, LATER + 2) == ["removed", "Issue 2"]


def test_an_issue_that_is_opened_again_says_what_it_is_about(
    store: Store, sync: Sync, shown: Shown
) -> None:
    """From then on; before, it stays as it was."""
    sync(20, Batch((closed(1, 1),), (make_event(1),), (), ()))
    remove(store, LATER)
    again = make_item(1, updated_at=at(LATER + 1))
    event = make_event(1, "2", at=at(LATER + 1), kind="reopened")
    sync(LATER + 2, Batch((again,), (event,), (), ()))

    assert titles(shown, LATER + 1) == ["removed"]
    assert titles(shown, LATER + 3) == ["Issue 1"]
    assert remove(store, LATER, day=LATER + 3) == 0
    # Closed again, it keeps its title for as long as any other.
    sync(LATER + 5, Batch((closed(1, LATER + 4),), (), (), ()))
    assert remove(store, LATER + 4, day=LATER + 6) == 0
    assert titles(shown, LATER + 6) == ["Issue 1"]


def test_what_is_gone_from_the_forge_counts_from_when_it_was_missed(
    store: Store, sync: Sync, shown: Shown
) -> None:
    """An open issue that was deleted will never be closed."""
    sync(1, Batch((make_item(1), make_item(2)), (), (), (), numbers=frozenset({1, 2})), full=True)
    sync(20, Batch((make_item(2),), (), (), (), numbers=frozenset({2})), full=True)

    assert remove(store, 20) == 0
    assert remove(store, 20.1) == 1
    assert titles(shown) == ["removed", "Issue 2"]


def test_only_sources_of_the_programme(store: Store, sync: Sync, shown: Shown) -> None:
    """A store may hold more than one programme."""
    for source in ("app", "api"):
        sync(20, Batch((closed(1, 1),), (make_event(1),), (), ()), source=source)

    assert remove(store, LATER) == 1
    assert list(shown("items", LATER, "app", "api")["title"]) == ["Issue 1", "removed"]


def test_the_store_says_what_was_removed_and_when(store: Store, sync: Sync, url: str) -> None:
    """How many, not which; of nothing nothing is said."""
    sync(20, Batch((closed(1, 1), closed(2, 2)), (make_event(1),), (), ()))
    remove(store, LATER)
    remove(store, LATER)
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT what, row_count FROM removals")).all()
    engine.dispose()

    assert [tuple(row) for row in rows] == [("titles", 2)]
