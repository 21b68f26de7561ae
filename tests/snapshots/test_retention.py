"""What is kept for long enough goes, to the day; the chain of frozen weeks still holds."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from programme.settings import Settings
from snapshots.retention import tidy
from snapshots.verify import verify
from store import Store, open_store
from tests.metrics.frames import at
from tests.snapshots.frozen import frozen, settings_of, synced

PROGRAMME = "Social care online"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose store holds two weeks, frozen on 2 and 9 February 2026 at 9 o'clock."""
    folder = tmp_path_factory.mktemp("made")
    with synced(folder) as (settings, store):
        frozen(settings, store, "2026-W05", now=at("2026-02-02T09:00"))
        frozen(settings, store, "2026-W06", now=at("2026-02-09T09:00"))
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of it."""
    shutil.copy(made / "waymark.db", tmp_path)
    opened = open_store(f"sqlite:///{tmp_path}/waymark.db")
    yield opened
    opened.close()


def kept_for(made: Path, **report: Any) -> Settings:
    """Make settings that keep things for so long; the source is where it was recorded."""
    return settings_of(made, report=report)


@pytest.mark.parametrize(
    ("years", "now", "gone"),
    [
        (7, at("2033-02-02T09:00"), []),
        (7, at("2033-02-02T09:01"), ["2026-W05"]),
        (7, at("2033-02-09T09:01"), ["2026-W05", "2026-W06"]),
        (1, at("2027-02-02T09:01"), ["2026-W05"]),
    ],
)
def test_weeks_go_after_their_years(
    made: Path, store: Store, years: int, now: datetime, gone: list[str]
) -> None:
    """Not a minute before; what was deleted is named, and the chain holds."""
    settings = kept_for(made, keep_years=years)
    said = [line for line in tidy(settings, store, now=now) if line.startswith("deleted")]
    number = "one year" if years == 1 else f"{years} years"
    found = verify(store, PROGRAMME)

    assert said == ([f"deleted after {number}: {', '.join(gone)}"] if gone else [])
    assert (found.count, found.removed_count, found.broken) == (2, len(gone), "")
    assert list(tidy(settings, store, now=now)) == []


def test_frozen_weeks_keep_what_the_store_forgets(made: Path, store: Store) -> None:
    """Titles go after months, weeks after years: nothing of the chain is touched by the first."""
    settings = kept_for(made)
    before = [store.week_content(PROGRAMME, one.position) for one in store.weeks(PROGRAMME)]
    list(tidy(settings, store, now=at("2028-02-09T09:00")))
    after = [store.week_content(PROGRAMME, one.position) for one in store.weeks(PROGRAMME)]

    assert before == after
    assert verify(store, PROGRAMME).broken == ""
