"""A repository that the file names and that has another name now: one history, told in a line."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from programme.config_file import load
from programme.settings import Settings
from store import Store
from sync.check import check
from sync.run import SyncResult, sync
from tests.builders import at
from tests.forges.many import Many, ManyGithub, ManyGitlab, Repository
from tests.recordings import write_config

TOKENS = {"TOKEN": "t"}
PORTAL = Repository(11, "exampleton/portal")
MOVED = replace(PORTAL, path="exampleton/front-door", former=("exampleton/portal",))


@pytest.fixture(params=[ManyGithub, ManyGitlab], ids=["github", "gitlab"])
def forge(request: pytest.FixtureRequest) -> Iterator[Many]:
    """A forge of one repository."""
    with request.param([PORTAL]) as opened:
        yield opened


def settings_of(tmp_path: Path, forge: Many, *names: str, owner: bool = False) -> Settings:
    """Return a programme of these repositories of *forge*, and perhaps of all that it has."""
    shared = {"kind": forge.kind, "url": forge.origin, "token_env": "TOKEN"}
    github = forge.kind == "github"
    sources = [
        *({**shared, "repository" if github else "project": name} for name in names),
        *([{**shared, "owner" if github else "group": forge.owner}] if owner else []),
    ]
    more = "[network]\nallow_private = true"
    return load(write_config(tmp_path / "c.toml", *sources, more=more))


def pull(settings: Settings, store: Store, day: float) -> SyncResult:
    """Sync on a day."""
    result = sync(settings, store, now=at(day), environ=TOKENS)
    assert not result.failures
    return result


def notices(result: SyncResult) -> list[str]:
    """Return what was told of the sources."""
    return [source.notice for source in result.sources if source.notice]


def items(settings: Settings, store: Store, day: float) -> dict[str, int]:
    """Return how many items each source is known to have, by path."""
    known = store.read(at(day), store.expanded(settings).source_names)["items"]
    counted = known.groupby("source").size()
    return {str(name).partition("/")[2]: int(number) for name, number in counted.items()}


def told_of(forge: Many) -> str:
    """Return the sentence of a move."""
    host = forge.origin.removeprefix("http://")
    return (
        f"{host}/exampleton/portal is called {host}/exampleton/front-door now; put the new name "
        "into the configuration, and its history goes on."
    )


def test_its_history_goes_on_under_the_old_name_and_sync_says_so(
    tmp_path: Path, store: Store, forge: Many
) -> None:
    """At each sync, whether anything has changed or not."""
    settings = settings_of(tmp_path, forge, "exampleton/portal")
    assert notices(pull(settings, store, 420)) == []
    forge.repositories = [MOVED]
    for day in (421, 422):
        result = pull(settings, store, day)
        assert notices(result) == [told_of(forge)]
        assert result.sources[0].items_changed == 0
    assert items(settings, store, 423) == {"exampleton/portal": 3}


def test_check_says_so(tmp_path: Path, forge: Many) -> None:
    """Also before anything has been synced."""
    settings = settings_of(tmp_path, forge, "exampleton/portal")
    forge.repositories = [MOVED]
    (result,) = check(settings, now=at(420), environ=TOKENS)
    assert result.report is not None
    assert told_of(forge) in result.report.warnings


@pytest.mark.parametrize("before", ["exampleton/portal", "Exampleton/PORTAL"])
def test_its_history_goes_on_under_the_new_name(
    tmp_path: Path, store: Store, forge: Many, before: str
) -> None:
    """Once the file has it: nothing is lost, and nothing is there twice."""
    old = settings_of(tmp_path, forge, before)
    pull(old, store, 420)
    events = len(store.read(at(421), old.source_names)["events"])
    forge.repositories = [MOVED]
    new = settings_of(tmp_path, forge, MOVED.path)
    assert notices(pull(new, store, 422)) == []

    assert items(new, store, 421) == items(new, store, 423) == {MOVED.path: 3}
    known = store.read(at(423), new.source_names)
    assert all("front-door#" in item for item in known["items"]["item"])
    assert len(known["events"]) == events
    assert items(old, store, 423) == {}
    assert pull(new, store, 424).sources[0].items_changed == 0


def test_another_way_of_writing_a_name_is_no_other_name(
    tmp_path: Path, store: Store, forge: Many
) -> None:
    """Capitals make no difference at the forges."""
    old = settings_of(tmp_path, forge, "exampleton/portal")
    pull(old, store, 420)
    new = settings_of(tmp_path, forge, "Exampleton/Portal")
    assert notices(pull(new, store, 422)) == []
    assert items(new, store, 421) == items(new, store, 423) == {"Exampleton/Portal": 3}
    assert items(old, store, 423) == {}


def test_a_failed_sync_under_the_new_name_costs_nothing(
    tmp_path: Path, store: Store, forge: Many
) -> None:
    """The history waits for the first good one."""
    pull(settings_of(tmp_path, forge, "exampleton/portal"), store, 420)
    new = settings_of(tmp_path, forge, MOVED.path)
    assert sync(new, store, now=at(421), environ=TOKENS).failures
    forge.repositories = [MOVED]
    pull(new, store, 422)
    assert items(new, store, 421) == {MOVED.path: 3}
    told = store.last_runs(at(423), new.source_names)
    assert not told[new.source_names[0]]["failed"]


def test_a_file_that_has_both_names_keeps_both(tmp_path: Path, store: Store, forge: Many) -> None:
    """Neither takes the other's history, however often it is synced; the old one is told of."""
    pull(settings_of(tmp_path, forge, "exampleton/portal"), store, 420)
    forge.repositories = [MOVED]
    both = settings_of(tmp_path, forge, "exampleton/portal", MOVED.path)
    for day, changed in ((421, [0, 3]), (422, [0, 0])):
        result = pull(both, store, day)
        assert [source.items_changed for source in result.sources] == changed
        assert notices(result) == [told_of(forge)]


@pytest.mark.parametrize("name", ["exampleton/portal", "Exampleton/Portal"])
def test_one_that_is_found_under_its_new_name_is_not_counted_twice(
    tmp_path: Path, store: Store, forge: Many, name: str
) -> None:
    """As long as the file names it by the old one, it is read as that and keeps its history."""
    settings = settings_of(tmp_path, forge, name, owner=True)
    pull(settings, store, 420)
    forge.repositories = [MOVED]
    result = pull(settings, store, 422)
    assert len(notices(result)) == 1
    assert items(settings, store, 421) == items(settings, store, 423) == {name: 3}
    assert result.sources[0].items_changed == 0
    (_, checked) = check(settings, now=at(422), environ=TOKENS)
    assert checked.report is not None
    host = settings.collections[0].web_host
    assert checked.report.lines == (
        f"leaves out {host}/{MOVED.path}: the configuration lists it elsewhere",
    )

    found = settings_of(tmp_path, forge, owner=True)
    pull(found, store, 424)
    assert items(found, store, 421) == items(found, store, 425) == {MOVED.path: 3}
