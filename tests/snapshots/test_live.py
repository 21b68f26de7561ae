"""The live snapshot: made anew when something changes, the last good one when something fails."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from programme import config_file
from programme.errors import FrameError, WaymarkError
from snapshots import live as module
from snapshots.live import Live
from snapshots.workers import ProcessEnded
from store import open_store
from sync.run import sync

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A programme with one recorded issue, not synced."""
    folder = tmp_path / "recorded"
    folder.mkdir()
    issue = {
        "id": 1, "number": 1, "title": "A piece", "state": "open", "labels": [],
        "created_at": "2026-10-01T09:00:00Z", "updated_at": "2026-10-01T09:00:00Z",
        "closed_at": None, "html_url": "https://github.example/o/r/issues/1",
    }  # fmt: skip
    (folder / "issues.json").write_text(json.dumps([issue]))
    path = tmp_path / "config.toml"
    path.write_text(
        """
[programme]
name = "First name"
outcome = "People are served."
sro_role = "Director"
started_on = 2026-09-07
[[projects]]
name = "One"
sources = [{ kind = "recorded", path = "recorded" }]
[store]
url = "sqlite:///waymark.db"
"""
    )
    return path


def synced(path: Path, now: datetime = NOW) -> None:
    """Sync the programme of *path* at *now*."""
    settings = config_file.load(path)
    store = open_store(settings.store.url)
    sync(settings, store, now=now, environ={})
    store.close()


def test_before_any_sync_it_says_what_to_run(config: Path) -> None:
    """There is nothing to show, and the sentence names the command."""
    with pytest.raises(WaymarkError, match="waymark.py sync"):
        Live(config).read(NOW)


def test_it_is_kept_within_the_hour_and_made_anew_after_a_sync(config: Path) -> None:
    """The same object until the hour or the store changes."""
    synced(config)
    current = Live(config)
    first = current.read(NOW).snapshot
    assert current.read(NOW + timedelta(minutes=20)).snapshot is first
    assert current.read(NOW + timedelta(minutes=31)).snapshot is not first
    again = current.read(NOW + timedelta(minutes=32)).snapshot
    synced(config, NOW + timedelta(minutes=33))
    assert current.read(NOW + timedelta(minutes=34)).snapshot is not again


def test_a_changed_file_is_taken_up(config: Path) -> None:
    """The new name shows without a restart."""
    synced(config)
    current = Live(config)
    assert current.read(NOW).settings.programme.name == "First name"
    config.write_text(config.read_text().replace("First name", "Second name"))
    read = current.read(NOW)
    assert read.settings.programme.name == "Second name"
    assert read.snapshot.header["programme"] == "Second name"
    assert read.problems == ()


def test_an_invalid_change_keeps_the_old_one_and_says_so(config: Path) -> None:
    """The sentence names the key; mending the file takes it away."""
    synced(config)
    current = Live(config)
    before = current.read(NOW).snapshot
    good = config.read_text()
    config.write_text(good.replace("outcome", "outcom"))
    read = current.read(NOW)
    assert read.snapshot is before
    assert len(read.problems) == 1
    assert "config.toml, line" in read.problems[0]
    assert "outcom" in read.problems[0]
    assert str(config.parent) not in read.problems[0]
    assert current.read(NOW).problems == read.problems
    config.write_text(good)
    assert current.read(NOW).problems == ()


def test_a_file_that_is_gone_keeps_the_old_one(config: Path) -> None:
    """A deleted file is an invalid change."""
    synced(config)
    current = Live(config)
    current.read(NOW)
    config.unlink()
    assert "does not exist" in current.read(NOW).problems[0]


def test_an_invalid_file_at_first_is_an_error(config: Path) -> None:
    """With nothing to fall back on the sentence is all there is, and a mended file is read."""
    synced(config)
    good = config.read_text()
    config.write_text(good.replace("outcome", "outcom"))
    current = Live(config)
    for _ in range(2):
        with pytest.raises(WaymarkError, match="outcom"):
            current.read(NOW)
    assert not current.healthy()
    config.write_text(good)
    assert current.read(NOW).settings.programme.name == "First name"
    assert current.healthy()


def test_a_store_that_fails_keeps_the_last_good_snapshot(config: Path) -> None:
    """One sentence, the old figures, and health that says no."""
    synced(config)
    current = Live(config)
    before = current.read(NOW).snapshot
    database = config.with_name("waymark.db")
    for file in config.parent.glob("waymark.db-*"):
        file.unlink()
    database.write_bytes(b"this is no database" * 100)
    read = current.read(NOW + timedelta(hours=1))
    assert read.snapshot is before
    assert len(read.problems) == 1
    assert str(config.parent) not in read.problems[0]
    assert not current.healthy()


@pytest.mark.parametrize(
    "error", [KeyError("column"), FrameError("items.at holds object."), ProcessEnded("It ended.")]
)
def test_a_measure_that_fails_keeps_the_last_good_snapshot(
    error: Exception, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it trips over, the page stays; it is not tried again until something changes."""
    synced(config)
    current = Live(config)
    before = current.read(NOW).snapshot
    tried = []

    def broken(*_: object, **__: object) -> None:
        tried.append(1)
        raise error

    monkeypatch.setattr(module, "assemble", broken)
    later = NOW + timedelta(hours=1)
    for _ in range(3):
        read = current.read(later)
        assert read.snapshot is before
        worded = f"The figures could not be worked out ({type(error).__name__})."
        assert read.problems == (str(error) if isinstance(error, ProcessEnded) else worded,)
    assert len(tried) == 1


def test_a_pinned_clock_goes_before_the_real_one(config: Path) -> None:
    """A demonstration shows its own instant, whatever the time is."""
    synced(config)
    pinned = 'sro_role = "Director"\nas_of = 2026-11-23T07:00:00Z'
    config.write_text(config.read_text().replace('sro_role = "Director"', pinned))
    current = Live(config)
    assert current.read(NOW).snapshot.header["as_of"] == "2026-11-23T07:00:00Z"
    first = current.read(NOW).snapshot
    assert current.read(NOW + timedelta(days=3)).snapshot is first
