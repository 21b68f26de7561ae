"""A sync may be killed at any moment: the next one leads to what an undisturbed one leads to."""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.recordings import milestone, write_config, write_recording

_ISSUES = 700
Moment = Callable[[Path, float], bool]
Undisturbed = tuple[dict[str, Any], dict[str, set[int]], float]


def _sync(folder: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, ROOT / "waymark.py", "sync", "--config", folder / "config.toml"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # Not measured: a killed process reports no coverage.
        env={k: v for k, v in os.environ.items() if not k.startswith("COV")},
    )


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose store holds an older state of its two recorded sources."""
    folder = tmp_path_factory.mktemp("programme")
    for name in ("app", "api"):
        write_recording(folder / name, _ISSUES, events_each=4)
    write_config(folder / "config.toml", folder / "app", folder / "api")
    assert _sync(folder).wait() == 0
    for name in ("app", "api"):
        write_recording(folder / name, _ISSUES + 100, events_each=10)
        _change(folder / name)
    return folder


def _change(source: Path) -> None:
    """Retitle every other issue, take some away, and move the milestone."""
    issues = json.loads((source / "issues.json").read_text())
    for issue in issues[::2]:
        issue["title"] += " again"
    (source / "issues.json").write_text(json.dumps(issues[50:]))
    (source / "milestones.json").write_text(json.dumps([milestone(60)]))


def _copy(programme: Path, folder: Path) -> Path:
    """Copy configuration and store; the sources are only read and stay where they are."""
    folder.mkdir()
    for name in ("config.toml", "waymark.db"):
        shutil.copy(programme / name, folder)
    return folder


@pytest.fixture(scope="module")
def undisturbed(programme: Path, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """What an undisturbed sync leads to, how many rows may stand between, and its seconds."""
    folder = _copy(programme, tmp_path_factory.mktemp("undisturbed") / "copy")
    old = _contents(folder)
    began = time.monotonic()
    assert _sync(folder).wait() == 0
    seconds = time.monotonic() - began
    new = _contents(folder)
    whole = {}
    for table in ("items", "events"):
        before, after = len(old[table]), len(new[table])
        # Two equal sources: none, one or both of them have been written.
        whole[table] = {before, (before + after) // 2, after}
    return new, whole, seconds


def _contents(folder: Path) -> dict[str, Any]:
    """Return every row, but for row ids, run times and instants of observation."""
    connection = sqlite3.connect(folder / "waymark.db")
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.row_factory = sqlite3.Row
    contents: dict[str, Any] = {}
    for table in ("sources", "events", "items", "milestones", "labels"):
        rows = connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
        contents[table] = sorted(
            repr(
                {
                    # A recording's own observations lie in the year of its story.
                    name: "later"
                    if name.startswith("seen_") and value and value > "2026-02"
                    else value
                    for name, value in dict(row).items()
                    if name != "id"
                }
            )
            for row in rows
        )
    contents["cursors"] = connection.execute(
        "SELECT source_id, cursor FROM runs WHERE id IN "
        "(SELECT max(id) FROM runs WHERE state = 'ok' GROUP BY source_id) ORDER BY source_id"
    ).fetchall()
    contents["cursors"] = [tuple(row) for row in contents["cursors"]]
    connection.close()
    return contents


def _after(share: float) -> Moment:
    return lambda _, elapsed: elapsed >= share


def _writing(size: int) -> Moment:
    def reached(folder: Path, _: float) -> bool:
        journal = folder / "waymark.db-wal"
        return journal.exists() and journal.stat().st_size > size

    return reached


def _moments(seed: int) -> Moment:
    """Choose a share of the sync's time, or a size of what it has written."""
    dice = random.Random(seed)
    return (
        _after(0.9 * dice.random()) if dice.random() < 0.5 else _writing(dice.randrange(1_500_000))
    )


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(_writing(0), id="begins to write"),
        pytest.param(_writing(300_000), id="writes"),
        pytest.param(_after(0.7), id="reads"),
        *(
            pytest.param(_moments(seed), id=f"seed {seed}", marks=pytest.mark.deep)
            for seed in range(20)
        ),
    ],
)
def test_a_killed_sync(
    programme: Path, undisturbed: Undisturbed, tmp_path: Path, moment: Moment
) -> None:
    """Whatever it was doing when it was killed, the store is whole and the next sync completes."""
    expected, whole, seconds = undisturbed
    folder = _copy(programme, tmp_path / "copy")
    process = _sync(folder)
    began = time.monotonic()
    while process.poll() is None and not moment(folder, (time.monotonic() - began) / seconds):
        time.sleep(0.002)
    process.kill()
    # On a machine that has become quicker it may have ended before its time came.
    assert process.wait() in {-signal.SIGKILL, 0}
    between = _contents(folder)
    for table, counts in whole.items():
        # Each source is as before or as after, never between.
        assert len(between[table]) in counts
    assert _sync(folder).wait() == 0
    assert _contents(folder) == expected
