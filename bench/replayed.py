"""A replayed GitHub or GitLab in a process of its own, which answers late and counts requests.

The forges of the tests answer; each answer is kept as bytes, so that from the second run on the
forge costs next to nothing and what is measured is the client.
"""

import random
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Final, Literal
from urllib.parse import quote, urlencode

from tests.forges import story
from tests.forges.github import GithubForge
from tests.forges.github_data import repository
from tests.forges.gitlab import Contents, GitlabForge
from tests.forges.server import Reply, Request

TOKEN: Final = "canary-token-of-the-bench"
#: Every repository of this form answers alike: ``bench/care-0``, ``bench/care-1``, ….
REPOSITORY: Final = "bench/care"
_NUMBERED: Final = re.compile(r"(bench(?:/|%2F)care|care)-\d+")
_EVENTS_EACH: Final = 4
#: Of every answer: what is asked follows from it, so that each run asks what the first one asked.
_DATE: Final = "Mon, 02 Nov 2026 09:00:00 GMT"
_LATER: Final = "2026-10-01T09:00:00"
_BODY: Final = "As a carer I want to see who comes when, so that I can go to work. " * 9

Kind = Literal["github", "gitlab"]
#: A request: its method, its address at the host, and its body.
Asked = tuple[str, str, bytes]
Key = tuple[str, tuple[tuple[str, str], ...], bytes, str]


@dataclass(frozen=True)
class Size:
    """What a replayed repository holds.

    Attributes:
        issues: How many issues.
        pull_requests: How many besides; GitHub lists them among issues by REST.
        events: GitHub: how many in the repository's list of events, at least four an issue.
    """

    issues: int
    pull_requests: int = 0
    events: int = 0


class Replayed:
    """The other end of a forge's process."""

    def __init__(self, kind: Kind, origin: str, pipe: Connection) -> None:
        """Take what the process said of itself."""
        self.kind = kind
        self.origin = origin
        self._pipe = pipe

    def asked(self) -> int:
        """Return how many requests came since this was last called."""
        self._pipe.send(("asked", 0))
        return int(self._pipe.recv())

    def log(self) -> list[Asked]:
        """Return the requests since ``asked`` was last called, in order."""
        self._pipe.send(("log", 0))
        return list(self._pipe.recv())

    def change(self, count: int) -> None:
        """Change so many issues."""
        self._pipe.send(("change", count))
        self._pipe.recv()

    def delay(self, seconds: float) -> None:
        """Let every answer take so long from now on."""
        self._pipe.send(("delay", seconds))
        self._pipe.recv()


@contextmanager
def replayed(kind: Kind, size: Size) -> Iterator[Replayed]:
    """Serve a made-up repository of that *size* until the end of the block, at first at once."""
    spawning = get_context("spawn")
    ours, theirs = spawning.Pipe()
    process = spawning.Process(target=_serve, args=(theirs, kind, size), daemon=True)
    process.start()
    try:
        yield Replayed(kind, ours.recv(), ours)
    finally:
        process.terminate()
        process.join()


class _Late:
    """What both forges have in common: they wait, and say again what they have said."""

    delay = 0.0

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.said: dict[Key, Reply] = {}

    def answer(self, request: Request) -> Reply:
        if self.delay:
            time.sleep(self.delay)
        plain = replace(
            request,
            path=_NUMBERED.sub(r"\1", request.path),
            body=_NUMBERED.sub(r"\1", request.body.decode()).encode(),
        )
        tag = request.headers.get("if-none-match", "")
        key = (plain.path, tuple(sorted(plain.query.items())), plain.body, tag)
        if key not in self.said:
            reply: Reply = super().answer(plain)  # type: ignore[misc]
            self.said[key] = replace(
                reply, body=reply.content, headers={"Date": _DATE, **reply.headers}
            )
        return self.said[key]


class _Github(_Late, GithubForge):
    def _rest(self, request: Request) -> Reply:
        """Also list issues with pull requests among them, and events with their issues."""
        match request.path.rpartition(self.repository)[2]:
            case "/issues":
                return self._page(request, self.data["issues"])
            case "/issues/events":
                issues = {row["number"]: row for row in self.data["issues"]}
                page = self._page(request, self.data["events"])
                rows = [{**row, "issue": issues[row["issue"]["number"]]} for row in page.body]
                return replace(page, body=rows)
        return super()._rest(request)


class _Gitlab(_Late, GitlabForge):
    pass


def _serve(pipe: Connection, kind: Kind, size: Size) -> None:
    with _forge(kind, size) as forge:
        pipe.send(forge.origin)
        while True:
            what, value = pipe.recv()
            answer: Any = 0
            match what:
                case "log":
                    answer = [_asked(request) for request in forge.requests]
                case "asked":
                    answer = len(forge.requests)
                    forge.requests.clear()
                case "change":
                    forge.said.clear()
                    _change(forge, value)
                case "delay":
                    forge.delay = value
            pipe.send(answer)


def _asked(request: Request) -> Asked:
    query = f"?{urlencode(request.query)}" if request.query else ""
    return request.method, quote(request.path, safe="/%") + query, request.body


def _forge(kind: Kind, size: Size) -> Any:
    if kind == "github":
        return _Github(_github_rows(size), repository=REPOSITORY, token=TOKEN)
    told = story.tell(size.issues)
    for issue in told:
        issue.is_other = False
        issue.body = _BODY
    files = story.gitlab_files(told, project=REPOSITORY)
    return _Gitlab(Contents(files, project=REPOSITORY, token=TOKEN))


def _github_rows(size: Size) -> dict[str, list[dict[str, Any]]]:
    """Return rows as bulky as GitHub's: people with all their addresses, bodies of some length.

    Events recorded at GitHub (devlake-github of the test data) have 5.4 kB each with their issue,
    whose body was cut there to a sentence.
    """
    rows = repository(size.issues + size.pull_requests, events_each=_EVENTS_EACH)
    base = f"https://api.github.com/repos/{REPOSITORY}"
    for row in rows["milestones"]:
        row |= {
            "url": f"{base}/milestones/{row['number']}",
            "html_url": f"https://github.com/{REPOSITORY}/milestone/{row['number']}",
            "labels_url": f"{base}/milestones/{row['number']}/labels",
            "node_id": f"MI_kwDOA{row['number']:06}",
            "creator": _person(4),
        }
    milestones = {row["number"]: row for row in rows["milestones"]}
    for row in rows["issues"]:
        address = f"{base}/issues/{row['number']}"
        row |= {
            "body": _BODY,
            "url": address,
            "repository_url": base,
            "html_url": address.replace("api.", "").replace("repos/", ""),
            **{f"{name}_url": f"{address}/{name}" for name in ("labels", "comments", "events")},
            "user": _person(1),
            "assignee": _person(2),
            "assignees": [_person(2)],
            "milestone": row["milestone"] and milestones[row["milestone"]["number"]],
            "labels": [
                {
                    **label,
                    "url": f"{base}/labels/{label['name']}",
                    "description": "What it is for, in half a sentence",
                    "default": False,
                }
                for label in row["labels"]
            ],
            "author_association": "MEMBER",
            "reactions": {"url": f"{address}/reactions", "total_count": 0},
            "timeline_url": f"{address}/timeline",
        }
        if row["number"] > size.issues:
            row["pull_request"] = {"url": address.replace("issues", "pulls")}
    of_pulls = size.events - size.issues * _EVENTS_EACH
    events = []
    for row in rows["events"]:
        is_pull = row["issue"]["number"] > size.issues
        of_pulls -= is_pull
        if not is_pull or of_pulls >= 0:
            address = f"{base}/issues/events/{row['id']}"
            events.append({**row, "url": address, "actor": _person(3), "commit_id": None})
    return {**rows, "events": events}


def _person(number: int) -> dict[str, Any]:
    login = f"person-{number:04}"
    address = f"https://api.github.com/users/{login}"
    names = ("followers", "subscriptions", "organizations", "repos", "received_events")
    return {
        "login": login,
        "id": number,
        "node_id": f"U_kgDOA{number:06}",
        "avatar_url": f"https://avatars.githubusercontent.com/u/{number}?v=4",
        "gravatar_id": "",
        "url": address,
        "html_url": f"https://github.com/{login}",
        "following_url": f"{address}/following{{/other_user}}",
        "gists_url": f"{address}/gists{{/gist_id}}",
        "starred_url": f"{address}/starred{{/owner}}{{/repo}}",
        "events_url": f"{address}/events{{/privacy}}",
        **{f"{name}_url": f"{address}/{name}" for name in names},
        "type": "User",
        "user_view_type": "public",
        "site_admin": False,
    }


def _change(forge: Any, count: int) -> None:
    """Give some issues another title at a later instant."""
    github = isinstance(forge, GithubForge)
    rows = forge.data["issues"] if github else forge.contents.files["issues"]
    real = [row for row in rows if not row.get("pull_request")]
    later = f"{_LATER}Z" if github else f"{_LATER}.000Z"
    for place, row in enumerate(random.Random(count).sample(real, count)):
        row |= {"title": f"Changed {place}", "updated_at": later}
