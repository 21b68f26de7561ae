"""Forges of several repositories under one owner or group, each replayed by a forge of its own."""

import json
from dataclasses import dataclass, field
from urllib.parse import unquote

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
    """

    key: int
    path: str
    issue_count: int = 3
    topics: tuple[str, ...] = ()
    archived: bool = False
    fork: bool = False
    has_issues: bool = True


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
        return next((r for r in self.repositories if r.path.lower() == path.lower()), None)


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
        else:
            name = "/".join(path.split("/")[2:4])
        asked = self._of(name)
        if asked is None and "variables" in request.body.decode() and "owner" not in variables:
            asked = self.repositories[0]  # about the schema, not about a repository
        if asked is None:
            return Reply(404, {"message": "Not Found"})
        told = story.github_files(story.tell(asked.issue_count))
        return GithubForge(told, repository=asked.path).answer(request)


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
        asked = next((r for r in self.repositories if path.startswith(f"/projects/{r.path}")), None)
        if asked is None and path.startswith("/projects/"):
            return Reply(404, {"message": "404 Project Not Found"})
        told = story.gitlab_files(story.tell(asked.issue_count if asked else 1))
        contents = Contents(told, project=asked.path if asked else "x/y", token="t")
        return GitlabForge(contents).answer(request)


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
