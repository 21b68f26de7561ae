"""Data-quality checks of single issues."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

import pandas as pd

from metrics.parts.finding import Finding, counted, named_by_project
from metrics.parts.measure import Frames
from metrics.parts.sizes import labelled
from metrics.parts.work import work_items
from programme.settings import Settings
from programme.weeks import local_date, local_dates
from programme.wording.words import day

STALE_AFTER: Final = timedelta(days=180)
BULK_ITEMS: Final = 30


def scan_no_increment(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find open work in no increment, in projects that have increments."""
    table = inputs["items"]
    increments = inputs["increments"]
    planned = set(increments.loc[increments["increment"] != "", "project"])
    found = table[
        (table["state"] == "open") & (table["increment"] == "") & table["project"].isin(planned)
    ]
    for project, named in named_by_project(found, "item"):
        what = counted(len(named), "open piece of work is", "open pieces of work are")
        sentence = f"{what} in no milestone; no milestone's date takes account of this work."
        yield Finding(project, "no_increment", "info", named, sentence)


def scan_stale_open(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find open work that nothing has happened to for half a year."""
    work = work_items(inputs["history"], settings)
    facts, events = inputs["facts.items"], inputs["facts.events"]
    last = pd.concat(
        [
            facts[["source", "number"]].assign(at=facts["updated_at"]),
            events.loc[events["at"] <= pd.Timestamp(as_of), ["source", "number", "at"]],
        ]
    )
    last = last.groupby(["source", "number"], as_index=False)["at"].max()
    table = work[work["state"] == "open"].merge(last, on=["source", "number"])
    zone = settings.programme.zone
    # By days, so that a finding holds until midnight.
    found = table[
        local_dates(table["at"], zone) < pd.Timestamp(local_date(as_of, zone)) - STALE_AFTER
    ]
    for project, named in named_by_project(found, "item"):
        what = counted(len(named), "open piece of work has", "open pieces of work have")
        sentence = (
            f"{what} not changed for {STALE_AFTER.days} days; "
            "remaining work and its forecast count such work in full."
        )
        yield Finding(project, "stale_open", "info", named, sentence)


def scan_closed_before_created(
    inputs: Frames, as_of: datetime, settings: Settings
) -> Iterator[Finding]:
    """Find issues whose closing time lies before their creation."""
    facts = inputs["facts.items"]
    found = facts[facts["closed_at"] < facts["created_at"]]
    for project, named in named_by_project(found, "item"):
        what = counted(len(named), "issue was", "issues were")
        sentence = (
            f"{what} closed before creation, by the forge's times; "
            "weekly counts and lead time take the creation as the closing."
        )
        yield Finding(project, "closed_before_created", "warning", named, sentence)


def scan_start_after_finish(
    inputs: Frames, as_of: datetime, settings: Settings
) -> Iterator[Finding]:
    """Find finished work whose first start signal came after the finish."""
    work = work_items(inputs["history"], settings)
    found = work[(work["state"] == "finished") & (work["started_at"] > work["closed_at"])]
    for project, named in named_by_project(found, "item"):
        what = counted(len(named), "finished piece of work", "finished pieces of work")
        sentence = (
            f"{what} got the first start signal after the finish; cycle time leaves such work out."
        )
        yield Finding(project, "start_after_finish", "info", named, sentence)


def scan_finished_not_started(
    inputs: Frames, as_of: datetime, settings: Settings
) -> Iterator[Finding]:
    """Find finished work without a start signal, in projects where other work has one."""
    table = inputs["items"]
    telling = set(table.loc[table["started_on"].notna(), "project"])
    found = table[(table["state"] == "finished") & table["started_on"].isna()]
    found = found[found["project"].isin(telling)]
    for project, named in named_by_project(found, "item"):
        what = counted(len(named), "finished piece of work", "finished pieces of work")
        sentence = (
            f"{what} never got a start signal; cycle time, and what is under way in a week, leave "
            "such work out."
        )
        yield Finding(project, "finished_not_started", "info", named, sentence)


def scan_gone(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find issues that the forge does not show any more."""
    facts = inputs["facts.items"]
    for project, named in named_by_project(facts[facts["gone_at"].notna()], "item"):
        what = counted(len(named), "issue is", "issues are")
        sentence = (
            f"{what} no longer shown by the forge (moved, deleted or confidential); such work "
            "counts as dropped since a sync noticed."
        )
        yield Finding(project, "gone_from_forge", "info", named, sentence)


def scan_bulk_closings(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find minutes in which 30 or more pieces of work were closed."""
    work = work_items(inputs["history"], settings)
    spells = inputs["state_spells"].merge(
        work[["source", "number", "project", "item", "created_at"]], on=["source", "number"]
    )
    spells = spells[spells["state"] != "open"]
    minute = spells["from_at"].dt.floor("min")
    size = spells.groupby(["project", minute])["item"].transform("size")
    found = spells[size >= BULK_ITEMS]
    days = local_dates(found["from_at"], settings.programme.zone)
    for project, named in named_by_project(found, "item"):
        ours = days[found["project"] == project]
        when = f"on {day(ours.min())}"
        if ours.min() != ours.max():
            when = f"between {day(ours.min())} and {day(ours.max())}"
        sentence = (
            f"{len(named)} pieces of work were closed {when}, {BULK_ITEMS} or more in one minute; "
            "the pace of such a week counts them, though they may have been finished before."
        )
        yield Finding(project, "bulk_closings", "warning", named, sentence)


def scan_no_size(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find work without a size, where sizes are configured."""
    if not settings.measures.size:
        return
    table = inputs["items"]
    for project, named in named_by_project(table[table["size"].isna()], "item"):
        what = counted(len(named), "piece of work has", "pieces of work have")
        sentence = f"{what} no size that can be read; figures by size leave such work out."
        yield Finding(project, "no_size", "info", named, sentence)


def scan_two_sizes(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find work whose labels name several sizes."""
    if not settings.measures.size_label:
        return
    doubtful = labelled(inputs["label_spells"], settings)
    doubtful = doubtful[doubtful["doubtful"]].reset_index()[["source", "number"]]
    work = work_items(inputs["history"], settings).merge(doubtful, on=["source", "number"])
    for project, named in named_by_project(work, "item"):
        what = counted(len(named), "piece of work has", "pieces of work have")
        sentence = f"{what} labels of several sizes; the highest counts in figures by size."
        yield Finding(project, "size_two_values", "warning", named, sentence)
