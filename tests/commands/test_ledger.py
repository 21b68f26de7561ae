"""``waymark.py ledger``: the promises it writes, and what it says when it cannot."""

import csv
import json
from pathlib import Path

import pytest

from tests.conftest import Command
from tests.recordings import milestone, write_config, write_recording


@pytest.fixture
def config(tmp_path: Path, run: Command) -> Path:
    """A synced programme whose milestone *Pay online* moved by a week."""
    folder = write_recording(tmp_path / "app")
    path = folder / "issues.json"
    issues = json.loads(path.read_text(encoding="utf-8"))
    for issue in issues:
        issue |= {"labels": [], "milestone": milestone(30)}
    path.write_text(json.dumps(issues), encoding="utf-8")
    config = write_config(tmp_path / "config.toml", folder)
    assert run("sync", "--no-weeks", "--config", config)[0] == 0
    return config


def test_the_table_of_the_snapshot(run: Command, config: Path, tmp_path: Path) -> None:
    """Byte for byte what ``measure`` writes."""
    out, folder = tmp_path / "ledger.csv", tmp_path / "tables"
    asked = ["--as-of", "2026-02-01", "--config", config]

    code, printed, err = run("ledger", "--out", out, *asked)

    assert (code, printed, err) == (0, f"wrote 2 promises to {out}\n", "")
    assert run("measure", "--out", folder, *asked)[0] == 0
    assert out.read_bytes() == (folder / "promises.csv").read_bytes()
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["increment"], row["promised_on"], row["moved_days"]) for row in rows] == [
        ("Pay online", "2026-01-18", ""),
        ("Pay online", "2026-01-25", "7"),
    ]


def test_a_folder_is_no_file(run: Command, config: Path, tmp_path: Path) -> None:
    """Refused before anything is read."""
    code, _, err = run("ledger", "--out", tmp_path, "--config", config)

    assert (code, err) == (2, f"--out {tmp_path} is a folder; name a file.\n")


def test_nothing_synced(run: Command, tmp_path: Path) -> None:
    """It says what to do first."""
    config = write_config(tmp_path / "config.toml", write_recording(tmp_path / "app"))

    code, _, err = run("ledger", "--out", tmp_path / "ledger.csv", "--config", config)

    assert (code, "Nothing has been synced yet" in err) == (1, True)
