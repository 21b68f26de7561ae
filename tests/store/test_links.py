"""What issues are part of and wait for: kept as it was seen, and told as of any instant."""

import pandas as pd
import pytest

from programme.rows import Batch, Link
from store import Store
from tests.builders import at, make_event, make_item, make_milestone
from tests.store.conftest import Shown, Sync

PARENT, OTHER = (Link("parent", f"forge.example/team/app#{number}") for number in (8, 9))
BLOCKER = Link("blocker", "forge.example/team/app#7")


def told(frame: pd.DataFrame) -> list[tuple[int, str, str, float | None, float | None]]:
    """Return the rows: issue, kind, number linked to, and the days it was seen from and until."""

    def day(instant: pd.Timestamp) -> float | None:
        return None if pd.isna(instant) else (instant - at(0)).total_seconds() / 86400

    return [
        (row.number, row.kind, row.link_key[-1], day(row.seen_from), day(row.seen_until))
        for row in frame.itertuples()
    ]


def test_links_come_and_go(sync: Sync, shown: Shown) -> None:
    """Each is seen from the sync that saw it until the one that does not any more."""
    sync(10, Batch((make_item(1, links=(PARENT, BLOCKER)), make_item(2, links=()))))
    sync(20, Batch((make_item(1, links=(OTHER, BLOCKER)),)))
    sync(30, Batch((make_item(1, links=()), make_item(2, links=(PARENT,)))))

    assert told(shown("links", 40)) == [
        (1, "blocker", "7", 10, 30),
        (1, "parent", "8", 10, 20),
        (1, "parent", "9", 20, 30),
        (2, "parent", "8", 30, None),
    ]
    assert told(shown("links", 25)) == [
        (1, "blocker", "7", 10, None),
        (1, "parent", "8", 10, 20),
        (1, "parent", "9", 20, None),
    ]


def test_the_first_look_stands_before_itself(sync: Sync, shown: Shown) -> None:
    """What was seen when links were first asked for stands earlier, as does a new issue's."""
    sync(5, Batch((make_item(1), make_item(3))))
    sync(10, Batch((make_item(1, links=(PARENT,)),)))
    sync(20, Batch((make_item(2, links=(OTHER,)), make_item(3, links=(PARENT,)))))

    assert told(shown("links", 7)) == [(1, "parent", "8", 10, None), (2, "parent", "9", 20, None)]


def test_events_of_links_come_with_the_first_look(sync: Sync, shown: Shown) -> None:
    """Up to when links were first asked for they are told, so that the past can be rebuilt."""
    kinds = ("parented", "closed")
    sync(5, Batch((make_item(1),)))
    sync(
        10,
        Batch(
            (make_item(1, links=(PARENT,)),),
            tuple(
                make_event(1, f"{kind}{day}", at=at(day), kind=kind)
                for kind in kinds
                for day in (2, 8, 11)
            ),
        ),
    )

    assert [(row.kind, row.at) for row in shown("events", 5).itertuples()] == [
        ("closed", at(2)),
        ("parented", at(2)),
        ("parented", at(8)),
    ]
    assert len(shown("events", 10)) == 4
    assert len(shown("events", 11)) == 6


@pytest.mark.parametrize("links", [None, ()], ids=["not asked", "none there"])
def test_a_sync_that_changes_no_link_changes_nothing(
    sync: Sync, store: Store, links: tuple[Link, ...] | None
) -> None:
    """Issues without links count as unchanged, whether or not they were asked for any."""
    sync(10, Batch((make_item(1),), labels=()))
    before = store.revisions(["app"])
    sync(20, Batch((make_item(1, links=links),), labels=()))

    assert store.revisions(["app"]) == before
    assert store.read(at(30), ["app"])["links"].empty


def test_a_change_of_links_alone_is_a_change(sync: Sync, store: Store) -> None:
    """What is measured is measured anew, though no issue counts as changed."""
    sync(10, Batch((make_item(1, links=()),), labels=()))
    before = store.revisions(["app"])

    assert sync(20, Batch((make_item(1, links=(PARENT,)),), labels=())) == 0
    assert store.revisions(["app"]) != before


def test_parents_and_iterations_stand_beside_milestones(sync: Sync, shown: Shown) -> None:
    """They are seen one by one: a list of milestones does not end them, nor they it."""
    epic = make_milestone("epic:1", kind="parent", title="Pay online")
    sync(10, Batch(milestones=(make_milestone("1"),), groups=(epic,)))
    sync(20, Batch(milestones=(make_milestone("1"),)))
    sync(30, Batch(groups=(make_milestone("epic:1", kind="parent", title="Pay by card"),)))

    seen = shown("milestones", 40)
    assert seen[["milestone_key", "kind", "title"]].to_numpy().tolist() == [
        ["1", "", "Milestone 1"],
        ["epic:1", "parent", "Pay online"],
        ["epic:1", "parent", "Pay by card"],
    ]
    assert seen["seen_until"].isna().tolist() == [True, False, True]
