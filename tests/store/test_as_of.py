"""What was known at an instant: the store's answers keep their contracts and never change."""

import itertools
from datetime import datetime

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programme import frames
from programme.rows import Batch, EventRow, ItemRow, Link
from store import Store
from tests.builders import at, make_event, make_item, make_label, make_milestone
from tests.store.conftest import Shown, Sync

# Watching which lines run doubles the time of these; others show what is covered.
pytestmark = pytest.mark.no_cover

_names = (f"source-{number}" for number in itertools.count())


@pytest.mark.parametrize("filled", [True, False], ids=["filled", "empty"])
def test_frames_keep_their_contracts(sync: Sync, store: Store, filled: bool) -> None:
    """With project and dates added, every frame is what programme/frames.py promises."""
    if filled:
        sync(
            10,
            Batch(
                (
                    make_item(
                        labels=[("1", "risk")],
                        lines={"Outcome": "x"},
                        links=(Link("parent", "forge.example/team/app#2"),),
                    ),
                    make_item(2),
                ),
                (make_event(), make_event(2, "2", label="risk")),
                (make_milestone(due=None),),
                (make_label(),),
            ),
        )
    known = store.read(at(11), ["app", "never"])
    for contract in frames.FACTS:
        frame = known[contract.name].assign(project="P")
        if contract is frames.MILESTONES:
            assert [str(frame[name].dtype) for name in ("due", "start")] == ["str", "str"]
            none = pd.Series(pd.NaT, index=frame.index, dtype=frames.ON)
            frame = frame.assign(due_on=none, start_on=none)
        frames.check(frame, contract)
        assert list(known[contract.name]) == [
            {"due_on": "due", "start_on": "start"}.get(name, name)
            for name in contract.columns
            if name != "project"
        ]
        assert not frame.duplicated(contract.keys).any()
        if contract is not frames.SOURCES:
            assert bool(len(frame)) == filled


def test_an_item_stands_before_its_first_sight(sync: Sync, shown: Shown) -> None:
    """The earliest observation stands from the item's creation on, and not before."""
    sync(10, Batch((make_item(1, created_at=at(2)), make_item(2, created_at=at(8)))))
    sync(11, Batch((make_item(1, created_at=at(2), title="New"),)))
    rebuilt = shown("items", 5)
    assert list(rebuilt["number"]) == [1]
    assert list(rebuilt["title"]) == ["Issue 1"]
    assert list(rebuilt["seen_from"]) == [at(10)]
    assert shown("items", 1).empty
    assert list(shown("items", 2)["number"]) == [1]


def test_events_up_to_the_instant(sync: Sync, shown: Shown) -> None:
    """An event exactly at t has happened; later ones are told only where the past is rebuilt."""
    sync(3, Batch((make_item(1),)))
    sync(
        10,
        Batch(
            (make_item(2), make_item(3, created_at=at(7))),
            tuple(
                make_event(number, f"{number}{day}", at=at(day))
                for number in (1, 2, 3)
                for day in (4, 9, 12)
            ),
        ),
    )
    told = {(row.number, (row.at - at(0)).days) for row in shown("events", 4).itertuples()}
    # 1 was seen on day 3; 2 is rebuilt from day 10; 3 had not been created.
    assert told == {(1, 4), (2, 4), (2, 9), (3, 4)}


def test_events_are_in_order(sync: Sync, shown: Shown) -> None:
    """By item, instant and position, whatever the order in which they came."""
    events = [make_event(n, f"{n}{p}", at=at(1), position=p) for n in (2, 1) for p in (3, 1, 2)]
    sync(10, Batch(events=tuple(events)))
    rows = shown("events", 11)
    assert list(zip(rows["number"], rows["position"], strict=True)) == [
        (n, p) for n in (1, 2) for p in (1, 2, 3)
    ]


def test_milestones_and_labels_tell_their_history(sync: Sync, shown: Shown) -> None:
    """Every observation up to t is told; one that ended later has not ended; none is too early."""
    sync(10, Batch(milestones=(make_milestone(due="2026-02-01"),), labels=(make_label(name="a"),)))
    sync(20, Batch(milestones=(make_milestone(due="2026-03-01"),), labels=(make_label(name="b"),)))
    assert list(shown("milestones", 5)["due"]) == ["2026-02-01"]
    assert list(shown("milestones", 15)["due"]) == ["2026-02-01"]
    assert list(shown("milestones", 20)["due"]) == ["2026-02-01", "2026-03-01"]
    assert shown("milestones", 15)["seen_until"].isna().all()
    assert shown("milestones", -1).empty
    assert list(shown("labels", 5)["label"]) == ["a"]
    assert list(shown("labels", 25)["label"]) == ["a", "b"]


def test_sources_tell_how_their_runs_ended(store: Store, shown: Shown) -> None:
    """Runs count once they have ended; a source that was never synced has its row."""
    with store.writing("app", "gitlab", at(10), clock=lambda: at(11)) as writer:
        writer.write(Batch(events=(make_event(at=at(3)), make_event(key="2", at=at(10.5)))))
        writer.write(Batch(requests=7))
    assert pd.isna(shown("sources", 10.9).iloc[0]["last_ok_at"])
    row = shown("sources", 11, "app", "never").set_index("source")
    assert row.loc["app", "last_ok_at"] == at(11)
    assert row.loc["app", "oldest_event_at"] == at(3)
    assert tuple(row.loc["app", ["kind", "request_count", "event_count"]]) == ("gitlab", 7, 2)
    assert tuple(row.loc["never", ["kind", "request_count", "event_count"]]) == ("", 0, 0)
    assert not row["failed"].any()


@st.composite
def syncs(draw: st.DrawFn) -> list[tuple[int, Batch]]:
    """Days of syncs, each with what a forge with at most four items said that day."""
    days = sorted(draw(st.sets(st.integers(1, 30), min_size=1, max_size=6)))
    return [(day, draw(answers(day))) for day in days]


@st.composite
def answers(draw: st.DrawFn, day: int) -> Batch:
    """Everything that a forge says on *day*, listed whole or only in part."""
    titles = st.sampled_from(["a", "b", "c"])
    told = draw(st.dictionaries(st.integers(1, 4), titles, max_size=4))
    items: tuple[ItemRow, ...] = tuple(
        make_item(number, title=title, created_at=at(number - 3), updated_at=at(day))
        for number, title in told.items()
    )
    dues = draw(st.none() | st.dictionaries(st.sampled_from("xyz"), titles))
    events: tuple[EventRow, ...] = tuple(
        make_event(number, f"{number}-{key}", at=at(draw(st.integers(-2, day))))
        for number, key in draw(st.sets(st.tuples(st.integers(1, 4), st.integers(0, 3))))
    )
    return Batch(
        items,
        events,
        None if dues is None else tuple(make_milestone(k, due=v) for k, v in dues.items()),
        None if dues is None else tuple(make_label(k, v) for k, v in dues.items()),
        numbers=frozenset(told) if draw(st.booleans()) else None,
    )


def _write(store: Store, source: str, day: float, batch: Batch) -> int:
    with store.writing(source, "github", at(day)) as writer:
        writer.write(batch)
    return writer.items_changed


def _seen(frame: pd.DataFrame, t: datetime) -> pd.DataFrame:
    return frame[frame["seen_from"] <= t].reset_index(drop=True)


#: Few, since each needs a store: 3, and 6 with the full profile.
property_of_a_store = settings(
    max_examples=settings().max_examples // 20 + 1,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@property_of_a_store
@given(history=syncs())
def test_later_syncs_never_change_what_was_seen(
    store: Store, history: list[tuple[int, Batch]]
) -> None:
    """What was read at an instant is read again after every later sync, rebuilt rows aside."""
    source = next(_names)
    read: list[tuple[datetime, dict[str, pd.DataFrame]]] = []
    for day, batch in history:
        _write(store, source, day, batch)
        read += [(at(moment), store.read(at(moment), [source])) for moment in (day, day + 0.5)]
    for t, before in read:
        after = store.read(t, [source])
        for name in ("items", "milestones", "labels"):
            assert _seen(before[name], t).equals(_seen(after[name], t))


@property_of_a_store
@given(history=syncs())
def test_as_of_is_the_last_answer(store: Store, history: list[tuple[int, Batch]]) -> None:
    """At each instant the store tells what a plain replay of the answers comes to."""
    source = next(_names)
    for day, batch in history:
        _write(store, source, day, batch)
    there: dict[int, str] = {}
    for day, batch in history:
        there |= {item.number: item.title for item in batch.items}
        if batch.numbers is not None:
            there = {number: there[number] for number in batch.numbers}
        t = at(day)
        rows = _seen(store.read(t, [source])["items"], t)
        present = rows[rows["gone_at"].isna()]
        told = dict(zip(present["number"], present["title"], strict=True))
        assert told == {n: title for n, title in there.items() if at(n - 3) <= t}


@property_of_a_store
@given(history=syncs())
def test_saying_it_again_changes_nothing(store: Store, history: list[tuple[int, Batch]]) -> None:
    """Each answer given twice leaves the same frames, and its second time changes no item."""
    once, twice = next(_names), next(_names)
    for day, batch in history:
        _write(store, once, day, batch)
        _write(store, twice, day, batch)
        assert _write(store, twice, day + 0.1, batch) == 0
    for name in ("items", "item_labels", "milestones", "labels", "events"):
        first, second = (store.read(at(40), [source])[name] for source in (once, twice))
        assert first.drop(columns="source").equals(second.drop(columns="source"))
