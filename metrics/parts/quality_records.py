"""Data-quality checks of decisions, achievements and learnings: what a reader will ask for next."""

from collections.abc import Iterator
from datetime import datetime

import pandas as pd

from metrics.parts.finding import Finding, counted, named_by_project
from metrics.parts.measure import Frames
from programme.settings import Settings
from programme.weeks import local_date


def scan_undated_decisions(
    inputs: Frames, as_of: datetime, settings: Settings
) -> Iterator[Finding]:
    """Find open decisions that do not say by when they are needed, or not by one day."""
    table = _waiting(inputs)
    table = table[table["needed_by_on"].isna()]
    written = table["needed_by"] != ""
    for project, named in named_by_project(table[~written], "item"):
        what = counted(len(named), "open decision has", "open decisions have")
        sentence = f"{what} no line 'Needed by'; such decisions stand last among those that wait."
        yield Finding(project, "decision_no_date", "warning", named, sentence)
    for project, named in named_by_project(table[written], "item"):
        what = counted(len(named), "open decision has", "open decisions have")
        sentence = (
            f"{what} a line 'Needed by' that names no one day, as 4 December 2026 does; "
            "such decisions stand without a date."
        )
        yield Finding(project, "decision_date_unread", "warning", named, sentence)


def scan_overdue_decisions(
    inputs: Frames, as_of: datetime, settings: Settings
) -> Iterator[Finding]:
    """Find open decisions whose day has passed."""
    today = pd.Timestamp(local_date(as_of, settings.programme.zone))
    table = _waiting(inputs)
    for project, named in named_by_project(table[table["needed_by_on"] < today], "item"):
        what = counted(len(named), "open decision is", "open decisions are")
        sentence = (
            f"{what} past the day by which it was needed; "
            "reports ask for such decisions until they are closed."
        )
        yield Finding(project, "decision_overdue", "info", named, sentence)


def scan_decisions_without_consequence(
    inputs: Frames, as_of: datetime, settings: Settings
) -> Iterator[Finding]:
    """Find open decisions that do not say what happens if we wait."""
    table = _waiting(inputs)
    for project, named in named_by_project(table[table["text"] == ""], "item"):
        what = counted(len(named), "open decision has", "open decisions have")
        sentence = f"{what} no line 'Outcome'; the sponsor is not told what happens if we wait."
        yield Finding(project, "decision_no_consequence", "info", named, sentence)


def scan_who_benefits(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find what is finished and does not say whom it helps."""
    table = _finished(inputs)
    for project, named in named_by_project(table[table["who_benefits"] == ""], "name"):
        what = counted(len(named), "finished thing has", "finished things have")
        sentence = (
            f"Say who this helps: {what} no line 'Who benefits'; "
            "reports name nobody whom such things serve."
        )
        yield Finding(project, "who_benefits_missing", "info", named, sentence)


def scan_not_yet_shown(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find finished increments without a link to see them and without a show and tell."""
    table = _finished(inputs)
    table = table[(table["kind"] == "increment") & ~table["shown"].astype(bool)]
    for project, named in named_by_project(table, "name"):
        what = counted(len(named), "milestone has", "milestones have")
        sentence = (
            f"Finished but not yet shown: {what} no line 'Demo' with a link or a show-and-tell "
            "date, so reports lead nobody to see."
        )
        yield Finding(project, "not_yet_shown", "info", named, sentence)


def scan_change_not_made(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find learnings from which nothing was changed yet."""
    table = inputs["learnings"]
    for project, named in named_by_project(table[table["what_we_changed"] == ""], "item"):
        what = counted(len(named), "learning has", "learnings have")
        sentence = (
            f"Change not yet made: {what} no line 'What we changed'; reports say so until there is."
        )
        yield Finding(project, "change_not_made", "info", named, sentence)


def _waiting(inputs: Frames) -> pd.DataFrame:
    table = inputs["decisions"]
    return table[table["state"] == "open"]


def _finished(inputs: Frames) -> pd.DataFrame:
    """Return the achievements by the *name* that leads to each: of increments their title."""
    table = inputs["achievements"]
    return table.assign(name=table["title"].where(table["kind"] == "increment", table["item"]))
