"""What can go wrong at a forge or on the way to it, each with a name, and where it strikes.

Answers are those of GitHub's and GitLab's documentation; every one that could leak something holds
``canary`` in its body, a header or an address.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from email.utils import formatdate
from typing import Any, Final

from tests.forges.server import Fault, Reply, Request

Make = Callable[[], Fault]
GITHUB: Final = "github"
GITLAB: Final = "gitlab"
_LEAKY: Final = {"Set-Cookie": "session=canary-cookie", "X-Request-Id": "canary-header"}
_SECONDS: Final = 30  # what a forge asks us to wait
_HOUR: Final = 3600
_DAYS: Final = 2 * 24 * _HOUR


def _answer(status: int, body: Any, **headers: str) -> Make:
    """Answer so in place of what was due."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda: Fault(lambda request, due: Reply(status, body, {**_LEAKY, **named}))


def _limit(status: int, body: Any, name: str, seconds: int) -> Make:
    """Say that a limit is spent, with the instant of its end as *name* calls it."""

    def reply(request: Request, due: Reply) -> Reply:
        ends = str(int(time.time()) + seconds)
        headers = {f"{name}-Remaining": "0", f"{name}-Reset": ends}
        return Reply(status, body, {**due.headers, **_LEAKY, **headers})

    return lambda: Fault(reply)


def _dated(seconds: float | None) -> Make:
    """Answer as is due, with a Date that is wrong by *seconds*; None = with none."""

    def reply(request: Request, due: Reply) -> Reply:
        date = "" if seconds is None else formatdate(time.time() + seconds, usegmt=True)
        return replace(due, headers={**due.headers, "Date": date})

    return lambda: Fault(reply)


def _redirect(to: Callable[[Request], str]) -> Make:
    def reply(request: Request, due: Reply) -> Reply:
        # 307 keeps a query a query.
        status = 307 if request.method == "POST" else 301
        return Reply(status, {"message": "Moved"}, {**_LEAKY, "Location": to(request)})

    return lambda: Fault(reply)


def _here(request: Request) -> str:
    """The same address, with a secret in it as addresses of forges may have."""
    query = "&".join([*(f"{name}={value}" for name, value in request.query.items())])
    return f"{request.path}?{query}&private_token=canary-address".replace("?&", "?")


def _graphql(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Make:
    return lambda: Fault(lambda request, due: replace(due, body=change(due.body)))


def _failed(body: dict[str, Any]) -> dict[str, Any]:
    """Words of GitHub's for a failure of its own."""
    return {"data": None, "errors": [{"message": "Something went wrong, canary-words"}]}


def _nothing(body: dict[str, Any]) -> dict[str, Any]:
    error = {"type": "RESOURCE_LIMITS_EXCEEDED", "message": "Resource limits exceeded"}
    return {"data": None, "errors": [error]}


def _half(body: dict[str, Any]) -> dict[str, Any]:
    """Resource limits that are exceeded half through: what comes after is null."""
    error = {"type": "RESOURCE_LIMITS_EXCEEDED", "message": "Resource limits exceeded"}
    found = body["data"].get("repository") or {}
    nodes = found.get("issues", {}).get("nodes")
    if not nodes:
        return _nothing(body)
    lost = range(len(nodes) // 2, len(nodes))
    for place in lost:
        nodes[place] = None
    paths = [["repository", "issues", "nodes", place] for place in lost]
    return {**body, "errors": [{**error, "path": path} for path in paths]}


def _partial(body: dict[str, Any]) -> dict[str, Any]:
    """One issue that GitHub failed at; it is null and the others are there."""
    found = body["data"].get("repository")
    if not found:
        return _failed(body)
    error = {"message": "Something went wrong, canary-words"}
    if nodes := found.get("issues", {}).get("nodes"):
        nodes[0] = None
        return {**body, "errors": [{**error, "path": ["repository", "issues", "nodes", 0]}]}
    first = next(name for name in found if name.startswith("i"))
    found[first] = None
    return {**body, "errors": [{**error, "path": ["repository", first]}]}


_SECONDARY = {"message": "You have exceeded a secondary rate limit. canary-words"}
_PRIMARY = {"message": "API rate limit exceeded for user ID 1. canary-words"}
_SPENT = {"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]}
_PAGE = b"<html><body>Please sign in, canary-words</body></html>"
_BOTH: Final[dict[str, Make]] = {
    "429 with a time": _answer(429, {"message": "canary-words"}, Retry_After=str(_SECONDS)),
    "429 without a time": _answer(429, b"Retry later\n", Content_Type="text/plain"),
    "429 for hours": _answer(429, {"message": "canary-words"}, Retry_After=str(2 * _HOUR)),
    "403 with a time": _answer(403, _SECONDARY, Retry_After=str(_SECONDS)),
    "500": _answer(500, {"message": "canary-words"}),
    "502": _answer(502, _PAGE, Content_Type="text/html"),
    "503": _answer(503, b""),
    "503 for maintenance": _answer(503, _PAGE, Retry_After=str(_SECONDS)),
    "504": _answer(504, _PAGE),
    "timeout": lambda: Fault(delay_seconds=0.25),
    "reset": lambda: Fault(None),
    "truncated": lambda: Fault(cut=0.5),
    "cut at once": lambda: Fault(cut=0.0),
    "no JSON": _answer(200, _PAGE, Content_Type="text/html"),
    "half JSON": _answer(200, b'[{"title": "canary-words'),
    "nothing at all": _answer(200, b""),
    "redirect within the host": _redirect(_here),
    "redirect to another host": _redirect(
        lambda request: "https://canary:canary@evil.example/?token=canary-address"
    ),
    "clock ahead": _dated(_DAYS),
    "clock behind": _dated(-_DAYS),
    "no clock": _dated(None),
}
_GITHUB_ALONE: Final[dict[str, Make]] = {
    "primary limit": _limit(403, _PRIMARY, "X-RateLimit", _SECONDS),
    "primary limit as 429": _limit(429, _PRIMARY, "X-RateLimit", _SECONDS),
    "primary limit for an hour": _limit(403, _PRIMARY, "X-RateLimit", _HOUR),
    "secondary limit without a time": _answer(403, _SECONDARY),
}
#: Only GraphQL answers so.
QUERIES_ALONE: Final[dict[str, Make]] = {
    "RATE_LIMITED": _limit(200, _SPENT, "X-RateLimit", _SECONDS),
    "failed query": _graphql(_failed),
    "failed issue": _graphql(_partial),
    "RESOURCE_LIMITS_EXCEEDED": _graphql(_nothing),
    "RESOURCE_LIMITS_EXCEEDED half through": _graphql(_half),
}
_GITLAB_ALONE: Final[dict[str, Make]] = {
    "limit of GitLab": _limit(429, b"Retry later\n", "RateLimit", _SECONDS),
    "limit of GitLab for an hour": _limit(429, b"Retry later\n", "RateLimit", _HOUR),
}
#: Faults of each forge, by name.
FAULTS: Final[dict[str, dict[str, Make]]] = {
    GITHUB: {**_BOTH, **_GITHUB_ALONE, **QUERIES_ALONE},
    GITLAB: {**_BOTH, **_GITLAB_ALONE},
}


class Place:
    """Strikes at one page of a list, however often it is asked for.

    Attributes:
        pages: The pages that were asked for so far, each once.
    """

    def __init__(self, is_list: Callable[[Request], bool], number: int = 1) -> None:
        """Strike at the page *number*, from 1, of what *is_list* knows; 0 = at none."""
        self.pages: list[str] = []
        self._is_list = is_list
        self._number = number

    def __call__(self, request: Request) -> bool:
        """Say whether *request* asks for that page."""
        if not self._is_list(request):
            return False
        page = _page(request)
        if page not in self.pages:
            self.pages.append(page)
        return self.pages.index(page) + 1 == self._number


def _page(request: Request) -> str:
    """Name the page; not its size, which is halved when it is asked for again."""
    if request.method == "POST":
        variables = request.json["variables"]
        return str({name: value for name, value in variables.items() if name != "first"})
    asked = {name: value for name, value in request.query.items() if name != "private_token"}
    return f"{request.path} {asked}"


def is_issues(request: Request) -> bool:
    """Whether a page of issues is asked for."""
    return request.path.endswith("/issues") or b"query Issues" in request.body


def is_milestones(request: Request) -> bool:
    """Whether a page of milestones is asked for."""
    return request.path.endswith("/milestones")


def is_events(request: Request) -> bool:
    """Whether events of issues are asked for beside the issues."""
    return request.path.endswith("_events") or b"query Rest" in request.body


def is_fields(request: Request) -> bool:
    """Whether GitHub is asked what its schema has."""
    return b"query Fields" in request.body
