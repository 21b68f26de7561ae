"""Frozen weeks for good: the same bytes years later, and the same report from another store."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from programme.settings import Settings
from reports import files, html
from reports.narrative import narrative
from snapshots import package
from snapshots.edition import Edition
from snapshots.restore import restore
from snapshots.weeks import Weeks
from store import Store, open_store
from sync.run import sync
from tests.metrics.frames import at
from tests.recordings import write_recording
from tests.snapshots.frozen import frozen, synced

PROGRAMME = "Social care online"
READ_AT = at("2026-02-10T09:00")


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[tuple[Settings, Store]]:
    """Two frozen weeks."""
    with synced(tmp_path, at("2026-02-02T08:00")) as (settings, store):
        frozen(settings, store, "2026-W05", now=at("2026-02-02T09:00"))
        frozen(settings, store, "2026-W06")
        yield settings, store


def zips(store: Store) -> dict[str, bytes]:
    """Return the zip file of each week, as a report or a page gives it."""
    weeks = Weeks.of(store, PROGRAMME)
    return {
        name: files.file(weeks.edition(name), "zip", now=READ_AT, weeks=weeks)
        for name in weeks.names
    }


def words(edition: Edition) -> str:
    """Return every block of the sponsor's page in full, its tables included."""
    with pd.option_context("display.max_rows", None, "display.max_columns", None):
        return repr(narrative(edition, now=READ_AT))


def test_bytes_stay_whatever_comes_after(
    kept: tuple[Settings, Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two months of data, other templates, other words in the descriptions of the tables."""
    settings, store = kept
    before = zips(store)
    later = at("2026-04-06T09:00")
    write_recording(tmp_path / "app", issue_count=40, events_each=9)
    sync(settings, store, now=later, environ={}, full=True)
    monkeypatch.setattr(package, "description", lambda _: {"dc:title": "Other words"})
    monkeypatch.setattr(package, "table_csv", lambda *_: b"other\r\n")
    monkeypatch.setattr(html, "_TEMPLATES", tmp_path / "no templates")
    again = open_store(settings.store.url)
    frozen(settings, again, "2026-W13", now=later)

    after = zips(again)
    assert list(after) == [*before, "2026-W13"]
    assert {name: after[name] for name in before} == before
    again.close()


def test_another_store_tells_the_same(kept: tuple[Settings, Store], tmp_path: Path) -> None:
    """Every block of the sponsor's page, and the report to the byte."""
    _, store = kept
    empty = open_store(f"sqlite:///{tmp_path}/new.db")
    restore(empty, PROGRAMME, list(zips(store).values()))
    ours, theirs = Weeks.of(store, PROGRAMME), Weeks.of(empty, PROGRAMME)

    assert ours.names == theirs.names == ["2026-W05", "2026-W06"]
    for name in ours.names:
        one, other = ours.edition(name), theirs.edition(name)
        assert words(one) == words(other)
        assert html.html(one, now=READ_AT) == html.html(other, now=READ_AT)
    empty.close()
