"""Measuring again: only what changed, and to the same figures as measuring everything."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from programme import config_file
from snapshots import live as module
from snapshots.live import Live
from snapshots.measure import measure, measure_each
from snapshots.snapshot import Snapshot
from store import open_store
from sync.run import sync
from tests.metrics.frames import at

NOW = at("2026-11-18T09:30")
PROJECTS = ("Api", "Portal")


def record(config: Path, project: str, issues: int, **changes: Any) -> None:
    """Write a recorded source with so many issues, every second one closed."""
    folder = config.parent / project.lower()
    folder.mkdir(exist_ok=True)
    rows = [
        {
            "id": number,
            "number": number,
            "title": f"Piece {number}",
            "state": "closed" if number % 2 else "open",
            "labels": [{"name": "in progress"}],
            "created_at": f"2026-10-{number:02}T09:00:00Z",
            "updated_at": f"2026-11-{number:02}T09:00:00Z",
            "closed_at": f"2026-11-{number:02}T09:00:00Z" if number % 2 else None,
            "html_url": f"https://github.example/o/{project.lower()}/issues/{number}",
            **changes,
        }
        for number in range(1, issues + 1)
    ]
    (folder / "issues.json").write_text(json.dumps(rows), encoding="utf-8")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A programme of two projects, synced at NOW."""
    path = tmp_path / "config.toml"
    projects = "".join(
        f'[[projects]]\nname = "{name}"\n'
        f'sources = [{{ kind = "recorded", path = "{name.lower()}" }}]\n'
        for name in PROJECTS
    )
    path.write_text(
        '[programme]\nname = "P"\noutcome = "O"\nsro_role = "R"\nstarted_on = 2026-09-07\n'
        f'{projects}[store]\nurl = "sqlite:///waymark.db"\n',
        encoding="utf-8",
    )
    for project, issues in zip(PROJECTS, (9, 6), strict=True):
        record(path, project, issues)
    synced(path, NOW)
    return path


def synced(config: Path, now: datetime) -> None:
    """Sync the programme at *now*."""
    settings = config_file.load(config)
    store = open_store(settings.store.url)
    sync(settings, store, now=now, environ={})
    store.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Names of the projects that were measured, one list for each time."""
    found: list[list[str]] = []

    def watched(settings: Any, store: Any, names: Sequence[str], **more: Any) -> Any:
        found.append(sorted(names))
        return original(settings, store, names, **more)

    original = measure_each
    monkeypatch.setattr(module, "measure_each", watched)
    return found


def whole(config: Path, as_of: datetime) -> Snapshot:
    """Measure everything afresh."""
    settings = config_file.load(config)
    store = open_store(settings.store.url)
    try:
        sha256 = config_file.sha256(config)
        return measure(settings, store, as_of=as_of, config_sha256=sha256)
    finally:
        store.close()


def assert_same(found: Snapshot, expected: Snapshot) -> None:
    """Compare every table, and the header but for its seal."""
    assert found.header == {k: v for k, v in expected.header.items() if k != "sha256"}
    assert found.tables.keys() == expected.tables.keys()
    for name, table in expected.tables.items():
        pd.testing.assert_frame_equal(found.tables[name], table, obj=name)


def test_only_the_project_that_changed_is_measured_again(
    config: Path, asked: list[list[str]]
) -> None:
    """A sync that brings something new for one project leaves the other's tables as they are."""
    live = Live(config)
    live.read(NOW)
    record(config, "Portal", 8)
    synced(config, NOW + timedelta(minutes=5))
    later = NOW + timedelta(minutes=6)

    found = live.read(later).snapshot

    assert asked == [["Api", "Portal"], ["Portal"]]
    assert_same(found, whole(config, later))
    assert found.identity != live.read(NOW + timedelta(hours=1)).snapshot.identity


def test_a_sync_that_finds_nothing_new_changes_no_more_than_its_own_time(
    config: Path, asked: list[list[str]]
) -> None:
    """The sources say when they were last synced; nothing else is worked out again."""
    live = Live(config)
    live.read(NOW)
    synced(config, NOW + timedelta(minutes=5))
    later = NOW + timedelta(minutes=6)

    found = live.read(later).snapshot

    assert asked == [["Api", "Portal"]]
    assert_same(found, whole(config, later))
    assert found.header["data_through_at"] == "2026-11-18T09:35:00Z"


@pytest.mark.deep
def test_a_source_that_fails_and_recovers_is_measured_each_time(
    config: Path, asked: list[list[str]]
) -> None:
    """A failure touches ratings and the quality of data, as does its end."""
    live = Live(config)
    live.read(NOW)
    folder, aside = config.parent / "portal", config.parent / "aside"
    for minutes, (old, new) in ((5, (folder, aside)), (10, (aside, folder))):
        old.rename(new)
        synced(config, NOW + timedelta(minutes=minutes))
        later = NOW + timedelta(minutes=minutes + 1)
        assert_same(live.read(later).snapshot, whole(config, later))

    assert asked[1:] == [["Portal"], ["Portal"]]


@pytest.mark.parametrize(
    ("later", "again"),
    [
        pytest.param(timedelta(hours=3), [], id="the same day", marks=pytest.mark.deep),
        pytest.param(timedelta(hours=14, minutes=29), [], id="a minute before midnight"),
        pytest.param(timedelta(hours=14, minutes=30), [["Api", "Portal"]], id="midnight"),
        pytest.param(timedelta(hours=24, seconds=1), [["Api", "Portal"]], id="data gets stale"),
        pytest.param(
            timedelta(days=9), [["Api", "Portal"]], id="another week", marks=pytest.mark.deep
        ),
    ],
)
@pytest.mark.deep
def test_time_alone_changes_figures_at_midnight_and_when_data_gets_stale(
    later: timedelta, again: list[list[str]], config: Path, asked: list[list[str]]
) -> None:
    """Until then nothing is measured; before and after the figures are those of that instant."""
    live = Live(config)
    live.read(NOW)

    found = live.read(NOW + later).snapshot

    assert asked[1:] == again
    assert_same(found, whole(config, NOW + later))


def test_what_lies_in_the_future_counts_once_it_has_come(
    config: Path, asked: list[list[str]]
) -> None:
    """A forge whose clock is ahead tells of what has not happened yet."""
    record(config, "Portal", 6, state="closed", closed_at="2026-11-18T12:00:00Z")
    synced(config, NOW)
    live = Live(config)
    live.read(NOW)

    found = live.read(NOW + timedelta(hours=3)).snapshot

    assert asked[1:] == [["Portal"]]
    assert_same(found, whole(config, NOW + timedelta(hours=3)))


def test_a_changed_configuration_is_measured_whole(config: Path, asked: list[list[str]]) -> None:
    """A threshold may touch every figure."""
    live = Live(config)
    live.read(NOW)
    config.write_text(config.read_text() + "[ratings]\ngreen_p_on_time = 0.9\n", encoding="utf-8")

    live.read(NOW)

    assert asked == [["Api", "Portal"], ["Api", "Portal"]]
