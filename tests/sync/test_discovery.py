"""Repositories that are found under an owner or group: anew at each sync, by their id."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from programme.config_file import load
from programme.settings import Settings
from programme.wording.words import count
from snapshots.frozen_settings import dump
from snapshots.frozen_settings import load as load_frozen
from store import Store
from sync.check import check
from sync.progress import Progress
from sync.run import SyncResult, sync
from tests.builders import at
from tests.forges.many import Many, ManyGithub, ManyGitlab, Repository
from tests.forges.server import Fault, Reply, Request
from tests.recordings import write_config

TOKENS = {"TOKEN": "t"}
PORTAL, API = Repository(11, "exampleton/portal"), Repository(12, "exampleton/api", 5)


@pytest.fixture(params=[ManyGithub, ManyGitlab], ids=["github", "gitlab"])
def forge(request: pytest.FixtureRequest) -> Iterator[Many]:
    """A forge of two repositories."""
    with request.param([PORTAL, API]) as opened:
        yield opened


def settings_of(tmp_path: Path, forge: Many, *named: str, **keys: Any) -> Settings:
    """Return a programme of all that is found on *forge*, with keys of its own."""
    shared = {"kind": forge.kind, "url": forge.origin, "token_env": "TOKEN"}
    github = forge.kind == "github"
    sources = [
        {**shared, "owner" if github else "group": forge.owner, **keys},
        *({**shared, "repository" if github else "project": name} for name in named),
    ]
    more = "[network]\nallow_private = true"
    config = write_config(tmp_path / "c.toml", *sources, more=more)
    return load(config)


def pull(settings: Settings, store: Store, day: float) -> SyncResult:
    """Sync on a day."""
    return sync(settings, store, now=at(day), environ=TOKENS)


def names(settings: Settings, store: Store) -> list[str]:
    """Return the paths that are measured."""
    return [name.partition("/")[2] for name in store.expanded(settings).source_names]


def items(settings: Settings, store: Store, day: float) -> dict[str, int]:
    """Return how many items each repository is known to have, by path."""
    known = store.read(at(day), store.expanded(settings).source_names)["items"]
    counted = known.groupby("source").size()
    return {str(name).partition("/")[2]: int(number) for name, number in counted.items()}


def test_all_that_is_found_is_pulled_and_measured(
    tmp_path: Path, store: Store, forge: Many
) -> None:
    """Without archived ones, forks and those without issues; what comes later comes with it."""
    forge.repositories += [
        Repository(21, "exampleton/old", archived=True),
        Repository(22, "exampleton/fork", fork=True),
        Repository(23, "exampleton/silent", has_issues=False),
    ]
    settings = settings_of(tmp_path, forge)
    assert names(settings, store) == []
    assert str(pull(settings, store, 420)).startswith("synced 2 sources, 8 items changed")
    assert names(settings, store) == ["exampleton/api", "exampleton/portal"]
    assert items(settings, store, 421) == {"exampleton/api": 5, "exampleton/portal": 3}

    forge.repositories.append(Repository(24, "exampleton/new", 2))
    assert str(pull(settings, store, 422)).startswith("synced 3 sources, 2 items changed")
    assert items(settings, store, 423)["exampleton/new"] == 2


def test_patterns_and_topics_narrow_it_without_asking_again(
    tmp_path: Path, store: Store, forge: Many
) -> None:
    """What is known is enough when the configuration changes."""
    forge.repositories = [replace(PORTAL, topics=("Care",)), API]
    pull(settings_of(tmp_path, forge), store, 420)
    for keys, left in (
        ({"topics": ["care"]}, ["exampleton/portal"]),
        ({"include": ["A*"]}, ["exampleton/api"]),
        ({"exclude": ["api"]}, ["exampleton/portal"]),
        ({"include": ["*"], "exclude": ["*"]}, []),
    ):
        assert names(settings_of(tmp_path, forge, **keys), store) == left


def test_one_that_the_file_names_belongs_where_it_is_named(
    tmp_path: Path, store: Store, forge: Many
) -> None:
    """It is not taken a second time."""
    settings = settings_of(tmp_path, forge, "exampleton/API")
    assert len(pull(settings, store, 420).sources) == 2
    assert sorted(names(settings, store)) == ["exampleton/API", "exampleton/portal"]


def test_a_renamed_repository_keeps_its_history(tmp_path: Path, store: Store, forge: Many) -> None:
    """Its items are called after the new name, and are counted once."""
    settings = settings_of(tmp_path, forge)
    pull(settings, store, 420)
    events = len(store.read(at(421), store.expanded(settings).source_names)["events"])
    forge.repositories = [replace(PORTAL, path="exampleton/front-door"), API]
    result = pull(settings, store, 422)

    assert not result.failures
    assert items(settings, store, 423) == {"exampleton/api": 5, "exampleton/front-door": 3}
    known = store.read(at(423), store.expanded(settings).source_names)
    renamed = known["items"][known["items"]["source"].str.endswith("front-door")]
    assert all("front-door#" in item for item in renamed["item"])
    assert len(known["events"]) == events
    assert items(settings, store, 421)["exampleton/front-door"] == 3


def test_two_may_change_names_with_each_other(tmp_path: Path, store: Store, forge: Many) -> None:
    """Each takes its history along."""
    settings = settings_of(tmp_path, forge)
    pull(settings, store, 420)
    forge.repositories = [replace(PORTAL, path=API.path), replace(API, path=PORTAL.path)]
    assert not pull(settings, store, 422).failures
    assert items(settings, store, 423) == {"exampleton/api": 3, "exampleton/portal": 5}
    assert items(settings, store, 421) == {"exampleton/api": 3, "exampleton/portal": 5}


def test_another_repository_of_an_old_name_begins_anew(
    tmp_path: Path, store: Store, forge: Many
) -> None:
    """What was known under the name is not mixed with it."""
    settings = settings_of(tmp_path, forge)
    pull(settings, store, 420)
    forge.repositories = [replace(PORTAL, key=99, issue_count=1), API]
    assert not pull(settings, store, 422).failures
    assert items(settings, store, 423) == {"exampleton/api": 5, "exampleton/portal": 1}


def test_another_repository_of_an_old_name_keeps_its_history_from_then_on(
    tmp_path: Path, store: Store, forge: Many
) -> None:
    """The name was taken over once: later syncs go on with it, and do not begin anew each time."""
    settings = settings_of(tmp_path, forge)
    pull(settings, store, 420)
    forge.repositories = [replace(PORTAL, key=99, issue_count=1), API]
    pull(settings, store, 422)
    for day in (424, 426):
        result = pull(settings, store, day)
        assert [source.items_changed for source in result.sources] == [0, 0]
    assert items(settings, store, 423) == {"exampleton/api": 5, "exampleton/portal": 1}


def test_owners_are_asked_side_by_side_and_it_is_told(tmp_path: Path, store: Store) -> None:
    """Both are being asked before either has answered; repositories are told as they are found."""
    both_asked = threading.Barrier(2, timeout=20)

    def wait(request: Request, due: Reply) -> Reply:
        both_asked.wait()
        return due

    told: list[Progress] = []
    with ManyGithub([PORTAL, API]) as one, ManyGitlab([PORTAL]) as other:
        for forge in (one, other):
            forge.add_fault(Fault(wait))
        sources = [
            {"kind": "github", "url": one.origin, "token_env": "TOKEN", "owner": one.owner},
            {"kind": "gitlab", "url": other.origin, "token_env": "TOKEN", "group": other.owner},
        ]
        more = "[network]\nallow_private = true"
        settings = load(write_config(tmp_path / "c.toml", *sources, more=more))
        result = sync(settings, store, now=at(420), environ=TOKENS, progress=told.append)
    assert not result.failures
    finding = [step for step in told if step.finding]
    expected = zip(settings.collections, (2, 1), strict=True)
    for place, (collection, number) in enumerate(expected, 1):
        steps = [step for step in finding if step.source == collection.name]
        assert {(step.position, step.source_count) for step in steps} == {(place, 2)}
        assert [(step.item_count, step.page_count, step.ended) for step in steps] == [
            (0, 0, False),
            (number, 1, False),
            (number, 0, True),
        ]
    assert told.index(finding[-1]) < told.index(next(step for step in told if not step.finding))


@pytest.mark.parametrize("gone", [None, replace(PORTAL, archived=True)], ids=["gone", "archived"])
def test_what_is_gone_keeps_what_was_done_in_it(
    tmp_path: Path, store: Store, forge: Many, gone: Repository | None
) -> None:
    """It is not asked any more, and the figures are as fresh as those of the others."""
    settings = settings_of(tmp_path, forge)
    pull(settings, store, 420)
    forge.repositories = [API] if gone is None else [gone, API]
    forge.requests.clear()
    assert str(pull(settings, store, 422)).startswith("synced 1 sources, 0 items changed")

    assert not any("portal" in request.path for request in forge.requests)
    assert items(settings, store, 423) == {"exampleton/api": 5, "exampleton/portal": 3}
    known = store.read(at(423), store.expanded(settings).source_names)["sources"]
    assert list(known["last_ok_at"]) == [at(422), at(422)]
    assert names(settings_of(tmp_path, forge, exclude=["portal"]), store) == ["exampleton/api"]


def test_an_owner_that_cannot_be_read_does_not_stop_its_repositories(
    tmp_path: Path, store: Store, forge: Many
) -> None:
    """What was found before is pulled; the failure is said, kept and counts as a refusal."""
    settings = settings_of(tmp_path, forge)
    pull(settings, store, 420)
    forge.owner = "somebody-else"
    result = pull(settings, store, 422)

    assert [failure.source for failure in result.failures] == [settings.collections[0].name]
    assert result.refused
    assert str(result).startswith("synced 2 sources")
    told = store.last_runs(at(423), [settings.collections[0].name])
    assert told[settings.collections[0].name]["failed"]


def test_an_owner_that_another_sync_has_just_read_has_not_failed(
    tmp_path: Path, store: Store, forge: Many
) -> None:
    """What that has found is pulled."""
    settings = settings_of(tmp_path, forge)

    def overtake(request: Request, due: Reply) -> Reply:
        assert not pull(settings, store, 420).failures
        return due

    forge.add_fault(Fault(overtake))
    result = pull(settings, store, 420)
    assert not result.failures
    assert len(result.sources) == 2
    owner = settings.collections[0].name
    assert not store.last_runs(at(421), [owner])[owner]["failed"]


def test_an_owner_that_suddenly_has_nothing_is_not_believed(
    tmp_path: Path, store: Store, forge: Many
) -> None:
    """Far more often the token has lost its access."""
    settings = settings_of(tmp_path, forge)
    pull(settings, store, 420)
    forge.repositories = []
    messages = [failure.message for failure in pull(settings, store, 422).failures]
    assert any("shows no repositories any more" in message for message in messages)
    assert len(names(settings, store)) == 2


def test_check_says_what_an_owner_stands_for(tmp_path: Path, store: Store, forge: Many) -> None:
    """Which repositories are taken, and why the others are not."""
    forge.repositories += [
        Repository(21, "exampleton/old", archived=True),
        Repository(22, "exampleton/sandbox"),
    ]
    settings = settings_of(tmp_path, forge, exclude=["sand*"])
    (result,) = check(settings, now=at(420), environ=TOKENS)
    assert result.report is not None
    host = settings.collections[0].web_host
    assert result.report.summary == f"2 of {count(4, 'repository', 'repositories')}"
    assert result.report.lines == (
        f"takes {host}/exampleton/api",
        f"takes {host}/exampleton/portal",
        f"leaves out {host}/exampleton/old: it is archived",
        f"leaves out {host}/exampleton/sandbox: include or exclude says so",
    )
    assert "TOKEN" in " ".join(result.report.warnings) or forge.kind == "github"


def test_a_frozen_week_keeps_what_was_found(tmp_path: Path, store: Store, forge: Many) -> None:
    """Its settings name each repository; what is found later is not of it."""
    settings = settings_of(tmp_path, forge)
    pull(settings, store, 420)
    frozen = load_frozen(dump(store.expanded(settings)))
    assert frozen.source_names == store.expanded(settings).source_names
    assert not frozen.collections
