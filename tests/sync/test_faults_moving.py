"""A forge that changes while it is read: nothing is lost, doubled or taken for gone."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.forges import faults, story
from tests.forges.server import Fault, Reply, Request
from tests.store_contents import contents
from tests.sync.disturbed import Bench, bench, files

Rows = dict[str, Any]
PLACES = [
    pytest.param("first page", marks=pytest.mark.deep),
    "middle",
    pytest.param("last", marks=pytest.mark.deep),
]


@pytest.fixture(scope="module", params=["github", "gitlab", "gitlab-17.0"])
def forge(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bench]:
    """Each forge; older GitLabs have pages by number alone."""
    kind, _, version = request.param.partition("-")
    with (
        pytest.MonkeyPatch.context() as patch,
        bench(kind, tmp_path_factory.mktemp(kind), patch, version) as made,
    ):
        yield made


def _issues(rows: Rows) -> list[Rows]:
    """All issues, oldest change first, as they are read."""
    return sorted(rows["issues"], key=lambda row: (row["updated_at"], row["id"]))


def _touch(rows: Rows, place: int) -> None:
    """Change an issue, so that it moves to the end of the list."""
    issue = _issues(rows)[place]
    latest = datetime.fromisoformat(_issues(rows)[-1]["updated_at"]) + timedelta(hours=1)
    write = story.stamp if "iid" in issue else story.whole_seconds
    issue |= {"title": issue["title"] + " again", "updated_at": write(latest)}


def _touch_read(rows: Rows) -> None:
    """Change the first issue, which was read before."""
    _touch(rows, 0)


def _touch_unread(rows: Rows) -> None:
    """Change an issue that comes later, so that it comes later still."""
    _touch(rows, -2)


def _delete_read(rows: Rows) -> None:
    """Take an issue away before the page being read, which moves all others up by one."""
    rows["issues"].remove(_issues(rows)[0])


def _add(rows: Rows) -> None:
    """Open an issue."""
    issue = deepcopy(_issues(rows)[-1])
    number = "iid" if "iid" in issue else "number"
    issue |= {"id": 9999, number: 999, "title": "Opened just now"}
    if "html_url" in issue:
        issue["html_url"] = issue["html_url"].rpartition("/")[0] + "/999"
    rows["issues"].append(issue)
    _touch(rows, -1)


CHANGES = (_touch_read, _touch_unread, _delete_read, _add)


@pytest.mark.parametrize(
    "full",
    [
        pytest.param(False, id="later-sync"),
        pytest.param(True, id="full-sync", marks=pytest.mark.deep),
    ],
)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("change", CHANGES, ids=[change.__name__.strip("_") for change in CHANGES])
def test_issues_that_change_between_two_pages(
    forge: Bench, change: Callable[[Rows], None], place: str, full: bool
) -> None:
    """After the next sync the store holds what the forge holds now, as if nothing had moved."""
    _, newer = files(forge.kind, forge.forge.origin)
    later = deepcopy(newer)
    change(later)
    forge.hold(later)
    url = forge.store("empty")
    assert not forge.sync(url, full=True).failed
    expected = contents(url, present=True)

    forge.hold(deepcopy(newer))
    url = forge.store()

    def move(request: Request, due: Reply) -> Reply:
        forge.hold(later)
        return due

    with forge.struck(Fault(move, match=forge.places[place]())):
        assert not forge.sync(url, full=full).failed
    # A deletion is noticed by GitHub's count, or by a full sync.
    assert not forge.sync(url, full=change is _delete_read).failed
    found = contents(url, present=True)
    if change is _delete_read:
        # What happened to it has happened all the same.
        assert set(expected.pop("events")) <= set(found.pop("events"))
    assert found == expected


@pytest.mark.parametrize("often", ["on-two-pages", "on-one-page"])
def test_an_issue_that_comes_twice(forge: Bench, often: str) -> None:
    """It is one issue, with all its labels and events."""
    forge.hold(files(forge.kind, forge.forge.origin)[1])
    last: dict[str, Any] = {}

    def twice(request: Request, due: Reply) -> Reply:
        rows = _rows(due.body)
        # A page that is asked for again, since the machine was slow, is the same page.
        before = [row for asked, row in last.items() if asked != str(request)]
        last[str(request)] = rows[-1]
        rows[:0] = deepcopy(before[-1:] if often == "on-two-pages" else rows[-1:])
        return due

    url = forge.store()
    with forge.struck(Fault(twice, match=faults.is_issues, times=99)):
        assert not forge.sync(url).failed
    assert contents(url) == forge.after
    assert not forge.sync(url).failed
    assert contents(url) == forge.after


def _rows(body: Any) -> list[Any]:
    if isinstance(body, list):
        return body
    nodes: list[Any] = body["data"]["repository"]["issues"]["nodes"]
    return nodes


@pytest.mark.parametrize("what", ["milestones", "labels"])
def test_a_list_from_which_something_is_taken_while_it_is_read(forge: Bench, what: str) -> None:
    """What moves up to a page that was read already is not taken for gone."""
    _, newer = files(forge.kind, forge.forge.origin)
    first = newer[what][0]
    newer[what] = [{**first, **_named(first, number)} for number in range(1, 10)]
    forge.hold(newer)
    url = forge.store()
    assert not forge.sync(url).failed
    fewer = deepcopy(newer)
    del fewer[what][0]

    def move(request: Request, due: Reply) -> Reply:
        forge.hold(fewer)
        return due

    page = faults.Place(lambda request: request.path.endswith(f"/{what}"), 1)
    with forge.struck(Fault(move, match=page)):
        assert not forge.sync(url).failed
    known = " ".join(contents(url, present=True)[what])
    assert [number for number in range(2, 10) if f"Number {number}" not in known] == []


def _named(row: Rows, number: int) -> Rows:
    name = "title" if "title" in row else "name"
    numbers: Rows = {key: 100 + number for key in ("id", "iid", "number") if key in row}
    return {**numbers, name: f"Number {number}"}
