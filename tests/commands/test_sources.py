"""``waymark.py check`` and ``sync``: what is asked of sources, and what is said where one fails."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from sources import recorded
from tests.conftest import ROOT, Command
from tests.recordings import write_config, write_recording
from tests.sentences import is_one_sentence
from tests.sync_process import begin_sync

GITHUB = {"kind": "github", "repository": "exampleton/app", "token_env": "WAYMARK_TEST_TOKEN"}


class _Refusing(BaseHTTPRequestHandler):
    """Answers every request with 401."""

    def do_GET(self) -> None:  # noqa: N802  (the name that http.server asks for)
        """Refuse."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(401)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b'{"message": "Bad credentials"}')

    do_POST = do_GET  # noqa: N815  (likewise)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def refusing_forge() -> Iterator[str]:
    """Address of a forge that refuses every token."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Refusing) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_main_job(run: Command, config: Path, tmp_path: Path) -> None:
    """Check, sync and measure end with 0, say what they did, and complain of nothing."""
    checked = run("check", "--config", config)
    assert checked.out.splitlines() == [
        f"{name}: 3 issues, 1 milestones, 6 events, 2 earlier observations"
        for name in ("app", "api")
    ]
    assert not (tmp_path / "waymark.db").exists()
    synced = run("sync", "--config", config)
    assert synced.out == "synced 2 sources, 6 items changed, 0 requests\n"
    again = run("sync", "--full", "--config", config)
    assert again.out == "synced 2 sources, 0 items changed, 0 requests\n"
    out = tmp_path / "new" / "out"
    measured = run("measure", "--config", config, "--out", out)
    tables = sorted(path.stem for path in out.glob("*.csv"))
    assert {"sources", "throughput", "flow", "items"} <= set(tables)
    assert measured.out == f"wrote {len(tables)} tables and header.json to {out}\n"
    for answer in (checked, synced, again, measured):
        assert (answer.code, answer.err) == (0, "")


def test_labels_that_are_not_understood(run: Command, tmp_path: Path) -> None:
    """Once issues are in the store, check names them and the lines to paste; its code stays 0."""
    folder = write_recording(tmp_path / "app")
    issues = json.loads((folder / "issues.json").read_text())
    issues[0]["labels"] = [{"id": 8, "name": "Risiko: hoch"}, {"id": 9, "name": "high risk"}]
    (folder / "issues.json").write_text(json.dumps(issues))
    path = write_config(tmp_path / "c.toml", folder)
    assert "not understood" not in run("check", "--config", path).out
    run("sync", "--config", path)
    answer = run("check", "--config", path)

    assert (answer.code, answer.err) == (0, "")
    assert "  high risk: one issue\n" in answer.out
    assert "  Risiko: hoch: one issue\n" in answer.out
    assert '[labels.type]\nrisk = ["risk", "type::risk", "high risk"]\n' in answer.out


def test_check_tells_of_what_was_synced(run: Command, tmp_path: Path) -> None:
    """Nothing before the first sync; then what ``measure`` would write."""
    config = write_config(tmp_path / "config.toml", write_recording(tmp_path / "app"))
    code, before, _ = run("check", "--config", config)
    assert (code, "Data quality" in before) == (0, False)
    assert run("sync", "--no-weeks", "--config", config)[0] == 0

    code, after, _ = run("check", "--config", config)

    assert code == 0
    assert "Data quality, of what was synced last: " in after
    assert " to know." in after


@pytest.mark.parametrize("command", ["check", "sync"])
def test_a_missing_variable(
    run: Command, tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before any source is asked or any store made, the variable is named."""
    monkeypatch.delenv("WAYMARK_TEST_TOKEN", raising=False)
    path = write_config(tmp_path / "c.toml", write_recording(tmp_path / "app"), GITHUB)
    answer = run(command, "--config", path)
    assert (answer.code, answer.out) == (2, "")
    assert "github.com/exampleton/app" in answer.err
    assert "WAYMARK_TEST_TOKEN is not set" in answer.err
    assert not (tmp_path / "waymark.db").exists()


@pytest.mark.parametrize("command", ["check", "sync"])
def test_a_source_that_fails(run: Command, config: Path, command: str) -> None:
    """The others go on; the exit code is 1."""
    (config.parent / "app" / "issues.json").write_text("[{")
    answer = run(command, "--config", config)
    assert answer.code == 1
    assert answer.err.startswith("app: ")
    assert is_one_sentence(answer.err)
    last = answer.out.splitlines()[-1]
    assert last.startswith("api: " if command == "check" else "synced 1 sources, 3 items")


@pytest.mark.parametrize("command", ["check", "sync"])
def test_a_forge_that_refuses_the_token(
    run: Command, tmp_path: Path, refusing_forge: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused credentials end with 2, whatever else failed; the others are synced."""
    monkeypatch.setenv("WAYMARK_TEST_TOKEN", "canary-token-value")
    forge = {**GITHUB, "url": f"{refusing_forge}/api/v3"}
    path = write_config(
        tmp_path / "c.toml",
        forge,
        tmp_path / "nowhere",
        write_recording(tmp_path / "app"),
        more="[network]\nallow_private = true\n[sync]\nwait_at_most_minutes = 0",
    )
    answer = run(command, "--config", path)
    assert answer.code == 2
    assert "exampleton/app" in answer.err
    assert "nowhere: " in answer.err
    assert len(answer.err.splitlines()) == 2
    assert "canary-token-value" not in answer.out + answer.err
    assert answer.out.splitlines()[-1].startswith(
        "app: 3 issues" if command == "check" else "synced 1 sources, 3 items changed"
    )
    for file in tmp_path.glob("waymark.db*"):
        assert b"canary-token-value" not in file.read_bytes()


def test_a_source_nobody_expected(
    run: Command, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistake of ours in one source leaves the others alone."""
    pull = recorded.pull

    def broken(source: object, **values: object) -> object:
        if getattr(source, "name", "") == "app":
            raise ZeroDivisionError("someone@example.org")
        return pull(source, **values)  # type: ignore[arg-type]

    monkeypatch.setattr(recorded, "pull", broken)
    answer = run("sync", "--config", config)
    assert answer.code == 1
    assert answer.err.startswith("app: Waymark itself made a mistake (ZeroDivisionError)")
    assert is_one_sentence(answer.err)
    assert answer.out == "synced 1 sources, 3 items changed, 0 requests\n"


@pytest.mark.parametrize("command", ["check", "sync"])
def test_progress_on_a_terminal(config: Path, command: str) -> None:
    """On a terminal stderr shows each source; stdout stays what it is without one."""
    terminal, other_end = os.openpty()
    process = subprocess.run(
        [sys.executable, ROOT / "waymark.py", command, "--config", config],
        stdout=subprocess.PIPE,
        stderr=other_end,
        text=True,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
        check=True,
    )
    os.close(other_end)
    shown = b""
    with suppress(OSError):  # how Linux says that the other end is closed
        while part := os.read(terminal, 4096):
            shown += part
    os.close(terminal)
    assert b"api" in shown
    assert b"Traceback" not in shown
    lines = process.stdout.splitlines()
    assert "\x1b" not in process.stdout
    assert lines[-1].startswith("api: " if command == "check" else "synced 2 sources")


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_stopped_by_hand(tmp_path: Path, stop: signal.Signals) -> None:
    """Ctrl-C, or a polite kill, ends with 130 and one sentence."""
    config = write_config(tmp_path / "c.toml", write_recording(tmp_path / "app", 9000, 8))
    process = begin_sync(config, {"PYTHONUNBUFFERED": "1"})
    while not (tmp_path / "waymark.db-shm").exists():
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(stop)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert is_one_sentence(err)
    assert err.startswith("Stopped")
