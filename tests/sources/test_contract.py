"""What every source owes the store, told of one history: recorded and over HTTP, on both forges."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from programme.labels import record_type
from programme.rows import EVENT_KINDS, Batch, EventRow, ItemRow
from programme.settings import Settings
from sources import github, gitlab, recorded
from sources.privacy import REMOVED, mask
from tests.forges import story
from tests.forges.github import GithubForge
from tests.forges.gitlab import Contents, GitlabForge

KINDS = ("recorded-github", "recorded-gitlab", "github", "gitlab")
Open = Callable[..., "Source"]


@dataclass
class Source:
    """One source of one kind, opened on a history."""

    kind: str
    settings: Settings
    token: str

    def pull(self, cursor: str | None = None, *, full: bool = False) -> list[Batch]:
        """Pull to the end."""
        ((project, source),) = self.settings.sources
        module: Any = {"github": github, "gitlab": gitlab}.get(self.kind, recorded)
        return list(
            module.pull(
                source,
                project=project,
                settings=self.settings,
                token=self.token,
                cursor=cursor,
                full=full,
            )
        )


@pytest.fixture(params=KINDS)
def open_source(
    request: pytest.FixtureRequest, tmp_path: Path, settings_of: Callable[..., Settings]
) -> Iterator[Open]:
    """Return what opens a source of each kind on a history, its files changed by *amend*."""
    kind: str = request.param
    forge_of = story.gitlab_files if "gitlab" in kind else story.github_files
    with ExitStack() as stack:

        def opened(told: list[story.Told], amend: Callable[[Any], None] | None = None) -> Source:
            files = forge_of(told)
            if amend:
                amend(files)
            token = "t"
            if kind.startswith("recorded"):
                folder = story.record(tmp_path / "care", files)
                where = {"kind": "recorded", "path": str(folder)}
            elif kind == "gitlab":
                forge = stack.enter_context(GitlabForge(Contents(files)))
                token = forge.contents.token
                where = {"project": forge.contents.project, "url": forge.origin}
            else:
                server = stack.enter_context(GithubForge(files, repository="exampleton/care"))
                where = {"repository": "exampleton/care", "url": server.url}
            source = {"kind": kind, "token_env": "T", **where}
            if kind.startswith("recorded"):
                del source["token_env"]
                source["kind"] = "recorded"
            return Source(kind, settings_of(source), token)

        yield opened


def items(batches: list[Batch]) -> dict[int, ItemRow]:
    """Return the items by number; each may come once."""
    rows = [item for batch in batches for item in batch.items]
    found = {row.number: row for row in rows}
    assert len(found) == len(rows)
    return found


def events(batches: list[Batch]) -> dict[int, list[EventRow]]:
    """Return each issue's events in the order in which they apply."""
    found: dict[int, list[EventRow]] = {}
    for event in (event for batch in batches for event in batch.events):
        found.setdefault(event.number, []).append(event)
    return {
        number: sorted(rows, key=lambda row: (row.at, row.position))
        for number, rows in found.items()
    }


def work(told: list[story.Told]) -> dict[int, story.Told]:
    """Return the issues that are issues."""
    return {issue.number: issue for issue in told if not issue.is_other}


def test_everything_told_arrives(open_source: Open) -> None:
    """Issues with state, labels, milestone, instants; pull requests and test cases left out."""
    told = story.tell(30)
    batches = open_source(told).pull()
    found = items(batches)
    titles = {row.key: row.title for row in batches[0].milestones or ()}
    assert set(work(told)) == set(found)
    for number, issue in work(told).items():
        row = found[number]
        assert ("closed" if issue.closed_at else "open") == row.state
        assert sorted(issue.labels) == sorted(label.name for label in row.labels)
        assert issue.milestone == (titles[row.milestone_key] if row.milestone_key else None)
        assert (issue.created_at, issue.updated_at) == (row.created_at, row.updated_at)
        assert issue.closed_at == row.closed_at
    assert sorted(story.MILESTONES) == sorted(titles.values())


@pytest.mark.parametrize("blank", ["", "  ", None])
def test_a_milestone_without_a_title_is_called_by_its_number(
    blank: str | None, open_source: Open
) -> None:
    """Two of them stay two, and neither is mistaken for work in no milestone."""

    def amend(files: Any) -> None:
        for row in files["milestones"][:2]:
            row["title"] = blank

    batches = open_source(story.tell(10), amend).pull()
    titles = {row.title for row in batches[0].milestones or () if row.title.startswith("Milestone")}
    assert len(titles) == 2
    assert all(re.fullmatch(r"Milestone \d+", title) for title in titles)


def test_every_event_arrives_once(open_source: Open) -> None:
    """The steps of each issue, whatever noise the forge mixes in, under keys of their own."""
    told = story.tell(30)
    batches = open_source(told).pull()
    found = events(batches)
    for number, issue in work(told).items():
        expected = sorted((step.at, step.kind, step.thing) for step in issue.steps)
        got = [
            (row.at, row.kind, row.label or row.milestone or "") for row in found.get(number, [])
        ]
        assert expected == sorted(got)
    keys = [event.key for rows in found.values() for event in rows]
    assert len(keys) == len(set(keys))
    assert {event.kind for rows in found.values() for event in rows} <= set(EVENT_KINDS)
    assert set(found) <= set(work(told))


def test_events_replayed_lead_to_what_the_forge_says(open_source: Open) -> None:
    """By instant and position, also where many share an instant, they end at the item's state."""
    told = story.tell(30)
    batches = open_source(told).pull()
    for number, row in items(batches).items():
        labels: set[str] = set()
        milestone, closed = None, False
        for event in events(batches).get(number, []):
            match event.kind:
                case "labelled":
                    labels.add(event.label or "")
                case "unlabelled":
                    labels.remove(event.label or "")
                case "milestoned" | "demilestoned":
                    milestone = event.milestone if event.kind == "milestoned" else None
                case _:
                    closed = event.kind == "closed"
        assert {label.name for label in row.labels} == labels
        assert work(told)[number].milestone == milestone
        assert ("closed" if closed else "open") == row.state


def test_nobody_is_named(open_source: Open) -> None:
    """No address, number, body, login or name is anywhere in the rows."""
    told = story.tell(30)
    source = open_source(told)
    batches = source.pull()
    everything = repr(batches)
    assert not re.search(r"@\w|council\.example|7946|Written by|Secret|avatar", everything)
    assert REMOVED in everything
    if source.kind != "github":  # which is not asked for persons, so that none can be recognised
        assert not re.search(r"maker.\d", everything, re.IGNORECASE)
    for item in items(batches).values():
        assert item.title == mask(item.title)


def test_only_records_keep_lines(open_source: Open) -> None:
    """Of a risk its allowed lines, masked; of work nothing."""
    source = open_source(story.tell(30))
    for row in items(source.pull()).values():
        kind = record_type([label.name for label in row.labels], source.settings.labels, "delivery")
        if kind is None:
            assert {} == row.lines
        else:
            assert ["Needed by"] == list(row.lines)
            assert re.fullmatch(r"2026-03-\d\d for \[name removed\]", row.lines["Needed by"])


def test_milestones_carry_dates_and_lines(open_source: Open) -> None:
    """Due dates as the forge wrote them, and the description's allowed lines."""
    (rows,) = (batch.milestones for batch in open_source(story.tell(3)).pull() if batch.milestones)
    assert ["2026-04-01", "2026-05-01", "2026-06-01"] == sorted(
        (row.due or "")[:10] for row in rows
    )
    assert all({"Outcome": "carers wait less"} == row.lines for row in rows)
    assert all(row.state == "open" and row.closed_at is None for row in rows)


def test_instants_are_utc_and_addresses_https(open_source: Open) -> None:
    """No naive or local instant, and no address that is not https."""
    batches = open_source(story.tell(30)).pull()
    instants = [at for row in items(batches).values() for at in (row.created_at, row.updated_at)]
    instants += [event.at for rows in events(batches).values() for event in rows]
    assert {timedelta(0)} == {at.utcoffset() for at in instants}
    assert all(row.url == "" or row.url.startswith("https://") for row in items(batches).values())
    names = [row.item for row in items(batches).values()]
    assert all(re.fullmatch(r"[\w.:-]+/exampleton/care#\d+", name) for name in names)
    assert len(names) == len(set(names))


def test_the_last_batch_ends_the_pull(open_source: Open) -> None:
    """It names every issue that exists and where to go on; numbers come nowhere else."""
    told = story.tell(30)
    batches = open_source(told).pull()
    assert frozenset(work(told)) == batches[-1].numbers
    assert batches[-1].cursor
    assert all(batch.numbers is None for batch in batches[:-1])
    assert batches[0].milestones is not None


def test_a_second_pull_brings_nothing_new(open_source: Open) -> None:
    """From the last cursor on, items that did not change do not come again."""
    source = open_source(story.tell(30))
    first = source.pull()
    second = source.pull(first[-1].cursor)
    assert items(second).items() <= items(first).items()
    assert all(batch.numbers is None for batch in second)
    assert sum(batch.requests for batch in second) <= 5


def test_a_full_pull_brings_the_same_rows(open_source: Open) -> None:
    """Reading everything again gives equal items, events and milestones."""
    source = open_source(story.tell(30))
    first = source.pull()
    again = source.pull(first[-1].cursor, full=True)
    assert items(first) == items(again)
    assert events(first) == events(again)
    assert first[0].milestones == again[0].milestones
    assert first[-1].numbers == again[-1].numbers


def test_an_empty_repository_is_an_answer(open_source: Open) -> None:
    """No issue, no milestone: still a whole pull."""

    def empty(files: dict[str, Any]) -> None:
        files["milestones"] = []

    batches = open_source([], empty).pull()
    assert {} == items(batches)
    assert frozenset() == batches[-1].numbers
    assert () == batches[0].milestones


def test_odd_values_are_taken_as_they_are(open_source: Open) -> None:
    """A due date in the year 9999, a hundred labels, no body, a title of emoji: nothing breaks."""

    def odd(files: dict[str, Any]) -> None:
        first = files["issues"][0]
        first |= {"title": "🙂🙃", "body": None, "description": None, "assignees": []}
        first["labels"] = [
            {"id": 9000 + n, "name": f"area::{n}", "color": "ededed"} for n in range(100)
        ]
        files["labels"] += first["labels"]
        files["milestones"][0] |= {
            "due_on": "9999-12-31T23:59:59Z",
            "due_date": "9999-12-31",
            "description": None,
        }

    batches = open_source(story.tell(2), odd).pull()
    row = items(batches)[1]
    assert "🙂🙃" == row.title
    assert {f"area::{n}" for n in range(100)} == {label.name for label in row.labels}
    dues = [milestone.due or "" for milestone in batches[0].milestones or ()]
    assert any(due.startswith("9999-12-31") for due in dues)
