"""Data-quality checks of increments and their dates."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import numpy as np
import pandas as pd

from metrics.parts.finding import Finding, counted, distinct, named_by_project
from metrics.parts.groups import KINDS
from metrics.parts.measure import Frames
from programme.settings import Settings
from programme.weeks import local_date

EARLIEST_DUE: Final = pd.Timestamp("2000-01-01")
FURTHEST_YEARS: Final = 10


def scan_no_due_date(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find open increments without a due date."""
    found = _open_increments(inputs)
    found = found[found["target_on"].isna()]
    for project, named in named_by_project(found, "increment"):
        what = counted(len(named), "open milestone has", "open milestones have")
        sentence = (
            f"{what} no due date; movements of dates and the chance of being on time "
            f"leave {_it(named)} out."
        )
        yield Finding(project, "no_due_date", "warning", named, sentence)


def scan_absurd_due_date(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find due dates before 2000 or more than 10 years ahead."""
    today = pd.Timestamp(local_date(as_of, settings.programme.zone))
    table = inputs["increments"]
    due = table["target_on"]
    # Compared, never subtracted: the year 9999 is a legal due date.
    far = due > today + pd.DateOffset(years=FURTHEST_YEARS)
    found = table[(due < EARLIEST_DUE) | far]
    for project, named in named_by_project(found, "increment"):
        what = counted(len(named), "milestone is", "milestones are")
        sentence = (
            f"{what} due before 2000 or more than {FURTHEST_YEARS} years ahead; "
            "movements of dates and the chance of being on time say nothing there."
        )
        yield Finding(project, "absurd_due_date", "warning", named, sentence)


def scan_overdue(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find increments that are still open though their due date has passed."""
    today = pd.Timestamp(local_date(as_of, settings.programme.zone))
    table = _open_increments(inputs)
    found = table[(table["target_on"] < today) & (table["target_on"] >= EARLIEST_DUE)]
    for project, named in named_by_project(found, "increment"):
        what = counted(len(named), "open milestone is", "open milestones are")
        sentence = (
            f"{what} past the due date; "
            "the days later than first agreed stand still until it is moved or closed."
        )
        yield Finding(project, "overdue", "warning", named, sentence)


def scan_no_baseline(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find open increments with a due date but no configured baseline."""
    agreed = {(p.name, title) for p in settings.projects for title in p.baselines}
    table = _open_increments(inputs)
    table = table[table["target_on"].notna()]
    table = table[~_among(table, "increment", agreed)]
    for project, named in named_by_project(table, "increment"):
        what = counted(len(named), "open milestone has", "open milestones have")
        sentence = (
            f"{what} no date first agreed; movements count from the first date that was seen."
        )
        yield Finding(project, "no_baseline", "info", named, sentence)


def scan_due_dates_differ(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find milestones of one title in several repositories with different due dates."""
    ignored = {(p.name, title) for p in settings.projects for title in p.increments.ignore}
    by_milestone = {p.name for p in settings.projects if p.increments.from_ == "milestones"}
    table = inputs["facts.milestones"]
    table = table[(table["kind"] == "") & table["project"].isin(by_milestone)]
    table = table[table["seen_until"].isna()]
    dates = table.groupby(["project", "title"], as_index=False)["due_on"].nunique()
    found = dates[dates["due_on"] > 1]
    found = found[~_among(found, "title", ignored)]
    for project, named in named_by_project(found, "title"):
        what = counted(len(named), "title is", "titles are")
        sentence = (
            f"{what} borne by milestones with different due dates; "
            "movements of dates and the chance of being on time take the latest."
        )
        yield Finding(project, "due_dates_differ", "warning", named, sentence)


def scan_due_before_start(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find open milestones and iterations that are due before the day on which they start."""
    ignored = {(p.name, title) for p in settings.projects for title in p.increments.ignore}
    kinds = {p.name: KINDS.get(p.increments.from_) for p in settings.projects}
    table = inputs["facts.milestones"]
    table = table[table["seen_until"].isna() & (table["state"] == "open")]
    table = table[table["kind"] == table["project"].map(kinds)]
    found = table[table["due_on"] < table["start_on"]]
    found = found[~_among(found, "title", ignored)]
    for project, named in named_by_project(found, "title"):
        what = counted(len(named), "open milestone starts", "open milestones start")
        sentence = (
            f"{what} after {'its' if len(named) == 1 else 'their'} due date; the length of such a "
            "milestone, and whether it is too large, say nothing there."
        )
        yield Finding(project, "due_before_start", "warning", named, sentence)


def scan_unused_baseline(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find configured baselines of titles that no increment bears, perhaps not any more."""
    table = inputs["increments"]
    borne = set(zip(table["project"], table["increment"].str.strip(), strict=True))
    planned = {project for project, title in borne if title}
    for project in settings.projects:
        named = distinct(t for t in project.baselines if (project.name, t) not in borne)
        # Before the first milestone there is nothing to have borne them.
        if named and project.name in planned:
            what = counted(len(named), "title", "titles")
            sentence = (
                f"{what} with a date first agreed in the configuration "
                f"{'is' if len(named) == 1 else 'are'} borne by no milestone; no movement counts "
                f"from {'that date' if len(named) == 1 else 'those dates'}."
            )
            yield Finding(project.name, "unused_baseline", "warning", named, sentence)


def _open_increments(inputs: Frames) -> pd.DataFrame:
    table = inputs["increments"]
    # Work in no increment stands in a row without a name.
    return table[(table["state"] == "open") & (table["increment"] != "")]


def _among(table: pd.DataFrame, name: str, pairs: set[tuple[str, str]]) -> np.ndarray:
    """Say of each row whether its project and *name* are one of *pairs*."""
    keys = zip(table["project"], table[name], strict=True)
    return np.array([key in pairs for key in keys], dtype=bool)


def _it(named: tuple[str, ...]) -> str:
    return "it" if len(named) == 1 else "them"
