"""A GitHub that replays one recorded repository: REST, GraphQL, limits and failures."""

import copy
import gzip
import hashlib
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from programme.settings import Settings
from programme.settings_sources import GithubSource
from tests.forges.github_graphql import Row, execute, opaque, repository_node, root_value
from tests.forges.server import Fault, Forge, Reply, Request

_PREFIX = "/api/v3"
_GRAPHQL = ("/api/graphql", "/graphql")
#: What GitHub says, by the name of the fault.
_MESSAGES = {
    "401": (401, "Bad credentials"),
    "403": (403, "Resource not accessible by personal access token"),
    "404": (404, "Not Found"),
    "422": (422, "Validation Failed"),
    "429": (429, "Too many requests"),
    "500": (500, "Server Error"),
    "502": (502, "Server Error"),
    "503": (503, "Service unavailable"),
    "primary-limit": (403, "API rate limit exceeded for user ID 1."),
    "secondary-limit": (403, "You have exceeded a secondary rate limit. Please wait."),
}


class GithubForge(Forge):
    """Serves a repository at ``url`` (GitHub Enterprise's form, ``…/api/v3``).

    Attributes:
        data: The rows in REST form; a test may change them while the forge runs.
        key: The repository's id.
    """

    def __init__(
        self,
        data: Path | Mapping[str, Iterable[Row]],
        *,
        repository: str,
        token: str = "t",
        scopes: str | None = None,
        expires: str | None = None,
        without: tuple[str, ...] = (),
        issues_enabled: bool = True,
        **options: Any,
    ) -> None:
        """Load the rows.

        Args:
            data: A folder with ``issues.json``, ``milestones.json``, ``events.json`` and perhaps
                ``labels.json`` (or ``.json.gz``), or the rows themselves.
            repository: ``owner/name``.
            token: The only token that is accepted.
            scopes: Of a classic token, as ``X-OAuth-Scopes`` has them.
            expires: The token's expiry, in GitHub's form.
            without: Fields of the schema that this forge lacks (``Issue.stateReason``).
            issues_enabled: Whether the repository has issues at all.
            options: Of Forge.
        """
        super().__init__(**options)
        names = ("issues", "milestones", "events", "labels")
        rows = {name: _load(data, name) for name in names}
        self.data: dict[str, list[Row]] = {name: list(rows[name]) for name in names}
        self.repository = repository
        self.key = 1
        self.token = token
        self.remaining = 5000
        self._headers = {
            **({"X-OAuth-Scopes": scopes} if scopes is not None else {}),
            **({"GitHub-Authentication-Token-Expiration": expires} if expires else {}),
        }
        self._without = without
        self._issues_enabled = issues_enabled

    @property
    def url(self) -> str:
        """Address for ``url`` of a source."""
        return self.origin + _PREFIX

    @property
    def source(self) -> GithubSource:
        """The source that a programme would configure."""
        return GithubSource(
            kind="github", repository=self.repository, url=self.url, token_env="GITHUB_TOKEN"
        )

    def settings(
        self,
        *,
        kind: str = "delivery",
        increments: Mapping[str, Any] | None = None,
        **sections: Any,
    ) -> Settings:
        """Return a programme whose one project draws on this forge.

        Args:
            kind: Of the project.
            increments: The project's ``[projects.increments]``.
            sections: Further sections of the configuration.
        """
        programme = {"name": "P", "outcome": "O", "sro_role": "R", "started_on": "2026-01-05"}
        project = {
            "name": "Gui",
            "kind": kind,
            "sources": [self.source.model_dump()],
            "increments": increments or {},
        }
        network = {"allow_private": True}
        return Settings.model_validate(
            {"programme": programme, "projects": [project], "network": network, **sections}
        )

    def documents(self) -> list[str]:
        """Return every GraphQL document that was sent."""
        return [entry.json["query"] for entry in self.requests if entry.path in _GRAPHQL]

    def answer(self, request: Request) -> Reply:
        """Answer one request."""
        self.remaining -= 1
        reply = self._answer(request)
        limits = {
            "X-RateLimit-Limit": "5000",
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": str(int(time.time()) + 3600),
            "X-RateLimit-Resource": "graphql" if request.path in _GRAPHQL else "core",
            "X-GitHub-Request-Id": "0000:0000",
        }
        return replace(reply, headers={**limits, **reply.headers})

    def fail(
        self,
        kind: str,
        *,
        times: int = 1,
        skip: int = 0,
        where: str | Callable[[Request], bool] = "",
        seconds: float = 0.0,
        location: str = "",
    ) -> None:
        """Let the next requests fail.

        Args:
            kind: ``401``, ``403``, ``404``, ``422``, ``429``, ``500``, ``502``, ``503``,
                ``primary-limit``, ``secondary-limit``, ``reset``, ``truncated``, ``not-json``,
                ``slow``, ``drip``, ``redirect``, ``graphql-limit`` (rate, status 200),
                ``graphql-resources``, ``graphql-error``, ``graphql-null``.
            times: How often.
            skip: How many matching requests pass before.
            where: Part of the path, or a predicate.
            seconds: To wait (limits: as the answer asks; ``slow`` and ``drip``: what it takes).
            location: Where ``redirect`` leads.
        """
        fault = self._fault(kind, seconds, location)
        fault.times, fault.skip = times, skip
        fault.match = where if callable(where) else lambda request: where in request.path
        self.add_fault(fault)

    def _answer(self, request: Request) -> Reply:
        held = request.headers.get("authorization", "")
        if held.split(" ")[-1] != self.token:
            return Reply(401, {"message": "Bad credentials", "status": "401"})
        if request.path in _GRAPHQL:
            if request.method != "POST":
                return Reply(404, {"message": "Not Found"})
            repository = repository_node(self.repository, self._rows(), _label_id)
            repository["databaseId"] = self.key
            repository["hasIssuesEnabled"] = self._issues_enabled
            root = root_value(self.repository, repository)
            return Reply(200, execute(root, request.json, self._without), self._headers)
        return self._rest(request)

    def _rest(self, request: Request) -> Reply:
        path = request.path.removeprefix(_PREFIX)
        base = f"/repos/{self.repository}".lower()
        if request.method not in {"GET", "HEAD"}:
            return Reply(404, {"message": "Not Found"})
        match path.lower():
            case "/rate_limit":
                rate = {"limit": 5000, "remaining": self.remaining, "reset": 0, "used": 0}
                body: Any = {"resources": {"core": rate, "graphql": rate}, "rate": rate}
            case "/user":
                body = {"login": "person-9999", "id": 9999, "email": "person-9999@example.org"}
            case here if here == base:
                body = {
                    "id": self.key, "full_name": self.repository, "private": False,
                    "has_issues": self._issues_enabled,
                    "owner": {"login": self.repository.split("/")[0]},
                    "permissions": {"pull": True, "push": False, "admin": False},
                }  # fmt: skip
            case here if here == f"{base}/milestones":
                asked = request.query.get("state", "open")
                rows = self._rows()["milestones"]
                return self._page(
                    request, [row for row in rows if asked in {"all", row.get("state")}]
                )
            case here if here == f"{base}/labels":
                return self._page(request, [_rest_label(row) for row in self._rows()["labels"]])
            case _:
                return Reply(404, {"message": "Not Found", "status": "404"})
        return Reply(200, body, self._headers)

    def _page(self, request: Request, rows: list[Row]) -> Reply:
        size = min(int(request.query.get("per_page", 30)), 100)
        page = int(request.query.get("page", 1))
        headers = dict(self._headers)
        last = max(-(-len(rows) // size), 1)
        links = {"next": page + 1, "last": last} if page < last else {}
        links |= {"prev": page - 1, "first": 1} if page > 1 else {}
        if links:
            headers["Link"] = ", ".join(
                f"<{self.origin}{request.path}?"
                f'{urlencode({**request.query, "page": number})}>; rel="{name}"'
                for name, number in links.items()
            )
        shown = rows[(page - 1) * size : page * size]
        tag = f'W/"{hashlib.sha256(json.dumps(shown).encode()).hexdigest()}"'
        if request.headers.get("if-none-match") == tag:
            return Reply(304, None, {**headers, "ETag": tag})
        return Reply(200, shown, {**headers, "ETag": tag})

    def _rows(self) -> dict[str, list[Row]]:
        """Return the rows with all labels: those listed, else those that issues and events name."""
        found = {_label_id(row): row for row in self.data["labels"]}
        if not found:
            for issue in self.data["issues"]:
                for label in issue.get("labels") or []:
                    found.setdefault(_label_id(label), label)
        return {**self.data, "labels": list(found.values())}

    def _fault(self, kind: str, seconds: float, location: str) -> Fault:
        if kind in _MESSAGES:
            status, message = _MESSAGES[kind]
            headers = {}
            if kind in {"secondary-limit", "429"}:
                headers["Retry-After"] = str(int(seconds))
            if kind == "primary-limit":
                reset = int(time.time() + seconds)
                headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(reset)}
            body = {"message": message, "documentation_url": "https://docs.github.com/rest"}
            return Fault(lambda request, due: Reply(status, body, {**due.headers, **headers}))
        match kind:
            case "reset":
                return Fault(None)
            case "truncated":
                return Fault(cut=0.5)
            case "slow":
                return Fault(delay_seconds=seconds)
            case "drip":
                return Fault(drip_seconds=seconds)
            case "not-json":
                page = b"<html><body>Please sign in, @person-0001</body></html>"
                return Fault(lambda request, due: Reply(200, page, {"Content-Type": "text/html"}))
            case "redirect":
                return Fault(
                    lambda request, due: Reply(301, {"url": location}, {"Location": location})
                )
            case "graphql-limit":
                spent = {
                    "X-RateLimit-Remaining": "0",
                    "X-RateLimit-Reset": str(int(time.time() + seconds)),
                }
                error = {"type": "RATE_LIMITED", "message": "API rate limit exceeded"}
                return Fault(
                    lambda request, due: Reply(200, {"errors": [error]}, {**due.headers, **spent})
                )
            case "graphql-resources":
                error = {"type": "RESOURCE_LIMITS_EXCEEDED", "message": "Resource limits exceeded"}
                return Fault(lambda request, due: replace(due, body=_spoilt(due.body, error)))
            case "graphql-error":
                error = {"message": "Something went wrong, @person-0001. Reference: 1234"}
                return Fault(
                    lambda request, due: replace(due, body={"data": None, "errors": [error]})
                )
            case "graphql-null":
                error = {"type": "NOT_FOUND", "message": "Could not resolve @person-0001."}
                return Fault(
                    lambda request, due: replace(due, body=_without_first(due.body, error))
                )
        raise ValueError(f"no fault is called {kind}")


def _load(data: Path | Mapping[str, Iterable[Row]], name: str) -> list[Row]:
    if not isinstance(data, Path):
        return copy.deepcopy(list(data.get(name, ())))
    for path in (data / f"{name}.json", data / f"{name}.json.gz"):
        if path.exists():
            content = path.read_bytes()
            rows: list[Row] = json.loads(
                gzip.decompress(content) if path.suffix == ".gz" else content
            )
            return rows
    return []


def _label_id(raw: Row) -> str:
    """A label keeps its id when its case changes, which recordings without ids show by name."""
    return raw.get("node_id") or f"LA_{opaque(raw['name'].casefold())}"


def _rest_label(raw: Row) -> Row:
    return {
        "id": sum(raw["name"].encode()),
        "node_id": _label_id(raw),
        "name": raw["name"],
        "color": raw.get("color", "ededed"),
        "default": False,
        "description": raw.get("description"),
    }


def _spoilt(body: Row, error: Row) -> Row:
    """Return an answer of which some is missing: the second half of the issues is null."""
    nodes = body["data"]["repository"].get("issues", {}).get("nodes")
    if not nodes:
        return {"data": None, "errors": [error]}
    half = len(nodes) // 2
    nodes[half:] = [None] * (len(nodes) - half)
    errors = [
        {**error, "path": ["repository", "issues", "nodes", place]}
        for place in range(half, len(nodes))
    ]
    return {**body, "errors": errors}


def _without_first(body: Row, error: Row) -> Row:
    """Return an answer whose first issue could not be told."""
    body["data"]["repository"]["issues"]["nodes"][0] = None
    return {**body, "errors": [{**error, "path": ["repository", "issues", "nodes", 0]}]}
