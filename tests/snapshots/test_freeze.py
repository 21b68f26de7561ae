"""Freezing a week: once, as it was at its end, and corrected in the open."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from programme.errors import WaymarkError
from programme.settings_report import WEEKDAYS
from snapshots import archive
from snapshots.contracts import contracts
from snapshots.freeze import Correction, due
from snapshots.measure import measure
from snapshots.package import table_csv
from snapshots.statements import declare, write_note
from snapshots.verify import verify
from snapshots.week_names import WeekName
from store import open_store
from tests.metrics.frames import at
from tests.snapshots.frozen import CONFIG, MONDAY, WEEK, frozen, settings_of, synced

MISTAKE = Correction("A milestone was missing.", "Programme manager")


def test_a_frozen_week_is_as_it_was_at_its_end(tmp_path: Path) -> None:
    """Its tables are those that are measured as of its Sunday's 24:00."""
    with synced(tmp_path) as (settings, store):
        kept = frozen(settings, store)
        edition = archive.edition(store, settings.programme.name, kept)
        measured = measure(settings, store, as_of=at("2026-02-09T00:00"), config_sha256=CONFIG)

    header = edition.header
    assert (header["iso_week"], header["as_of"]) == (WEEK, "2026-02-09T00:00:00Z")
    assert (header["basis"], header["revision"], header["taken_late"]) == ("recorded", 0, False)
    assert header["taken_at"] == "2026-02-09T09:00:00Z"
    # It is known from a sync that was after its end, up to which everything is known.
    assert header["data_through_at"] == "2026-02-09T00:00:00Z"
    assert edition.settings.projects[0].name == "Portal"
    printed = edition.snapshot.printed
    assert printed["throughput"] == measured.printed["throughput"]
    assert printed["items"] == measured.printed["items"]
    for name, contract in contracts().items():
        assert table_csv(edition.table(name), contract) == printed[name], name


def test_a_week_is_frozen_once(tmp_path: Path) -> None:
    """The second time is refused, and the bytes stay."""
    with synced(tmp_path) as (settings, store):
        kept = frozen(settings, store)
        before = archive.content(store, settings.programme.name, kept)
        with pytest.raises(WaymarkError, match=f"{WEEK} is frozen already; to correct it, add"):
            frozen(settings, store, now=at("2026-02-10T09:00"))

        assert store.weeks(settings.programme.name) == [kept]
        assert archive.content(store, settings.programme.name, kept) == before


def test_a_correction_stands_beside_what_it_corrects(tmp_path: Path) -> None:
    """It says why and by whom; both can be read."""
    with synced(tmp_path) as (settings, store):
        programme = settings.programme.name
        first = frozen(settings, store)
        second = frozen(settings, store, now=at("2026-02-11T09:00"), correction=MISTAKE)
        kept = store.weeks(programme)

        assert [(one.week, one.revision) for one in kept] == [(WEEK, 0), (WEEK, 1)]
        assert second.previous_sha256 == first.sha256
        assert archive.find(kept, WeekName(WEEK)) == second
        assert archive.find(kept, WeekName(WEEK, 0)) == first
        header = archive.edition(store, programme, second).header
        assert header["revised_reason"] == "A milestone was missing."
        assert header["revised_by_role"] == "Programme manager"


def test_names_in_a_correction_are_masked(tmp_path: Path) -> None:
    """As in all that people say: it is printed, and kept for years."""
    correction = Correction("Asked for by @somebody.", "PM, pm@example.org")
    with synced(tmp_path) as (settings, store):
        frozen(settings, store)
        kept = frozen(settings, store, correction=correction)
        header = archive.edition(store, settings.programme.name, kept).header

    assert header["revised_reason"] == "Asked for by [name removed]."
    assert header["revised_by_role"] == "PM, [name removed]"


@pytest.mark.parametrize(
    ("week", "correction", "said"),
    [
        ("2026-W07", None, "2026-W07 is not over yet"),
        ("2025-W52", None, "2025-W52 ended before the programme started"),
        (WEEK, MISTAKE, f"{WEEK} is not frozen, so there is nothing to correct"),
        (WEEK, Correction(" ", "PM"), "The reason is missing"),
        (WEEK, Correction("Because.", "x" * 81), "The role is longer than 80 characters"),
    ],
)
def test_what_cannot_be_frozen(
    tmp_path: Path, week: str, correction: Correction | None, said: str
) -> None:
    """And why."""
    with synced(tmp_path) as (settings, store), pytest.raises(WaymarkError, match=said):
        frozen(settings, store, week, correction=correction)


@pytest.mark.parametrize(
    ("synced_at", "taken_at", "basis", "late"),
    [
        ("2026-02-09T08:00", "2026-02-09T09:00", "recorded", False),
        ("2026-02-09T08:00", "2026-02-10T09:00", "recorded", True),
        # Everything was read by the end of the week, so that nothing of it is from hearsay.
        ("2026-02-08T08:00", "2026-03-09T09:00", "recorded", True),
        ("2026-02-09T08:00", "2026-03-09T09:00", "rebuilt", False),
    ],
    ids=["on its day", "late", "late, and known at the time", "from events"],
)
def test_how_a_week_came_about(
    tmp_path: Path, synced_at: str, taken_at: str, basis: str, late: bool
) -> None:
    """Recorded in the week after it, or known by its end; else rebuilt."""
    with synced(tmp_path, at(synced_at)) as (settings, store):
        kept = frozen(settings, store, now=at(taken_at))
        header = archive.edition(store, settings.programme.name, kept).header

    assert (header["basis"], header["taken_late"]) == (basis, late)


def test_it_is_compared_with_the_week_before(tmp_path: Path) -> None:
    """The last one there is, however long ago."""
    with synced(tmp_path, at("2026-01-10T09:00")) as (settings, store):
        frozen(settings, store, "2026-W02")
        kept = frozen(settings, store)
        edition = archive.edition(store, settings.programme.name, kept)

    assert edition.header["compared_with_week"] == "2026-W02"
    assert edition.header["compared_with_rating"] == "not_rated"
    assert "gap" in set(edition.table("changes")["kind"])


def test_a_damaged_week_keeps_no_later_one_from_being_frozen(tmp_path: Path) -> None:
    """It is compared with nothing, and the damage is still found."""
    with synced(tmp_path, at("2026-01-10T09:00")) as (settings, store):
        frozen(settings, store, "2026-W05")
        engine = create_engine(settings.store.url)
        with engine.begin() as connection:
            connection.execute(text("UPDATE weeks SET content = X'00'"))
        engine.dispose()
        kept = frozen(settings, store)
        header = archive.edition(store, settings.programme.name, kept).header

        assert header["compared_with_week"] is None
        assert verify(store, settings.programme.name).broken.startswith("2026-W05: its bytes")


def test_what_people_said_is_frozen_with_it(tmp_path: Path) -> None:
    """Until the week after it is over; what is said of another week is not."""
    with synced(tmp_path) as (settings, store):
        before, after = at("2026-02-09T08:00"), at("2026-02-17T08:00")
        declare(settings, store, "amber", "The supplier is late.", "SRO", now=before)
        write_note(settings, store, WEEK, "A quiet week.", "PM", now=before)
        declare(settings, store, "red", "It is later still.", "SRO", now=after)
        kept = frozen(settings, store, now=at("2026-02-18T09:00"))
        header = archive.edition(store, settings.programme.name, kept).header

    assert header["declared_rating"] == "amber"
    assert header["declared_on"] == "2026-02-09"
    assert header["declared_reason"] == "The supplier is late."
    assert (header["note"], header["note_by_role"]) == ("A quiet week.", "PM")


@pytest.mark.parametrize(
    ("day", "now", "expected"),
    [
        ("Monday", "2026-02-09T00:00", WEEK),
        ("Wednesday", "2026-02-10T23:59", None),
        ("Wednesday", "2026-02-11T00:00", WEEK),
        ("Monday", "2026-02-08T23:59", "2026-W05"),
        ("Monday", "2026-01-06T09:00", None),
    ],
    ids=["its day", "too early", "a later day", "the week is not over", "before the start"],
)
def test_the_week_that_is_due(tmp_path: Path, day: str, now: str, expected: str | None) -> None:
    """The last whole one, from its day on, until it is recorded."""
    settings = settings_of(tmp_path, report={"day": day}, programme={"started_on": "2026-01-05"})

    assert day in WEEKDAYS
    assert due(settings, [], at(now)) == expected


def test_a_week_is_due_once(tmp_path: Path) -> None:
    """What is recorded is not asked for again."""
    with synced(tmp_path, report={"day": "Monday"}) as (settings, store):
        assert due(settings, [frozen(settings, store)], MONDAY) is None


def test_nothing_is_frozen_before_the_first_sync(tmp_path: Path) -> None:
    """Instead of a week without work."""
    settings = settings_of(tmp_path)
    store = open_store(settings.store.url)
    with pytest.raises(WaymarkError, match="Nothing has been synced yet"):
        frozen(settings, store)

    assert verify(store, settings.programme.name).count == 0
    store.close()


def test_a_correction_needs_a_frozen_week_of_this_programme(tmp_path: Path) -> None:
    """Each programme has a chain of its own, also in one store."""
    with synced(tmp_path) as (settings, store):
        frozen(settings, store)
        renamed = settings.programme.model_copy(update={"name": "Another"})
        other = settings.model_copy(update={"programme": renamed})
        kept = frozen(other, store)

        assert kept.previous_sha256 is None
        assert verify(store, "Another").count == verify(store, settings.programme.name).count == 1
