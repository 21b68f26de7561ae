"""A sync of GitHub that broke off goes on where it stopped, also where parts were read at once."""

import copy
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from programme.settings import Settings
from sources import github_client, github_pages
from store import Store, open_store
from sync.run import SyncResult, sync
from tests.builders import at
from tests.forges.github import GithubForge
from tests.forges.github_data import BEGUN, instant, issue, repository
from tests.forges.server import Request
from tests.store_contents import contents

_COUNT = 40
_PAGE = 4
_PAGES = _COUNT // _PAGE


@pytest.fixture(params=[True, False], ids=["in parts", "in one go"])
def forge(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[GithubForge]:
    """A repository of ten pages."""
    monkeypatch.setattr(github_pages, "SHORTEST", 10 if request.param else 1000)
    monkeypatch.setattr(github_client, "PAGE", _PAGE)
    monkeypatch.setattr(github_pages, "PAGE", _PAGE)
    with GithubForge(repository(_COUNT, events_each=2), repository="exampleton/care") as server:
        yield server


def _is_list(request: Request) -> bool:
    return b"query Issues" in request.body


def _lists(forge: GithubForge) -> int:
    return sum(map(_is_list, forge.requests))


def _settings(forge: GithubForge, **sections: Any) -> Settings:
    return forge.settings(
        sync={"wait_at_most_minutes": 0, "requests_at_once": 3},
        **sections,
    )


def _sync(forge: GithubForge, store: Store, day: float, *, full: bool = False) -> SyncResult:
    environ = {"GITHUB_TOKEN": "t"}
    return sync(_settings(forge), store, now=at(day), environ=environ, full=full)


def _break_off(forge: GithubForge, store: Store, day: float, *, after: int) -> None:
    """Let a sync fail after so many pages of issues."""
    forge.fail("422", skip=after, where=_is_list)
    assert _sync(forge, store, day).failures


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Of the store that is synced."""
    return f"sqlite:///{tmp_path}/waymark.db"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """Empty at first."""
    opened = open_store(url)
    yield opened
    opened.close()


def _as_if_undisturbed(forge: GithubForge, url: str, folder: Path) -> None:
    """See that a store holds now what one does that was synced in one go."""
    fresh = open_store(f"sqlite:///{folder}/fresh.db")
    assert not _sync(forge, fresh, 30, full=True).failures
    fresh.close()
    expected = contents(f"sqlite:///{folder}/fresh.db", present=True)
    assert contents(url, present=True) == expected


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(after, marks=[pytest.mark.deep] * (after % 4 > 1))
        for after in range(1, _PAGES, 2)
    ],
)
def test_what_was_read_is_not_read_again(
    forge: GithubForge, store: Store, url: str, tmp_path: Path, after: int
) -> None:
    """Wherever it stops: nothing shows until all is there, and then as if it had not stopped."""
    _break_off(forge, store, 20, after=after)
    assert contents(url)["items"] == []
    forge.requests.clear()
    second = _sync(forge, store, 21)
    assert not second.failures
    # A part begins again at its last instant, and the end of the list is looked at once more.
    assert _lists(forge) <= _PAGES - after + 4
    _as_if_undisturbed(forge, url, tmp_path)
    assert _sync(forge, store, 22).sources[0].items_changed == 0


def test_it_may_break_off_at_every_page(
    forge: GithubForge, store: Store, url: str, tmp_path: Path
) -> None:
    """Every try gets further, so that a sync ends though no single one comes through."""
    tries = 0
    while True:
        forge.fail("422", skip=2, where=_is_list, times=99)
        tries += 1
        if not _sync(forge, store, 20 + tries / 100).failures:
            break
        forge.mend()
        assert tries < _PAGES
    forge.mend()
    assert tries > 2
    _as_if_undisturbed(forge, url, tmp_path)


@pytest.mark.parametrize(
    "after", [pytest.param(1, marks=pytest.mark.deep), 4, pytest.param(8, marks=pytest.mark.deep)]
)
def test_what_happens_meanwhile_counts(
    forge: GithubForge, store: Store, url: str, tmp_path: Path, after: int
) -> None:
    """An issue that was read and changed since, one that is gone, one that is new."""
    _break_off(forge, store, 20, after=after)
    rows = forge.data["issues"]
    later = BEGUN + timedelta(days=90)
    for place, row in enumerate(rows[:20:7]):
        now = instant(later + timedelta(hours=place))
        row |= {"title": f"Changed {place}", "updated_at": now}
    gone = {row["number"] for row in rows[5:30:9]}
    forge.data["issues"] = [row for row in rows if row["number"] not in gone]
    forge.data["events"] = [
        row for row in forge.data["events"] if row["issue"]["number"] not in gone
    ]
    forge.data["issues"].append(issue(_COUNT + 1, updated_at=instant(later)))
    forge.requests.clear()
    assert not _sync(forge, store, 21).failures
    found = contents(url)
    _sync(forge, store, 22)
    _as_if_undisturbed(forge, url, tmp_path)
    # The first good sync had all of it; the one after it had nothing to add.
    assert contents(url) == found


def test_changes_may_break_off_too(
    forge: GithubForge, store: Store, url: str, tmp_path: Path
) -> None:
    """What a later sync has read of what changed is kept as well."""
    assert not _sync(forge, store, 10).failures
    for row in forge.data["issues"][:24]:
        row["updated_at"] = instant(BEGUN + timedelta(days=100, hours=row["number"]))
        row["title"] = f"Changed {row['number']}"
    before = copy.deepcopy(contents(url))
    _break_off(forge, store, 20, after=4)
    assert contents(url) == before
    forge.requests.clear()
    assert not _sync(forge, store, 21).failures
    assert _lists(forge) <= 4
    _as_if_undisturbed(forge, url, tmp_path)


def test_lists_count_as_they_are_at_the_end(
    forge: GithubForge, store: Store, url: str, tmp_path: Path
) -> None:
    """What a list told while it was read is over once it is as before: a label, a milestone."""
    forge.data["labels"] = [{"name": "bug", "node_id": "LA_bug"}]
    assert not _sync(forge, store, 10).failures
    before = contents(url)
    tidy = copy.deepcopy(forge.data)
    forge.data["labels"] = [{"name": "new", "node_id": "LA_new"}]
    forge.data["milestones"][0]["title"] = "Renamed"
    del forge.data["milestones"][1]
    for row in forge.data["issues"]:
        row["updated_at"] = instant(BEGUN + timedelta(days=100, hours=row["number"]))
    _break_off(forge, store, 20, after=4)
    forge.data |= {"labels": tidy["labels"], "milestones": tidy["milestones"]}
    assert not _sync(forge, store, 21).failures
    _as_if_undisturbed(forge, url, tmp_path)
    assert {name: contents(url)[name] for name in ("labels", "milestones")} == {
        name: before[name] for name in ("labels", "milestones")
    }


def test_other_settings_begin_anew(forge: GithubForge, store: Store, url: str) -> None:
    """Rows that were made in another way are forgotten."""
    _break_off(forge, store, 20, after=6)
    forge.requests.clear()
    settings = _settings(forge, labels={"type": {"risk": ["danger"]}})
    assert not sync(settings, store, now=at(21), environ={"GITHUB_TOKEN": "t"}).failures
    assert _lists(forge) >= _PAGES
    assert len(contents(url)["items"]) == _COUNT
