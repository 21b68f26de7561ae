"""Where projects are measured makes no difference to what they come to."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from programme import config_file
from programme.errors import ConfigError, WaymarkError
from programme.settings import Settings
from snapshots import measure as module
from snapshots import workers
from snapshots.measure import measure
from snapshots.measured import Measured
from store import open_store
from sync.run import sync
from tests.conftest import ROOT
from tests.databases import refusing_url
from tests.reference.generated import write_programme

#: One with three projects.
SEED = 3


def synced(folder: Path, url: str = "") -> Settings:
    """Make up a programme and sync it."""
    config = write_programme(folder, SEED)
    settings = config_file.load(config)
    if url:
        settings = settings.model_copy(
            update={"store": settings.store.model_copy(update={"url": url})}
        )
    store = open_store(settings.store.url)
    assert settings.programme.as_of is not None
    sync(settings, store, now=settings.programme.as_of, environ={})
    store.close()
    return settings


def files(settings: Settings) -> dict[str, bytes]:
    """Measure, and return every table as it is written."""
    store = open_store(settings.store.url)
    assert settings.programme.as_of is not None
    try:
        found = measure(settings, store, as_of=settings.programme.as_of, config_sha256="")
    finally:
        store.close()
    return {**found.printed, "sha256": found.header["sha256"].encode()}


def test_processes_come_to_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Byte for byte, with as many batches as there are projects."""
    settings = synced(tmp_path)
    assert len(settings.projects) > 1
    expected = files(settings)
    used: list[Executor] = []
    submit = module._submit

    def watched(executor: Executor, *given: Any) -> Future[Measured]:
        used.append(executor)
        return submit(executor, *given)

    monkeypatch.setattr(module, "_submit", watched)
    monkeypatch.setattr(workers, "WORTH_PROCESSES", 0)
    monkeypatch.setattr(module, "_ISSUES_AT_ONCE", 1)

    assert files(settings) == expected
    assert {type(executor).__name__ for executor in used} == {"ProcessPoolExecutor"}
    assert len(used) == len(settings.projects)


def test_a_process_that_the_system_ends_is_one_sentence() -> None:
    """It does so where memory runs short; nobody can answer for what that process had begun."""
    with (
        pytest.raises(WaymarkError, match=r"^The system ended a process .* memory .*\.$"),
        workers.processes(1) as executor,
    ):
        executor.submit(os._exit, 1).result()


def test_whoever_leaves_early_leaves_nothing_to_be_done(tmp_path: Path) -> None:
    """After a failure or Ctrl-C nobody waits for batches that have not begun."""
    marks = [tmp_path / str(number) for number in range(8)]

    def fail() -> None:
        with workers.processes(1) as executor:
            executor.submit(time.sleep, 0.3)
            for mark in marks:
                executor.submit(mark.touch)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    # What is in a process's hands already cannot be taken back.
    assert sum(mark.exists() for mark in marks) < 4


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """A Dask cluster on loopback: a scheduler and two workers, each a process of its own."""
    pytest.importorskip("distributed")
    told = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    quiet = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(told)]
    worker = [*dask, "worker", *quiet, "--no-nanny", "--nthreads", "1"]
    with ExitStack() as running:
        for command in ([*dask, "scheduler", *quiet, "--port", "0"], worker, worker):
            running.enter_context(
                ended(subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL))
            )
        deadline = time.monotonic() + 60
        while not told.exists() or not told.read_text(encoding="utf-8").strip():
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield str(json.loads(told.read_text(encoding="utf-8"))["address"])


@contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """End *process* at the end."""
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.deep
def test_a_dask_cluster_comes_to_the_same(
    tmp_path: Path, postgresql_url: str, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte for byte, with PostgreSQL as the store that its workers share."""
    settings = synced(tmp_path, postgresql_url)
    expected = files(settings)
    monkeypatch.setattr(module, "_ISSUES_AT_ONCE", 1)
    shared = {**settings.model_dump(by_alias=True), "workers": {"dask": scheduler}}

    assert files(Settings.model_validate(shared)) == expected


def test_a_cluster_that_does_not_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said in a sentence that names the key."""
    pytest.importorskip("distributed")
    monkeypatch.setattr(workers, "ANSWERS_WITHIN_SECONDS", 1)
    settings = synced(tmp_path)
    address = refusing_url("tcp://127.0.0.1")
    cluster = settings.workers.model_copy(update={"dask": address})

    with pytest.raises(WaymarkError, match=r"of workers\.dask does not answer\."):
        files(settings.model_copy(update={"workers": cluster}))


def test_a_cluster_cannot_read_a_file(tmp_path: Path) -> None:
    """SQLite with Dask is refused when the configuration is read."""
    config = write_programme(tmp_path, SEED)
    config.write_text(config.read_text() + '[workers]\ndask = "tcp://scheduler:8786"\n')

    with pytest.raises(ConfigError, match="needs store.url to name a PostgreSQL database"):
        config_file.load(config)


@pytest.mark.parametrize("whom", [os.kill, os.killpg], ids=["it alone", "its terminal"])
def test_ctrl_c_ends_all_processes_at_once(whom: Callable[[int, int], None]) -> None:
    """Whatever they were given to do; only the one that was asked says anything."""
    code = (
        "import time\n"
        "from snapshots.workers import processes\n"
        "with processes(2) as executor:\n"
        "    todo = [executor.submit(time.sleep, 600) for _ in range(20)]\n"
        "    print('begun', flush=True)\n"
        "    todo[-1].result()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A shell that runs the tests in the background has them ignore Ctrl-C, and so would this.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    whom(process.pid, signal.SIGINT)
    # It ends when all have closed it.
    _, said = process.communicate(timeout=30)
    assert said.count("Traceback") == 1
    assert said.splitlines()[-1] == "KeyboardInterrupt"
