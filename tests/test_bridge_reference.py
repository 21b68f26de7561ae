"""The slippage bridge between two frozen weeks, made a second time from its definition alone."""

from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from programme import config_file
from programme.settings import Settings
from snapshots import archive, week_names
from snapshots.freeze import freeze
from store import open_store
from sync.run import sync
from tests.reference import slippage_bridge
from tests.reference.generated import write_programme
from tests.reference.programme import load
from tests.test_reference import ROOT

# Watching which lines run doubles the time of these; others show what is covered.
pytestmark = pytest.mark.no_cover

#: Of programmes in which no increment was renamed, and no parent found, after the later week: the
#: reference knows increments as the last sync saw them, a frozen week as they were called then.
SEEDS = (0, 2, 4, 5, 6, 7, 8, 9, 10, 12, 18, 19, 20, 22, 23, 25)
#: Days by project, increment and cause, and those that the target moved.
Bridge = dict[tuple[str, str, str], tuple[int, int | None]]


def compared(config: Path, weeks_ago: int) -> tuple[Bridge, Bridge]:
    """Sync, freeze two weeks that follow each other, and return both makings of the bridge."""
    settings = config_file.load(config)
    now = settings.programme.as_of
    assert now is not None
    zone = settings.programme.zone
    later = week_names.before(week_names.last_whole(now, zone), weeks_ago)
    weeks = week_names.before(later), later
    ends = [week_names.ends_at(week, zone) for week in weeks]
    return frozen(settings, now, weeks), expected(settings, now, ends)


def frozen(settings: Settings, now: datetime, weeks: tuple[str, str]) -> Bridge:
    """Return what the later of two weeks says of the bridge."""
    store = open_store(settings.store.url)
    try:
        assert not sync(settings, store, now=now, environ={}).failures
        for week in weeks:
            kept = freeze(settings, store, week, config_sha256="", now=now)
        found = archive.edition(store, settings.programme.name, kept).table("slippage_bridge")
    finally:
        store.close()
    return {
        (row["project"], row["increment"], row["cause"]): (
            int(row["days"]),
            None if pd.isna(row["target_moved_days"]) else int(row["target_moved_days"]),
        )
        for row in found.to_dict("records")
    }


def expected(settings: Settings, now: datetime, ends: list[datetime]) -> Bridge:
    """Return what the reference says of it."""
    before, after = (load(settings, end, now) for end in ends)
    return {
        (str(row["project"]), str(row["increment"]), str(row["cause"])): (
            int(str(row["days"])),
            None if row["target_moved_days"] is None else int(str(row["target_moved_days"])),
        )
        for row in slippage_bridge.table(before, after)
    }


def demonstration(folder: Path) -> Path:
    """Return a configuration of the demonstration with a store of its own."""
    config = folder / "config.toml"
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    config.write_text(text.replace('"sample/', f'"{ROOT}/sample/'), encoding="utf-8")
    return config


@pytest.mark.parametrize(
    "seed", [4, *(pytest.param(seed, marks=pytest.mark.deep) for seed in SEEDS if seed != 4)]
)
def test_generated(seed: int, tmp_path: Path) -> None:
    """Every cell is the reference's, for programmes made up to be awkward."""
    made, again = compared(write_programme(tmp_path, seed), 0)

    assert made == again


@pytest.mark.deep
@pytest.mark.parametrize("weeks_ago", range(4))
def test_demonstration(weeks_ago: int, tmp_path: Path) -> None:
    """The same for weeks of the demonstration, in which there is always something to tell."""
    made, again = compared(demonstration(tmp_path), weeks_ago)

    assert made
    assert made == again
