"""Forges of several repositories under one owner or group, each replayed by a forge of its own."""

import json
from dataclasses import dataclass, field, replace
from itertools import chain
from urllib.parse import quote, unquote, urlencode

from tests.forges import story
from tests.forges.github import GithubForge
from tests.forges.gitlab import Contents, GitlabForge
from tests.forges.server import Forge, Reply, Request


@dataclass
class Repository:
    """A repository of the forge.

    Attributes:
        key: The forge's id.
        path: ``owner/name``.
        issue_count: Issues in it.
        topics, archived, fork, has_issues: As the forge lists them.
        former: Names that it had before, which lead to it as long as nothing else has them.
    """

    key: int
    path: str
    issue_count: int = 3
    topics: tuple[str, ...] = ()
    archived: bool = False
    fork: bool = False
    has_issues: bool = True
    former: tuple[str, ...] = ()


@dataclass
class Many(Forge):
    """Serves *repositories*, which tests change while it runs; everything needs the token ``t``."""

    repositories: list[Repository] = field(default_factory=list)
    owner: str = "exampleton"
    kind = ""

    def __post_init__(self) -> None:
        """Listen on a free port."""
        Forge.__init__(self)

    def _of(self, path: str) -> Repository | None:
        asked = path.lower()
        now = (r for r in self.repositories if asked in (r.path.lower(), str(r.key)))
        before = (r for r in self.repositories if asked in map(str.lower, r.former))
        return next(chain(now, before), None)


class ManyGithub(Many):
    """A GitHub of one organisation."""

    kind = "github"

    def answer(self, request: Request) -> Reply:
        """Answer as GitHub does."""
        path = request.path.removeprefix("/api/v3")
        if request.headers.get("authorization", "").split(" ")[-1] != "t":
            return Reply(401, {"message": "Bad credentials"})
        if path == f"/orgs/{self.owner}/repos":
            return Reply(body=[_github(repository) for repository in self.repositories])
        if path.endswith("/graphql"):
            variables = json.loads(request.body).get("variables") or {}
            name = f"{variables.get('owner')}/{variables.get('name')}"
        elif path.startswith("/repositories/"):
            name = path.split("/")[2]
        else:
            name = "/".join(path.split("/")[2:4])
        asked = self._of(name)
        if asked is None and "variables" in request.body.decode() and "owner" not in variables:
            asked = self.repositories[0]  # about the schema, not about a repository
        if asked is None:
            return Reply(404, {"message": "Not Found"})
        rest = path.split(name, 1)[-1]
        if path.startswith("/repos/") and name.lower() != asked.path.lower():
            moved = f"{self.origin}/api/v3/repositories/{asked.key}{rest}"
            return Reply(301, {"url": moved}, {"Location": moved})
        told = story.github_files(story.tell(asked.issue_count))
        one = GithubForge(told, repository=asked.path)
        one.key = asked.key
        if path.endswith("/graphql"):  # which follows names to where they lead
            owner, _, short = asked.path.partition("/")
            sent = json.loads(request.body)
            sent["variables"] = {
                **variables,
                **({"owner": owner, "name": short} if variables else {}),
            }
            return one.answer(replace(request, body=json.dumps(sent).encode()))
        return one.answer(replace(request, path=f"/api/v3/repos/{asked.path}{rest}"))


class ManyGitlab(Many):
    """A GitLab of one group."""

    kind = "gitlab"

    def answer(self, request: Request) -> Reply:
        """Answer as GitLab does."""
        path = unquote(request.path.removeprefix("/api/v4"))
        if request.headers.get("private-token") != "t":
            return Reply(401, {"message": "401 Unauthorized"})
        if path == f"/groups/{self.owner}/projects":
            return Reply(body=[_gitlab(repository) for repository in self.repositories])
        raw = request.path.removeprefix("/api/v4")
        name = unquote(raw.split("/")[2]) if raw.startswith("/projects/") else ""
        asked = self._of(name) if name else None
        if asked is None and name:
            return Reply(404, {"message": "404 Project Not Found"})
        if asked and name.lower() not in (asked.path.lower(), str(asked.key)):
            moved = f"{self.origin}/api/v4" + raw.replace(raw.split("/")[2], str(asked.key), 1)
            moved += f"?{urlencode(request.query)}" if request.query else ""
            return Reply(301, {"message": "moved"}, {"Location": moved})
        told = story.gitlab_files(story.tell(asked.issue_count if asked else 1))
        path = asked.path if asked else "x/y"
        for row in told["issues"]:
            full = f"{path}#{row['iid']}"
            row |= {"project_id": asked.key if asked else 0, "references": {"full": full}}
        contents = Contents(told, project=path, token="t")
        if name:
            raw = raw.replace(raw.split("/")[2], quote(path, safe=""), 1)
        return GitlabForge(contents).answer(replace(request, path="/api/v4" + raw))


def _github(repository: Repository) -> dict[str, object]:
    return {
        "id": repository.key,
        "full_name": repository.path,
        "topics": list(repository.topics),
        "archived": repository.archived,
        "fork": repository.fork,
        "has_issues": repository.has_issues,
        "owner": {"login": "exampleton", "email": "canary@example.org"},
    }


def _gitlab(repository: Repository) -> dict[str, object]:
    return {
        "id": repository.key,
        "path_with_namespace": repository.path,
        "topics": list(repository.topics),
        "archived": repository.archived,
        "issues_enabled": repository.has_issues,
        **({"forked_from_project": {"id": 1}} if repository.fork else {}),
    }
