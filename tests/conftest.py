"""What every test may use; sockets reach no further than this machine."""

import ipaddress
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from hypothesis import HealthCheck, settings

import waymark
from sources import gates
from store import Store, open_store
from tests import databases
from tests import frozen_programme as frozen_programmes

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"


class Answer(NamedTuple):
    """What a command came to."""

    code: int
    out: str
    err: str


Command = Callable[..., Answer]

# Machines are noisy: no example has a time limit, and every run tries the same ones. With
# --hypothesis-profile full, as in the deep run, there are 100 wherever no test says how many.
for _name, _examples in (("test", 25), ("full", 100)):
    settings.register_profile(
        _name,
        deadline=None,
        derandomize=True,
        max_examples=_examples,
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile("test")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of real histories; the test is skipped where it is missing."""
    if not SHARED_DATA.is_dir():
        pytest.skip("real histories are not here (../shared/data)")
    return SHARED_DATA


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """URL of a real PostgreSQL; give tests the mark ``xdist_group("postgresql")`` to share one."""
    folder = databases.binaries()
    if folder is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    with databases.postgresql(folder) as url:
        yield url


@pytest.fixture
def postgresql_url(postgresql_server: str) -> str:
    """URL of an empty PostgreSQL database of the test's own."""
    return databases.new_database(postgresql_server)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store, where a configuration in *tmp_path* has it."""
    opened = open_store(f"sqlite:///{tmp_path}/waymark.db")
    yield opened
    opened.close()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command in this process."""

    def command(*arguments: object) -> Answer:
        code = waymark.main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return command


@pytest.fixture(scope="session")
def frozen_programme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a programme with a frozen week, to be copied."""
    return frozen_programmes.make(tmp_path_factory.mktemp("frozen"))


_MAIN: Final = sys.modules["__main__"]


@pytest.fixture(autouse=True)
def _main_is_loaded_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let processes that measure begin: a test worker's main module cannot be loaded again.

    Nor can that of a page that was tried out, which takes its place and is a file no more: it gives
    the place back, also to what fixtures of the next module begin.
    """
    monkeypatch.delattr(_MAIN, "__file__", raising=False)
    # Only tests of that measure in processes of their own.
    monkeypatch.setattr("snapshots.workers.WORTH_PROCESSES", sys.maxsize)
    yield
    sys.modules["__main__"] = _MAIN


@pytest.fixture(autouse=True)
def _no_host_is_waited_for() -> None:
    """Forget what the forges of earlier tests asked for: ports are used again."""
    gates.forget()


@pytest.fixture(autouse=True, scope="session")
def _loopback_only() -> Iterator[None]:
    """Refuse every connection that would leave this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            host = str(address[0])
            if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
                raise OSError(f"tests may not reach {host}")
        connect(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign, assignment]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]
