"""GitLab over HTTP: paging, what changed, failures, and what the token may do."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from programme.errors import AuthError, RateLimitError, SourceError
from programme.rows import Batch
from programme.settings import Settings
from programme.settings_sources import GitlabSource
from sources import gitlab, gitlab_client
from tests.forges import story
from tests.forges.gitlab import Contents, GitlabForge
from tests.forges.server import Fault, Reply, Request

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SERVERS = {"keyset": "18.4.1-ee", "offset": "16.11.0", "old": "13.2.0"}
Configured = Callable[..., Settings]


@pytest.fixture(params=list(SERVERS.values()), ids=list(SERVERS))
def forge(request: pytest.FixtureRequest) -> Iterator[GitlabForge]:
    """A GitLab of each kind with 24 issues."""
    contents = Contents(story.gitlab_files(story.tell(24)), version=request.param)
    with GitlabForge(contents) as server:
        yield server


@pytest.fixture
def new_forge() -> Iterator[GitlabForge]:
    """A present-day GitLab with 12 issues."""
    with GitlabForge(Contents(story.gitlab_files(story.tell(12)))) as server:
        yield server


def only_source(settings: Settings) -> GitlabSource:
    """Return the one source of *settings*."""
    ((_, source),) = settings.sources
    assert isinstance(source, GitlabSource)
    return source


def settings_for(forge: GitlabForge, settings_of: Configured, **more: object) -> Settings:
    """Point a configuration at *forge*."""
    source = {
        "kind": "gitlab",
        "project": forge.contents.project,
        "url": forge.origin,
        "token_env": "GITLAB_TOKEN",
    }
    return settings_of(source, **more)


def pulled(
    forge: GitlabForge, settings: Settings, cursor: str | None = None, *, full: bool = False
) -> list[Batch]:
    """Pull everything from *forge*."""
    return list(
        gitlab.pull(
            only_source(settings),
            project=settings.projects[0],
            settings=settings,
            token=forge.contents.token,
            cursor=cursor,
            full=full,
        )
    )


def items(batches: list[Batch]) -> dict[int, object]:
    """Return the items by number."""
    return {item.number: item for batch in batches for item in batch.items}


def touch(forge: GitlabForge, number: int, at: datetime, **changes: object) -> None:
    """Change issue *number* at *at*."""
    files = forge.contents.files
    for place, raw in enumerate(files["issues"]):
        if raw["iid"] == number:
            files["issues"][place] = {**raw, "updated_at": story.stamp(at), **changes}


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 205])
@pytest.mark.parametrize("version", SERVERS.values(), ids=SERVERS)
def test_every_issue_comes_once_over_any_number_of_pages(
    count: int, version: str, settings_of: Configured
) -> None:
    """Keyset or not, pages give every issue that is work once, and the numbers of all of them."""
    told = story.tell(count)
    with GitlabForge(Contents(story.gitlab_files(told), version=version)) as forge:
        batches = pulled(forge, settings_for(forge, settings_of))
        lists = [request for request in forge.requests if request.path.endswith("/issues")]
    work = [issue.number for issue in told if not issue.is_other]
    assert work == sorted(item.number for batch in batches for item in batch.items)
    assert frozenset(work) == batches[-1].numbers
    assert count - len(work) == sum(batch.skipped_count for batch in batches)
    assert sum(batch.requests for batch in batches) == len(forge.requests)
    assert all(request.query["scope"] == "all" for request in lists)
    assert any("cursor" in request.query for request in lists) == (
        version == SERVERS["keyset"] and count > 100
    )


@pytest.mark.parametrize("version", SERVERS.values(), ids=SERVERS)
def test_many_changes_in_one_instant_are_all_read(version: str, settings_of: Configured) -> None:
    """Pages full of issues with the same updated_at are paged through on every server."""
    files = story.gitlab_files(story.tell(205))
    for raw in files["issues"]:
        raw["updated_at"] = "2026-06-01T09:00:00.000Z"
    with GitlabForge(Contents(files, version=version)) as forge:
        batches = pulled(forge, settings_for(forge, settings_of))
        again = pulled(forge, settings_for(forge, settings_of), batches[-1].cursor)
    assert 185 == len(items(batches))
    assert {} == items(again)


def test_group_milestones_come_too(forge: GitlabForge, settings_of: Configured) -> None:
    """Milestones of ancestor groups are asked for by the word that the server's version knows."""
    batches = pulled(forge, settings_for(forge, settings_of))
    milestones = batches[0].milestones
    assert milestones is not None
    assert list(story.MILESTONES) == [milestone.title for milestone in milestones]
    assert [None] * (len(batches) - 1) == [batch.milestones for batch in batches[1:]]


def test_a_second_pull_with_nothing_changed_asks_little(
    forge: GitlabForge, settings_of: Configured
) -> None:
    """Five requests at most, no item, the same milestones, and a cursor to go on from."""
    settings = settings_for(forge, settings_of)
    first = pulled(forge, settings)
    forge.requests.clear()
    (again,) = pulled(forge, settings, first[-1].cursor)
    assert len(forge.requests) <= 5
    assert len(forge.requests) == again.requests
    assert () == again.items
    assert first[0].milestones == again.milestones
    assert first[0].labels == again.labels
    assert again.numbers is None
    assert first[-1].cursor == again.cursor


def test_only_issues_that_changed_are_asked_for_events(
    forge: GitlabForge, settings_of: Configured
) -> None:
    """After a change of one issue, its three lists are read and no other's."""
    settings = settings_for(forge, settings_of)
    first = pulled(forge, settings)
    touch(forge, 3, NOW, title="A new title")
    forge.requests.clear()
    batches = pulled(forge, settings, first[-1].cursor)
    assert [3] == list(items(batches))
    assert "A new title" == batches[0].items[0].title
    assert [
        "resource_label_events",
        "resource_milestone_events",
        "resource_state_events",
    ] == sorted(call for call in forge.calls if call.startswith("resource_"))


def test_a_full_pull_notices_what_is_gone(forge: GitlabForge, settings_of: Configured) -> None:
    """A deleted issue is missing from the numbers of a full pull, which reads everything again."""
    settings = settings_for(forge, settings_of)
    first = pulled(forge, settings)
    forge.contents.files["issues"] = [
        raw for raw in forge.contents.files["issues"] if raw["iid"] != 5
    ]
    assert pulled(forge, settings, first[-1].cursor)[-1].numbers is None
    batches = pulled(forge, settings, first[-1].cursor, full=True)
    assert batches[-1].numbers == first[-1].numbers - {5}  # type: ignore[operator]
    assert {n: item for n, item in items(first).items() if n != 5} == items(batches)


@pytest.mark.parametrize(
    ("days", "listed"),
    [(6, False), (8, True), (None, True)],
    ids=["within the week", "after it", "kept by an older version"],
)
def test_once_a_week_what_is_gone_is_noticed(
    forge: GitlabForge, settings_of: Configured, days: int | None, listed: bool
) -> None:
    """Deleted, moved or confidential: no change tells of it, so all numbers are listed, no more."""
    settings = settings_for(forge, settings_of)
    cursor = json.loads(pulled(forge, settings)[-1].cursor or "")
    if days is None:
        del cursor["listed_at"]
    else:
        then = datetime.fromisoformat(cursor["listed_at"]) - timedelta(days=days)
        cursor["listed_at"] = then.isoformat()
    gone = forge.contents.files["issues"].pop(3)["iid"]
    forge.requests.clear()
    last = pulled(forge, settings, json.dumps(cursor))[-1]
    assert forge.calls.count("issues") == 1 + listed
    assert not any(call.startswith("resource_") for call in forge.calls)
    assert (last.numbers is not None) == listed
    if last.numbers is not None:
        assert gone not in last.numbers
        assert len(last.numbers) == 21
        # A week passes before the next time.
        assert pulled(forge, settings, last.cursor)[-1].numbers is None


def test_other_settings_read_everything_again(
    new_forge: GitlabForge, settings_of: Configured
) -> None:
    """What makes rows come out differently leaves the old cursor behind."""
    first = pulled(new_forge, settings_for(new_forge, settings_of))
    register = settings_for(new_forge, settings_of, kind="risk-register")
    again = pulled(new_forge, register, first[-1].cursor)
    assert set(items(first)) == set(items(again))
    assert all(item.lines for batch in again for item in batch.items)


@pytest.mark.parametrize("cursor", ["", "{}", "null", "[]", "no JSON", '{"reading": 1}'])
def test_a_cursor_that_makes_no_sense_reads_everything(
    cursor: str, new_forge: GitlabForge, settings_of: Configured
) -> None:
    """A cursor of another version is none."""
    assert 11 == len(items(pulled(new_forge, settings_for(new_forge, settings_of), cursor)))


def test_an_issue_changed_meanwhile_is_left_to_the_next_pull(
    settings_of: Configured,
) -> None:
    """It comes once in a pull, as first read, and its change comes with the next."""
    with GitlabForge(Contents(story.gitlab_files(story.tell(120)))) as forge:
        settings = settings_for(forge, settings_of)
        early = min(forge.contents.files["issues"], key=lambda raw: raw["updated_at"])["iid"]
        late = datetime(2026, 12, 1, tzinfo=UTC)

        def change(request: Request, reply: Reply) -> Reply:
            touch(forge, early, late, title="Changed meanwhile")
            return reply

        forge.add_fault(Fault(change, match=lambda r: "resource_" in r.path))
        first = pulled(forge, settings)
        second = pulled(forge, settings, first[-1].cursor)
    numbers = [item.number for batch in first for item in batch.items]
    assert len(numbers) == len(set(numbers))
    assert items(first)[early].title != "Changed meanwhile"  # type: ignore[attr-defined]
    assert [early] == list(items(second))
    assert "Changed meanwhile" == items(second)[early].title  # type: ignore[attr-defined]


def test_a_pull_goes_on_from_any_batch(settings_of: Configured) -> None:
    """Each batch's cursor leads to exactly the rest."""
    with GitlabForge(Contents(story.gitlab_files(story.tell(120)))) as forge:
        settings = settings_for(forge, settings_of)
        whole = pulled(forge, settings)
        rest = pulled(forge, settings, whole[0].cursor)
    assert set(items(whole)) - {item.number for item in whole[0].items} == set(items(rest))


@pytest.mark.parametrize(
    "missing",
    ["labels", "milestones", "version", "resource_state_events", "resource_label_events"],
)
def test_what_a_server_lacks_costs_nothing_else(
    missing: str, new_forge: GitlabForge, settings_of: Configured
) -> None:
    """A 404 on an extra leaves that out, and the rest is pulled."""
    new_forge.contents.missing.add(missing)
    batches = pulled(new_forge, settings_for(new_forge, settings_of))
    assert 11 == len(items(batches))
    assert (batches[0].labels is None) == (missing == "labels")
    assert (batches[0].milestones is None) == (missing == "milestones")


def test_a_server_that_knows_itself_by_another_name_is_read(
    settings_of: Configured, new_forge: GitlabForge
) -> None:
    """Links to the next page are followed at the configured address, wherever they point."""

    def elsewhere(request: Request, reply: Reply) -> Reply:
        link = reply.headers.get("Link", "").replace(new_forge.origin, "http://inside.example")
        return Reply(reply.status, reply.body, {**reply.headers, "Link": link})

    new_forge.contents.files = story.gitlab_files(story.tell(120))
    new_forge.add_fault(Fault(elsewhere, times=10_000))
    assert 108 == len(items(pulled(new_forge, settings_for(new_forge, settings_of))))


@pytest.mark.parametrize("status", [400, 405])
def test_a_server_that_refuses_keyset_pagination_is_asked_without(
    status: int, new_forge: GitlabForge, settings_of: Configured
) -> None:
    """Some versions know it, though not for issues; the list is then read by instants."""
    new_forge.contents.files = story.gitlab_files(story.tell(120))
    new_forge.contents.version = "17.0.0"
    new_forge.add_fault(
        Fault(
            lambda request, reply: Reply(status, {"error": "Keyset pagination is not available"}),
            times=1000,
            match=lambda request: "pagination" in request.query,
        )
    )
    assert 108 == len(items(pulled(new_forge, settings_for(new_forge, settings_of))))


@pytest.mark.parametrize("place", ["issues", "labels"])
def test_a_list_without_an_end_is_left(
    place: str, new_forge: GitlabForge, settings_of: Configured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server whose pages lead in a circle is given up in one sentence."""
    monkeypatch.setattr(gitlab_client, "_MOST_PAGES", 3)

    def circle(request: Request, reply: Reply) -> Reply:
        return Reply(200, reply.body, {"Link": f'<{new_forge.origin}/x?cursor=1>; rel="next"'})

    def first(request: Request, reply: Reply) -> Reply:
        return circle(request, new_forge.answer(replace(request, query={})))

    new_forge.add_fault(
        Fault(first, times=1000, match=lambda request: request.path.endswith(place))
    )
    with pytest.raises(SourceError, match="not the JSON its forge documents"):
        pulled(new_forge, settings_for(new_forge, settings_of))
    assert new_forge.calls.count(place) <= 4


@pytest.mark.parametrize("token", ["not\na token", "tökén", ""])
def test_what_no_header_can_carry_is_refused_as_a_token(
    token: str, new_forge: GitlabForge, settings_of: Configured
) -> None:
    """The sentence names the variable that holds it, and nothing is asked."""
    settings = settings_for(new_forge, settings_of)
    source = only_source(settings)

    with pytest.raises(AuthError, match="GITLAB_TOKEN is not an access token"):
        list(gitlab.pull(source, project=settings.projects[0], settings=settings, token=token))
    with pytest.raises(AuthError, match="GITLAB_TOKEN is not an access token"):
        gitlab.check(source, settings=settings, token=token, now=NOW)
    assert not new_forge.requests


REFUSALS = {
    "unauthorised": (401, AuthError, "refused the token in GITLAB_TOKEN"),
    "forbidden": (403, AuthError, "read_api"),
    "missing": (404, AuthError, "does not exist"),
    "odd": (422, SourceError, "did not accept"),
    "broken": (500, SourceError, "error of its own"),
    "unreachable": (502, SourceError, "error of its own"),
}


@pytest.mark.parametrize(("status", "kind", "words"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_is_one_plain_sentence(
    status: int,
    kind: type[SourceError],
    words: str,
    new_forge: GitlabForge,
    settings_of: Configured,
    at_once: None,
) -> None:
    """It names the source and the way out, and quotes neither the token nor the answer."""
    new_forge.add_fault(
        Fault(lambda request, reply: Reply(status, {"message": "for maker-1"}), times=1000)
    )
    with pytest.raises(kind) as error:
        pulled(new_forge, settings_for(new_forge, settings_of))
    told = str(error.value)
    assert words in told
    assert told.startswith(f"{new_forge.origin.removeprefix('http://')}/exampleton/care")
    assert told.endswith(".")
    assert "\n" not in told
    assert new_forge.contents.token not in told
    assert "maker" not in told
    assert isinstance(error.value, AuthError) == (kind is AuthError)


BREAKS = {
    "reset": Fault(None, times=1000),
    "truncated": Fault(cut=0.5, times=1000),
    "no JSON": Fault(lambda q, r: Reply(body=b"<html>sign in</html>"), times=1000),
    "wrong shape": Fault(lambda q, r: Reply(body={"issues": 1}), times=1000),
    "wrong rows": Fault(lambda q, r: Reply(body=[1, 2]), times=1000),
    "elsewhere": Fault(
        lambda q, r: Reply(302, None, {"Location": "http://127.0.0.2:9/api/v4/x"}), times=1000
    ),
}


@pytest.mark.parametrize("place", ["issues", "milestones", "resource_state_events"])
@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_answer_is_one_plain_sentence(
    name: str, place: str, new_forge: GitlabForge, settings_of: Configured, at_once: None
) -> None:
    """Whatever comes instead of the answer, no traceback and no token gets out."""
    fault = BREAKS[name]
    new_forge.add_fault(
        Fault(fault.reply, 1000, match=lambda r: r.path.endswith(place), cut=fault.cut)
    )
    with pytest.raises(SourceError) as error:
        pulled(new_forge, settings_for(new_forge, settings_of))
    assert str(error.value).startswith("127.0.0.1:")
    assert str(error.value).endswith(".")
    assert new_forge.contents.token not in str(error.value)
    assert not isinstance(error.value, AuthError)


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_what_passes_by_is_asked_again(
    status: int, new_forge: GitlabForge, settings_of: Configured, at_once: None
) -> None:
    """One failed answer of a kind that passes by changes nothing but the number of requests."""
    settings = settings_for(new_forge, settings_of)
    undisturbed = pulled(new_forge, settings)
    new_forge.add_fault(
        Fault(lambda request, reply: Reply(status, None, {"Retry-After": "0"}), times=2, skip=3)
    )
    disturbed = pulled(new_forge, settings)
    assert items(undisturbed) == items(disturbed)
    assert 2 == disturbed[0].requests - undisturbed[0].requests


def test_a_long_wait_is_not_waited(new_forge: GitlabForge, settings_of: Configured) -> None:
    """A limit beyond what the configuration allows says until when."""
    reset = int((datetime.now(UTC) + timedelta(hours=3)).timestamp())
    headers = {"RateLimit-Remaining": "0", "RateLimit-Reset": str(reset)}
    new_forge.add_fault(Fault(lambda request, reply: Reply(429, None, headers), times=1000))
    with pytest.raises(RateLimitError, match="asks us to wait") as error:
        pulled(new_forge, settings_for(new_forge, settings_of))
    assert error.value.reset_at is not None
    assert abs(error.value.reset_at.timestamp() - reset) < 5


def test_check_says_what_would_be_pulled(new_forge: GitlabForge, settings_of: Configured) -> None:
    """Counts, the token's scopes and expiry; nothing to warn of with read_api alone."""
    settings = settings_for(new_forge, settings_of)
    report = gitlab.check(
        only_source(settings), settings=settings, token=new_forge.contents.token, now=NOW
    )
    assert "12 issues, 3 milestones" == report.summary
    assert ("read_api",) == report.scopes
    assert datetime(2027, 1, 31, tzinfo=UTC) == report.expires_at
    assert () == report.warnings
    assert len(new_forge.requests) == report.requests


WARNINGS = {
    "wide": (["api"], None, ["may do more than read (api)"]),
    "root": (["read_api", "sudo", "write_repository"], None, ["(sudo, write_repository)"]),
    "31 days": (["read_api"], "2026-12-24", []),
    "a month": (["read_api"], "2026-12-20", ["expires soon, on 20 December 2026 (27 days left)"]),
    "a week": (["read_api"], "2026-11-28", ["expires very soon, on 28 November 2026 (5 days"]),
    "a day": (["read_api"], "2026-11-23", ["(0 days left)"]),
    "both": (["api"], "2026-11-24", ["more than read", "(1 day left)"]),
}


@pytest.mark.parametrize(("scopes", "expires_at", "warnings"), WARNINGS.values(), ids=WARNINGS)
def test_check_warns_of_wide_and_ending_tokens(
    scopes: list[str],
    expires_at: str | None,
    warnings: list[str],
    new_forge: GitlabForge,
    settings_of: Configured,
) -> None:
    """Scopes beyond reading, and an end within 30 and 7 days of the given instant."""
    new_forge.contents.scopes, new_forge.contents.expires_at = scopes, expires_at
    settings = settings_for(new_forge, settings_of)
    report = gitlab.check(
        only_source(settings), settings=settings, token=new_forge.contents.token, now=NOW
    )
    assert len(warnings) == len(report.warnings)
    for expected, warning in zip(warnings, report.warnings, strict=True):
        assert expected in warning
        assert "GITLAB_TOKEN" in warning


def test_check_does_without_a_token_endpoint(
    new_forge: GitlabForge, settings_of: Configured
) -> None:
    """Older servers say nothing of the token, and that is no failure."""
    new_forge.contents.missing.add("self")
    settings = settings_for(new_forge, settings_of)
    report = gitlab.check(
        only_source(settings), settings=settings, token=new_forge.contents.token, now=NOW
    )
    assert ((), None, ()) == (report.scopes, report.expires_at, report.warnings)


def test_only_reading_requests_are_made(new_forge: GitlabForge, settings_of: Configured) -> None:
    """Everything is a GET with the token in its header and nowhere in the address."""
    pulled(new_forge, settings_for(new_forge, settings_of))
    assert {"GET"} == {request.method for request in new_forge.requests}
    assert all("token" not in str(request.query) for request in new_forge.requests)


def test_the_weight_is_asked_of_gitlab_alone_where_it_is_the_size(
    new_forge: GitlabForge, settings_of: Configured
) -> None:
    """Free servers give none; nonsense is none; another setting reads every issue again."""
    issues = new_forge.contents.files["issues"]
    for raw, weight in zip(issues, (0, 3, None, -1, "5", 10**9, True), strict=False):
        raw["weight"] = weight
    weighed = settings_for(new_forge, settings_of, measures={"size": "weight"})
    plain = settings_for(new_forge, settings_of)

    first = pulled(new_forge, plain)
    again = pulled(new_forge, weighed, first[-1].cursor)

    assert {item.size for batch in first for item in batch.items} == {None}
    sizes = {item.number: item.size for batch in again for item in batch.items}
    assert len(sizes) == sum(len(batch.items) for batch in first)
    told = {raw["iid"]: raw["weight"] for raw in issues if raw.get("weight") in (0, 3)}
    assert len([raw for raw in issues if "weight" in raw]) == 7
    assert {n: size for n, size in sizes.items() if size is not None} == {
        n: weight for n, weight in told.items() if n in sizes and type(weight) is int
    }
    assert pulled(new_forge, weighed, again[-1].cursor)[-1].items == ()
