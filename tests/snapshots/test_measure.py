"""From a recorded folder through the store to a snapshot, and to the same bytes again."""

import json
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from programme.errors import WaymarkError
from programme.settings import Settings
from snapshots.header import APP_VERSION, LIVE, NOTHING_SAID, definitions_version
from snapshots.measure import measure
from snapshots.package import write_tables
from snapshots.seal import seal
from snapshots.snapshot import Snapshot
from store import Store, open_store
from sync.run import sync
from tests.conftest import ROOT
from tests.metrics.frames import at, make_settings, rows_of

SYNCED_AT = at("2026-02-04T09:00")
HOST = "https://github.com/exampleton/portal"


def issue(number: int, created: str, **changes: Any) -> dict[str, Any]:
    """Make an issue as GitHub's REST interface gives it."""
    return {
        "number": number,
        "html_url": f"{HOST}/issues/{number}",
        "title": f"Piece {number}",
        "state": "open",
        "state_reason": None,
        "labels": [],
        "milestone": None,
        "user": {"login": "person-0001"},
        "created_at": created,
        "updated_at": "2026-02-03T12:00:00Z",
        "closed_at": None,
        "body": "Body written by @person-0001",
        **changes,
    }


def closed(when: str) -> dict[str, Any]:
    """Return what a closing changes."""
    return {
        "state": "closed",
        "state_reason": "completed",
        "closed_at": when,
        "updated_at": when,
    }


def event(key: int, kind: str, number: int, when: str, **more: Any) -> dict[str, Any]:
    """Make an event as GitHub's REST interface gives it."""
    return {"id": key, "event": kind, "created_at": when, "issue": {"number": number}, **more}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a recorded source: five issues, one of them a risk, one reopened for a while."""
    source = tmp_path / "portal"
    source.mkdir()
    label = {"name": "in progress"}
    milestone = {
        "number": 1,
        "id": 11,
        "html_url": f"{HOST}/milestone/1",
        "title": "Book",
        "description": None,
        "state": "open",
        "due_on": "9999-12-31T08:00:00Z",
        "created_at": "2026-01-05T09:00:00Z",
        "updated_at": "2026-01-05T09:00:00Z",
        "closed_at": None,
    }
    content = {
        "issues": [
            issue(1, "2026-01-06T09:00:00Z", **closed("2026-01-22T09:00:00Z"), milestone=milestone),
            issue(2, "2026-01-07T09:00:00Z", labels=[label], milestone=milestone),
            issue(
                3,
                "2026-01-08T09:00:00Z",
                title="@SUM(A1) 🙂 مرحبا",
                **closed("2026-01-09T09:00:00Z"),
            ),
            issue(4, "2026-01-13T09:00:00Z", labels=[{"name": "risk::high"}]),
            issue(5, "2026-02-03T12:00:00Z", pull_request={"url": "https://api.github.com/x"}),
        ],
        "milestones": [milestone],
        "events": [
            event(1, "closed", 1, "2026-01-08T09:00:00Z"),
            event(2, "closed", 3, "2026-01-09T09:00:00Z"),
            event(3, "labeled", 2, "2026-01-14T09:00:00Z", label=label),
            event(4, "reopened", 1, "2026-01-15T09:00:00Z"),
            event(5, "closed", 1, "2026-01-22T09:00:00Z"),
        ],
    }
    for name, rows in content.items():
        (source / f"{name}.json").write_text(json.dumps(rows), encoding="utf-8")
    return source


@pytest.fixture
def settings(folder: Path) -> Settings:
    """Make a programme of this one source."""
    return make_settings(project={"sources": [{"kind": "recorded", "path": str(folder)}]})


@pytest.fixture
def empty_store(tmp_path: Path) -> Iterator[Store]:
    """Open a store that nothing was synced into."""
    store = open_store(f"sqlite:///{tmp_path / 'waymark.db'}")
    yield store
    store.close()


@pytest.fixture
def store(empty_store: Store, settings: Settings) -> Store:
    """Sync the source."""
    result = sync(settings, empty_store, now=SYNCED_AT, environ={})
    assert not result.failures, result.failures
    return empty_store


def taken(settings: Settings, store: Store, as_of: datetime = SYNCED_AT) -> Snapshot:
    """Measure with a fixed configuration hash."""
    return measure(settings, store, as_of=as_of, config_sha256="c0ffee")


def test_before_any_sync_there_is_one_sentence(settings: Settings, empty_store: Store) -> None:
    """It says what to do."""
    with pytest.raises(WaymarkError) as error:
        taken(settings, empty_store)

    assert str(error.value) == "Nothing has been synced yet; run `python waymark.py sync` first."


def test_where_no_source_could_be_read_the_reasons_are_said(
    settings: Settings, empty_store: Store
) -> None:
    """Who has run a sync need not be told to run one."""
    (name, *_) = settings.source_names
    with (
        pytest.raises(WaymarkError),
        empty_store.writing(name, "github", SYNCED_AT),
    ):
        raise WaymarkError("The forge is closed.")
    with pytest.raises(WaymarkError) as error:
        taken(settings, empty_store)
    assert str(error.value) == "No source could be read yet. The forge is closed."


def test_weeks_are_counted_from_events(settings: Settings, store: Store) -> None:
    """Issue 1 was reopened and finished again; the risk and the pull request are no work."""
    tables = taken(settings, store).tables
    weeks = tables["throughput"]
    stocks = tables["flow"]

    counts = ("arrived_count", "finished_count", "dropped_count", "reopened_count")
    assert rows_of(weeks[weeks["project"] == ""], "week_start", *counts) == [
        ("2026-01-05", 3, 2, 0, 0),
        ("2026-01-12", 0, 0, 0, 1),
        ("2026-01-19", 0, 1, 0, 0),
        ("2026-01-26", 0, 0, 0, 0),
    ]
    totals = ("arrived_total", "started_total", "finished_total", "wip_count", "backlog_count")
    assert rows_of(stocks[stocks["project"] == ""], "week_end", *totals) == [
        ("2026-01-11", 3, 0, 2, 0, 1),
        ("2026-01-18", 3, 1, 1, 1, 1),
        ("2026-01-25", 3, 1, 2, 1, 0),
        ("2026-02-01", 3, 1, 2, 1, 0),
    ]


def test_items_sources_and_due_dates(settings: Settings, store: Store) -> None:
    """A due date in the year 9999 is a date like any other."""
    tables = taken(settings, store).tables

    assert rows_of(tables["items"], "item", "increment", "state", "lead_time_days") == [
        ("github.com/exampleton/portal#1", "Book", "finished", 17),
        ("github.com/exampleton/portal#2", "Book", "open", None),
        ("github.com/exampleton/portal#3", "", "finished", 2),
    ]
    assert rows_of(tables["sources"], "source", "state", "item_count", "event_count") == [
        ("portal", "ok", 4, 5)
    ]
    increments = tables["increments"]
    assert rows_of(increments[increments["increment"] == "Book"], "target_on") == [("9999-12-31",)]
    assert "absurd_due_date" in tables["data_quality"]["check"].tolist()


def test_the_past_is_measured_as_it_was_then(settings: Settings, store: Store) -> None:
    """On 19 January issue 1 was open again; nothing had been synced by then."""
    tables = taken(settings, store, at("2026-01-19T00:00")).tables

    assert rows_of(tables["items"], "item", "state") == [
        ("github.com/exampleton/portal#1", "open"),
        ("github.com/exampleton/portal#2", "open"),
        ("github.com/exampleton/portal#3", "finished"),
    ]
    assert rows_of(tables["sources"], "state", "last_ok_at") == [("never", None)]
    assert "source_rebuilt" in tables["data_quality"]["check"].tolist()


def test_header(settings: Settings, store: Store) -> None:
    """A Wednesday's snapshot: its week, the end of the week before, the age of its data."""
    snapshot = taken(settings, store, at("2026-02-04T10:00"))
    header = dict(snapshot.header)

    assert header.pop("sha256") == seal(header, snapshot.printed)
    assert header.pop("headline").startswith("Social care online: ")
    assert header.pop("indicated_rating") in {"green", "amber", "red", "not_rated"}
    assert header.pop("rating_reason")
    assert header == {
        "schema_version": "1",
        "definitions_version": definitions_version(settings),
        "app_version": APP_VERSION,
        "programme": "Social care online",
        "outcome": "Carers arrange support without phoning.",
        "as_of": "2026-02-04T10:00:00Z",
        "iso_week": "2026-W06",
        "cut_off_at": "2026-02-02T00:00:00Z",
        "taken_at": "2026-02-04T10:00:00Z",
        "config_sha256": "c0ffee",
        "data_through_at": "2026-02-04T09:00:00Z",
        **NOTHING_SAID,
        **LIVE,
    }


def test_sunday_24_00_belongs_to_the_week_it_ends(settings: Settings, store: Store) -> None:
    """So that a frozen week bears its own name."""
    header = taken(settings, store, at("2026-02-09T00:00")).header

    assert (header["iso_week"], header["cut_off_at"]) == ("2026-W06", "2026-02-09T00:00:00Z")


def test_the_same_store_and_instant_give_equal_bytes(
    settings: Settings, store: Store, tmp_path: Path
) -> None:
    """Every file, the header among them; another instant gives another seal."""
    made = [taken(settings, store) for _ in range(2)]
    written = []
    for number, snapshot in enumerate(made):
        out = tmp_path / str(number)
        write_tables(snapshot, out)
        written.append({path.name: path.read_bytes() for path in out.iterdir()})

    assert written[0] == written[1]
    assert len(written[0]) == 2 * len(made[0].tables) + 1
    later = taken(settings, store, at("2026-03-01"))
    assert later.header["sha256"] != made[0].header["sha256"] == made[1].header["sha256"]


def test_titles_are_written_harmless_and_whole(
    settings: Settings, store: Store, tmp_path: Path
) -> None:
    """A formula gets its apostrophe; other scripts and pictures stay; no person is in any byte."""
    written = write_tables(taken(settings, store), tmp_path / "out")

    everything = b"".join(path.read_bytes() for path in written)
    assert "🙂 مرحبا".encode() in everything
    assert b",@" not in everything
    assert b"person-" not in everything


def test_definitions_change_with_the_mapping_of_labels(settings: Settings) -> None:
    """And not with what says nothing about a figure."""
    other = make_settings(labels={"started": {"any_of": ["doing"]}})
    renamed = make_settings(programme={"name": "Another"})
    sized = make_settings(measures={"size": "weight"})
    working = make_settings(calendar={"country": "GB", "working_days": True})

    assert len({definitions_version(s) for s in (settings, other, sized, working)}) == 4
    assert definitions_version(renamed) == definitions_version(settings)


def test_the_version_is_that_of_the_project() -> None:
    """One number, in two places."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert project["version"] == APP_VERSION
