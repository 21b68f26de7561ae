"""Syncing a whole programme: each source for itself, and nothing personal in the store."""

import json
from pathlib import Path
from typing import Any

import pytest

from programme.config_file import load
from programme.errors import ConfigError
from programme.settings import Settings
from store import Store
from sync.check import check
from sync.progress import Progress
from sync.run import SyncResult, sync
from tests.builders import at
from tests.databases import refusing_url
from tests.forges import story
from tests.forges.github import GithubForge
from tests.forges.gitlab import Contents, GitlabForge
from tests.forges.server import Fault, Reply, Request
from tests.recordings import milestone, write_config, write_recording


def _settings(tmp_path: Path, *folders: Path) -> Settings:
    return load(write_config(tmp_path / "config.toml", *folders))


def _sync(settings: Settings, store: Store, day: float, full: bool = False) -> SyncResult:
    return sync(settings, store, now=at(day), environ={}, full=full)


def _forge(kind: str) -> GithubForge | GitlabForge:
    """Return a forge of ten issues that takes the token t."""
    told = story.tell(10)
    if kind == "github":
        return GithubForge(story.github_files(told), repository="exampleton/care")
    return GitlabForge(Contents(story.gitlab_files(told), token="t"))


def _reading(tmp_path: Path, forge: GithubForge | GitlabForge) -> Settings:
    """Return a programme that reads *forge*."""
    github = isinstance(forge, GithubForge)
    source = {
        "kind": "github" if github else "gitlab",
        "repository" if github else "project": "exampleton/care",
        "url": forge.origin,
        "token_env": "TOKEN",
    }
    more = "[network]\nallow_private = true"
    return load(write_config(tmp_path / "c.toml", source, more=more))


def test_every_source_is_pulled(tmp_path: Path, store: Store) -> None:
    """The last line counts sources, items and requests; a second sync changes nothing."""
    settings = _settings(
        tmp_path, write_recording(tmp_path / "app"), write_recording(tmp_path / "api", 4)
    )
    assert str(_sync(settings, store, 20)) == "synced 2 sources, 7 items changed, 0 requests"
    assert str(_sync(settings, store, 21)) == "synced 2 sources, 0 items changed, 0 requests"
    assert str(_sync(settings, store, 22, True)) == "synced 2 sources, 0 items changed, 0 requests"
    known = store.read(at(23), ["app", "api"])
    assert len(known["items"]) == 7
    assert len(known["events"]) == 14
    assert list(known["sources"]["last_ok_at"]) == [at(22), at(22)]


def test_observations_of_a_recording_keep_their_time(tmp_path: Path, store: Store) -> None:
    """Due dates that were seen before count from when they were seen."""
    settings = _settings(tmp_path, write_recording(tmp_path / "app"))
    _sync(settings, store, 20)
    told = store.read(at(23), ["app"])["milestones"]
    assert list(told["seen_from"]) == [at(3), at(10), at(20)]
    assert [text[:10] for text in told["due"]] == [
        at(day).date().isoformat() for day in (13, 20, 30)
    ]


def test_a_change_of_one_item_counts_once(tmp_path: Path, store: Store) -> None:
    """An item that changed and one that is gone are two items changed."""
    folder = write_recording(tmp_path / "app")
    settings = _settings(tmp_path, folder)
    _sync(settings, store, 20)
    issues = json.loads((folder / "issues.json").read_text())
    issues[0]["title"] = "Another"
    (folder / "issues.json").write_text(json.dumps(issues[:2]))
    assert str(_sync(settings, store, 21)) == "synced 1 sources, 2 items changed, 0 requests"


def test_a_source_that_fails_keeps_its_last_state(tmp_path: Path, store: Store) -> None:
    """The others are synced; the sentence names the source; its rows and cursor stay."""
    broken, whole = write_recording(tmp_path / "app"), write_recording(tmp_path / "api")
    settings = _settings(tmp_path, broken, whole)
    _sync(settings, store, 20)
    cursor = store.cursor("app")
    issues = (broken / "issues.json").read_text()
    (broken / "issues.json").write_text(issues[:-50])
    (whole / "milestones.json").write_text(json.dumps([milestone(50)]))
    result = _sync(settings, store, 21)
    assert [failure.source for failure in result.failures] == ["app"]
    assert result.failures[0].message.startswith("app: ")
    assert not result.refused
    assert str(result).startswith("synced 1 sources")
    assert store.cursor("app") == cursor
    assert len(store.read(at(22), ["app"])["items"]) == 3
    sources = store.read(at(22), ["app", "api"])["sources"].set_index("source")
    assert sources.loc["app", "message"] == result.failures[0].message
    assert list(sources["failed"]) == [False, True]
    assert store.read(at(22), ["api"])["milestones"]["due"].iloc[-1][:10] == "2026-02-24"
    (broken / "issues.json").write_text(issues)
    assert not _sync(settings, store, 23).failures


def test_a_source_taken_out_keeps_its_rows(tmp_path: Path, store: Store) -> None:
    """What is no longer configured stays in the store, and is not asked."""
    app, api = write_recording(tmp_path / "app"), write_recording(tmp_path / "api")
    _sync(_settings(tmp_path, app, api), store, 20)
    assert str(_sync(_settings(tmp_path, api), store, 21)).startswith("synced 1 sources")
    assert len(store.read(at(22), ["app"])["items"]) == 3


def test_progress_is_told(tmp_path: Path, store: Store) -> None:
    """Each source is announced before it is asked, then after every batch."""
    told: list[Progress] = []
    settings = _settings(
        tmp_path, write_recording(tmp_path / "app", 501), write_recording(tmp_path / "api")
    )
    sync(settings, store, now=at(20), environ={}, progress=told.append)
    last = told[-1]
    assert (last.source, last.position, last.source_count, last.item_count) == ("api", 2, 2, 3)
    assert told[0] == Progress("app", 1, 2, 0, 0)
    assert max(step.item_count for step in told) == 501


def test_a_missing_variable_stops_before_any_source(tmp_path: Path, store: Store) -> None:
    """No source is pulled when a token is missing: the sentence names the variable."""
    other = {"kind": "github", "repository": "exampleton/app", "token_env": "NO_SUCH_TOKEN"}
    config = write_config(tmp_path / "c.toml", write_recording(tmp_path / "app"), other)
    before = store.revision()
    with pytest.raises(ConfigError, match="NO_SUCH_TOKEN is not set"):
        _sync(load(config), store, 20)
    assert store.revision() == before


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_a_forge_that_does_not_answer(tmp_path: Path, store: Store, kind: str) -> None:
    """An unreachable forge fails alone, in one sentence without the token."""
    port = refusing_url("postgresql://127.0.0.1/x").rsplit(":", 1)[1].split("/")[0]
    forge = {
        "kind": kind,
        {"github": "repository", "gitlab": "project"}[kind]: "exampleton/app",
        "url": f"http://127.0.0.1:{port}",
        "token_env": "TOKEN",
    }
    config = write_config(
        tmp_path / "c.toml",
        forge,
        write_recording(tmp_path / "app"),
        more="[network]\nallow_private = true\n[sync]\nwait_at_most_minutes = 0",
    )
    settings = load(config)
    result = sync(settings, store, now=at(20), environ={"TOKEN": "canary-token-value"})
    assert str(result) == "synced 1 sources, 3 items changed, 4 requests"
    message = result.failures[0].message
    assert message.startswith(f"127.0.0.1:{port}/exampleton/app")
    assert "canary-token-value" not in message
    assert not result.refused


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_a_sync_that_another_overtakes_has_not_failed(
    tmp_path: Path, store: Store, kind: str
) -> None:
    """What is known is good and fresh: it is said, and no run says that the source failed."""
    with _forge(kind) as forge:
        settings = _reading(tmp_path, forge)
        name = settings.sources[0][1].name

        def overtake(request: Request, due: Reply) -> Reply:
            assert not sync(settings, store, now=at(420), environ={"TOKEN": "t"}).failures
            return due

        forge.add_fault(Fault(overtake))
        result = sync(settings, store, now=at(420), environ={"TOKEN": "t"})
        (source,) = result.sources
        assert source.notice == (
            f"{name}: another sync of it ended meanwhile, and its result stands."
        )
        assert str(result).startswith("synced 1 sources, 0 items changed")
        assert not result.failures
        assert not store.last_runs(at(421), [name])[name]["failed"]
        assert not store.read(at(421), [name])["items"].empty


@pytest.mark.parametrize("kind", ["github", "gitlab"])
@pytest.mark.parametrize("full", [False, True], ids=["changes", "full"])
def test_a_forge_that_hides_its_issues_drops_none(
    tmp_path: Path, store: Store, kind: str, full: bool
) -> None:
    """Issues switched off, or not to be seen any more, are an empty list and no deletion."""
    with _forge(kind) as forge:
        rows: Any = forge.data if isinstance(forge, GithubForge) else forge.contents.files
        shown = rows["issues"]
        settings = _reading(tmp_path, forge)
        name = settings.sources[0][1].name
        for day, hides in ((20, False), (21, True), (22, False)):
            rows["issues"] = [] if hides else shown
            result = sync(settings, store, now=at(day), environ={"TOKEN": "t"}, full=full)
            # GitLab shows what changed, so only a full sync can tell that all is gone.
            noticed = hides and (full or kind == "github")
            said = [failure.message for failure in result.failures]
            assert noticed == ("shows no issues any more" in "".join(said))
            assert len(said) == noticed
            assert store.read(at(day), [name])["items"]["gone_at"].isna().all()


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_requests_of_a_source_that_fails_are_counted(
    tmp_path: Path, store: Store, kind: str
) -> None:
    """They were made, and count against the forge's limit, whatever came of them."""
    with _forge(kind) as forge:
        settings = _reading(tmp_path, forge)
        result = sync(settings, store, now=at(20), environ={"TOKEN": "another-token"})
        made = len(forge.requests)
        assert made
        assert str(result) == f"synced 0 sources, 0 items changed, {made} requests"
        name = settings.sources[0][1].name
        assert list(store.read(at(21), [name])["sources"]["request_count"]) == [made]


def test_a_source_that_cannot_be_asked_as_configured(tmp_path: Path, store: Store) -> None:
    """It is the configuration that must be mended: exit code 2."""
    forge = {"kind": "gitlab", "project": "a/b", "url": "http://git.example", "token_env": "TOKEN"}
    config = load(write_config(tmp_path / "c.toml", forge))
    result = sync(config, store, now=at(20), environ={"TOKEN": "canary-token-value"})
    assert "network.allow_private" in result.failures[0].message
    assert result.refused
    (checked,) = check(config, now=at(20), environ={"TOKEN": "canary-token-value"})
    assert checked.refused


def test_nobody_is_stored(tmp_path: Path, store: Store) -> None:
    """No login, name, address or body is in any byte of the store's files."""
    _sync(_settings(tmp_path, write_recording(tmp_path / "app")), store, 20)
    content = b"".join(path.read_bytes() for path in tmp_path.glob("waymark.db*"))
    assert b"fewer calls from" in content
    assert b"canary" not in content
    assert b"example.org" not in content


def test_nobody_of_a_real_history_is_stored(
    tmp_path: Path, store: Store, shared_data: Path
) -> None:
    """The canaries of a public repository's history are in no byte of the store."""
    _sync(_settings(tmp_path, shared_data / "bitcoin-core-gui"), store, 20)
    content = b"".join(path.read_bytes() for path in tmp_path.glob("waymark.db*"))
    assert b"bitcoin" in content
    assert b"person-" not in content
    assert b"example.org" not in content
