"""The runs behind an edition: those that its figures tell of, whenever they are asked for."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from snapshots.cells import instant
from snapshots.run_log import RunLog
from snapshots.weeks import Weeks
from sync.run import sync
from tests.snapshots.frozen import MONDAY, WEEK, frozen, synced


def test_a_frozen_week_tells_of_the_runs_until_it_was_taken(tmp_path: Path) -> None:
    """What was synced afterwards is no part of it, and changes nothing that it says."""
    with synced(tmp_path) as (settings, store):
        frozen(settings, store)
        later = MONDAY + timedelta(hours=2, microseconds=500)
        sync(settings, store, now=later, environ={})
        week = Weeks.of(store, settings.programme.name).edition(WEEK)
        header = {**week.header, "taken_at": instant(later)}
        taken_later = replace(week, snapshot=replace(week.snapshot, header=header))

        past, then = RunLog.of(store, week), RunLog.of(store, taken_later)

        assert past.page().runs["started_at"].tolist() == [MONDAY]
        assert past.standing()["last_ok_at"].tolist() == [MONDAY]
        # The header cuts off parts of a second, in which a run may have ended.
        assert then.page().runs["started_at"].tolist() == [later, MONDAY]
