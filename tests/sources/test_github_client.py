"""PyGithub reaches the network through the guarded session or not at all."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import github
import pytest
import requests

from programme.errors import SourceError
from programme.settings_sources import GithubSource
from sources import failures, github_client
from sources.github_client import listed, open_client
from sources.transport import Session, open_session
from tests.forges.github import GithubForge
from tests.forges.server import Fault, Reply

TOKEN = "canary-token-of-the-client"


@pytest.fixture
def forge() -> Iterator[GithubForge]:
    """A repository of 230 labels."""
    labels = [{"name": f"label {n:03}"} for n in range(230)]
    with GithubForge({"labels": labels}, repository="o/r", token=TOKEN) as forge:
        yield forge


def opened(forge: GithubForge) -> tuple[Session, github.Github]:
    """A session and the client over it."""
    session = open_session(forge.source, forge.settings())
    return session, open_client(forge.source, session, TOKEN)


def test_lists_come_whole(forge: GithubForge) -> None:
    """A hundred a page, every request counted by the session."""
    session, client = opened(forge)
    names = [entry["name"] for entry in listed(client, "/repos/o/r/labels")]
    assert names == [f"label {n:03}" for n in range(230)]
    assert session.request_count == len(forge.requests) == 3


def test_all_threads_of_a_client_go_through_one_connection(
    forge: GithubForge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While PyGithub makes another, a thread that asks for the one before is handed none."""
    made: list[str] = []
    first = github_client._Connection.__init__

    def noted(self: Any, host: str, *place: Any, **options: Any) -> None:
        made.append(host)
        first(self, host, *place, **options)

    monkeypatch.setattr(github_client._Connection, "__init__", noted)
    _, client = opened(forge)
    with ThreadPoolExecutor(4) as pool:
        lists = pool.map(lambda _: len(list(listed(client, "/repos/o/r/labels"))), range(8))
        assert list(lists) == [230] * 8
    assert made == ["127.0.0.1"]


@pytest.mark.parametrize("body", [{}, {"message": "no"}, 7, [7], [[]]])
def test_what_is_no_list_of_objects_is_refused(forge: GithubForge, body: Any) -> None:
    """Instead of being guessed at."""
    _, client = opened(forge)
    forge.add_fault(Fault(lambda request, due: Reply(200, body)))
    with pytest.raises(SourceError), failures.translated(forge.source, TOKEN):
        list(listed(client, "/repos/o/r/labels"))


def test_a_list_without_an_end_is_given_up(
    forge: GithubForge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A forge that always links to a next page is not followed for ever."""
    monkeypatch.setattr(github_client, "_MOST_PAGES", 5)
    link = {"Link": '<x>; rel="next"'}
    forge.add_fault(Fault(lambda request, due: Reply(200, [{"name": "a"}], link), times=99))
    _, client = opened(forge)
    with pytest.raises(SourceError), failures.translated(forge.source, TOKEN):
        list(listed(client, "/repos/o/r/labels"))
    assert len(forge.requests) == 5


def test_a_client_without_the_session_reaches_nothing(forge: GithubForge) -> None:
    """Also one that somebody makes elsewhere by mistake."""
    opened(forge)
    stray = github.Github(auth=github.Auth.Token(TOKEN), base_url=forge.url)
    with pytest.raises(SourceError, match="outside the guarded session"):
        stray.get_repo("o/r")
    assert forge.requests == []


def test_the_client_is_kept_from_other_hosts_of_its_forge(forge: GithubForge) -> None:
    """PyGithub would take uploads.github.com for one of ours."""
    source = GithubSource(kind="github", repository="o/r", token_env="T")
    session = open_session(source, forge.settings())
    client = open_client(source, session, TOKEN)
    with pytest.raises(requests.exceptions.InvalidURL):
        client.requester.requestJsonAndCheck("GET", "https://uploads.github.com/x")
    assert session.request_count == 0


def test_a_write_is_stopped_beneath_the_client(forge: GithubForge) -> None:
    """Whatever PyGithub is told to do."""
    _, client = opened(forge)
    with pytest.raises(SourceError, match="only reads"):
        client.requester.requestJsonAndCheck("POST", "/repos/o/r/labels", input={"name": "a"})
    with pytest.raises(SourceError, match="only reads"):
        client.requester.graphql_named_mutation("addStar", {"starrableId": "1"}, "clientMutationId")
    assert forge.requests == []
