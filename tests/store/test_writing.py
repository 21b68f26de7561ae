"""What a sync leaves in the store, in both databases."""

from datetime import datetime
from typing import Any

import pandas as pd
import pytest

from programme.errors import SourceError, WaymarkError
from programme.rows import Batch
from store import Overtaken, Store, open_store
from tests.builders import at, make_event, make_item, make_label, make_milestone
from tests.store.conftest import Shown, Sync


def test_unchanged_rows_stay(sync: Sync, shown: Shown, store: Store) -> None:
    """The same answers again open and close nothing, whatever the order of labels."""
    milestones, labels = (make_milestone(),), (make_label(),)
    first = make_item(labels=[("1", "risk"), ("2", "security")])
    again = make_item(labels=[("2", "security"), ("1", "risk")])
    event = make_event()
    assert sync(10, Batch((first,), (event,), milestones, labels, numbers=frozenset({1}))) == 1
    before = store.read(at(10), ["app"])
    assert sync(11, Batch((again,), (event,), milestones, labels, numbers=frozenset({1}))) == 0
    after = store.read(at(12), ["app"])
    for name in ("items", "item_labels", "events", "milestones", "labels"):
        assert before[name].equals(after[name]), name


def test_a_comment_changes_nothing(sync: Sync, shown: Shown) -> None:
    """A later updated_at alone opens no row; the row keeps the first one."""
    sync(10, Batch((make_item(updated_at=at(5)),), milestones=(make_milestone(updated_at=at(5)),)))
    changed = sync(
        11, Batch((make_item(updated_at=at(9)),), milestones=(make_milestone(updated_at=at(9)),))
    )
    assert changed == 0
    assert list(shown("items", 12)["updated_at"]) == [at(5)]
    assert list(shown("milestones", 12)["updated_at"]) == [at(5)]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another"},
        {"state": "closed", "closed_at": at(3), "reason": "completed"},
        {"labels": [("1", "risk")]},
        {"milestone_key": "7"},
        {"lines": {"Outcome": "Done"}},
        {"item": "elsewhere#1"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_change_closes_a_row_and_opens_another(
    sync: Sync, shown: Shown, change: dict[str, Any]
) -> None:
    """Both values stay readable, each at its own time, and count as one item changed."""
    sync(10, Batch((make_item(),)))
    before = shown("items", 10)
    assert sync(11, Batch((make_item(**change),))) == 1
    assert shown("items", 10.5).equals(before)
    assert list(shown("items", 11)["seen_from"]) == [at(11)]
    assert not shown("items", 11).equals(before)


def test_gone_items_leave_a_tombstone(sync: Sync, shown: Shown) -> None:
    """An item that a full pull does not list is closed, not deleted, and may come back."""
    both = (make_item(1), make_item(2))
    sync(10, Batch(both, numbers=frozenset({1, 2})))
    assert sync(11, Batch(numbers=frozenset({1}))) == 1
    assert sync(12, Batch(both, numbers=frozenset({1, 2}))) == 1
    assert shown("items", 10)["gone_at"].isna().all()
    assert list(shown("items", 11)["gone_at"].dropna()) == [at(11)]
    assert list(shown("items", 11)["number"]) == [1, 2]
    assert shown("items", 12)["gone_at"].isna().all()


def test_partial_pulls_remove_nothing(sync: Sync, shown: Shown) -> None:
    """A pull of what changed says nothing of what it does not list."""
    sync(10, Batch((make_item(1), make_item(2)), milestones=(make_milestone(),)))
    sync(11, Batch((make_item(2, title="New"),)))
    assert shown("items", 12)["gone_at"].isna().all()
    assert shown("milestones", 12)["seen_until"].isna().all()


def test_lists_of_milestones_and_labels_are_whole(sync: Sync, shown: Shown) -> None:
    """What a whole list leaves out is gone; no list at all says nothing."""
    sync(10, Batch(milestones=(make_milestone("1"), make_milestone("2")), labels=(make_label(),)))
    sync(11, Batch())
    sync(12, Batch(milestones=(make_milestone("2"),), labels=()))
    seen = shown("milestones", 13).set_index("milestone_key")["seen_until"]
    assert seen["1"] == at(12)
    assert seen.isna()["2"]
    assert list(shown("labels", 13)["seen_until"]) == [at(12)]


def test_facts_never_change(sync: Sync, shown: Shown) -> None:
    """An event that is known stays as it was first told."""
    sync(10, Batch(events=(make_event(key="e1", kind="closed"),)))
    sync(11, Batch(events=(make_event(key="e1", kind="reopened"), make_event(key="e2"))))
    assert list(shown("events", 12)["kind"]) == ["closed", "closed"]


def test_an_event_id_belongs_to_its_source(sync: Sync, shown: Shown) -> None:
    """Two sources may use the same keys and numbers."""
    for source in ("app", "api"):
        sync(10, Batch((make_item(),), (make_event(),)), source=source)
    assert list(shown("events", 11, "app", "api")["source"]) == ["api", "app"]
    assert list(shown("items", 11, "api")["source"]) == ["api"]


def test_a_failure_keeps_nothing_but_its_run(sync: Sync, shown: Shown, store: Store) -> None:
    """Rows, cursor and last good state stay; the run and its sentence are known."""
    sync(10, Batch((make_item(),), cursor="good"))
    before = store.revision()

    def cut_short() -> None:
        with store.writing("app", "github", at(11)) as writer:
            writer.write(Batch((make_item(title="Half"),), cursor="bad", requests=3))
            raise SourceError("app: the answer was cut short; try again.")

    with pytest.raises(SourceError):
        cut_short()
    assert store.cursor("app") == "good"
    assert store.revision() != before
    assert list(shown("items", 12)["title"]) == ["Issue 1"]
    source = shown("sources", 12).iloc[0]
    assert bool(source["failed"])
    assert source["message"] == "app: the answer was cut short; try again."
    assert source["request_count"] == 3
    assert source["last_ok_at"] == at(10)


def test_words_of_unknown_failures_are_not_kept(shown: Shown, store: Store) -> None:
    """An exception that is not ours may quote a person: its class alone is stored."""
    with pytest.raises(KeyError), store.writing("app", "github", at(1)):
        raise KeyError("someone@example.org")
    assert list(shown("sources", 2)["message"]) == ["KeyError"]


def test_the_last_cursor_stands(sync: Sync, store: Store) -> None:
    """A pull without a cursor goes on from the one before; each source has its own."""
    assert store.cursor("app") is None
    sync(10, Batch(cursor="one"), Batch(cursor="two"), Batch())
    assert store.cursor("app") == "two"
    sync(11)
    assert store.cursor("app") == "two"
    assert store.cursor("other") is None


def test_synced(sync: Sync, store: Store) -> None:
    """A source counts as synced once a sync of it ended well."""
    with pytest.raises(SourceError), store.writing("app", "github", at(1)):
        raise SourceError("no")
    assert not store.synced(["app", "api"])
    sync(2)
    assert store.synced(["api", "app"])


def test_recorded_observations_count_from_their_own_instant(sync: Sync, shown: Shown) -> None:
    """Past observations of milestones keep their dates; what is not listed was gone then."""
    moved = make_milestone("1", due="2026-03-01")
    sync(
        100,
        Batch(milestones=(make_milestone("1"), make_milestone("2")), seen_at=at(10)),
        Batch(milestones=(make_milestone("1"),), seen_at=at(20)),
        Batch(milestones=(moved,)),
    )
    rows = shown("milestones", 101)
    assert list(zip(rows["milestone_key"], rows["seen_from"], strict=True)) == [
        ("1", at(10)),
        ("1", at(100)),
        ("2", at(10)),
    ]
    assert [None if value is None else value for value in rows["seen_until"].dropna()] == [
        at(100),
        at(20),
    ]


def test_replayed_observations_change_nothing(sync: Sync, store: Store) -> None:
    """Replaying a recording, wholly or with lines slipped in, leaves the past as it was seen."""
    past = [
        Batch(milestones=(make_milestone(due=f"2026-0{n}-01"),), seen_at=at(n)) for n in range(1, 5)
    ]
    now = Batch(milestones=(make_milestone(due="2026-05-01"),))
    sync(10, *past, now)
    before = store.read(at(20), ["app"])["milestones"]
    sync(11, *past, now)
    slipped = Batch(milestones=(make_milestone(due="2027-01-01"),), seen_at=at(2.5))
    sync(12, past[0], slipped, past[1], now)
    assert store.read(at(20), ["app"])["milestones"].equals(before)


def test_late_observations_are_taken(sync: Sync, shown: Shown) -> None:
    """A line added to a recording counts unless its milestone is known to have changed since."""
    still = make_milestone("1")
    sync(10, Batch(milestones=(still, make_milestone("2")), seen_at=at(1)))
    moved = tuple(make_milestone(key, due="2026-05-01") for key in ("1", "2"))
    sync(20, Batch(milestones=(still, make_milestone("2", due="2026-04-01"))))
    sync(30, Batch(milestones=moved, seen_at=at(5)), Batch(milestones=moved))
    rows = shown("milestones", 40)
    assert list(zip(rows["milestone_key"], rows["seen_from"], strict=True)) == [
        ("1", at(1)),
        ("1", at(5)),
        ("2", at(1)),
        ("2", at(20)),
        ("2", at(30)),
    ]


def test_observations_of_the_future_wait(sync: Sync, shown: Shown) -> None:
    """What a recording saw after the clock of this sync shows once its time has come."""
    later = Batch(milestones=(make_milestone(due="2027-01-01"),), seen_at=at(50))
    sync(10, later, Batch(milestones=(make_milestone(due="2026-02-01"),)))
    assert list(shown("milestones", 49)["due"]) == ["2026-02-01"]
    assert list(shown("milestones", 50)["due"]) == ["2026-02-01", "2027-01-01"]


def test_a_clock_that_goes_back(sync: Sync, shown: Shown) -> None:
    """Observations never count from before what is already known."""
    sync(10, Batch((make_item(),)))
    sync(5, Batch((make_item(title="New"),)))
    assert list(shown("items", 10)["title"]) == ["New"]
    assert list(shown("items", 10)["seen_from"]) == [at(10)]


def test_a_clock_that_stands(sync: Sync, shown: Shown) -> None:
    """With a pinned clock the last answer of an instant is the answer."""
    sync(10, Batch((make_item(),), milestones=(make_milestone(),)))
    sync(10, Batch((make_item(title="New"),), milestones=(make_milestone(title="New"),)))
    for day in (9, 10, 11):
        assert list(shown("items", day)["title"]) == ["New"]
        assert list(shown("milestones", day)["title"]) == ["New"]
    sync(10, Batch(numbers=frozenset(), milestones=()))
    assert list(shown("items", 10)["gone_at"]) == [at(10)]
    assert list(shown("milestones", 10)["seen_until"]) == [at(10)]


def test_an_item_told_twice(sync: Sync, shown: Shown) -> None:
    """Pages that overlap tell an item twice: the later answer stands, without a row between."""
    sync(10, Batch((make_item(title="Old"),)), Batch((make_item(title="New"),)))
    assert list(shown("items", 10)["title"]) == ["New"]
    assert sync(11, Batch((make_item(2),)), Batch(numbers=frozenset({1}))) <= 1
    assert list(shown("items", 12)["number"]) == [1]


def test_two_syncs_of_one_source(store: Store, shown: Shown) -> None:
    """The one that ends first stands; the other says so, changes nothing and is no failed run."""

    def overtaken() -> None:
        with store.writing("app", "github", at(10)) as slow:
            slow.write(Batch((make_item(title="Slow"),)))
            with store.writing("app", "github", at(11)) as quick:
                quick.write(Batch((make_item(title="Quick"),)))

    with pytest.raises(Overtaken, match="another sync"):
        overtaken()
    assert list(shown("items", 12)["title"]) == ["Quick"]
    assert not store.last_runs(at(12), ["app"])["app"]["failed"]


def test_two_sources_at_once(store: Store, shown: Shown) -> None:
    """Syncs of different sources do not stand in each other's way."""
    with store.writing("app", "github", at(10)) as one:
        one.write(Batch((make_item(),)))
        with store.writing("api", "gitlab", at(10)) as other:
            other.write(Batch((make_item(),)))
    assert len(shown("items", 12, "app", "api")) == 2


def test_text_that_databases_refuse(sync: Sync, shown: Shown) -> None:
    """NUL and lone surrogates become the replacement character; all other text stays itself."""
    title = "a\x00b\ud800c \U0001f680 \u0645\u0631\u062d\u0628\u0627 '; DROP TABLE items; --"
    item = make_item(title=title, labels=[("k", "l\x00")])
    assert sync(10, Batch((item,))) == 1
    assert sync(11, Batch((item,))) == 0
    expected = title.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
    assert list(shown("items", 11)["title"]) == [expected]
    assert list(shown("item_labels", 11)["label"]) == ["l\ufffd"]


def test_instants_keep_their_microseconds(sync: Sync, shown: Shown) -> None:
    """An instant is the same to the microsecond in both databases, from year 1 to year 9999."""
    first, last = datetime(1, 1, 1, tzinfo=at(0).tzinfo), at(0).replace(year=9999, microsecond=1)
    sync(10, Batch((make_item(created_at=first, closed_at=last),)))
    row = shown("items", 11).iloc[0]
    assert (row["created_at"], row["closed_at"]) == (first, last)


def test_an_instant_without_zone_is_refused(store: Store) -> None:
    """A naive datetime is a mistake, never a guess."""
    with (
        pytest.raises(WaymarkError),
        store.writing("app", "github", at(10)) as writer,
    ):
        writer.write(Batch((make_item(created_at=datetime(2026, 1, 1)),)))


def test_a_hundred_labels(sync: Sync, shown: Shown) -> None:
    """However many labels an item has, all are kept."""
    sync(10, Batch((make_item(labels=[(str(n), f"label {n}") for n in range(100)]),)))
    assert len(shown("item_labels", 11)) == 100


def test_a_size_is_kept_and_a_changed_one_makes_a_new_row(sync: Sync, shown: Shown) -> None:
    """Exactly as it came; None = not known."""
    sync(10, Batch((make_item(1, size=0.125), make_item(2))))
    assert sync(11, Batch((make_item(1, size=0.125), make_item(2)))) == 0
    assert sync(12, Batch((make_item(1, size=8.0), make_item(2, size=0.0)))) == 2
    assert shown("items", 11)["size"].tolist() == [0.125, pd.NA]
    assert shown("items", 12)["size"].tolist() == [8.0, 0.0]


@pytest.mark.parametrize(
    ("second", "changes"),
    [
        pytest.param(Batch((make_item(),), (make_event(),)), False, id="the same again"),
        pytest.param(Batch(), False, id="nothing at all"),
        pytest.param(Batch((make_item(title="Other"),)), True, id="an item"),
        pytest.param(Batch(events=(make_event(key="2"),)), True, id="an event alone"),
        pytest.param(Batch(milestones=(make_milestone(),)), True, id="a milestone"),
        pytest.param(Batch(labels=(make_label(),)), True, id="a label"),
        pytest.param(Batch(numbers=frozenset()), True, id="an item that is gone"),
    ],
)
def test_a_revision_changes_with_what_is_known(
    second: Batch, changes: bool, store: Store, sync: Sync
) -> None:
    """And stays when a run found nothing new, so that nothing need be measured again."""
    before = store.revisions(["app", "other"])
    sync(1, Batch((make_item(),), (make_event(),)))
    first = store.revisions(["app", "other"])
    sync(2, second)

    after = store.revisions(["app", "other"])

    assert before["app"] != first["app"]
    assert (after["app"] != first["app"]) == changes
    assert before["other"] == first["other"] == after["other"]


def test_a_revision_changes_when_a_run_fails(store: Store, sync: Sync) -> None:
    """And again when the next one goes well."""
    sync(1, Batch((make_item(),)))
    revisions = [store.revisions(["app"])]
    with pytest.raises(WaymarkError), store.writing("app", "github", at(2)):
        raise WaymarkError("It did not answer.")
    revisions.append(store.revisions(["app"]))
    sync(3, Batch())
    revisions.append(store.revisions(["app"]))

    assert revisions[0] != revisions[1]
    assert revisions[2] == revisions[0]


@pytest.mark.parametrize(
    ("before", "full", "kept", "states"),
    [
        ("never asked", False, [7], ["failed"]),
        ("read well", False, [7], ["ok"]),
        ("overtaken", False, [], ["ok"]),
        ("read well", True, [], ["ok"]),
    ],
)
def test_a_sync_that_is_stopped(
    store: Store, url: str, before: str, full: bool, kept: list[int], states: list[str]
) -> None:
    """What it has read is kept for the next one; that somebody stopped it is no failure."""

    def sync_well() -> None:
        with store.writing("app", "github", at(1)) as writer:
            writer.write(Batch((make_item(1),), cursor="one"))

    if before == "read well":
        sync_well()
    # The process ends inside.
    stopped = store.writing("app", "github", at(2), full=full)
    stopped.__enter__().write(Batch((make_item(7),), cursor="two"))
    if before == "overtaken":
        sync_well()
    store.break_off()

    later = open_store(url)
    log = later.logged(at(9), ["app"], limit=9)
    assert [run.outcome for run in log.runs] == states
    with later.writing("app", "github", at(10)) as writer:
        assert list(writer.read_before) == kept
    later.close()
