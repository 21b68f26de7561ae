"""A replayed GitLab: REST shapes as its documentation gives them, on a real HTTP server."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from tests.forges.server import Forge, Reply, Request

_PREFIX = "/api/v4"


@dataclass
class Contents:
    """What the replayed server holds; tests change it between two pulls.

    Attributes:
        files: As ``story.gitlab_files`` writes them.
        project: Path of the only project.
        version: Of the server; keyset pagination of issues needs 18.
        token: The one that is accepted.
        scopes, expires_at: What the token may do, and until when.
        missing: Last parts of addresses that answer 404, such as ``labels``.
    """

    files: dict[str, Any]
    project: str = "exampleton/care"
    version: str = "18.4.1-ee"
    token: str = "canary-token-of-the-test"
    scopes: list[str] = field(default_factory=lambda: ["read_api"])
    expires_at: str | None = "2027-01-31"
    missing: set[str] = field(default_factory=set)

    @property
    def major(self) -> tuple[int, int]:
        """The version as numbers."""
        first, second = self.version.split(".")[:2]
        return int(first), int(second)


class GitlabForge(Forge):
    """Serves *contents* to whoever brings the token."""

    def __init__(self, contents: Contents, **options: Any) -> None:
        """Listen on a free port."""
        super().__init__(**options)
        self.contents = contents

    @property
    def calls(self) -> list[str]:
        """The last part of every address asked for so far."""
        return [request.path.rpartition("/")[2] for request in self.requests]

    def answer(self, request: Request) -> Reply:
        """Answer as GitLab does; what is not served here is 404."""
        here = self.contents
        if request.headers.get("private-token") != here.token:
            return Reply(401, {"message": "401 Unauthorized"})
        path = request.path.removeprefix(_PREFIX)
        if path.rpartition("/")[2] in here.missing:
            return Reply(404, {"message": "404 Not Found"})
        if path == "/version":
            return Reply(body={"version": here.version, "revision": "abc", "enterprise": True})
        if path == "/personal_access_tokens/self":
            return Reply(
                body={"id": 1, "name": "t", "scopes": here.scopes, "expires_at": here.expires_at}
            )
        project = f"/projects/{quote(here.project, safe='')}"
        group = f"/groups/{quote(here.project.rpartition('/')[0], safe='')}"
        if path == f"{group}/epics":
            return self._page(request, here.files.get("epics", []))
        if not path.startswith(project):
            return Reply(404, {"message": "404 Project Not Found"})
        return self._of_project(path.removeprefix(project).strip("/").split("/"), request)

    def _of_project(self, parts: list[str], request: Request) -> Reply:
        here = self.contents
        match parts:
            case [""]:
                return Reply(body={"id": 77, "path_with_namespace": here.project})
            case ["labels"]:
                return self._page(request, here.files["labels"])
            case ["milestones"]:
                word = "include_ancestors" if here.major >= (16, 7) else "include_parent_milestones"
                wanted = request.query.get(word) == "true"
                rows = here.files["milestones"]
                return self._page(request, [row for row in rows if wanted or "project_id" in row])
            case ["iterations"]:
                return self._page(request, here.files.get("iterations", []))
            case ["issues"]:
                return self._issues(request)
            case ["issues", iid, events]:
                return self._page(request, here.files.get(events, {}).get(iid, []))
        return Reply(404, {"error": "404 Not Found"})

    def _issues(self, request: Request) -> Reply:
        query = request.query
        by, down = query.get("order_by", "created_at"), query.get("sort", "desc") == "desc"

        def order(row: dict[str, Any]) -> tuple[str, int]:
            return (row[by], row["id"])

        rows = sorted(self.contents.files["issues"], key=order, reverse=down)
        if after := query.get("updated_after"):
            since = datetime.fromisoformat(after)
            rows = [row for row in rows if datetime.fromisoformat(row["updated_at"]) >= since]
        if query.get("with_labels_details") != "true":
            rows = [{**row, "labels": [label["name"] for label in row["labels"]]} for row in rows]
        if query.get("pagination") == "keyset" and self.contents.major >= (18, 3):
            return self._keyset(request, rows, order)
        return self._page(request, rows)

    def _page(self, request: Request, rows: list[Any]) -> Reply:
        """Offset pagination, with its headers; it ends at 50,000 records."""
        size = min(int(request.query.get("per_page", 20)), 100)
        page = max(int(request.query.get("page", 1)), 1)
        if page * size > 50_000:
            return Reply(
                405, {"message": "Offset pagination has a maximum allowed offset of 50000"}
            )
        pages = max(-(-len(rows) // size), 1)
        numbers = {"first": 1, "prev": page - 1, "next": page + 1, "last": pages}
        link = ", ".join(
            f'<{self._address(request, page=number)}>; rel="{name}"'
            for name, number in numbers.items()
            if 1 <= number <= pages
        )
        headers = {
            "Link": link,
            "X-Total": str(len(rows)),
            "X-Total-Pages": str(pages),
            "X-Page": str(page),
            "X-Per-Page": str(size),
            "X-Next-Page": str(page + 1) if page < pages else "",
            "X-Prev-Page": str(page - 1) if page > 1 else "",
        }
        return Reply(body=rows[(page - 1) * size : page * size], headers=headers)

    def _keyset(
        self, request: Request, rows: list[Any], order: Callable[[dict[str, Any]], tuple[str, int]]
    ) -> Reply:
        """Keyset pagination, oldest first: goes on after the last row, and counts nothing."""
        size = min(int(request.query.get("per_page", 20)), 100)
        if cursor := request.query.get("cursor"):
            at, last_id = json.loads(base64.urlsafe_b64decode(cursor))
            rows = [row for row in rows if order(row) > (at, last_id)]
        page, rest = rows[:size], rows[size:]
        if not rest:
            return Reply(body=page)
        after = base64.urlsafe_b64encode(json.dumps(order(page[-1])).encode()).decode()
        address = self._address(request, cursor=after)
        return Reply(body=page, headers={"Link": f'<{address}>; rel="next"'})

    def _address(self, request: Request, **changes: Any) -> str:
        return f"{self.origin}{request.path}?{urlencode({**request.query, **changes})}"
