"""A server of our own on a free loopback port, and a browser to look at it."""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import BrowserContext, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
SECONDS_TO_START = 90

#: What an outsider could call an issue or a milestone.
HOSTILE = (
    "![i](http://tracker.example/pixel.png)",
    "<script>document.title='taken'</script><img src=http://tracker.example/x.png>",
    ":red[Alarm] $x^2$ **bold** [click](http://tracker.example)",
    "خدمة <i>1</i> (a)",
)
#: Of a milestone that is finished, of which forecasts were told.
FINISHED = "<b>Done</b> ![i](http://tracker.example/done.png)"


@dataclass(frozen=True)
class Site:
    """A running dashboard."""

    url: str
    folder: Path


@pytest.fixture(scope="session")
def browser() -> Iterator[BrowserContext]:
    """Debian's Chromium, without a window; pages share its cache, as a reader's do."""
    if not Path(CHROMIUM).exists():
        pytest.skip("chromium is not installed (apt install chromium)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield opened.new_context()
        opened.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration, in a store of its own."""
    folder = tmp_path_factory.mktemp("site")
    config = (ROOT / "config.toml").read_text(encoding="utf-8")
    config = config.replace('path = "sample/', f'path = "{ROOT}/sample/')
    # Beside its configuration, so that a copy of both is the same programme.
    config = config.replace("sqlite:///data/waymark.db", "sqlite:///waymark.db")
    config = config.replace("[report]", "[report]\nrebuild_weeks = 2")
    with _alone(tmp_path_factory) as shared:
        filled = shared / "demonstration"
        if not filled.exists():
            _fill(folder, config)
            shutil.copytree(folder, filled)
        shutil.copytree(filled, folder, dirs_exist_ok=True)
    yield from _served(folder)


@contextmanager
def _alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a folder that all test processes of this run share, to one of them at a time."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with (shared / "browser.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield shared


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A programme whose every title tries to be more than a title."""
    folder = tmp_path_factory.mktemp("hostile")
    recorded = folder / "hostile"
    recorded.mkdir()
    milestones = [_milestone(n, title) for n, title in enumerate(HOSTILE, 1)]
    issues = [_risk(n, title) for n, title in enumerate(HOSTILE, 1)]
    issues += [_issue(100 + n, milestones[n % len(milestones)]) for n in range(40)]
    done = {**_milestone(5, FINISHED), "state": "closed", "closed_at": "2026-11-08T09:00:00Z"}
    issues += [_issue(201 + 2 * n, done) for n in range(8)]
    milestones.append(done)
    (recorded / "milestones.json").write_text(json.dumps(milestones), encoding="utf-8")
    (recorded / "issues.json").write_text(json.dumps(issues), encoding="utf-8")
    config = f"""
[programme]
name = "Hostile <b>programme</b> :red[x]"
outcome = "![i](http://tracker.example/outcome.png)"
sro_role = "Director"
started_on = 2026-01-05
as_of = 2026-11-22T09:00:00Z
[[projects]]
name = "One ![p](http://tracker.example/p.png)"
sources = [{{ kind = "recorded", path = "{recorded}" }}]
[store]
url = "sqlite:///{folder}/waymark.db"
[report]
rebuild_weeks = 1
"""
    _fill(folder, config)
    yield from _served(folder)


def _fill(folder: Path, config: str) -> None:
    path = folder / "config.toml"
    path.write_text(config, encoding="utf-8")
    subprocess.run(
        [sys.executable, "waymark.py", "sync", "--no-weeks", "--config", str(path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    # The dashboard would do it by itself, while it is looked at.
    subprocess.run(
        [sys.executable, "waymark.py", "due", "--config", str(path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )


def _served(folder: Path) -> Iterator[Site]:
    port = _free_port()
    command = [sys.executable, "-m", "uvicorn", "dashboard:app", "--no-server-header"]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [*command, "--no-access-log", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "WAYMARK_CONFIG": str(folder / "config.toml")},
            stdout=log,
            stderr=log,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url, server, folder / "server.log")
        yield Site(url, folder)
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(f"{url}/healthz", timeout=30) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"the server did not start: {log.read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _milestone(number: int, title: str) -> dict[str, object]:
    return {
        "id": number,
        "number": number,
        "title": title,
        "state": "open",
        "due_on": f"2026-12-{10 + number}T08:00:00Z",
        "created_at": "2026-01-05T09:00:00Z",
        "updated_at": "2026-01-05T09:00:00Z",
        "closed_at": None,
        "description": "",
        "html_url": "javascript:alert(1)",
    }


def _issue(number: int, milestone: dict[str, object]) -> dict[str, object]:
    closed = number % 4 != 0
    return {
        "id": number,
        "number": number,
        "title": f"Piece {number}",
        "state": "closed" if closed else "open",
        "state_reason": "completed" if closed else None,
        "labels": [],
        "milestone": milestone,
        "created_at": "2026-02-02T09:00:00Z",
        "updated_at": "2026-11-01T09:00:00Z",
        "closed_at": f"2026-{number % 8 + 3:02d}-10T09:00:00Z" if closed else None,
        "html_url": f"https://github.example/council/hostile/issues/{number}",
    }


def _risk(number: int, title: str) -> dict[str, object]:
    return {
        **_issue(4 * number, _milestone(1, HOSTILE[0])),
        "title": title,
        "labels": [
            {"id": 1, "name": "risk"},
            {"id": 2, "name": "probability::high"},
            {"id": 3, "name": "impact::high"},
        ],
    }
