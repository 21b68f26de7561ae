"""What every command says of a configuration and a store that it cannot use."""

import errno
from pathlib import Path

import pytest

from commands import shared
from programme.errors import WaymarkError
from tests.conftest import Command
from tests.databases import refusing_url
from tests.sentences import is_one_sentence


def test_the_configuration_is_found_in_the_folder(
    run: Command, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --config it is config.toml."""
    monkeypatch.chdir(config.parent)
    assert run("check").code == 0


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


def test_a_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a full disk the older one stays, and nothing lies beside it."""
    out = tmp_path / "ledger.csv"
    shared.write(out, "old")

    def full(path: Path, *_: object, **__: object) -> int:
        path.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(WaymarkError, match="cannot be written: No space left on device"):
        shared.write(out, "new")
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.csv"]
    assert out.read_text() == "old"
