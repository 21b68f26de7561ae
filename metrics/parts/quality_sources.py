"""Data-quality checks of sources and of the configuration."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

import pandas as pd

from metrics.parts.finding import Finding, counted, named_by_project
from metrics.parts.measure import Frames
from metrics.parts.work import start_signal
from programme.settings import Settings
from programme.settings_projects import LEAST_PEOPLE
from programme.weeks import local_date, local_dates
from programme.wording.words import day

SILENT_AFTER: Final = timedelta(days=180)
#: Clocks of servers differ by less than this.
CLOCKS_DIFFER: Final = timedelta(minutes=5)


def scan_sources(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find sources whose data is old or missing."""
    table = inputs["sources"]
    never = table[table["state"] == "never"]
    for project, named in named_by_project(never[never["item_count"] == 0], "source"):
        what = counted(len(named), "source has", "sources have")
        sentence = f"{what} never been synced; nothing from there is in any figure."
        yield Finding(project, "source_never_synced", "error", named, sentence)
    # Asked for a moment before the first sync, the past is told by what was seen later.
    for project, named in named_by_project(never[never["item_count"] > 0], "source"):
        what = counted(len(named), "source was", "sources were")
        sentence = (
            f"{what} first synced after this moment; "
            "every figure is rebuilt from what was seen later."
        )
        yield Finding(project, "source_rebuilt", "info", named, sentence)
    failed = table[table["state"] == "failed"]
    for project, named in named_by_project(failed, "source"):
        oldest = failed.loc[failed["project"] == project, "last_ok_at"]
        since = "nothing from there is in any figure"
        if oldest.notna().all():
            since = f"figures use what was known on {_local_day(oldest.min(), settings)}"
        what = counted(len(named), "source", "sources")
        sentence = f"The last sync of {what} failed; {since}."
        yield Finding(project, "source_failed", "error", named, sentence)
    stale = table[table["state"] == "stale"]
    for project, named in named_by_project(stale, "source"):
        oldest = stale.loc[stale["project"] == project, "last_ok_at"].min()
        what = counted(len(named), "source was", "sources were")
        sentence = (
            f"{what} last synced on {_local_day(oldest, settings)} or later; "
            "every figure lacks what has changed since."
        )
        yield Finding(project, "source_stale", "warning", named, sentence)


def scan_no_events(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find sources that hold issues but tell no events."""
    table = inputs["sources"]
    found = table[(table["event_count"] == 0) & (table["item_count"] > 0)]
    for project, named in named_by_project(found, "source"):
        what = counted(len(named), "source tells", "sources tell")
        sentence = (
            f"{what} no events; work that was closed and reopened is counted by its last closing "
            "alone, so weekly counts before the first sync may be wrong."
        )
        yield Finding(project, "no_events", "warning", named, sentence)


def scan_history_cut_short(
    inputs: Frames, as_of: datetime, settings: Settings
) -> Iterator[Finding]:
    """Find sources whose events begin only after issues were closed there."""
    unclosed = inputs["doubts"]
    unclosed = unclosed[unclosed["check"] == "closing_event_missing"]
    closed = inputs["facts.items"][["source", "number", "closed_at"]]
    closed = unclosed.merge(closed, on=["source", "number"])
    first = closed.groupby("source", as_index=False)["closed_at"].min()
    table = inputs["sources"].merge(first, on="source")
    found = table[table["closed_at"] < table["oldest_event_at"]]
    for project, named in named_by_project(found, "source"):
        what = counted(len(named), "source tells", "sources tell")
        sentence = (
            f"{what} no events from before issues were first closed there; of such early work "
            "weekly counts know the last closing alone."
        )
        yield Finding(project, "history_cut_short", "warning", named, sentence)


def scan_empty(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find sources that were read and hold no issue."""
    table = inputs["sources"]
    found = table[(table["state"] == "ok") & (table["item_count"] == 0)]
    for project, named in named_by_project(found, "source"):
        what = counted(len(named), "source was", "sources were")
        sentence = f"{what} read and held no issue; nothing from there is in any figure."
        yield Finding(project, "source_empty", "info", named, sentence)


def scan_silent(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find sources with open issues in which nothing has happened for half a year."""
    facts, events = inputs["facts.items"], inputs["facts.events"]
    changed = facts[["source"]].assign(at=facts["updated_at"])
    told = events.loc[events["at"] <= pd.Timestamp(as_of), ["source", "at"]]
    last = pd.concat([changed, told]).groupby("source", as_index=False)["at"].max()
    history, zone = inputs["history"], settings.programme.zone
    waiting = history.loc[history["state"] == "open", "source"]
    table = inputs["sources"].merge(last, on="source")
    table = table[table["source"].isin(waiting)]
    long_ago = pd.Timestamp(local_date(as_of, zone)) - SILENT_AFTER
    found = table[local_dates(table["at"], zone) < long_ago]
    for project, named in named_by_project(found, "source"):
        what = counted(len(named), "source with open issues", "sources with open issues")
        sentence = (
            f"In {what} nothing has changed for {SILENT_AFTER.days} days; "
            "forecasts take it that work there goes on as elsewhere."
        )
        yield Finding(project, "source_silent", "info", named, sentence)


def scan_clock_skew(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find sources that give times from after the moment at which they gave them."""
    facts = inputs["facts.items"]
    latest = facts[["created_at", "updated_at", "closed_at"]].max(axis=1)
    for project, named in named_by_project(
        facts[latest > facts["seen_from"] + CLOCKS_DIFFER], "source"
    ):
        what = counted(len(named), "source gives", "sources give")
        sentence = (
            f"{what} times that are ahead of this computer's clock; work at the end of a week may "
            "count in the week after it."
        )
        yield Finding(project, "clock_skew", "warning", named, sentence)


def scan_no_start_signal(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Say in which projects nothing tells when work begins."""
    table = inputs["items"]
    for project, rows in table.groupby("project", sort=True):
        if rows["started_on"].notna().any():
            continue
        why = "carries a start label" if start_signal(settings) else "has a start signal configured"
        sentence = f"No piece of work {why}; lead time is shown, and cycle time and age are empty."
        yield Finding(str(project), "no_start_signal", "info", (), sentence)


def scan_team_size(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Name projects whose team is small, or of unknown size."""
    for project in settings.projects:
        if project.kind != "delivery":
            continue
        if project.people is None:
            sentence = (
                "The configuration does not give the team's size; "
                "pages show its figures together with other teams'."
            )
            yield Finding(project.name, "team_size_unknown", "info", (), sentence)
        elif project.people < LEAST_PEOPLE:
            sentence = (
                f"The team has fewer than {LEAST_PEOPLE} people; "
                "pages show its figures together with other teams'."
            )
            yield Finding(project.name, "team_small", "info", (), sentence)


def _local_day(instant: datetime, settings: Settings) -> str:
    return day(instant.astimezone(settings.programme.zone))
