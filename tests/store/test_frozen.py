"""The chain of frozen weeks in the store: each after the one before it, once, and never changed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from threading import Barrier

import pytest

from programme.errors import WaymarkError
from store import Chained, Frozen, Store, open_store
from tests.builders import at

CARE = "Care"


def taken(week: str = "2026-W02", *, day: float = 7, **values: object) -> Frozen:
    """Make a snapshot of a week, whose hash is its name."""
    base = Frozen(
        week=week,
        basis="recorded",
        revision=0,
        taken_at=at(day),
        sha256=f"says {week}",
        previous_sha256=None,
        content=f"all of {week}".encode(),
        content_sha256=f"holds {week}",
    )
    return replace(base, **values)  # type: ignore[arg-type]  # tests name fields that there are


def making(snapshot: Frozen) -> Callable[[str | None], Frozen]:
    """Bind a snapshot to the one before it, as freezing does."""
    return lambda previous: replace(snapshot, previous_sha256=previous)


def keep(store: Store, snapshot: Frozen, programme: str = CARE) -> Chained:
    """Keep a snapshot as the newest of its chain."""
    return store.freeze(programme, making(snapshot))


def test_each_follows_on_the_one_before(store: Store) -> None:
    """Its place and its bytes can be read back; each programme has a chain of its own."""
    kept = [keep(store, taken(f"2026-W0{n}", day=7 * n)) for n in (2, 3, 4)]
    other = keep(store, taken(), programme="Roads")

    assert [one.position for one in kept] == [1, 2, 3]
    assert [one.previous_sha256 for one in kept] == [None, "says 2026-W02", "says 2026-W03"]
    assert store.weeks(CARE) == kept
    assert store.week_content(CARE, 2) == b"all of 2026-W03"
    assert store.week_content(CARE, 9) is None
    assert (other.position, other.previous_sha256) == (1, None)


def test_it_is_there_for_the_next_process(url: str) -> None:
    """As it was written, to the instant."""
    first = open_store(url)
    kept = keep(first, taken())
    first.close()
    second = open_store(url)
    assert second.weeks(CARE) == [kept]
    assert second.weeks(CARE)[0].taken_at.tzinfo is not None
    second.close()


@pytest.mark.parametrize(
    ("again", "there"),
    [
        ({}, False),
        ({"revision": 1}, True),
        ({"basis": "rebuilt"}, True),
        ({"week": "2026-W03"}, True),
    ],
    ids=["the same", "a correction", "rebuilt", "another week"],
)
def test_one_of_each_week_basis_and_revision(
    store: Store, again: dict[str, object], there: bool
) -> None:
    """What is refused leaves the chain as it was."""
    keep(store, taken())
    second = replace(taken(), sha256="second", **again)  # type: ignore[arg-type]  # as above
    if there:
        assert keep(store, second).position == 2
    else:
        with pytest.raises(WaymarkError, match=r"^2026-W02 is frozen already\.$"):
            keep(store, second)
    assert len(store.weeks(CARE)) == (2 if there else 1)


def test_what_fails_while_it_is_made_leaves_nothing(store: Store) -> None:
    """The chain ends where it ended."""

    def fail(_: str | None) -> Frozen:
        raise WaymarkError("It cannot be made.")

    with pytest.raises(WaymarkError, match=r"It cannot be made\."):
        store.freeze(CARE, fail)
    assert store.weeks(CARE) == []


def at_once(url: str, *snapshots: Frozen) -> list[str]:
    """Freeze each through a store of its own at the same moment; return what became of each."""
    barrier = Barrier(len(snapshots))
    stores = [open_store(url) for _ in snapshots]

    def freeze(pair: tuple[Store, Frozen]) -> str:
        store, snapshot = pair
        barrier.wait()
        try:
            return f"kept {keep(store, snapshot).position}"
        except WaymarkError as error:
            return str(error)

    with ThreadPoolExecutor(len(snapshots)) as pool:
        found = sorted(pool.map(freeze, zip(stores, snapshots, strict=True)))
    for store in stores:
        store.close()
    return found


def test_of_two_that_freeze_a_week_at_once_one_does(url: str, store: Store) -> None:
    """The other one is told so in a sentence."""
    for n in range(2, 7):
        week = f"2026-W0{n}"
        both = [taken(week), taken(week, sha256="another")]
        assert at_once(url, *both) == [f"{week} is frozen already.", f"kept {n - 1}"]
    assert len(store.weeks(CARE)) == 5


def test_two_that_freeze_two_weeks_at_once_both_do(url: str, store: Store) -> None:
    """One after the other, each bound to the one before it."""
    found = at_once(url, *(taken(f"2026-W0{n}") for n in range(2, 8)))
    kept = store.weeks(CARE)

    assert found == [f"kept {n}" for n in range(1, 7)]
    assert [one.previous_sha256 for one in kept] == [None, *(one.sha256 for one in kept[:-1])]


@pytest.mark.parametrize(
    ("before", "gone"),
    [(at(14), []), (at(14.1), ["2026-W02"]), (at(90), ["2026-W02", "2026-W03"])],
    ids=["at its instant", "the older one", "both"],
)
def test_what_was_deleted_leaves_its_hashes(
    store: Store, before: datetime, gone: list[str]
) -> None:
    """And the day; what others froze stays, and a second time nothing is left to delete."""
    for n in (2, 3):
        keep(store, taken(f"2026-W0{n}", day=7 * n))
    keep(store, taken(day=0), programme="Roads")
    revision = store.revision()
    removed = store.remove_weeks(CARE, before, at(3000))
    kept = store.weeks(CARE)

    assert [one.week for one in removed] == gone
    assert [one.week for one in kept if one.removed_at == at(3000)] == gone
    assert [store.week_content(CARE, one.position) is None for one in kept] == [
        one.week in gone for one in kept
    ]
    assert [one.sha256 for one in kept] == ["says 2026-W02", "says 2026-W03"]
    assert store.week_content("Roads", 1) is not None
    assert store.remove_weeks(CARE, before, at(3001)) == []
    assert (store.revision() != revision) == bool(gone)
    # What follows is bound to the hash that stayed.
    assert keep(store, taken("2026-W04", day=28)).previous_sha256 == "says 2026-W03"
