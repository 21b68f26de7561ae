"""Data-quality checks of increments and the work in them: what is closed and what is not."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

import numpy as np
import pandas as pd

from metrics.parts.finding import Finding, counted, named_by_project
from metrics.parts.measure import Frames
from metrics.parts.work import work_items
from programme.settings import Settings
from programme.weeks import local_date, local_dates

CLOSED_LATE_AFTER: Final = timedelta(days=14)


def scan_closed_late(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find increments that were closed more than 14 days after their last piece of work."""
    table = _with_last(inputs, settings)
    table = table[table["state"] == "finished"]
    found = table[table["finished_on"] > table["last_on"] + CLOSED_LATE_AFTER]
    for project, named in named_by_project(found, "increment"):
        what = counted(len(named), "milestone was", "milestones were")
        sentence = (
            f"{what} closed more than {CLOSED_LATE_AFTER.days} days after the last piece of work; "
            "the days later than first agreed count to the day of closing."
        )
        yield Finding(project, "closed_late", "info", named, sentence)


def scan_never_closed(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find open increments all of whose work has been closed for more than 14 days."""
    today = pd.Timestamp(local_date(as_of, settings.programme.zone))
    table = _with_last(inputs, settings)
    table = table[(table["state"] == "open") & (table["item_count"] > 0)]
    # Compared, never subtracted from: the last day may be missing.
    found = table[(table["remaining_count"] == 0) & (table["last_on"] + CLOSED_LATE_AFTER < today)]
    for project, named in named_by_project(found, "increment"):
        what = counted(len(named), "open milestone has", "open milestones have")
        sentence = (
            f"{what} had no open work for more than {CLOSED_LATE_AFTER.days} days; such a "
            "milestone counts as unfinished until it is closed."
        )
        yield Finding(project, "never_closed", "info", named, sentence)


def scan_finished_with_open_work(
    inputs: Frames, as_of: datetime, settings: Settings
) -> Iterator[Finding]:
    """Find increments that were closed although work in them is open."""
    table = inputs["increments"]
    found = table[(table["state"] == "finished") & (table["remaining_count"] > 0)]
    for project, named in named_by_project(found, "increment"):
        what = counted(len(named), "closed milestone holds", "closed milestones hold")
        sentence = (
            f"{what} open work; such a milestone counts as finished, and no milestone's date takes "
            "account of this work."
        )
        yield Finding(project, "finished_with_open_work", "info", named, sentence)


def scan_no_work(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find open increments in which no issue is, and of which no size is expected."""
    table = inputs["increments"]
    found = table[(table["state"] == "open") & (table["item_count"] == 0)]
    expected = {(p.name, title) for p in settings.projects for title in p.expected_items}
    keys = zip(found["project"], found["increment"].str.strip(), strict=True)
    found = found[np.array([bool(key[1]) and key not in expected for key in keys], dtype=bool)]
    for project, named in named_by_project(found, "increment"):
        what = counted(len(named), "open milestone holds", "open milestones hold")
        sentence = f"{what} no work yet; forecasts need work in it, or a size to expect of it."
        yield Finding(project, "increment_without_work", "info", named, sentence)


def _with_last(inputs: Frames, settings: Settings) -> pd.DataFrame:
    """Return the increments in which any work was closed, with the day of the last closing."""
    work = work_items(inputs["history"], settings)
    ended = work.assign(last_on=local_dates(work["closed_at"], settings.programme.zone))
    ended = ended.groupby(["project", "increment"], as_index=False)["last_on"].max()
    table = inputs["increments"]
    return table[table["increment"] != ""].merge(ended, on=["project", "increment"])
