"""A sync that broke off is gone on from: what it has read need not be read again."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from programme.config_file import load
from programme.settings import Settings
from store import Store, open_store
from sync.run import SyncResult, sync
from tests.builders import at
from tests.forges import story
from tests.forges.gitlab import Contents, GitlabForge
from tests.forges.server import Fault, Reply, Request
from tests.recordings import write_config
from tests.sync_process import begin_sync

_COUNT = 250
_LATER = 500
_FRAMES = ("items", "item_labels", "events", "milestones", "labels")


@pytest.fixture
def forge() -> Iterator[GitlabForge]:
    """A GitLab with three pages of issues, a request each but for those of a few."""
    files = story.gitlab_files(story.tell(_COUNT))
    with GitlabForge(Contents(files, token="t")) as server:
        yield server


def _settings(tmp_path: Path, forge: GitlabForge, more: str = "") -> Settings:
    source = {"kind": "gitlab", "project": forge.contents.project, "url": forge.origin}
    sections = "[network]\nallow_private = true\n[sync]\nwait_at_most_minutes = 0\n"
    source["token_env"] = "TOKEN"
    return load(write_config(tmp_path / "config.toml", source, more=sections + more))


def _sync(settings: Settings, store: Store, day: float, *, full: bool = False) -> SyncResult:
    return sync(settings, store, now=at(day), environ={"TOKEN": "t"}, full=full)


def _break_off(forge: GitlabForge) -> None:
    """Let the sync fail once the second of three pages has been read."""
    work = [row for row in forge.contents.files["issues"] if row["issue_type"] == "issue"]
    number = sorted(work, key=lambda row: row["updated_at"])[-5]["iid"]
    address = f"/issues/{number}/resource_label_events"
    refusal = Reply(400, {"message": "no"})
    match = lambda request: request.path.endswith(address)  # noqa: E731 (shorter than a def)
    forge.add_fault(Fault(lambda request, due: refusal, match=match))


def _known(store: Store, settings: Settings) -> dict[str, Any]:
    known = store.read(at(_LATER), settings.source_names)
    return {name: known[name].to_dict("records") for name in _FRAMES}


def _undisturbed(tmp_path: Path, settings: Settings, day: float) -> dict[str, Any]:
    fresh = open_store(f"sqlite:///{tmp_path}/other.db")
    assert not _sync(settings, fresh, day).failures
    known = _known(fresh, settings)
    fresh.close()
    return known


def test_the_next_sync_goes_on(tmp_path: Path, store: Store, forge: GitlabForge) -> None:
    """Nothing is shown of what was read until all is there; then it is as if nothing had been."""
    settings = _settings(tmp_path, forge)
    _break_off(forge)
    first = _sync(settings, store, 20)
    assert "did not accept" in first.failures[0].message
    assert _known(store, settings)["items"] == []
    second = _sync(settings, store, 21)
    assert not second.failures
    # The last page is read again, and no other.
    assert second.sources[0].request_count < first.sources[0].request_count / 1.5
    assert _known(store, settings) == _undisturbed(tmp_path, settings, 21)
    forge.requests.clear()
    assert _sync(settings, store, 22).sources[0].items_changed == 0
    assert len(forge.requests) <= 6


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_one_that_is_stopped_by_hand_keeps_what_it_has_read(
    tmp_path: Path, store: Store, forge: GitlabForge, stop: signal.Signals
) -> None:
    """As one that failed does, though it waits for no answer."""
    settings = _settings(tmp_path, forge)
    work = [row for row in forge.contents.files["issues"] if row["issue_type"] == "issue"]
    last = sorted(work, key=lambda row: row["updated_at"])[-5]["iid"]

    def slow(request: Request) -> bool:
        return f"/issues/{last}/" in request.path

    forge.add_fault(Fault(delay_seconds=60, times=9, match=slow))
    process = begin_sync(tmp_path / "config.toml", {"TOKEN": "t"})
    until = time.monotonic() + 60
    while not any(slow(request) for request in forge.requests) and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(1)
    process.send_signal(stop)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, "Stopped" in said) == (130, True)
    first = len(forge.requests)
    assert not _sync(settings, store, 400).failures
    assert len(forge.requests) - first < first / 1.5
    assert _known(store, settings) == _undisturbed(tmp_path, settings, 400)


def test_what_changed_meanwhile_counts(tmp_path: Path, store: Store, forge: GitlabForge) -> None:
    """The later state of an issue is what the source says, also where it was read before."""
    settings = _settings(tmp_path, forge)
    _break_off(forge)
    assert _sync(settings, store, 20).failures
    first = min(forge.contents.files["issues"], key=lambda row: row["updated_at"])
    first |= {"title": "Another title", "updated_at": "2026-06-01T09:00:00.000Z"}
    assert not _sync(settings, store, 21).failures
    assert _known(store, settings) == _undisturbed(tmp_path, settings, 21)


def test_it_may_break_off_again(tmp_path: Path, store: Store, forge: GitlabForge) -> None:
    """Also before anything new was read."""
    settings = _settings(tmp_path, forge)
    for _ in range(2):
        _break_off(forge)
        assert _sync(settings, store, 20).failures
    forge.contents.token = "another"
    assert _sync(settings, store, 20.5).refused
    forge.contents.token = "t"
    forge.requests.clear()
    assert not _sync(settings, store, 21).failures
    assert len(forge.requests) < 2.2 * _COUNT
    assert _known(store, settings) == _undisturbed(tmp_path, settings, 21)


@pytest.mark.parametrize(
    ("more", "full"),
    [('[labels.type]\nrisk = ["danger"]', False), ("", True)],
    ids=["other settings", "everything afresh"],
)
def test_otherwise_it_begins_anew(
    tmp_path: Path, store: Store, forge: GitlabForge, more: str, full: bool
) -> None:
    """Rows that were made in another way are forgotten."""
    _break_off(forge)
    assert _sync(_settings(tmp_path, forge), store, 20).failures
    forge.requests.clear()
    settings = _settings(tmp_path, forge, more)
    assert not _sync(settings, store, 21, full=full).failures
    assert len(forge.requests) > 2.6 * _COUNT
    assert _known(store, settings) == _undisturbed(tmp_path, settings, 21)
