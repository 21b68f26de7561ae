"""The command line itself: usage, help, version, and what nobody expected."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Command
from tests.sentences import is_one_sentence


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
