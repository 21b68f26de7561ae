"""Whatever goes wrong at GitHub ends in one sentence, without a token, a person or a traceback."""

import traceback
from collections.abc import Iterator
from typing import Any

import pytest

from programme.errors import AuthError, RateLimitError, SourceError
from programme.rows import Batch
from sources import gates, github, pauses, transport, waits
from tests.forges.github import GithubForge
from tests.forges.github_data import BEGUN, event, issue, repository
from tests.forges.server import Fault, Forge, Reply, Request

CANARY = "canary-token-of-the-failures"
NAME = "exampleton/care"
COUNT = 110
EVERY = frozenset(range(1, COUNT + 1))


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waits, "BACKOFF", (0.0, 0.0, 0.0))


@pytest.fixture
def forge() -> Iterator[GithubForge]:
    """A repository of two pages."""
    with GithubForge(repository(COUNT, events_each=0), repository=NAME, token=CANARY) as forge:
        yield forge


def pull(forge: GithubForge, cursor: str | None = None, token: str = CANARY) -> list[Batch]:
    """Pull, not waiting for more than a second or two."""
    settings = forge.settings(sync={"wait_at_most_minutes": 0.05})
    project = settings.projects[0]
    return list(
        github.pull(forge.source, project=project, settings=settings, token=token, cursor=cursor)
    )


def numbers(batches: list[Batch]) -> set[int]:
    """The numbers of the issues that came."""
    return {item.number for batch in batches for item in batch.items}


def graphql(request: Request) -> bool:
    """Whether a request asks for a page of issues."""
    return b"query Issues" in request.body


def fit_to_show(error: SourceError, name: str = NAME) -> None:
    """Make sure that a user may be shown the message, and a developer the traceback."""
    message = str(error)
    assert name in message
    assert message.endswith(".")
    assert ". " not in message
    assert "\n" not in message
    whole = "".join(traceback.format_exception(error)) + repr(error)
    assert CANARY not in whole
    assert "person-" not in whole


FATAL = [
    ("401", {}, AuthError),
    ("403", {}, AuthError),
    ("404", {}, AuthError),
    ("422", {}, SourceError),
    ("primary-limit", {"seconds": 3600}, RateLimitError),
    ("secondary-limit", {"seconds": 3600}, RateLimitError),
    ("graphql-limit", {"seconds": 3600}, RateLimitError),
    ("429", {"seconds": 3600}, RateLimitError),
    ("500", {"times": 9}, SourceError),
    ("502", {"times": 9}, SourceError),
    ("503", {"times": 9}, SourceError),
    ("reset", {"times": 9}, SourceError),
    ("truncated", {"times": 9}, SourceError),
    ("not-json", {"times": 9}, SourceError),
    ("redirect", {"location": "https://evil.example/api/v3"}, SourceError),
    ("graphql-error", {"times": 9}, SourceError),
    ("graphql-resources", {"times": 99}, SourceError),
]


@pytest.mark.parametrize(
    ("kind", "how", "expected", "skip"),
    [
        *(pytest.param(*entry, 0, id=entry[0]) for entry in FATAL),
        *(pytest.param(*entry, 1, id=f"{entry[0]}-later") for entry in FATAL[::4]),
    ],
)
def test_a_failure_of_the_query_is_told_in_one_sentence(
    forge: GithubForge, kind: str, how: dict[str, Any], expected: type[SourceError], skip: int
) -> None:
    """On the first page or later; nothing is said to be complete."""
    forge.fail(kind, where=graphql, skip=skip, **how)
    with pytest.raises(SourceError) as caught:
        pull(forge)
    assert type(caught.value) is expected
    fit_to_show(caught.value)
    if isinstance(caught.value, RateLimitError):
        assert caught.value.reset_at is not None


REST = [entry for entry in FATAL if not entry[0].startswith("graphql")]


@pytest.mark.parametrize("where", ["milestones", "labels"])
@pytest.mark.parametrize(("kind", "how", "expected"), REST, ids=[entry[0] for entry in REST])
def test_a_failure_of_a_list_is_told_in_one_sentence(
    forge: GithubForge, kind: str, how: dict[str, Any], expected: type[SourceError], where: str
) -> None:
    """Milestones and labels come by REST."""
    forge.fail(kind, where=where, **how)
    with pytest.raises(SourceError) as caught:
        pull(forge)
    assert type(caught.value) is expected
    fit_to_show(caught.value)


def test_a_forge_that_does_not_answer_is_given_up(
    forge: GithubForge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four times in a row."""
    monkeypatch.setattr(transport, "TIMEOUT_SECONDS", 0.3)
    forge.fail("slow", where="milestones", times=4, seconds=1)
    with pytest.raises(SourceError, match="did not answer in time") as caught:
        pull(forge)
    fit_to_show(caught.value)
    assert len(forge.requests) == 4


PASSING = ["primary-limit", "secondary-limit", "429", "500", "502", "503", "reset", "truncated"]


@pytest.mark.parametrize("kind", [*PASSING, "graphql-limit"])
def test_what_passes_is_waited_for(forge: GithubForge, kind: str) -> None:
    """A failure that is over soon costs requests and nothing else."""
    forge.fail(kind, where=graphql)
    batches = pull(forge)
    assert batches[-1].numbers == frozenset(numbers(batches)) == EVERY
    assert sum(batch.requests for batch in batches) == len(forge.requests) == 6


@pytest.mark.parametrize("token", ["wrong-token-of-somebody", "not\na token", ""])
def test_a_wrong_token_is_refused(forge: GithubForge, token: str) -> None:
    """The sentence names the variable that holds it."""
    with pytest.raises(AuthError, match="GITHUB_TOKEN") as caught:
        pull(forge, token=token)
    fit_to_show(caught.value)
    with pytest.raises(AuthError, match="GITHUB_TOKEN"):
        github.check(forge.source, settings=forge.settings(), token=token)


def test_a_repository_that_is_not_there_is_named(forge: GithubForge) -> None:
    """By REST or, should that be optional to somebody, by GraphQL."""
    settings = forge.settings()
    project = settings.projects[0]
    source = forge.source.model_copy(update={"repository": "exampleton/cars"})
    for call in (
        lambda: list(
            github.pull(source, project=project, settings=settings, token=CANARY, cursor=None)
        ),
        lambda: github.check(source, settings=settings, token=CANARY),
    ):
        with pytest.raises(AuthError, match=r"does not exist, or .* \(404\)") as caught:
            call()
        fit_to_show(caught.value, "exampleton/cars")


def test_a_query_that_asks_too_much_is_made_smaller(forge: GithubForge) -> None:
    """Half a page each time, and the half that came with the refusal is not trusted."""
    forge.fail("graphql-resources", where=graphql, times=2)
    batches = pull(forge)
    assert [len(batch.items) for batch in batches] == [25, 25, 25, 25, 10]
    assert batches[-1].numbers == EVERY


@pytest.mark.parametrize(("kind", "times"), [("502", 4), ("graphql-error", 4)])
def test_a_query_that_takes_too_long_is_made_smaller(
    forge: GithubForge, kind: str, times: int
) -> None:
    """GitHub gives up after ten seconds with a 502, or says that something went wrong."""
    forge.fail(kind, where=graphql, times=times)
    assert [len(batch.items) for batch in pull(forge)] == [25, 25, 25, 25, 10]


def test_a_follow_up_that_asks_too_much_is_made_smaller() -> None:
    """As a page is."""
    steps = [
        event(number, "closed", BEGUN, id=number * 1000 + n)
        for number in range(1, 5)
        for n in range(120)
    ]
    data = {"issues": [issue(number) for number in range(1, 5)], "events": steps}
    with GithubForge(data, repository=NAME, token=CANARY) as forge:
        forge.fail(
            "graphql-resources", where=lambda request: b"query Rest" in request.body, times=2
        )
        batches = pull(forge)
    assert len(batches[0].events) == 480
    assert batches[-1].numbers == frozenset(range(1, 5))


@pytest.mark.parametrize("kind", ["FORBIDDEN", "INSUFFICIENT_SCOPES"])
def test_a_refusal_by_graphql_is_about_the_token(forge: GithubForge, kind: str) -> None:
    """It comes with status 200."""
    error = {"type": kind, "path": ["repository"], "message": "no, @person-0001"}
    answer = {"data": {"repository": None}, "errors": [error]}
    forge.add_fault(Fault(lambda request, due: Reply(200, answer), match=graphql))
    with pytest.raises(AuthError, match=r"\(403\)") as caught:
        pull(forge)
    fit_to_show(caught.value)


def test_a_count_that_could_not_be_told_hides_nothing(forge: GithubForge) -> None:
    """It only serves to notice what is gone; the query is asked again without it."""

    def spoil(request: Request, due: Reply) -> Reply:
        if "all" not in due.body["data"]["repository"]:
            return due
        error = {"message": "no", "path": ["repository", "all", "totalCount"]}
        return Reply(200, {"data": {"repository": None}, "errors": [error]})

    forge.add_fault(Fault(spoil, match=graphql, times=9))
    first = pull(forge)
    assert first[-1].numbers == EVERY
    assert pull(forge, first[-1].cursor)[-1].numbers is None


@pytest.mark.parametrize("kind", ["graphql-resources", "graphql-error"])
def test_a_list_of_numbers_that_is_not_whole_is_not_taken(forge: GithubForge, kind: str) -> None:
    """Whatever was not on it would be taken for gone."""
    first = pull(forge)
    del forge.data["issues"][3]
    forge.fail(kind, where=lambda request: b"query Numbers" in request.body, times=9)
    with pytest.raises(SourceError) as caught:
        pull(forge, first[-1].cursor)
    fit_to_show(caught.value)


def test_an_error_that_belongs_to_no_issue_spoils_the_page(forge: GithubForge) -> None:
    """What it hides is not known."""
    error = {"path": ["repository", "issues", "pageInfo"], "message": "no"}
    forge.add_fault(
        Fault(
            lambda request, due: Reply(200, {**due.body, "errors": [error]}),
            match=graphql,
            times=9,
        )
    )
    with pytest.raises(SourceError, match="in full") as caught:
        pull(forge)
    fit_to_show(caught.value)


def test_an_issue_that_could_not_be_told_is_read_the_next_time(forge: GithubForge) -> None:
    """The others come; it is not said to be gone, and the next pull goes back that far."""
    forge.fail("graphql-null", where=graphql, skip=1)
    first = pull(forge)
    assert len(numbers(first)) == COUNT - 1
    assert first[-1].numbers == EVERY
    assert sum(batch.skipped_count for batch in first) == 1
    assert numbers(first) | numbers(pull(forge, first[-1].cursor)) == EVERY


def test_an_issue_that_cannot_even_be_listed(forge: GithubForge) -> None:
    """The others come all the same; what is gone is not known then."""

    def first_of_a_list(request: Request) -> bool:
        lists = b"query Issues" in request.body or b"query Numbers" in request.body
        return lists and b'"after": "' not in request.body

    forge.fail("graphql-null", times=99, where=first_of_a_list)
    batches = pull(forge)
    assert len(numbers(batches)) == COUNT - 1
    assert batches[-1].numbers is None


def test_the_very_first_issue_that_could_not_be_told(forge: GithubForge) -> None:
    """With nothing before it there is no place to go on from: all is read again."""
    forge.fail("graphql-null", where=graphql)
    first = pull(forge)
    assert first[-1].cursor == ""
    assert pull(forge, None)[-1].numbers == EVERY


def test_an_event_that_could_not_be_told_hides_no_issue() -> None:
    """Such as that of a label that GitHub cannot resolve."""
    steps = [event(1, kind, BEGUN) for kind in ("closed", "reopened", "closed")]
    for place, step in enumerate(steps):
        step["id"] = place + 1
    with GithubForge(
        {"issues": [issue(1)], "events": steps}, repository=NAME, token=CANARY
    ) as forge:

        def spoil(request: Request, due: Reply) -> Reply:
            nodes = due.body["data"]["repository"]["issues"]["nodes"]
            nodes[0]["timelineItems"]["nodes"][1] = None
            path = ["repository", "issues", "nodes", 0, "timelineItems", "nodes", 1, "label"]
            return Reply(200, {**due.body, "errors": [{"message": "no", "path": path}]})

        forge.add_fault(Fault(spoil, match=graphql, times=4))
        batches = pull(forge)
    assert [row.kind for row in batches[0].events] == ["closed", "closed"]
    assert batches[-1].numbers == frozenset({1})


def test_an_issue_gone_between_two_pages_of_its_history_is_left_out() -> None:
    """It is neither half told nor the end of the pull."""
    steps = [event(1, "closed", BEGUN) for _ in range(150)]
    for place, step in enumerate(steps):
        step["id"] = place + 1
    data = {"issues": [issue(1), issue(2)], "events": steps}
    with GithubForge(data, repository=NAME, token=CANARY) as forge:

        def delete(request: Request, due: Reply) -> Reply:
            forge.data["issues"].pop(0)
            return due

        forge.add_fault(Fault(delete, match=graphql))
        batches = pull(forge)
    assert numbers(batches) == {2}
    assert batches[-1].numbers == frozenset({2})


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"number": "seven"}, id="number-in-words"),
        pytest.param({"number": -1}, id="negative-number"),
        pytest.param({"createdAt": "yesterday"}, id="no-instant"),
        pytest.param({"updatedAt": None}, id="null-instant"),
        pytest.param({"state": "ajar"}, id="unknown-state"),
        pytest.param({"title": 7}, id="title-of-a-number"),
        pytest.param({"labels": []}, id="labels-of-another-shape"),
        pytest.param({"timelineItems": {"nodes": [{"__typename": "ClosedEvent"}]}}, id="no-id"),
        pytest.param(
            {"labels": {"pageInfo": {"hasNextPage": True}, "nodes": []}}, id="page-without-end"
        ),
    ],
)
def test_an_answer_of_another_shape_is_said(forge: GithubForge, change: dict[str, Any]) -> None:
    """What GitHub does not document is neither guessed at nor a traceback."""

    def spoil(request: Request, due: Reply) -> Reply:
        due.body["data"]["repository"]["issues"]["nodes"][3].update(change)
        return due

    forge.add_fault(Fault(spoil, match=graphql))
    with pytest.raises(SourceError, match="not the JSON its forge documents") as caught:
        pull(forge)
    fit_to_show(caught.value)


@pytest.mark.parametrize("body", [[], {}, 7, "text", {"data": 7}, {"data": {"repository": 1}}])
def test_json_that_is_no_answer_is_said(forge: GithubForge, body: Any) -> None:
    """Whatever came, the sentence names the source."""
    forge.add_fault(Fault(lambda request, due: Reply(200, body), match=graphql))
    with pytest.raises(SourceError) as caught:
        pull(forge)
    fit_to_show(caught.value)


def test_pages_that_go_round_in_a_circle_end(forge: GithubForge) -> None:
    """A forge that always says "there is more" is not asked for ever."""
    first: list[Reply] = []

    def circle(request: Request, due: Reply) -> Reply:
        first.append(due)
        return first[0]

    forge.add_fault(Fault(circle, match=graphql, times=99))
    with pytest.raises(SourceError) as caught:
        pull(forge)
    fit_to_show(caught.value)
    assert len(forge.requests) < 10


def test_the_token_goes_to_no_other_host(forge: GithubForge) -> None:
    """Neither a redirect nor a link to a next page leads there."""

    class Thief(Forge):
        def answer(self, request: Request) -> Reply:
            return Reply(200, [])

    with Thief() as thief:
        forge.fail("redirect", where="milestones", location=thief.origin + "/api/v3/milestones")
        with pytest.raises(SourceError):
            pull(forge)
        link = {"Link": f'<{thief.origin}/api/v3/labels?page=2>; rel="next"'}
        forge.add_fault(
            Fault(
                lambda request, due: Reply(200, due.body, link),
                match=lambda request: request.path.endswith("labels"),
            )
        )
        pull(forge)
        assert thief.requests == []


def test_a_wait_is_never_longer_than_allowed(
    forge: GithubForge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not by us, and not by the client either, which would wait for an hour."""
    slept: list[float] = []
    monkeypatch.setattr(pauses, "rest", lambda ended, seconds: slept.append(seconds))
    for kind in ("primary-limit", "secondary-limit", "graphql-limit", "429"):
        gates.forget()
        forge.fail(kind, where=graphql, seconds=3600)
        with pytest.raises(RateLimitError):
            pull(forge)
    assert sum(slept) == 0
