"""Syncs in processes of their own, which may be killed, over one programme of twenty sources."""

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from programme.config_file import load
from store import open_store
from sync.run import sync
from tests import databases
from tests.builders import at
from tests.forges import faults, story
from tests.forges.github import GithubForge
from tests.forges.gitlab import Contents, GitlabForge
from tests.recordings import write_config
from tests.store_contents import Contents as Rows
from tests.store_contents import contents
from tests.sync.disturbed import REPOSITORY, files

_DAY = 100
#: Processes begin with everything loaded, and without the threads of the tests.
_SPAWNING = get_context("forkserver")
_SPAWNING.set_forkserver_preload([__name__, "sources.github", "sources.gitlab", "psycopg"])
_KINDS = [faults.GITHUB] * 7 + [faults.GITLAB] * 5 + ["recorded"] * 8


@dataclass
class Programme:
    """Twenty sources with news, and the store as it was synced before those.

    Attributes:
        config: Names the sources.
        folder: Of the stores in SQLite.
        server: URL of a PostgreSQL; empty = SQLite.
        kept: URL of the store before the news.
        before, after: What it holds before, and after an undisturbed sync.
    """

    config: Path
    folder: Path
    server: str
    kept: str = ""
    before: Rows | None = None
    after: Rows | None = None

    def copy(self) -> str:
        """Return the URL of a store of its own that holds what the kept one does."""
        if self.server:
            return databases.new_database(self.server, make_url(self.kept).database or "")
        path = self.folder / "copy.db"
        for name in ("copy.db-wal", "copy.db-shm"):
            (self.folder / name).unlink(missing_ok=True)
        shutil.copy(self.folder / "kept.db", path)
        return f"sqlite:///{path}"

    def begin(self, url: str, out: Path | None = None) -> BaseProcess:
        """Begin to sync into the store at *url* and tell in *out* what is said of each source."""
        process = _SPAWNING.Process(target=_sync, args=(self.config, url, out))
        process.start()
        return process


def _sync(config: Path, url: str, out: Path | None) -> None:
    store = open_store(url)
    result = sync(load(config), store, now=at(_DAY), environ={"TOKEN": "t"})
    store.close()
    if out:
        told = [(each.source, each.message or each.notice) for each in result.sources]
        out.write_text(json.dumps(told))


@contextmanager
def programme(folder: Path, server: str) -> Iterator[Programme]:
    """Serve twenty sources, of which an older state is in the store."""
    with ExitStack() as stack:
        served = [_served(kind, number, folder, stack) for number, kind in enumerate(_KINDS)]
        more = "[network]\nallow_private = true"
        config = write_config(folder / "config.toml", *(source for source, _ in served), more=more)
        made = Programme(config, folder, server)
        made.kept = databases.new_database(server) if server else f"sqlite:///{folder}/kept.db"
        _whole(made, made.kept)
        made.before = contents(made.kept)
        for _, renew in served:
            renew()
        url = made.copy()
        _whole(made, url)
        made.after = contents(url)
        yield made


def _whole(made: Programme, url: str) -> None:
    process = made.begin(url)
    process.join()
    assert process.exitcode == 0


def _served(kind: str, number: int, folder: Path, stack: ExitStack) -> Any:
    """Return a source and what gives it its news."""
    name = f"{REPOSITORY}-{number}"
    if kind == "recorded":
        older, newer = files(faults.GITHUB, "")
        place = story.record(folder / f"care-{number}", older)
        return place, lambda: story.record(place, newer)
    source = {"kind": kind, "token_env": "TOKEN"}
    if kind == faults.GITHUB:
        older, newer = files(kind, "")
        github = stack.enter_context(GithubForge(older, repository=name))
        source |= {"repository": name, "url": github.url}
        return source, lambda: github.data.update(newer)
    gitlab = stack.enter_context(GitlabForge(Contents({}, project=name, token="t")))
    older, gitlab_news = files(kind, gitlab.origin)
    gitlab.contents.files = older
    source |= {"project": name, "url": gitlab.origin}
    return source, lambda: gitlab.contents.files.update(gitlab_news)
