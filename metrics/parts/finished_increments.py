"""Finished increments as achievements: what stands in the descriptions of their milestones."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from metrics.parts.cuts import cut_at
from metrics.parts.increment_history import Increment
from metrics.parts.measure import Frames
from metrics.parts.observed_increments import increments
from metrics.parts.work import work_items
from programme.settings import Settings


def finished_increments(
    inputs: Frames, *, as_of: datetime, settings: Settings
) -> Iterator[dict[str, Any]]:
    """Yield each finished increment of the delivery projects.

    Args:
        inputs: ``facts.milestones``, ``history``, ``increment_spells`` and the table
            ``increments``, which says which are finished.
        as_of: Aware instant.
        settings: For the projects, and where their increments come from.

    Yields:
        ``project``, ``item`` (the same whatever title it is given), ``title`` and ``increment``
        (both its title), ``finished_on``, ``url`` and ``lines``: of each name the line of the
        milestone that was created first and has one.
    """
    table = inputs["increments"]
    table = table[(table["state"] == "finished") & (table["increment"] != "")]
    rows = {(row["project"], row["increment"]): row for row in table.to_dict("records")}
    work = work_items(inputs["history"], settings)
    for project in settings.projects:
        if not (table["project"] == project.name).any():
            continue
        ours = work[work["project"] == project.name]
        issues: dict[str, str] = {}
        if project.increments.from_ == "parents":
            issues = {item.lower(): item for item in inputs["history"]["item"]}
        told = increments(project, inputs["facts.milestones"], ours, inputs["increment_spells"])
        for increment in told:
            row = rows.get((project.name, increment.title))
            if row is not None:
                yield {
                    "project": project.name,
                    "item": _item(increment, issues),
                    "title": increment.title,
                    "increment": increment.title,
                    "finished_on": row["finished_on"],
                    "url": row["url"],
                    "lines": _lines(increment, as_of),
                }


def _item(increment: Increment, issues: Mapping[str, str]) -> str:
    """Name an increment by its first milestone, which keeps its key whatever it is called.

    ``host/owner/repo#milestone:3``, ``host/owner/repo#iteration:90``; a parent has the name of its
    issue; what only labels tell of has nothing but its title: ``label:Pay online``.
    """
    if not increment.milestones:
        return f"label:{increment.title}"
    first = min(increment.milestones, key=lambda one: (one.created_at, one.source, one.key))
    if "#" in first.key:
        return issues.get(first.key, first.key)
    return f"{first.source}#{first.key if ':' in first.key else f'milestone:{first.key}'}"


def _lines(increment: Increment, as_of: datetime) -> dict[str, str]:
    lines: dict[str, str] = {}
    for milestone in sorted(increment.milestones, key=lambda one: (one.created_at, one.source)):
        seen = milestone.at(cut_at(as_of))
        lines = {**(seen.lines if seen else {}), **lines}
    return lines
