"""A GitHub repository comes as rows: whole, then what changed, in few requests, nobody named."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest

from programme.rows import Batch, EventRow, ItemRow
from programme.settings_sources import GithubSource, RecordedSource
from sources import github, recorded
from sources.github_rows import item_row
from sources.reading import Reading
from tests.forges.github import GithubForge
from tests.forges.github_data import event, instant, issue, repository
from tests.forges.server import Fault, Reply, Request

TOKEN = "canary-token-of-the-test"
NAME = "exampleton/care"
LATE = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def serve() -> Iterator[Callable[..., GithubForge]]:
    """Start a forge over rows or a folder; it is closed after the test."""
    running: list[GithubForge] = []

    def start(data: Any, name: str = NAME, **options: Any) -> GithubForge:
        running.append(GithubForge(data, repository=name, token=TOKEN, **options).__enter__())
        return running[-1]

    yield start
    for forge in running:
        forge.__exit__()


Serve = Callable[..., GithubForge]


def pull(
    forge: GithubForge, cursor: str | None = None, *, full: bool = False, **sections: Any
) -> list[Batch]:
    """Pull everything, as a sync would."""
    settings = forge.settings(**sections)
    return list(
        github.pull(
            forge.source,
            project=settings.projects[0],
            settings=settings,
            token=TOKEN,
            cursor=cursor,
            full=full,
        )
    )


def items(batches: Iterable[Batch]) -> dict[int, ItemRow]:
    """All items by number; each may come once."""
    found = [item for batch in batches for item in batch.items]
    assert len({item.number for item in found}) == len(found)
    return {item.number: item for item in found}


def events(batches: Iterable[Batch], number: int) -> list[EventRow]:
    """The events of one issue, in order."""
    found = [row for batch in batches for row in batch.events if row.number == number]
    return sorted(found, key=lambda row: (row.at, row.position))


def issue_pages(request: Request) -> bool:
    """Whether a request asks for a page of issues."""
    return b"query Issues" in request.body


class TestRequests:
    """How often a forge is asked."""

    def test_a_real_history_takes_a_page_a_hundred_issues(
        self, serve: Serve, shared_data: Path
    ) -> None:
        """341 issues with 710 events that move something: 7 requests; once more: 3."""
        forge = serve(shared_data / "bitcoin-core-gui", "bitcoin-core/gui")
        first = pull(forge)
        assert (len(items(first)), sum(len(batch.events) for batch in first)) == (341, 710)
        assert sum(batch.requests for batch in first) == len(forge.requests) == 7
        again = pull(forge, first[-1].cursor)
        assert len(forge.requests) - 7 == sum(batch.requests for batch in again) == 3
        assert items(again).items() <= items(first).items()
        assert again[-1].cursor == first[-1].cursor

    @pytest.mark.parametrize("count", [0, 1, 100, 1000])
    def test_a_full_pull_stays_within_its_budget(self, serve: Serve, count: int) -> None:
        """At most 0.03 N + 10 requests, and 5 when nothing changed."""
        forge = serve(repository(count))
        first = pull(forge)
        assert len(items(first)) == count
        assert len(forge.requests) <= 0.03 * count + 10
        before = len(forge.requests)
        again = pull(forge, first[-1].cursor)
        assert len(forge.requests) - before <= 5
        assert items(again).items() <= items(first).items()

    @pytest.mark.parametrize(
        ("count", "change", "told"),
        [(3, False, None), (3, True, 4), (100, False, None), (101, False, 101), (0, False, None)],
        ids=["unchanged", "changed", "a whole page", "two pages", "none"],
    )
    def test_labels_that_are_known_are_not_sent_again(
        self, serve: Serve, count: int, change: bool, told: int | None
    ) -> None:
        """They bear a tag; an answer that it still holds is free of the rate limit."""
        rows = repository(5, events_each=0)
        forge = serve({**rows, "labels": [{"name": f"label {n}"} for n in range(count)]})
        first = pull(forge)
        assert len(first[0].labels or ()) == count
        if change:
            forge.data["labels"].append({"name": "another"})
        again = pull(forge, first[-1].cursor)
        assert (None if again[0].labels is None else len(again[0].labels)) == told
        assert again[0].milestones == first[0].milestones
        assert len(again[0].milestones or ()) == 5

    @pytest.mark.parametrize("kind", ["long-timelines", "hundreds-of-labels"])
    def test_overflow_of_every_issue_stays_within_the_budget(self, serve: Serve, kind: str) -> None:
        """A page's overflows are followed up together."""
        long = [
            event(number, "closed" if n % 2 else "reopened", LATE + timedelta(minutes=n))
            for number in range(1, 101)
            for n in range(150)
        ]
        labels = [{"name": f"label {n:03}"} for n in range(150)]
        data = {
            "long-timelines": {"issues": [issue(n) for n in range(1, 101)], "events": long},
            "hundreds-of-labels": {"issues": [issue(n, labels=labels) for n in range(1, 101)]},
        }[kind]
        forge = serve(data)
        batches = pull(forge)
        assert len(forge.requests) <= 0.03 * 100 + 10
        assert all(
            len(events(batches, number)) == 150 or len(item.labels) == 150
            for number, item in items(batches).items()
        )

    def test_a_crowd_changed_in_one_second_is_not_read_every_time(self, serve: Serve) -> None:
        """Imported issues share their instant; 500 of them are one request when nothing changed."""
        at = "2024-05-01T00:00:00Z"
        forge = serve({"issues": [issue(n, updated_at=at) for n in range(1, 501)]})
        cursor = pull(forge)[-1].cursor
        before = len(forge.requests)
        assert items(pull(forge, cursor)) == {}
        assert len(forge.requests) - before <= 5
        forge.data["issues"].append(issue(501, updated_at="2024-05-01T00:00:01Z"))
        assert set(items(pull(forge, cursor))) == {501}


class TestChanges:
    """What a pull after the first one brings."""

    def test_only_what_changed_comes(self, serve: Serve) -> None:
        """A closing, a new issue and a new milestone, and few others."""
        forge = serve(repository(300))
        first = pull(forge)
        forge.data["issues"][6] |= {
            "state": "closed",
            "state_reason": "not_planned",
            "closed_at": instant(LATE),
            "updated_at": instant(LATE),
        }
        forge.data["events"].append(event(7, "closed", LATE, state_reason="not_planned"))
        forge.data["issues"].append(issue(301, updated_at=instant(LATE)))
        forge.data["milestones"][0]["due_on"] = "2024-09-01T07:00:00Z"
        changed = pull(forge, first[-1].cursor)
        assert {7, 301} <= set(items(changed))
        assert len(items(changed)) < 10
        assert items(changed)[7].reason == "not_planned"
        assert events(changed, 7)[-1].reason == "not_planned"
        assert changed[0].milestones is not None
        assert changed[0].milestones[0].due == "2024-09-01T07:00:00Z"
        assert changed[-1].numbers is None

    def test_a_change_that_shows_late_is_not_missed(self, serve: Serve) -> None:
        """GitHub may show it after younger ones: the last minutes are read again."""
        data = repository(5)
        data["issues"][4]["updated_at"] = instant(LATE)
        forge = serve(data)
        cursor = pull(forge)[-1].cursor
        forge.data["issues"].append(issue(6, updated_at=instant(LATE - timedelta(minutes=4))))
        assert 6 in items(pull(forge, cursor))

    def test_an_issue_that_changes_while_we_read_comes_again(self, serve: Serve) -> None:
        """It moves to the end of the list: one pull gives it once, the next one its new state."""
        forge = serve(repository(250))
        oldest = min(forge.data["issues"], key=lambda row: (row["updated_at"], row["number"]))

        def change(request: Request, due: Reply) -> Reply:
            oldest.update(title="Changed", updated_at=instant(LATE))
            forge.data["issues"].append(issue(999, updated_at=instant(LATE + timedelta(days=1))))
            return due

        forge.add_fault(Fault(change, match=issue_pages))
        first = pull(forge)
        assert items(first)[oldest["number"]].title != "Changed"
        assert 999 in items(first)
        assert items(pull(forge, first[-1].cursor))[oldest["number"]].title == "Changed"

    def test_an_issue_that_is_gone_is_found_out(self, serve: Serve) -> None:
        """Fewer issues than there should be: their numbers are listed, and nothing else is read."""
        forge = serve(repository(150))
        first = pull(forge)
        assert first[-1].numbers == frozenset(range(1, 151))
        del forge.data["issues"][40]
        forge.data["issues"].append(issue(151, updated_at=instant(LATE)))
        changed = pull(forge, first[-1].cursor)
        assert changed[-1].numbers == frozenset({*range(1, 152)} - {41})
        assert len(items(changed)) < 10
        assert pull(forge, changed[-1].cursor)[-1].numbers is None

    @pytest.mark.parametrize("first", [True, False], ids=["first pull", "later pull"])
    def test_an_issue_that_goes_while_we_read_is_found_out_next_time(
        self, serve: Serve, first: bool
    ) -> None:
        """It was read, and so counts as there; the next pull misses it."""
        forge = serve(repository(10 if first else 150))
        cursor = None if first else pull(forge)[-1].cursor
        for number in range(201, 411):
            forge.data["issues"].append(issue(number, updated_at=instant(LATE)))

        def remove(request: Request, due: Reply) -> Reply:
            forge.data["issues"] = [row for row in forge.data["issues"] if row["number"] != 201]
            return due

        forge.add_fault(Fault(remove, skip=1, match=issue_pages))
        batches = pull(forge, cursor)
        assert 201 in items(batches)
        there = frozenset(row["number"] for row in forge.data["issues"])
        assert pull(forge, batches[-1].cursor)[-1].numbers == there

    def test_what_is_gone_is_told_though_an_issue_was_left_out(self, serve: Serve) -> None:
        """What GitHub could not tell is there all the same, and no reason to read all again."""
        forge = serve(repository(150))
        pull(forge)
        del forge.data["issues"][40]
        forge.fail("graphql-null", where=issue_pages)
        batches = pull(forge, full=True)
        assert len(items(batches)) == 148
        assert batches[-1].numbers == frozenset({*range(1, 151)} - {41})
        assert len(items(pull(forge, batches[-1].cursor))) == 149

    def test_everything_is_read_again_when_rows_would_come_out_differently(
        self, serve: Serve
    ) -> None:
        """Other labels for records, another kind of project, a wish, another version's cursor."""
        forge = serve(repository(30))
        cursor = pull(forge)[-1].cursor
        assert len(items(pull(forge, cursor))) < 30
        for batches in (
            pull(forge, cursor, labels={"type": {"risk": ["hazard"]}}),
            pull(forge, cursor, kind="risk-register"),
            pull(forge, cursor, full=True),
            pull(forge, '{"since": 7}'),
            pull(forge, "not json"),
        ):
            assert set(items(batches)) == set(range(1, 31))
            assert batches[-1].numbers == frozenset(range(1, 31))


class TestRows:
    """What the rows hold."""

    @pytest.mark.parametrize("seed", range(4))
    def test_they_equal_those_of_the_recorded_answers(
        self, serve: Serve, tmp_path: Path, seed: int
    ) -> None:
        """GraphQL and REST tell the same history, ids apart."""
        forge = serve(repository(120, seed=seed))
        assert _comparable(pull(forge)) == _comparable(_recorded(forge, tmp_path))

    def test_they_equal_those_of_a_real_history(
        self, serve: Serve, shared_data: Path, tmp_path: Path
    ) -> None:
        """Labels whose case changed keep their id at GitHub, so case is put aside."""
        forge = serve(shared_data / "bitcoin-core-gui", "bitcoin-core/gui")
        assert _comparable(pull(forge)) == _comparable(_recorded(forge, tmp_path))

    def test_long_lists_come_whole_and_in_order(self, serve: Serve) -> None:
        """250 events and 230 labels of one issue, and a neighbour's few."""
        labels = [{"name": f"label {n:03}"} for n in range(230)]
        steps = [
            event(1, "labeled" if n % 2 else "unlabeled", LATE + timedelta(seconds=n // 3),
                  label={"name": f"step {n:03}"}, id=n + 1)
            for n in range(250)
        ]  # fmt: skip
        near = event(2, "closed", LATE)
        forge = serve({"issues": [issue(1, labels=labels), issue(2)], "events": [near, *steps]})
        batches = pull(forge)
        assert [row.label for row in events(batches, 1)] == [f"step {n:03}" for n in range(250)]
        assert len({row.key for row in events(batches, 1)}) == 250
        assert [label.name for label in items(batches)[1].labels] == [
            f"label {n:03}" for n in range(230)
        ]
        assert [row.kind for row in events(batches, 2)] == ["closed"]

    @pytest.mark.parametrize(
        ("state", "said", "reason"),
        [
            ("closed", "completed", "completed"),
            ("closed", "not_planned", "not_planned"),
            ("closed", "duplicate", "duplicate"),
            ("closed", None, None),
            ("open", "reopened", None),
            ("open", None, None),
        ],
    )
    def test_reasons_are_those_of_closed_issues(
        self, serve: Serve, state: str, said: str | None, reason: str | None
    ) -> None:
        """REOPENED is no reason, and an open issue has none."""
        closed_at = instant(LATE) if state == "closed" else None
        forge = serve({"issues": [issue(1, state=state, state_reason=said, closed_at=closed_at)]})
        item = items(pull(forge))[1]
        assert (item.state, item.reason) == (state, reason)
        assert item.closed_at == (LATE if closed_at else None)

    def test_older_servers_are_not_asked_for_what_they_lack(self, serve: Serve) -> None:
        """Without reasons, or without the argument that names duplicates, the rest comes."""
        data = {
            "issues": [issue(1, state="closed", state_reason="duplicate", closed_at=instant(LATE))],
            "events": [event(1, "closed", LATE, state_reason="duplicate")],
        }
        lacks = ("Issue.stateReason(enableDuplicate)",)
        assert items(pull(serve(data, without=lacks)))[1].reason == "not_planned"
        old = pull(serve(data, without=("Issue.stateReason", "ClosedEvent.stateReason")))
        assert (items(old)[1].state, items(old)[1].reason) == ("closed", None)
        assert [(row.kind, row.reason) for row in events(old, 1)] == [("closed", None)]

    def test_titles_of_any_script_come_and_people_do_not(self, serve: Serve) -> None:
        """Arabic and emoji stay; an ``@word`` goes; a body is kept from records alone, by line."""
        body = "Needed by: 2026-07-01\nAsk @person-0001 (person-0001@example.org)\nOther: secret"
        forge = serve(
            {
                "issues": [
                    issue(1, title="إصلاح الصفحة الأولى 🙂", body=body),
                    issue(2, title="Ask @person-0001", body=body, labels=[{"name": "Risk"}]),
                ]
            }
        )
        found = items(pull(forge))
        assert found[1].title == "إصلاح الصفحة الأولى 🙂"
        assert found[2].title == "Ask [name removed]"
        assert (found[1].lines, found[2].lines) == ({}, {"Needed by": "2026-07-01"})
        register = items(pull(forge, kind="risk-register"))
        assert register[1].lines == {"Needed by": "2026-07-01"}

    def test_a_due_date_in_year_9999_is_kept_as_written(self, serve: Serve) -> None:
        """What it means is for the measures to say."""
        data = repository(1)
        data["milestones"][0]["due_on"] = "9999-12-31T23:59:59Z"
        batches = pull(serve(data))
        assert batches[0].milestones is not None
        milestone = batches[0].milestones[0]
        assert (milestone.key, milestone.due, milestone.start) == (
            "1",
            "9999-12-31T23:59:59Z",
            None,
        )
        assert milestone.lines == {"Outcome": "Carers see their visits"}

    def test_label_ids_are_those_of_the_label_list(self, serve: Serve) -> None:
        """So that a renamed label is followed; events by an old spelling bear the same id."""
        forge = serve(repository(50))
        batches = pull(forge)
        assert batches[0].labels is not None
        listed = {label.key for label in batches[0].labels}
        carried = {label.key for item in items(batches).values() for label in item.labels}
        named = {row.label_key for batch in batches for row in batch.events} - {None}
        assert carried <= named <= listed

    def test_an_empty_repository_is_an_answer(self, serve: Serve) -> None:
        """One batch, nothing in it, nothing left to be thought there."""
        batches = pull(serve({}))
        assert len(batches) == 1
        assert (batches[0].items, batches[0].milestones, batches[0].labels) == ((), (), ())
        assert batches[0].numbers == frozenset()

    def test_a_batch_is_a_page_and_the_last_one_ends_the_pull(self, serve: Serve) -> None:
        """Milestones and labels come first, cursor and numbers last."""
        batches = pull(serve(repository(250)))
        assert [len(batch.items) for batch in batches] == [100, 100, 50]
        assert [batch.milestones is None for batch in batches] == [False, True, True]
        assert all(batch.cursor for batch in batches)
        assert [batch.numbers is None for batch in batches] == [True, True, False]

    @pytest.mark.parametrize(
        ("url", "address"),
        [
            ("https://api.github.com", "https://github.com/o/r/issues/1"),
            ("https://ghe.example:8443/api/v3", "https://ghe.example:8443/o/r/issues/1"),
            ("http://ghe.example/api/v3", ""),
        ],
    )
    def test_addresses_are_made_from_numbers(self, url: str, address: str) -> None:
        """Whatever a forge calls its address, only https to the configured host is linked."""
        source = GithubSource(kind="github", repository="o/r", url=url, token_env="T")
        settings = serve_settings(source)
        node = {
            "number": 1, "title": "A", "state": "OPEN", "createdAt": "2026-01-01T00:00:00Z",
            "updatedAt": "2026-01-01T00:00:00Z", "url": "javascript:alert(1)",
        }  # fmt: skip
        row = item_row(node, source=source, reading=Reading.of(settings.projects[0], settings))
        assert row.url == address
        assert row.item == f"{source.web_host}/o/r#1"


class TestPersons:
    """Who is never asked for, and never kept."""

    def test_no_person_is_in_any_row(self, serve: Serve, shared_data: Path) -> None:
        """Neither a login of the answers nor an address."""
        for forge in (
            serve(shared_data / "bitcoin-core-gui", "bitcoin-core/gui"),
            serve(repository(200)),
        ):
            text = repr(pull(forge, kind="risk-register"))
            assert "person-" not in text
            assert "example.org" not in text

    def test_a_login_in_a_title_of_its_own_milestone_goes(self, serve: Serve) -> None:
        """The REST list names who made a milestone, unasked; that much we know."""
        data = repository(1)
        data["milestones"][0]["title"] = "Done for person-0004"
        assert "person-0004" not in repr(pull(serve(data)))


def serve_settings(source: GithubSource) -> Any:
    """Return a programme with one source."""
    with GithubForge({}, repository="o/r") as forge:
        settings = forge.settings()
    project = settings.projects[0].model_copy(update={"sources": (source,)})
    return settings.model_copy(update={"projects": (project,)})


def _recorded(forge: GithubForge, folder: Path) -> list[Batch]:
    for name, rows in forge.data.items():
        if rows or name == "issues":
            (folder / f"{name}.json").write_text(json.dumps(rows))
    source = RecordedSource(kind="recorded", path=folder)
    settings = forge.settings()
    project = settings.projects[0]
    return list(recorded.pull(source, project=project, settings=settings))


def _comparable(batches: list[Batch]) -> Any:
    """Put aside ids and addresses, which differ between the two."""
    rows = {
        number: replace(item, item="", url="", labels=()) for number, item in items(batches).items()
    }
    labels = {
        number: sorted(label.name.casefold() for label in item.labels)
        for number, item in items(batches).items()
    }
    steps = {
        number: [
            (row.at, row.kind, (row.label or "").casefold(), row.milestone, row.reason)
            for row in events(batches, number)
        ]
        for number in rows
    }
    milestones = {
        row.key: replace(row, url="") for batch in batches for row in batch.milestones or ()
    }
    return rows, labels, steps, milestones


class TestSizes:
    """The number field of GitHub Projects that a programme takes sizes from."""

    SIZED: ClassVar[dict[str, Any]] = {"measures": {"size": "field:Estimate"}}

    def forge(self, serve: Serve, boards: list[Any], **options: Any) -> GithubForge:
        """Serve an issue for each of *boards*."""
        issues = [issue(number, boards=held) for number, held in enumerate(boards, 1)]
        return serve({"issues": issues}, **options)

    def test_the_field_is_read_from_every_project(self, serve: Serve) -> None:
        """The highest number counts; a text field or another one is no size."""
        forge = self.forge(
            serve,
            [
                [{"Estimate": 3}],
                [{"Estimate": 0.5}, {"Estimate": 8.0}, {"Other": 100}],
                [{"Estimate": "large"}],
                [{"Estimate": 2}, {"hidden": True}],
                [{"Estimate": -1}],
                [],
            ],
        )
        sizes = {number: row.size for number, row in items(pull(forge, **self.SIZED)).items()}
        assert sizes == {1: 3.0, 2: 8.0, 3: None, 4: 2.0, 5: None, 6: None}

    def test_projects_are_asked_for_only_where_they_give_sizes(self, serve: Serve) -> None:
        """Another setting reads every issue again."""
        forge = self.forge(serve, [[{"Estimate": 3}]])
        first = pull(forge)
        assert not any("projectItems" in document for document in forge.documents())
        again = pull(forge, first[-1].cursor, **self.SIZED)
        assert items(again)[1].size == 3.0

    @pytest.mark.parametrize(
        ("boards", "options"),
        [
            pytest.param("forbidden", {}, id="the token may not read projects"),
            pytest.param([{"Estimate": 3}], {"without": ("Issue.projectItems",)}, id="an old one"),
        ],
    )
    def test_without_projects_issues_come_without_a_size(
        self, serve: Serve, boards: Any, options: Any
    ) -> None:
        """The pull is whole, and ``check`` says why there are no sizes."""
        forge = self.forge(serve, [boards, boards], **options)
        batches = pull(forge, **self.SIZED)
        assert [row.size for row in items(batches).values()] == [None, None]
        assert batches[-1].numbers == frozenset({1, 2})
        settings = forge.settings(**self.SIZED)
        warned = github.check(forge.source, settings=settings, token=TOKEN).warnings
        assert len(warned) == 1
        assert "the field Estimate cannot be read" in warned[0]
        assert "Projects: read" in warned[0]

    def test_a_token_without_the_scope_is_refused_the_whole_query(self, serve: Serve) -> None:
        """A classic token: GitHub answers with an error and no data at all."""
        forge = self.forge(serve, [[{"Estimate": 3}]])
        error = {"type": "INSUFFICIENT_SCOPES", "message": "needs read:project"}
        forge.add_fault(
            Fault(
                lambda request, due: replace(due, body={"errors": [error]}),
                match=lambda request: b"projectItems(" in request.body,
                times=9,
            )
        )
        assert items(pull(forge, **self.SIZED))[1].size is None

    def test_check_says_nothing_where_the_field_can_be_read(self, serve: Serve) -> None:
        """Nor where none is asked for."""
        forge = self.forge(serve, [[{"Estimate": 3}]])
        for sections in (self.SIZED, {}):
            settings = forge.settings(**sections)
            assert github.check(forge.source, settings=settings, token=TOKEN).warnings == ()
