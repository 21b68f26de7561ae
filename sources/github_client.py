"""PyGithub's requester over our guarded session: GraphQL queries and REST lists as plain JSON."""

import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import github
import requests
import urllib3
from github.Auth import AppInstallationAuth
from github.Requester import Requester, RequestsResponse

from programme.errors import SourceError
from programme.settings_sources import GithubOwner, GithubSource
from sources.github_app import authentication
from sources.transport import TIMEOUT_SECONDS, USER_AGENT, Session

PAGE = 100
_MOST_PAGES = 1000
_MOST_READINGS = 4

# Its debug log quotes whole answers, which name people.
logging.getLogger("github.Requester").setLevel(logging.INFO)


class Answer(NamedTuple):
    """What a GraphQL query gave: perhaps partial data, and what went wrong with the rest."""

    data: dict[str, Any]
    errors: list[dict[str, Any]]
    headers: dict[str, Any]

    @property
    def kinds(self) -> set[str]:
        """The errors' types, as GitHub names them."""
        return {str(error.get("type") or "") for error in self.errors}


def open_client(
    source: GithubSource | GithubOwner, session: Session, token: str, *, projects: bool = False
) -> github.Github:
    """Make a client whose every request goes through *session*.

    PyGithub waits a second before each POST unless told otherwise; ours only read.

    Args:
        source: The repository or owner.
        session: To its host.
        token: An access token, or an App's private key.
        projects: Whether fields of GitHub Projects are to be read.
    """
    Requester.injectConnectionClasses(_Connection, _Connection)  # type: ignore[arg-type]
    # One for all threads: PyGithub would make a connection a request, and meanwhile hand none to
    # another thread that asks.
    Requester._Requester__persist = True  # type: ignore[attr-defined]
    return github.Github(
        auth=authentication(source, token, projects=projects),
        base_url=source.url.rstrip("/"),
        timeout=TIMEOUT_SECONDS,
        user_agent=USER_AGENT,
        per_page=PAGE,
        retry=_SessionCarrier(session),
        seconds_between_requests=0,
        seconds_between_writes=0,
    )


def query(client: github.Github, document: str, variables: dict[str, Any]) -> Answer:
    """Ask one GraphQL query; errors beside data are the caller's to judge.

    Raises:
        github.GithubException: If the HTTP request was refused.
        ValueError: If the answer is no GraphQL answer.
    """
    headers: dict[str, Any] = {}
    try:
        headers, answer = _signed(
            client, lambda: client.requester.graphql_query(document, variables)
        )
    except github.GithubException as error:
        # PyGithub raises on any error and puts the whole answer into the exception.
        answer = error.data
        if not isinstance(answer, dict) or "errors" not in answer or "message" in answer:
            raise
        headers = dict(error.headers or {})
    if not isinstance(answer, dict) or not {"data", "errors"} & set(answer):
        raise ValueError("not a GraphQL answer")
    data, errors = answer.get("data"), answer.get("errors")
    return Answer(
        data if isinstance(data, dict) else {},
        [error for error in errors if isinstance(error, dict)] if isinstance(errors, list) else [],
        headers,
    )


def listed(client: github.Github, path: str, **parameters: str) -> Iterator[dict[str, Any]]:
    """Yield every entry of a REST list, page by page.

    Raises:
        github.GithubException: If the HTTP request was refused.
        ValueError: If an answer is not a list of objects.
    """
    for page in range(1, _MOST_PAGES + 1):
        answer, headers = _page(client, path, page, {}, **parameters)
        yield from answer or ()
        if not _goes_on(headers) or not answer:
            return
    raise ValueError("a list without an end")


def fetch_unless_known(
    client: github.Github, path: str, tag: str
) -> tuple[list[dict[str, Any]] | None, str]:
    """Return a REST list unless it still is what it was, which costs nothing of the rate limit.

    Args:
        client: Of the forge.
        path: Of the list.
        tag: What came with the list when it was last read; empty = it is read.

    Returns:
        The list, None if it is known, and its tag; a list of more than a page has none.

    Raises:
        github.GithubException: If the HTTP request was refused.
        ValueError: If an answer is not a list of objects.
    """
    answer, headers = _page(client, path, 1, {"If-None-Match": tag} if tag else {})
    if answer is None:
        if not tag:
            raise ValueError("not a list")
        return None, tag
    if _goes_on(headers):
        return steady(client, path), ""
    return answer, str(headers.get("etag", ""))


def _signed(
    client: github.Github, ask: Callable[[], tuple[dict[str, Any], Any]]
) -> tuple[dict[str, Any], Any]:
    """Return what *ask* does; an App's is signed anew if what it was signed with ran out.

    A token lasts an hour and a signature for one minutes: a host that makes us wait may take
    longer.
    """
    try:
        return ask()
    except github.GithubException as error:
        if error.status != 401 or not isinstance(client.requester.auth, AppInstallationAuth):
            raise
    return ask()


def _page(
    client: github.Github, path: str, page: int, headers: dict[str, str], **parameters: str
) -> tuple[list[dict[str, Any]] | None, dict[str, Any]]:
    """Return a page and its headers, None for one without a body: it is known already."""
    asked = {**parameters, "per_page": PAGE, "page": page}
    told, answer = _signed(
        client,
        lambda: client.requester.requestJsonAndCheck(
            "GET", path, parameters=asked, headers=headers
        ),
    )
    if answer is not None and not isinstance(answer, list):
        raise ValueError("not a list")
    if not all(isinstance(entry, dict) for entry in answer or ()):
        raise ValueError("an entry is not an object")
    return answer, told


def _goes_on(headers: dict[str, Any]) -> bool:
    return 'rel="next"' in str(headers.get("link", ""))


def steady(client: github.Github, path: str, **parameters: str) -> list[dict[str, Any]]:
    """Return every entry of a REST list, as it was at one moment.

    Its pages have numbers alone: once an entry is taken away, those after it move up, and the first
    of the next page is seen by nobody. A list of many pages is read until two readings agree.

    Raises:
        github.GithubException: If the HTTP request was refused.
        ValueError: If an answer is not a list of objects, or the list never stands still.
    """
    before: list[Any] = []
    for _ in range(_MOST_READINGS):
        rows = list(listed(client, path, **parameters))
        keys = [row.get("id") for row in rows]
        if len(rows) <= PAGE or keys == before:
            return rows
        before = keys
    raise ValueError("a list that never stands still")


class _SessionCarrier(urllib3.Retry):
    """Brings the session to PyGithub's connections.

    A requester hands its ``retry`` to every connection that it makes, and no other object of ours;
    the session itself repeats requests, so nothing is asked of the Retry.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(0)
        self.session = session


class _Connection:
    """What PyGithub takes for an HTTP connection; refuses to exist without a guarded session."""

    def __init__(self, host: str, port: int | None = None, **options: Any) -> None:
        carrier = options.get("retry")
        if not isinstance(carrier, _SessionCarrier):
            raise SourceError("A request outside the guarded session was stopped; report this.")
        self.host = host
        self.port = port
        self._session = carrier.session
        # One connection serves all threads of a requester, each with its own question.
        self._asked = threading.local()

    def request(
        self, verb: str, url: str, body: Any, headers: dict[str, str], stream: bool = False
    ) -> None:
        """Keep what is to be sent."""
        self._asked.request = (verb, url, body, headers)

    def getresponse(self) -> RequestsResponse:
        """Send it; redirects within the host are followed by the session."""
        verb, path, body, headers = self._asked.request
        scheme, host, port = self._session.guard.origin
        if (self.host, self.port or port) != (host, port):
            raise requests.exceptions.InvalidURL("another host")
        netloc = f"[{host}]" if ":" in host else host
        response = self._session.request(
            verb, f"{scheme}://{netloc}:{port}{path}", data=body, headers=headers
        )
        return RequestsResponse(response)

    def close(self) -> None:
        """Leave the session open: the next connection of the same source goes on with it."""
