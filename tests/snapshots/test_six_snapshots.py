"""Six weeks synced and frozen one after the other: their slippage is as worked out by hand."""

import json
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from programme.wording import dates
from snapshots.weeks import Weeks
from store import open_store
from sync.run import sync
from tests.metrics.frames import at
from tests.recordings import milestone, write_recording
from tests.snapshots.frozen import frozen, settings_of

#: The date that stood at the end of each week, from Sunday 1 February 2026 on.
TARGETS = (
    *("2026-06-01", "2026-06-01", "2026-06-08"),
    *("2026-06-15", "2026-06-12", "2026-07-10"),
)
_CREATED = "2026-01-28T09:00:00Z"
#: By hand: the days since the week before; how many of these are at least one day later; and the
#: last four of them over the days that passed, such as (7 + 7 - 3 + 28) / 28 in the last week.
DRIFT = (None, 0, 7, 7, -3, 28)
COUNT = (None, 0, 1, 2, 2, 3)
RATE = (None, 0 / 7, 7 / 14, 14 / 21, 11 / 28, 39 / 28)


def weekly(folder: Path) -> Weeks:
    """Sync on each Friday what stands then, and freeze the week on the Monday after it."""
    write_recording(folder / "app")
    (folder / "app" / "observations.jsonl").unlink()
    settings = settings_of(folder, report={"rebuild_weeks": 0})
    store = open_store(settings.store.url)
    for week, target in enumerate(TARGETS):
        told = {**milestone(0), "due_on": f"{target}T12:00:00Z", "created_at": _CREATED}
        (folder / "app" / "milestones.json").write_text(json.dumps([told]))
        friday = date(2026, 1, 30) + timedelta(weeks=week)
        monday = friday + timedelta(days=3)
        sync(settings, store, now=at(f"{friday}T09:00"), environ={}, full=True)
        name = f"{friday.isocalendar().year}-W{friday.isocalendar().week:02}"
        frozen(settings, store, name, now=at(f"{monday}T09:00"))
    return Weeks.of(store, settings.programme.name)


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """Return the milestone's row of the table increments in each of the six weeks."""
    weeks = weekly(tmp_path_factory.mktemp("six"))
    tables = [weeks.edition(name).table("increments") for name in weeks.names]
    return pd.concat([one[one["increment"] == "Pay online"] for one in tables], ignore_index=True)


def test_each_week_has_the_date_that_stood_then(rows: pd.DataFrame) -> None:
    """Six snapshots, each with what had been synced by its end."""
    assert [f"{on:%Y-%m-%d}" for on in rows["target_on"]] == list(TARGETS)


@pytest.mark.parametrize(
    ("column", "by_hand"),
    [("drift_days", DRIFT), ("slip_count", COUNT), ("slip_rate", RATE)],
)
def test_slippage_by_hand(
    rows: pd.DataFrame, column: str, by_hand: tuple[float | None, ...]
) -> None:
    """The first snapshot has nothing to compare with."""
    found = [None if pd.isna(value) else float(value) for value in rows[column]]

    assert found[0] is None
    assert found[1:] == pytest.approx(by_hand[1:], abs=1e-6)


def test_the_last_week_says_that_the_date_gets_no_nearer(rows: pd.DataFrame) -> None:
    """Its slip rate is more than a day a day; that of the week before was not."""
    before, last = list(rows.tail(2).itertuples())

    assert dates.drift(before) == "Moved later twice."
    assert dates.drift(last) == "Moved later 3 times. Slipping 10 days for every week that passes."
