"""Sources are pulled side by side, and what comes of it is as if one had followed another."""

import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from programme.config_file import load
from programme.settings import Settings
from store import Store, open_store
from sync.progress import Progress
from sync.run import sync
from tests.builders import at
from tests.forges.github import GithubForge
from tests.forges.github_data import repository
from tests.forges.server import Fault, Reply, Request
from tests.recordings import write_config
from tests.sync_process import begin_sync

_ENVIRON = {"TOKEN": "t"}


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))]
)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of either kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/waymark.db"
    else:
        url = request.getfixturevalue("postgresql_url")
    opened = open_store(url)
    yield opened
    opened.close()


@pytest.fixture
def forges() -> Iterator[list[GithubForge]]:
    """Four forges, each with a repository of its own."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(
                GithubForge(repository(20, seed=seed), repository=f"exampleton/care-{seed}")
            )
            for seed in range(4)
        ]


def _settings(tmp_path: Path, forges: list[GithubForge]) -> Settings:
    sources = [
        forge.source.model_dump(exclude_defaults=True) | {"token_env": "TOKEN"} for forge in forges
    ]
    more = "[network]\nallow_private = true\n[sync]\nwait_at_most_minutes = 0"
    return load(write_config(tmp_path / "config.toml", *sources, more=more))


def test_hosts_are_asked_side_by_side(
    tmp_path: Path, store: Store, forges: list[GithubForge]
) -> None:
    """All four forges are being asked before any has answered."""
    all_asked = threading.Barrier(len(forges), timeout=20)

    def wait(request: Request, due: Reply) -> Reply:
        all_asked.wait()
        return due

    for forge in forges:
        forge.add_fault(Fault(wait))
    told: list[Progress] = []
    result = sync(
        _settings(tmp_path, forges), store, now=at(20), environ=_ENVIRON, progress=told.append
    )
    names = [forge.source.name for forge in forges]
    assert [source.source for source in result.sources] == names
    assert str(result) == "synced 4 sources, 80 items changed, 16 requests"
    last = {step.source: (step.position, step.item_count) for step in told}
    assert last == {name: (place, 20) for place, name in enumerate(names, 1)}


def test_one_that_fails_never_fails_the_others(
    tmp_path: Path, store: Store, forges: list[GithubForge]
) -> None:
    """Its sentence stands in its place, and the rest is stored."""
    forges[1].fail("500", times=99)
    result = sync(_settings(tmp_path, forges), store, now=at(20), environ=_ENVIRON)
    assert [source.failed for source in result.sources] == [False, True, False, False]
    names = [source.source for source in result.sources if not source.failed]
    assert store.item_counts(names) == dict.fromkeys(names, 20)


def test_ctrl_c_waits_for_no_forge(tmp_path: Path, forges: list[GithubForge]) -> None:
    """A sync that is interrupted ends at once, and leaves a whole store; no source has failed."""
    for forge in forges:
        forge.add_fault(Fault(delay_seconds=8, times=99))
    _settings(tmp_path, forges)
    process = begin_sync(tmp_path / "config.toml", _ENVIRON)
    until = time.monotonic() + 60
    while not all(forge.requests for forge in forges) and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(1)
    asked = [len(forge.requests) for forge in forges]
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    # Had it waited for an answer, it would have asked for more.
    assert [len(forge.requests) for forge in forges] == asked
    assert process.returncode
    assert "Traceback" not in said
    connection = sqlite3.connect(tmp_path / "waymark.db")
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("SELECT count(*) FROM runs").fetchall() == [(0,)]
    connection.close()
