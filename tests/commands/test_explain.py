"""``waymark.py explain``: what it prints, and what it says when it cannot."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from snapshots.explained_text import lines
from tests.conftest import ROOT, Command
from tests.recordings import write_config, write_recording


@pytest.fixture
def config(tmp_path: Path, run: Command) -> Path:
    """A synced programme with one recorded source."""
    path = write_config(tmp_path / "config.toml", write_recording(tmp_path / "app"))
    assert run("sync", "--config", path)[0] == 0
    return path


def test_items_stand_under_each_figure(run: Command, config: Path) -> None:
    """The number first, then a line an item; twice the same; nothing on stderr."""
    code, out, err = run("explain", "sources", "app", "--config", config)

    assert (code, err) == (0, "")
    head, *rows = out.splitlines()
    assert head == "item_count 3"
    assert len(rows) == 3
    assert all(row.startswith("  ") and "https://" in row for row in rows)
    assert run("explain", "sources", "app", "--config", config)[1] == out


@pytest.mark.parametrize("name", ["", "-", "programme"])
def test_the_programme(run: Command, config: Path, name: str) -> None:
    """Its rows are named by nothing, a dash, or the word."""
    code, out, _ = run("explain", "projects", name, "--config", config)

    assert code == 0
    assert out.startswith("unsized_count 3\n")


def test_an_earlier_moment(run: Command, config: Path) -> None:
    """--as-of is that of measure."""
    code, out, _ = run("explain", "sources", "app", "--config", config, "--as-of", "1999-01-01")

    assert (code, out) == (0, "No item is part of this row.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sourcess", "app"], "did you mean sources?"),
        (["sources", "app", "app"], "named by source"),
        (["sources", "nix"], 'there are "app"'),
        (["throughput", "", "today"], "is no date"),
        (["sources"], "Missing argument"),
        (["sources", "app", "--as-of", "today"], "neither an instant"),
    ],
    ids=["table", "parts", "row", "date", "missing", "time"],
)
def test_bad_usage(run: Command, config: Path, arguments: list[str], said: str) -> None:
    """One sentence and 2; nothing on stdout."""
    code, out, err = run("explain", *arguments, "--config", config)

    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_before_any_sync(run: Command, tmp_path: Path) -> None:
    """One sentence says to sync first."""
    path = write_config(tmp_path / "config.toml", write_recording(tmp_path / "app"))
    code, out, err = run("explain", "projects", "", "--config", path)

    assert (code, out) == (1, "")
    assert "waymark.py sync" in err


def test_a_reader_who_has_enough(config: Path) -> None:
    """A closed pipe, as ``head`` leaves it, is no failure and no traceback."""
    command: list[str | Path] = [sys.executable, ROOT / "waymark.py", "explain", "sources", "app"]
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.run(
        [*command, "--config", config], stdout=writer, stderr=subprocess.PIPE, text=True
    )
    os.close(writer)

    assert (process.returncode, process.stderr) == (0, "")


def _explained(**changes: object) -> pd.DataFrame:
    row = {"column": "open_count", "project": "P", "item": "h/o/r#1", "title": "One",
           "amount": 1.0, "url": "https://h/1"}  # fmt: skip
    return pd.DataFrame([{**row, **changes}]).astype({"amount": "Float64"})


def test_text_of_a_forge_cannot_steer_the_terminal() -> None:
    """Neither colours, nor line breaks, nor a turned direction; joiners of emoji stay."""
    title = "\x1b[31mred\x07\u202e\u2066 \x9b2J\r\ntwo\u2028three 👩\u200d💻"
    printed = "\n".join(lines(_explained(title=title, item="a\x1b#1", url="https://h/\x1b")))

    assert json.dumps(printed.splitlines(), ensure_ascii=False) == json.dumps(
        ["open_count 1", "  a#1  [31mred 2J  two three 👩\u200d💻  https://h/"],
        ensure_ascii=False,
    )


def test_amounts_are_printed_and_added_up_exactly() -> None:
    """As decimals; counts have no column of ones; wide letters keep the columns in line."""
    days = [
        _explained(column="exposure_days", amount=0.1, title="費用"),
        _explained(column="exposure_days", amount=0.2, item="h/o/r#2", title="Four"),
    ]
    both = [_explained(column=name) for name in ("p50_on", "p80_on", "state")]
    both[2]["amount"] = pd.array([None], dtype="Float64")

    assert list(lines(pd.concat([*days, *both]))) == [
        "exposure_days 0.3",
        "  h/o/r#1  費用  0.1  https://h/1",
        "  h/o/r#2  Four  0.2  https://h/1",
        "",
        "p50_on, p80_on 1 to finish",
        "  h/o/r#1  One  https://h/1",
        "",
        "state",
        "  h/o/r#1  One  https://h/1",
    ]
