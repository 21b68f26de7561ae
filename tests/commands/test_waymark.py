"""The command line: exit codes, one plain sentence for every failure, and what is written."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

import waymark
from sources import recorded
from tests.conftest import ROOT
from tests.databases import refusing_url
from tests.recordings import write_config, write_recording

GITHUB = {"kind": "github", "repository": "exampleton/app", "token_env": "WAYMARK_TEST_TOKEN"}


@dataclass(frozen=True)
class Answer:
    """What a command came to."""

    code: int
    out: str
    err: str


Command = Callable[..., Answer]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command in this process."""

    def command(*arguments: object) -> Answer:
        code = waymark.main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return command


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A programme with two recorded sources, not synced yet."""
    return write_config(
        tmp_path / "config.toml",
        write_recording(tmp_path / "app"),
        write_recording(tmp_path / "api"),
    )


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


def is_one_sentence(text: str) -> bool:
    """Say whether *text* is one line that ends as a sentence does, and no traceback."""
    return text.count("\n") == 1 and text.endswith((".\n", "?\n")) and "Traceback" not in text


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


def test_the_configuration_is_found_in_the_folder(
    run: Command, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --config it is config.toml."""
    monkeypatch.chdir(config.parent)
    assert run("check").code == 0


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


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Missing command"),
        (["snyc"], "No such command 'snyc'"),
        (["sync", "--ful"], "No such option: --ful"),
        (["sync", "extra"], "unexpected extra argument"),
        (["measure"], "Missing option '--out'"),
        (["sync", "--config"], "--config"),
    ],
    ids=["nothing", "command", "option", "argument", "missing", "value"],
)
def test_bad_usage(run: Command, arguments: list[str], said: str) -> None:
    """A mistyped command line is told in one sentence with the way to the help."""
    answer = run(*arguments)
    assert answer.code == 2
    assert said in answer.err
    assert is_one_sentence(answer.err)
    assert "--help" in answer.err


@pytest.mark.parametrize("command", ["check", "sync", "measure --out out"])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "does not exist"),
        ("[programme", "is not valid TOML"),
        ('[programme]\nnaem = "x"\n', "did you mean name?"),
        ('[programme]\nname = "x"\noutcome = 5\n', "programme.outcome"),
        ('[programme]\nname = "ghp_0123456789abcdef0123"\n', "looks like an access token"),
    ],
    ids=["missing", "TOML", "mistyped", "type", "token"],
)
def test_a_broken_configuration(
    run: Command, tmp_path: Path, command: str, text: str | None, said: str
) -> None:
    """Every command ends with 2 and names file and key; nothing is written."""
    path = tmp_path / "broken.toml"
    if text is not None:
        path.write_text(text)
    answer = run(*command.split(), "--config", path)
    assert answer.code == 2
    assert said in answer.err
    assert str(path) in answer.err
    assert is_one_sentence(answer.err)
    assert "ghp_" not in answer.err
    assert list(tmp_path.iterdir()) == ([path] if text is not None else [])


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


def test_measure_before_any_sync(run: Command, config: Path, tmp_path: Path) -> None:
    """One sentence says to sync first; no folder is made."""
    answer = run("measure", "--config", config, "--out", tmp_path / "out")
    assert (answer.code, answer.out) == (1, "")
    assert "sync" in answer.err
    assert is_one_sentence(answer.err)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "text", ["yesterday", "2026-02-30", "2026-11-22T09:00:00", "20261122", "now", ""]
)
def test_a_time_that_is_none(run: Command, config: Path, tmp_path: Path, text: str) -> None:
    """--as-of takes an instant with its offset or a date, and says so."""
    run("sync", "--config", config)
    answer = run("measure", "--config", config, "--out", tmp_path / "out", "--as-of", text)
    assert answer.code == 2
    assert "is neither an instant with its offset" in answer.err
    assert is_one_sentence(answer.err)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("text", ["9999-12-31", "0001-01-01T00:00:00+14:00", "2200-01-01"])
def test_a_time_centuries_away(run: Command, config: Path, tmp_path: Path, text: str) -> None:
    """A slip of the pen is named: its weeks would fill the disk."""
    answer = run("measure", "--config", config, "--out", tmp_path / "out", "--as-of", text)
    assert answer.code == 2
    assert "in the years 1900 to 2199" in answer.err
    assert is_one_sentence(answer.err)


@pytest.mark.parametrize(
    ("text", "as_of"),
    [
        ("2026-07-01T12:00:00Z", "2026-07-01T12:00:00Z"),
        ("2026-07-01T12:00:00+02:00", "2026-07-01T10:00:00Z"),
        # Its end in London: an hour before midnight UTC in summer.
        ("2026-07-01", "2026-07-01T23:00:00Z"),
        ("2026-12-01", "2026-12-02T00:00:00Z"),
    ],
    ids=["UTC", "offset", "summer", "winter"],
)
def test_times(run: Command, config: Path, tmp_path: Path, text: str, as_of: str) -> None:
    """An instant is itself; a date is its end in the programme's time zone."""
    run("sync", "--config", config)
    assert run("measure", "--config", config, "--out", tmp_path / "out", "--as-of", text).code == 0
    assert json.loads((tmp_path / "out" / "header.json").read_text())["as_of"] == as_of


def test_a_pinned_clock(run: Command, config: Path, tmp_path: Path) -> None:
    """With programme.as_of everything happens at that instant."""
    text = config.read_text().replace("started_on", "as_of = 2026-03-01T09:00:00Z\nstarted_on", 1)
    config.write_text(text)
    assert run("sync", "--config", config).code == 0
    assert run("measure", "--config", config, "--out", tmp_path / "out").code == 0
    assert json.loads((tmp_path / "out" / "header.json").read_text())["as_of"] == (
        "2026-03-01T09:00:00Z"
    )
    with (tmp_path / "out" / "sources.csv").open(newline="") as file:
        assert {row["last_ok_at"] for row in csv.DictReader(file)} == {"2026-03-01T09:00:00Z"}


def test_the_same_instant_gives_the_same_bytes(run: Command, config: Path, tmp_path: Path) -> None:
    """The same store and --as-of give equal bytes of every file, whatever was synced since."""
    run("sync", "--config", config)
    written = []
    for name in ("one", "two"):
        out = tmp_path / name
        assert run("measure", "--config", config, "--out", out, "--as-of", "2026-11-01").code == 0
        written.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert written[0] == written[1]


@pytest.mark.xdist_group("postgresql")
def test_both_databases_give_the_same_tables(
    run: Command, config: Path, tmp_path: Path, postgresql_url: str
) -> None:
    """Which database holds the store is not to be seen in any table."""
    pinned = config.read_text().replace("started_on", "as_of = 2026-03-01T09:00:00Z\nstarted_on", 1)
    tables: list[dict[str, bytes]] = []
    for url in ("sqlite:///waymark.db", postgresql_url):
        config.write_text(pinned.replace("sqlite:///waymark.db", url))
        assert run("sync", "--config", config).code == 0
        out = tmp_path / f"out-{len(tables)}"
        assert run("measure", "--config", config, "--out", out).code == 0
        tables.append({path.name: path.read_bytes() for path in out.glob("*.csv")})
    assert tables[0] == tables[1]


def test_a_file_where_the_folder_should_be(run: Command, config: Path, tmp_path: Path) -> None:
    """--out names a folder; a file of that name is kept."""
    run("sync", "--config", config)
    (tmp_path / "out").write_text("mine")
    answer = run("measure", "--config", config, "--out", tmp_path / "out")
    assert answer.code == 2
    assert is_one_sentence(answer.err)
    assert (tmp_path / "out").read_text() == "mine"


def test_a_folder_that_cannot_be_made(run: Command, config: Path, tmp_path: Path) -> None:
    """What cannot be written is a failure, not a mistake in the configuration."""
    run("sync", "--config", config)
    (tmp_path / "file").touch()
    for out in (tmp_path / "file" / "out", tmp_path / ("z" * 300)):
        answer = run("measure", "--config", config, "--out", out)
        assert answer.code == 1
        assert "cannot be written" in answer.err
        assert is_one_sentence(answer.err)


@pytest.mark.parametrize("command", ["sync", "measure --out out"])
@pytest.mark.parametrize("how", ["not a database", "no server"])
def test_a_store_that_cannot_be_used(
    run: Command, config: Path, command: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that is damaged or away ends with 1, without user or password."""
    monkeypatch.chdir(config.parent)
    url = "sqlite:///waymark.db"
    if how == "no server":
        url = refusing_url("postgresql+psycopg://someone:hunter2@127.0.0.1/waymark")
    else:
        (config.parent / "waymark.db").write_text("not a database" * 100)
    config.write_text(config.read_text().replace("sqlite:///waymark.db", url))
    answer = run(*command.split(), "--config", config)
    assert (answer.code, answer.out) == (1, "")
    assert is_one_sentence(answer.err)
    assert answer.err.startswith("The store ")
    assert "hunter2" not in answer.err
    assert "someone" not in answer.err


def test_what_nobody_expected(run: Command, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake of ours is one sentence with its class and without its words."""

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("someone@example.org")

    monkeypatch.setattr("programme.config_file.load", broken)
    answer = run("check", "--config", config)
    assert answer.code == 1
    assert "ZeroDivisionError" in answer.err
    assert "someone" not in answer.err
    assert is_one_sentence(answer.err)


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


def test_the_version(run: Command) -> None:
    """--version says it and nothing else."""
    answer = run("--version")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("waymark 0.")


@pytest.mark.parametrize(
    "command", [[], ["check"], ["sync"], ["measure"], ["explain"], ["propose"], ["ledger"]]
)
def test_help(run: Command, command: list[str]) -> None:
    """Help names the exit codes."""
    answer = run(*command, "--help")
    assert answer.code == 0
    assert "Exit codes" in answer.out


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
    process = subprocess.Popen(
        [sys.executable, ROOT / "waymark.py", "sync", "--config", config],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        # A shell that runs the tests in the background has them ignore Ctrl-C, and so would this.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while not (tmp_path / "waymark.db-shm").exists():
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(stop)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert is_one_sentence(err)
    assert err.startswith("Stopped")


def test_help_is_there_at_once() -> None:
    """Nothing is loaded for it that only a command needs."""
    code = (
        "import sys, contextlib, io, waymark\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        "    waymark.main(['--help'])\n"
        "print(sorted({'numpy', 'pandas', 'pydantic', 'sqlalchemy'} & sys.modules.keys()))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip().splitlines()[-1] == "[]"
