"""Recorded folders: real histories to the end, observations, naming, and whatever can be broken."""

import gzip
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from programme.errors import AuthError, SourceError
from programme.rows import Batch
from programme.settings import Settings
from programme.settings_sources import RecordedSource
from sources import recorded
from tests.forges import story

HISTORIES = {
    "arm-act": (218, 0, 0, 0),
    "bitcoin-core-gui": (341, 14, 710, 0),
    "gitlab-wavelength": (0, 6, 0, 0),
    "httpwg-http-extensions": (238, 1, 0, 167),
    "moq-transport": (287, 0, 0, 231),
    "mozilla-login-webmaker-org": (20, 1, 0, 16),
    "mozilla-webmaker-core": (386, 8, 0, 12),
    "mozilla-webmaker-login-ux": (40, 0, 0, 2),
    "pyart": (536, 0, 0, 0),
    "rust-sample": (155, 17, 0, 5),
    "tls13-spec": (446, 0, 0, 998),
}
Configured = Callable[..., Settings]


def only_source(settings: Settings) -> RecordedSource:
    """Return the one source of *settings*."""
    ((_, source),) = settings.sources
    assert isinstance(source, RecordedSource)
    return source


@pytest.fixture
def pull(settings_of: Configured) -> Callable[..., list[Batch]]:
    """Return what pulls a folder to the end."""

    def pulled(folder: Path, cursor: str | None = None, **options: Any) -> list[Batch]:
        full = options.pop("full", False)
        settings = settings_of({"kind": "recorded", "path": str(folder)}, **options)
        return list(
            recorded.pull(
                only_source(settings),
                project=settings.projects[0],
                settings=settings,
                cursor=cursor,
                full=full,
            )
        )

    return pulled


def write(folder: Path, **files: Any) -> Path:
    """Write a folder of GitHub's form; text and bytes are written as they are."""
    folder.mkdir(exist_ok=True)
    for name, content in {"issues": [], **files}.items():
        path = folder / (name if name.endswith((".gz", ".jsonl")) else f"{name}.json")
        path.unlink(missing_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif content is not None:
            path.write_text(content if isinstance(content, str) else json.dumps(content))
    return folder


def issue(number: Any = 1, **values: Any) -> dict[str, Any]:
    """Make the least that is an issue at GitHub."""
    return {"number": number, "created_at": "2026-01-05T09:00:00Z", **values}


@pytest.mark.parametrize("name", HISTORIES)
def test_real_histories_are_read_to_the_end(
    name: str, shared_data: Path, pull: Callable[..., list[Batch]]
) -> None:
    """Every issue and moving event, no pull request, and no person who was ever asked for work."""
    batches = pull(shared_data / name)
    rows = [item for batch in batches for item in batch.items]
    counts = (
        len(rows),
        len(batches[0].milestones or ()),
        sum(len(batch.events) for batch in batches),
        sum(batch.skipped_count for batch in batches),
    )
    assert HISTORIES[name] == counts
    assert batches[-1].numbers == frozenset(row.number for row in rows)
    everything = repr(batches)
    # The only one left stands in a title, without a mark, and in no field that names persons.
    assert set(re.findall(r"person-\d+", everything)) <= {"person-1870"}
    assert "@example.org" not in everything
    for row in rows:
        assert not re.search(r"@\w|[\w.]@[\w.]|\+?\d{2,4}[ -]\d{3,4}[ -]\d{4}", row.title)
    assert [] == pull(shared_data / name, batches[-1].cursor)


@pytest.mark.parametrize("name", ["bitcoin-core-gui", "gitlab-wavelength", "tls13-spec"])
def test_check_counts_what_would_be_pulled(
    name: str, shared_data: Path, settings_of: Configured
) -> None:
    """Without a token and without a request."""
    settings = settings_of({"kind": "recorded", "path": str(shared_data / name)})
    report = recorded.check(only_source(settings), settings=settings)
    issues, milestones, events, _ = HISTORIES[name]
    assert f"{issues} issues, {milestones} milestones, {events} events" == report.summary
    assert 0 == report.requests


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://github.com/a/b/issues/1", "github.com/a/b#1"),
        ("https://git.example:8443/a/b/issues/1", "git.example:8443/a/b#1"),
        ("https://github.com/a/b/issues/2", "care#1"),
        ("https://github.com/a/b/pull/1", "care#1"),
        ("javascript:alert(1)//github.com/a/b/issues/1", "care#1"),
        ("https://github.com/<b>/b/issues/1", "care#1"),
        ("", "care#1"),
        (None, "care#1"),
    ],
)
def test_github_items_are_named_by_their_address(
    url: str | None, expected: str, tmp_path: Path, pull: Callable[..., list[Batch]]
) -> None:
    """``host/owner/repo#n``, and by the folder where the address is not one of an issue."""
    (batch,) = pull(write(tmp_path / "care", issues=[issue(html_url=url)]))
    assert expected == batch.items[0].item
    assert batch.items[0].url == ("" if expected == "care#1" else url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://gitlab.com/g/p/-/issues/1", "gitlab.com/g/p#1"),
        ("https://gitlab.com/g/sub/deep/p/-/issues/1", "gitlab.com/g/sub/deep/p#1"),
        ("https://git.example:8443/g/p-q/issues/1", "git.example:8443/g/p-q#1"),
        ("https://gitlab.com/g/p/-/work_items/1", "gitlab.com/g/p#1"),
        ("https://gitlab.com/g/p/-/issues/incident/1", "gitlab.com/g/p#1"),
        ("http://example.com:3000/g/p/issues/1", "example.com:3000/g/p#1"),
        ("https://gitlab.com/g/p/-/issues/7", "care#1"),
        (None, "care#1"),
    ],
)
def test_gitlab_items_are_named_by_their_address(
    url: str | None, expected: str, tmp_path: Path, pull: Callable[..., list[Batch]]
) -> None:
    """With subgroups, ports, old and new forms of address."""
    row = {"iid": 1, "created_at": "2026-01-05T09:00:00.000Z", "web_url": url}
    (batch,) = pull(write(tmp_path / "care", issues=[row]))
    assert expected == batch.items[0].item


def test_missing_null_and_empty_are_the_same(
    tmp_path: Path, pull: Callable[..., list[Batch]]
) -> None:
    """Keys that are missing, null or empty make equal rows."""
    bare = issue()
    keys = ("title", "body", "html_url", "updated_at", "closed_at", "state_reason", "milestone")
    null = issue(**dict.fromkeys((*keys, "labels", "assignees", "pull_request", "user")))
    void = issue(title="", body="", labels=[], assignees=[], milestone={}, user={})
    rows = [pull(write(tmp_path / "care", issues=[row]))[0].items for row in (bare, null, void)]
    assert rows[0] == rows[1] == rows[2]
    assert "open" == rows[0][0].state


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00Z", "1969-12-31T23:59:59-00:00"])
def test_instants_before_every_forge_are_its_beginning(
    written: str, tmp_path: Path, pull: Any
) -> None:
    """Some tools write year 1 for what they do not know."""
    (batch,) = pull(write(tmp_path / "care", issues=[issue(created_at=written)]))
    assert batch.items[0].created_at == datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "reason", "expected"),
    [
        ("closed", "completed", "completed"),
        ("closed", "not_planned", "not_planned"),
        ("closed", "duplicate", "duplicate"),
        ("closed", None, None),
        ("closed", "brand_new", None),
        ("open", "reopened", None),
        ("open", "completed", None),
    ],
)
def test_github_closing_reasons(
    state: str, reason: str | None, expected: str | None, tmp_path: Path, pull: Any
) -> None:
    """Of closed items as GitHub says; an open one has none, and unknown words are none."""
    row = issue(state=state, state_reason=reason, closed_at="2026-02-01T00:00:00Z")
    (batch,) = pull(write(tmp_path / "care", issues=[row]))
    assert (state, expected) == (batch.items[0].state, batch.items[0].reason)
    assert (batch.items[0].closed_at is None) == (state == "open")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"state": "closed"}, None),
        ({"state": "closed", "moved_to_id": 9}, "moved"),
        ({"state": "closed", "_links": {"closed_as_duplicate_of": "https://x"}}, "duplicate"),
        ({"state": "closed", "_links": {"closed_as_duplicate_of": None}}, None),
        ({"state": "opened", "moved_to_id": 9}, None),
    ],
)
def test_gitlab_closing_reasons(
    values: dict[str, Any], expected: str | None, tmp_path: Path, pull: Any
) -> None:
    """GitLab tells moved issues and duplicates; other closings have no reason."""
    row = {"iid": 1, "created_at": "2026-01-05T09:00:00Z", **values}
    (batch,) = pull(write(tmp_path / "care", issues=[row]))
    assert expected == batch.items[0].reason


def test_gitlab_events_apply_in_a_fixed_order(tmp_path: Path, pull: Any) -> None:
    """At one instant labels before milestones before states, then by id; nulls are left out."""
    at = "2026-01-06T09:00:00.000Z"
    folder = write(
        tmp_path / "care",
        issues=[{"iid": 1, "created_at": "2026-01-05T09:00:00Z"}],
        resource_state_events={
            "1": [
                {"id": 1, "created_at": at, "state": "opened"},
                {"id": 3, "created_at": at, "state": "closed"},
                {"id": 9, "created_at": "2026-01-07T09:00:00Z", "state": "opened"},
                {"id": 10, "created_at": "2026-01-07T09:00:00Z", "state": "locked"},
            ]
        },
        resource_milestone_events={
            "1": [
                {"id": 3, "created_at": at, "action": "add", "milestone": {"id": 8, "title": "M"}}
            ]
        },
        resource_label_events={
            "1": [
                {"id": 8, "created_at": at, "action": "remove", "label": {"id": 5, "name": "b"}},
                {"id": 3, "created_at": at, "action": "add", "label": {"id": 4, "name": "a"}},
                {"id": 4, "created_at": at, "action": "add", "label": None},
            ],
            "2": [{"id": 99, "created_at": at, "action": "add", "label": {"id": 4, "name": "a"}}],
        },
    )
    (batch,) = pull(folder)
    ordered = sorted(batch.events, key=lambda event: (event.at, event.position))
    assert tuple(ordered) == batch.events
    assert [
        ("label:3", "labelled", "4"),
        ("label:8", "unlabelled", "5"),
        ("milestone:3", "milestoned", "8"),
        ("state:3", "closed", None),
        ("state:9", "reopened", None),
    ] == [(e.key, e.kind, e.label_key or e.milestone_key) for e in batch.events]


def test_gitlab_labels_without_details_get_their_ids(tmp_path: Path, pull: Any) -> None:
    """From labels.json, else from the events, else the name stands for the id."""
    label = {"id": 4, "name": "seen"}
    (batch,) = pull(
        write(
            tmp_path / "care",
            issues=[{"iid": 1, "created_at": "2026-01-05T09:00:00Z", "labels": ["a", "seen", "x"]}],
            labels=[{"id": 3, "name": "a"}],
            resource_label_events={
                "1": [
                    {"id": 1, "created_at": "2026-01-05T09:00:00Z", "action": "add", "label": label}
                ]
            },
        )
    )
    assert [("3", "a"), ("4", "seen"), ("x", "x")] == list(batch.items[0].labels)
    assert (("3", "a"),) == batch.labels


def test_milestones_that_only_issues_tell_of_are_added(tmp_path: Path, pull: Any) -> None:
    """The list's own word counts where there is one."""
    listed = {"number": 1, "title": "Listed", "due_on": "2026-02-01T00:00:00Z"}
    issues = [
        issue(1, milestone={"number": 1, "title": "Old name"}),
        issue(2, milestone={"number": 2, "title": "Not listed"}),
    ]
    (batch,) = pull(write(tmp_path / "care", issues=issues, milestones=[listed]))
    assert {"1": "Listed", "2": "Not listed"} == {row.key: row.title for row in batch.milestones}


def test_events_of_pull_requests_and_strangers_are_dropped(tmp_path: Path, pull: Any) -> None:
    """So are kinds that move nothing; without an id an event still has a key of its own."""
    at = {"created_at": "2026-01-06T09:00:00Z"}
    events = [
        {"id": 1, "event": "closed", "issue": {"number": 2}, **at},
        {"id": 2, "event": "closed", "issue": {"number": 3}, **at},
        {"id": 3, "event": "mentioned", "issue": {"number": 1}, **at},
        {"id": 4, "event": "closed", "issue": None, **at},
        {"id": 5, "event": "closed", "issue": {"number": 1}, "state_reason": "not_planned", **at},
        {"event": "reopened", "issue": {"number": 1}, **at},
        {"event": "reopened", "issue": {"number": 1}, **at},
    ]
    issues = [issue(1), issue(2, pull_request={"url": "x"})]
    (batch,) = pull(write(tmp_path / "care", issues=issues, events=events))
    assert ["closed", "reopened", "reopened"] == [event.kind for event in batch.events]
    assert 3 == len({event.key for event in batch.events})
    assert "not_planned" == batch.events[0].reason
    assert 1 == batch.skipped_count


def test_gzip_is_read_as_well(tmp_path: Path, pull: Any) -> None:
    """A compressed file holds the same rows; the plain one counts where both lie there."""
    rows = [issue(1), issue(2)]
    packed = gzip.compress(json.dumps(rows).encode())
    (batch,) = pull(write(tmp_path / "a", issues=None, **{"issues.json.gz": packed}))
    assert [1, 2] == [item.number for item in batch.items]
    (batch,) = pull(write(tmp_path / "b", issues=[issue(7)], **{"issues.json.gz": packed}))
    assert [7] == [item.number for item in batch.items]


def test_large_folders_come_in_batches(tmp_path: Path, pull: Any) -> None:
    """The last one alone has numbers and the cursor; events come with their items."""
    batches = pull(story.record(tmp_path / "care", story.github_files(story.tell(1200))))
    assert 3 == len(batches)
    assert 1080 == len(batches[-1].numbers)
    assert [False, False, True] == [batch.cursor is not None for batch in batches]
    for batch in batches:
        assert {event.number for event in batch.events} <= {item.number for item in batch.items}


def observations(*days: int, due: str = "2026-03-{:02}T00:00:00Z") -> str:
    """Write observations of one milestone on days of January 2026, each with another due date."""
    return "\n".join(
        json.dumps(
            {
                "observed_at": f"2026-01-{day:02}T09:00:00Z",
                "milestones": [{"number": 1, "title": "Pay online", "due_on": due.format(day)}],
            }
        )
        for day in days
    )


def test_observations_come_first_and_once(tmp_path: Path, pull: Any) -> None:
    """Oldest first with their instants, before the present; when more come, only those."""
    folder = tmp_path / "care"
    write(folder, issues=[issue()], **{"observations.jsonl": observations(5, 12)})
    batches = pull(folder)
    assert [datetime(2026, 1, day, 9, tzinfo=UTC) for day in (5, 12)] == [
        batch.seen_at for batch in batches[:-1]
    ]
    assert ["2026-03-05T00:00:00Z", "2026-03-12T00:00:00Z"] == [
        batch.milestones[0].due for batch in batches[:-1]
    ]
    assert batches[-1].seen_at is None
    assert all(batch.cursor for batch in batches)

    rest = pull(folder, batches[0].cursor)
    assert batches[1:] == rest
    assert [] == pull(folder, batches[-1].cursor)

    write(folder, issues=[issue()], **{"observations.jsonl": observations(5, 12, 19) + "\n\n"})
    grown = pull(folder, batches[-1].cursor)
    assert [19] == [batch.seen_at.day for batch in grown[:-1]]
    assert grown[-1].numbers == frozenset({1})
    assert [None] == [batch.seen_at for batch in pull(folder, grown[-1].cursor, full=True)]


def test_a_changed_folder_or_setting_is_read_again(tmp_path: Path, pull: Any) -> None:
    """So is one whose rows come out differently: a risk register keeps lines of every issue."""
    folder = write(tmp_path / "care", issues=[issue(body="Needed by: 2026-03-01")])
    (first,) = pull(folder)
    assert {} == first.items[0].lines
    (register,) = pull(folder, first.cursor, kind="risk-register")
    assert {"Needed by": "2026-03-01"} == register.items[0].lines
    (labels,) = pull(folder, first.cursor, labels={"type": {"risk": ["danger"]}})
    assert first.items == labels.items
    write(folder, issues=[issue(), issue(2)])
    assert frozenset({1, 2}) == pull(folder, first.cursor)[-1].numbers


@pytest.mark.parametrize("cursor", ["", "[]", "null", "no JSON", '{"files": 1}'])
def test_a_cursor_that_makes_no_sense_reads_everything(
    cursor: str, tmp_path: Path, pull: Any
) -> None:
    """A cursor of another version is none."""
    assert 1 == len(pull(write(tmp_path / "care", issues=[issue()]), cursor))


def test_people_named_beside_the_title_are_masked_in_it(tmp_path: Path, pull: Any) -> None:
    """Logins and full names of the folder's people fields go; ordinary words and teams stay."""
    issues = [
        issue(1, title="Ask jdoe-42 or jdoe-42@x.org, Mary Jones-Smith, care-team: test"),
        issue(2, user={"login": "JDoe-42", "name": "J", "type": "User"}),
        issue(3, assignees=[{"login": "mj", "name": "mary jones-smith"}, {"login": "test"}]),
        issue(4, user={"login": "care-team", "type": "Organization"}, labels=[{"name": "jdoe-42"}]),
    ]
    (batch,) = pull(write(tmp_path / "care", issues=issues))
    expected = "Ask [name removed] or [name removed], [name removed], care-team: test"
    assert expected == batch.items[0].title
    assert "[name removed]" == batch.items[3].labels[0].name


@pytest.mark.parametrize(
    "place", ["resource_label_events", "resource_state_events", "milestones", "observations.jsonl"]
)
def test_people_that_other_files_name_are_masked_in_titles(
    place: str, tmp_path: Path, pull: Any
) -> None:
    """Whoever moved an issue or made a milestone may stand in a title as an author may."""
    person = {"username": "jdoe-42", "name": "Mary Jones-Smith"}
    milestone = {"id": 7, "iid": 1, "title": "Pay online", "creator": person}
    issues = [
        {"iid": 1, "title": "Ask jdoe-42, Mary Jones-Smith", "created_at": "2026-01-05T09:00:00Z"}
    ]
    content: Any = {"1": [{"id": 1, "created_at": "2026-01-05T09:00:00Z", "user": person}]}
    if place == "milestones":
        content = [milestone]
    elif place == "observations.jsonl":
        content = json.dumps({"observed_at": "2026-01-05T09:00:00Z", "milestones": [milestone]})
    batches = pull(write(tmp_path / "care", issues=issues, **{place: content}))

    assert ["Ask [name removed], [name removed]"] == [i.title for b in batches for i in b.items]


BROKEN: dict[str, tuple[dict[str, Any], str]] = {
    "no issues": ({"issues": None}, "issues.json is missing"),
    "cut JSON": ({"issues": '[{"number": 1'}, "issues.json is not as a forge gives it: it is not"),
    "not a list": ({"issues": {"message": "Not Found"}}, "issues.json"),
    "not objects": ({"issues": [1]}, "entry 1: it is not an object"),
    "no number": ({"issues": [issue(), {"title": "x"}]}, "entry 2: number is not a number"),
    "number as text": ({"issues": [issue("1")]}, "entry 1: number is not a number"),
    "no creation": ({"issues": [{"number": 1}]}, "created_at is missing"),
    "odd instant": ({"issues": [issue(updated_at="yesterday")]}, "updated_at is not an instant"),
    "instant out of range": (
        {"issues": [issue(updated_at="0001-01-01T00:00:00+09:00")]},
        "updated_at is not an instant",
    ),
    "odd state": ({"issues": [issue(state="limbo")]}, "state is neither open nor closed"),
    "odd labels": ({"issues": [issue(labels=[1])]}, "labels holds what is no label"),
    "odd title": ({"issues": [issue(title=["x"])]}, "title is not text"),
    "deep": ({"issues": "[" * 100_000}, "issues.json"),
    "endless number": ({"issues": '[{"number": ' + "9" * 5000}, "a number of thousands of digits"),
    "not text": ({"issues": b"\xff\xfe\xff"}, "it is not text in UTF-8"),
    "cut gzip": (
        {"issues": None, "issues.json.gz": gzip.compress(b"[]" * 50)[:-9]},
        "issues.json.gz is not as a forge gives it: it is not a whole gzip file",
    ),
    "no gzip": ({"issues": None, "issues.json.gz": b"[]"}, "it is not a whole gzip file"),
    "milestones": ({"milestones": {}}, "milestones.json"),
    "milestone without number": ({"milestones": [{"title": "x"}]}, "number is not a number"),
    "events": ({"events": "nothing"}, "events.json"),
    "event without instant": (
        {
            "issues": [issue()],
            "events": [{"id": 1, "event": "closed", "issue": {"number": 1}}],
        },
        "events.json is not as a forge gives it: entry 1: created_at is missing",
    ),
    "observation": ({"observations.jsonl": "{}"}, "line 1 of observations.jsonl"),
    "observation text": ({"observations.jsonl": "x"}, "line 1 of observations.jsonl"),
    "newest first": (
        {"observations.jsonl": observations(12, 5)},
        "line 2 of observations.jsonl is not as a forge gives it: observations must be oldest",
    ),
    "observed nonsense": (
        {"observations.jsonl": '{"observed_at": "2026-01-05T09:00:00Z", "milestones": [7]}'},
        "line 1 of observations.jsonl",
    ),
    "gitlab events": (
        {"issues": [{"iid": 1, "created_at": "2026-01-05"}], "resource_state_events": []},
        "resource_state_events.json is not as a forge gives it: it does not hold an object",
    ),
    "gitlab event list": (
        {"issues": [{"iid": 1, "created_at": "2026-01-05"}], "resource_state_events": {"1": 7}},
        "it is not an issue's iid with an array",
    ),
    "gitlab event": (
        {"issues": [{"iid": 1, "created_at": "2026-01-05"}], "resource_state_events": {"1": [{}]}},
        "issue 1: id is not a number",
    ),
}


@pytest.mark.parametrize(("files", "words"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_one_plain_sentence(
    files: dict[str, Any], words: str, tmp_path: Path, pull: Any, settings_of: Configured
) -> None:
    """It names the source, the file and the way out, in pull and check alike."""
    folder = write(tmp_path / "care", **files)
    with pytest.raises(SourceError) as error:
        pull(folder)
    told = str(error.value)
    assert told.startswith("care: ")
    assert words in told
    assert told.endswith(("record it again.", "or check path."))
    assert "\n" not in told
    assert not isinstance(error.value, AuthError)
    settings = settings_of({"kind": "recorded", "path": str(folder)})
    with pytest.raises(SourceError) as again:
        recorded.check(only_source(settings), settings=settings)
    assert told == str(again.value)


def test_a_missing_folder_is_one_plain_sentence(tmp_path: Path, pull: Any) -> None:
    """It names the folder."""
    with pytest.raises(SourceError, match=r"^nowhere: the folder .* does not exist; check path\.$"):
        pull(tmp_path / "nowhere")
    with pytest.raises(SourceError, match="does not exist"):
        pull(tmp_path / ("z" * 300))


def test_broken_answers_of_a_forge_are_never_quoted(tmp_path: Path, pull: Any) -> None:
    """What stands in a broken file may name a person, so no message repeats it."""
    write(tmp_path / "care", issues='[{"login": "jdoe-42", "number": }]')
    with pytest.raises(SourceError) as error:
        pull(tmp_path / "care")
    assert "jdoe" not in str(error.value)


@pytest.mark.parametrize("name", ["devlake-gitlab/gitlab_api_issues.json"])
def test_published_answers_of_gitlab_are_read(
    name: str, shared_data: Path, tmp_path: Path, pull: Any
) -> None:
    """Raw answers give items with the group milestones that they carry, and nobody's name."""
    raw = (shared_data / "payloads" / name).read_text(encoding="utf-8")
    (batch,) = pull(write(tmp_path / "care", issues=raw))
    assert len(json.loads(raw)) == len(batch.items)
    assert {item.milestone_key for item in batch.items} - {None} <= {
        row.key for row in batch.milestones
    }
    assert any(row.start and row.due for row in batch.milestones)
    assert "person-" not in repr(batch)
