"""A freezing may be killed at any moment: each week is either absent or whole."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from snapshots.verify import verify
from store import open_store
from tests.conftest import ROOT
from tests.frozen_programme import copied

#: Weeks that ``due`` rebuilds and freezes in one go.
_WEEKS = 3


def _due(config: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, ROOT / "waymark.py", "due", "--config", config],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # Not measured: a killed process reports no coverage.
        env={k: v for k, v in os.environ.items() if not k.startswith("COV")},
        start_new_session=True,
    )


@pytest.fixture(scope="module")
def programme(frozen_programme: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The configuration of a synced programme that has weeks to rebuild, one of them frozen."""
    config = copied(frozen_programme, tmp_path_factory.mktemp("kills"), "synced.db")
    config.write_text(config.read_text().replace("rebuild_weeks = 0", f"rebuild_weeks = {_WEEKS}"))
    return config


def _positions(config: Path) -> list[str]:
    """Return the weeks that are there, after seeing that each is whole."""
    store = open_store(f"sqlite:///{config.parent}/waymark.db")
    found = verify(store, "Test")
    weeks = [f"{one.week} {one.basis}" for one in store.weeks("Test")]
    store.close()
    assert found.broken == ""
    return weeks


@pytest.fixture(scope="module")
def undisturbed(programme: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What an undisturbed run leads to."""
    folder = tmp_path_factory.mktemp("undisturbed")
    for name in ("config.toml", "waymark.db"):
        shutil.copy(programme.parent / name, folder)
    assert _due(folder / "config.toml").wait() == 0
    return _positions(folder / "config.toml")


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.deep) for seed in range(1, 21))]
)
def test_a_killed_freezing(
    programme: Path, undisturbed: list[str], tmp_path: Path, seed: int
) -> None:
    """What was there stays, nothing is there by half, and the next run does the rest."""
    dice = random.Random(seed)
    for name in ("config.toml", "waymark.db"):
        shutil.copy(programme.parent / name, tmp_path)
    config = tmp_path / "config.toml"
    journal = tmp_path / "waymark.db-wal"
    size = dice.randrange(240_000)
    process = _due(config)
    # Killed once it has written so much, and perhaps a little later: inside a week, or between two.
    while process.poll() is None and not (journal.exists() and journal.stat().st_size > size):
        time.sleep(0.001)
    time.sleep(dice.random() * 0.2)
    process.kill()
    assert process.wait() in {-signal.SIGKILL, 0}
    between = _positions(config)
    assert between == undisturbed[: len(between)]
    assert _due(config).wait() == 0
    assert _positions(config) == undisturbed
