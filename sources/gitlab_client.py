"""python-gitlab over our guarded session: lists as plain JSON, page by page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import gitlab
from gitlab.exceptions import GitlabHttpError

from programme.settings_sources import GitlabGroup, GitlabSource
from sources import fields
from sources.tokens import usable_token
from sources.transport import TIMEOUT_SECONDS, USER_AGENT, Session

PAGE = 100
_MOST_PAGES = 10_000
#: Refusals of an endpoint that we can do without: not there, or not for this token.
_OPTIONAL = frozenset({403, 404})
# Servers that know keyset pagination, but not of this list, say so with one of these.
_NO_KEYSET = frozenset({400, 405})

Query = dict[str, str | int]


@dataclass(frozen=True)
class Page:
    """One answer of a list.

    Attributes:
        rows: Its objects.
        following: Query of the next page, None on the last.
        total: How many objects the list has; GitLab does not say it beyond 10,000.
        answered: The ``Date`` of the answer.
    """

    rows: list[dict[str, Any]]
    following: Query | None
    total: int | None
    answered: str = ""


def open_client(source: GitlabSource | GitlabGroup, session: Session, token: str) -> gitlab.Gitlab:
    """Make a client whose every request goes through *session*, which repeats and waits for it."""
    return gitlab.Gitlab(
        url=source.url.rstrip("/").removesuffix("/api/v4"),
        private_token=usable_token(source, token),
        session=session,
        timeout=TIMEOUT_SECONDS,
        user_agent=USER_AGENT,
    )


def project_path(source: GitlabSource) -> str:
    """Return the path of the project in the REST interface."""
    return f"/projects/{quote(source.project, safe='')}"


def group_path(source: GitlabSource) -> str:
    """Return the path of the project's group in the REST interface."""
    return f"/groups/{quote(source.project.rpartition('/')[0], safe='')}"


def fetch_object(client: gitlab.Gitlab, path: str) -> dict[str, Any]:
    """Return the object at *path*.

    Raises:
        GitlabHttpError: If the request was refused.
        ValueError: If the answer is not an object.
    """
    answer = client.http_request("get", path, obey_rate_limit=False).json()
    if not isinstance(answer, dict):
        raise ValueError("not an object")
    return answer


def fetch_optional(client: gitlab.Gitlab, path: str) -> dict[str, Any]:
    """Return the object at *path*, empty if the server has none or keeps it from us."""
    try:
        return fetch_object(client, path)
    except GitlabHttpError as error:
        if error.response_code in _OPTIONAL:
            return {}
        raise


def fetch_page(client: gitlab.Gitlab, path: str, query: Query) -> Page:
    """Return one page of a list.

    Only the query of the link to the next page is followed, at our own address: a server behind a
    proxy may know itself by another name, and the token goes nowhere else.

    Raises:
        GitlabHttpError: If the request was refused.
        ValueError: If the answer is not a list of objects.
    """
    response = client.http_request(
        "get", path, query_data={"per_page": PAGE, **query}, obey_rate_limit=False
    )
    rows = response.json()
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("not a list of objects")
    link = response.links.get("next", {}).get("url")
    total = response.headers.get("X-Total", "")
    return Page(
        rows,
        dict(parse_qsl(urlsplit(link).query)) if link else None,
        int(total) if total.isdigit() else None,
        response.headers.get("Date", ""),
    )


def fetch_list(client: gitlab.Gitlab, path: str, **query: str) -> Iterator[dict[str, Any]]:
    """Yield every object of a list.

    Its pages have numbers alone: once an object is taken away, those after it move up, and the
    first of the next page is seen by nobody. A list whose total changes is read from its beginning,
    so objects may come twice.

    Raises:
        GitlabHttpError: If a request was refused.
        ValueError: If an answer is not a list of objects, or the list has no end.
    """
    asked: Query = {**query}
    total: int | None = None
    for _ in range(_MOST_PAGES):
        page = fetch_page(client, path, asked)
        if total is not None and page.total != total:
            asked, total = {**query}, None
            continue
        total = page.total
        yield from page.rows
        if page.following is None:
            return
        asked = page.following
    raise ValueError("a list without an end")


def fetch_optional_list(
    client: gitlab.Gitlab, path: str, **query: str
) -> list[dict[str, Any]] | None:
    """Return every object of a list, None if the server has none or keeps it from us."""
    try:
        return list(fetch_list(client, path, **query))
    except GitlabHttpError as error:
        if error.response_code in _OPTIONAL:
            return None
        raise


def fetch_issues(client: gitlab.Gitlab, project: str, since: str | None) -> Iterator[Page]:
    """Yield pages of a project's issues by ``updated_at``, oldest first.

    Servers with keyset pagination for issues (GitLab 18) give a cursor. On the others page numbers
    would pass over an issue whenever one before it is changed meanwhile, and end at 50,000; there
    each page is asked for by the last instant seen, so issues at that instant come twice.

    Args:
        client: The client.
        project: Path of the project.
        since: Instant from which on changes are wanted, itself included; None = all.

    Raises:
        GitlabHttpError: If a request was refused.
        ValueError: If an answer is not a list of issues.
    """
    path = f"{project}/issues"
    asked: Query = {
        "scope": "all",
        "with_labels_details": "true",
        "order_by": "updated_at",
        "sort": "asc",
    }
    if since:
        asked["updated_after"] = since
    page = _first_page(client, path, asked)
    for _ in range(_MOST_PAGES):
        yield page
        if page.following is None or not page.rows:
            return
        if "cursor" in page.following:
            asked = page.following
        else:
            last = fields.text(page.rows[-1], "updated_at")
            stuck = last == asked.get("updated_after")  # a whole page of one instant
            asked |= {"updated_after": last, "page": int(asked.get("page", 1)) + 1 if stuck else 1}
        page = fetch_page(client, path, asked)
    raise ValueError("a list without an end")


def _first_page(client: gitlab.Gitlab, path: str, asked: Query) -> Page:
    try:
        return fetch_page(client, path, {**asked, "pagination": "keyset"})
    except GitlabHttpError as error:
        if error.response_code not in _NO_KEYSET:
            raise
    return fetch_page(client, path, asked)
