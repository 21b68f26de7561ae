"""A programme that is synced from a forge while something goes wrong there."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from programme.settings import Settings
from sources import (
    gates,
    github_client,
    github_pages,
    github_query,
    gitlab_client,
    pauses,
    transport,
)
from store import open_store
from sync.run import SourceResult, sync
from tests.builders import at
from tests.forges import faults, story
from tests.forges.github import GithubForge
from tests.forges.gitlab import Contents, GitlabForge
from tests.forges.server import Fault, Reply, Request
from tests.sources.test_github_app import PEM, AppForge
from tests.store_contents import contents

TOKEN = "canary-token"
APP = {"app_id": 7, "installation_id": 8, "private_key_env": "KEY"}
ENVIRON = {"TOKEN": TOKEN, "KEY": f"canary-key\n{PEM}"}
REPOSITORY = "exampleton/care"
#: Issues a page, so that a few issues make many pages.
PAGE = 4
WAIT_AT_MOST_MINUTES = 30
_DAY = 100
_THEN = story.BEGIN + timedelta(hours=700)
_TOLD = story.tell(18)
Forge = GithubForge | GitlabForge


def files(kind: str, origin: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return an older and a newer state of what a forge holds, in its own form."""
    if kind == faults.GITHUB:
        states = [story.github_files(told) for told in (story.until(_TOLD, _THEN), _TOLD)]
        states[0]["milestones"][0]["due_on"] = "2026-03-20T08:00:00Z"
    else:
        states = [
            story.gitlab_files(told, host=origin) for told in (story.until(_TOLD, _THEN), _TOLD)
        ]
        states[0]["milestones"][0]["due_date"] = "2026-03-20"
    return states[0], states[1]


class GivingForge(AppForge):
    """Gives an App tokens that are about to expire, each with a canary in it, and takes them all.

    Attributes:
        tokens: Those that it gave.
    """

    lifetime = timedelta(seconds=5)

    def __init__(self) -> None:
        """Serve a repository without issues."""
        super().__init__({}, repository=REPOSITORY)
        self.tokens: list[str] = []

    def answer(self, request: Request) -> Reply:
        """Answer as GitHub does."""
        shown = request.headers["authorization"].split()[-1]
        self.token = shown if shown in self.tokens else ""
        reply = super().answer(request)
        if reply.status != 201:
            return reply
        self.tokens.append(f"ghs_canary_{self.given}")
        return replace(reply, body={**reply.body, "token": self.tokens[-1]})


@dataclass
class Bench:
    """A forge, the store as it was synced from an older state, and as it must become.

    Attributes:
        kind: ``github`` or ``gitlab``.
        forge: Holds the newer state.
        folder: Of the stores.
        places: By name, what finds the requests at which a fault may strike.
        before, after: What the store holds before and after an undisturbed sync.
        whole: What an empty store holds after one.
        app: Whether GitHub is read as an App, with tokens that it gives.
        seconds_waited: By the syncs so far, had anybody waited.
    """

    kind: str
    forge: Forge
    folder: Path
    places: dict[str, Callable[[], faults.Place]] = field(default_factory=dict)
    before: dict[str, list[str]] = field(default_factory=dict)
    after: dict[str, list[str]] = field(default_factory=dict)
    whole: dict[str, list[str]] = field(default_factory=dict)
    app: bool = False
    seconds_waited: list[float] = field(default_factory=list)

    @property
    def settings(self) -> Settings:
        """A programme of the one source."""
        source = {
            "kind": self.kind,
            "repository" if self.kind == faults.GITHUB else "project": REPOSITORY,
            "url": self.forge.url if isinstance(self.forge, GithubForge) else self.forge.origin,
            **(APP if self.app else {"token_env": "TOKEN"}),
        }
        return Settings.model_validate(
            {
                "programme": {
                    "name": "P", "outcome": "O", "sro_role": "R", "started_on": "2026-01-05",
                },
                "projects": [{"name": "Care", "sources": [source]}],
                "network": {"allow_private": True},
                "sync": {"wait_at_most_minutes": WAIT_AT_MOST_MINUTES},
            }
        )  # fmt: skip

    def hold(self, rows: dict[str, Any]) -> None:
        """Let the forge hold *rows* from now on."""
        if isinstance(self.forge, GithubForge):
            self.forge.data = {name: list(rows[name]) for name in self.forge.data}
        else:
            self.forge.contents.files = rows

    def sync(self, url: str, full: bool = False) -> SourceResult:
        """Sync into the store at *url*, after whatever limit there was has ended."""
        gates.forget()
        store = open_store(url)
        try:
            result = sync(self.settings, store, now=at(_DAY), environ=ENVIRON, full=full)
        finally:
            store.close()
        return result.sources[0]

    def store(self, of: str = "before") -> str:
        """Return the URL of a copy of the store as it was ``before``, or ``empty``."""
        path = self.folder / "copy.db"
        for name in ("copy.db-wal", "copy.db-shm"):
            (self.folder / name).unlink(missing_ok=True)
        shutil.copy(self.folder / f"{of}.db", path)
        return f"sqlite:///{path}"

    def undisturbed(self) -> None:
        """Find out what an undisturbed sync leads to, and which pages it asks for."""
        older, newer = files(self.kind, self.forge.origin)
        open_store(f"sqlite:///{self.folder}/empty.db").close()
        self.hold(newer)
        url = self.store("empty")
        assert not self.sync(url).message
        self.whole = contents(url)
        self.hold(older)
        before = f"sqlite:///{self.folder}/before.db"
        assert not self.sync(before).message
        self.before = contents(before)
        self.hold(newer)
        url = self.store()
        watching = {
            "issues": faults.Place(faults.is_issues, 0),
            "events": faults.Place(faults.is_events, 0),
        }
        with self.struck(*(Fault(match=place) for place in watching.values())):
            assert not self.sync(url).message
        self.after = contents(url)
        assert self.before["items"] != self.after["items"]
        last = len(watching["issues"].pages)
        assert last >= 3
        self.places = {
            "first page": lambda: faults.Place(faults.is_issues, 1),
            "middle": lambda: faults.Place(faults.is_issues, (last + 1) // 2),
            "last": lambda: faults.Place(faults.is_issues, last),
            "milestones": lambda: faults.Place(faults.is_milestones, 1),
            "events": lambda: faults.Place(
                faults.is_events, (len(watching["events"].pages) + 1) // 2
            ),
            "fields": lambda: faults.Place(faults.is_fields, 1),
        }

    @contextmanager
    def struck(self, *what: Fault) -> Iterator[None]:
        """Let faults strike inside."""
        for fault in what:
            self.forge.add_fault(fault)
        try:
            yield
        finally:
            self.forge.mend()


@contextmanager
def benches_of_both(folders: pytest.TempPathFactory) -> Iterator[dict[str, Bench]]:
    """Give a bench of each forge, by its name."""
    with (
        pytest.MonkeyPatch.context() as patch,
        bench(faults.GITHUB, folders.mktemp("github"), patch) as github,
        bench(faults.GITLAB, folders.mktemp("gitlab"), patch) as gitlab,
    ):
        yield {faults.GITHUB: github, faults.GITLAB: gitlab}


@contextmanager
def bench(
    kind: str, folder: Path, patch: pytest.MonkeyPatch, version: str = "", app: bool = False
) -> Iterator[Bench]:
    """Give a bench whose syncs wait for nothing and read small pages.

    Args:
        kind: ``github`` or ``gitlab``.
        folder: Of the stores.
        patch: Takes back what is changed.
        version: Of GitLab; empty = a recent one.
        app: Whether GitHub is read as an App, whose tokens are renewed before each request.
    """
    slept: list[float] = []

    def rest(ended: threading.Event, seconds: float) -> bool:
        slept.append(seconds)
        return ended.is_set()

    patch.setattr(pauses, "rest", rest)
    patch.setattr(transport, "TIMEOUT_SECONDS", 0.3)
    patch.setattr(github_client, "PAGE", PAGE)
    patch.setattr(github_pages, "PAGE", PAGE)
    patch.setattr(github_query, "INNER_PAGE", 2)
    patch.setattr(gitlab_client, "PAGE", PAGE)
    forge: Forge
    if app:
        forge = GivingForge()
    elif kind == faults.GITHUB:
        forge = GithubForge({}, repository=REPOSITORY, token=TOKEN)
    else:
        forge = GitlabForge(
            Contents({}, project=REPOSITORY, token=TOKEN, version=version or "18.4.1-ee")
        )
    with forge:
        made = Bench(kind, forge, folder, app=app, seconds_waited=slept)
        made.undisturbed()
        yield made


def no_canary(caplog: pytest.LogCaptureFixture, folder: Path, *said: str) -> None:
    """Make sure that no secret stands in what was logged, said or stored."""
    for record in caplog.records:
        assert "canary" not in record.getMessage()
        assert "canary" not in str(record.exc_info)
    assert "canary" not in caplog.text
    assert "canary" not in " ".join(said)
    for path in folder.rglob("*"):
        assert not path.is_file() or b"canary" not in path.read_bytes(), path.name
