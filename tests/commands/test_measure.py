"""``waymark.py measure``: as of which instant, and where the tables are written."""

import csv
import json
from pathlib import Path

import pytest

from tests.conftest import Command
from tests.sentences import is_one_sentence


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
