"""Data-quality checks of what increments wait for, and of what is configured of them by title."""

from collections.abc import Iterator
from datetime import datetime

from metrics.parts.dependencies import dependencies
from metrics.parts.finding import Finding, counted, distinct
from metrics.parts.measure import Frames
from programme.settings import Settings
from programme.settings_projects import Project


def scan_circles(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find increments that wait for one another."""
    facts = {name: inputs[f"facts.{name}"] for name in ("links", "events", "milestones")}
    for project in settings.projects:
        found = dependencies(project, _titles(inputs, project), facts, inputs["history"], as_of)
        broken = found[found["broken"]]
        pairs = zip(broken["increment"], broken["after"], strict=True)
        named = distinct(f"{increment} after {after}" for increment, after in pairs)
        if named:
            what = counted(len(named), "dependency would close", "dependencies would close")
            sentence = (
                f"{what} a circle of increments that wait for one another; the order in which "
                "increments can be finished leaves out those with the fewest links."
            )
            yield Finding(project.name, "dependency_circle", "warning", named, sentence)


def scan_unknown_titles(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find titles in ``order`` and ``expected_items`` that no increment bears."""
    for project in settings.projects:
        after = {title for earlier in project.order.values() for title in earlier}
        meant = {*project.order, *after, *project.expected_items}
        named = distinct(meant - _titles(inputs, project))
        if named:
            what = counted(len(named), "title", "titles")
            sentence = (
                f"{what} in the order or the expected sizes of the configuration "
                f"{'is' if len(named) == 1 else 'are'} borne by no increment; nothing waits for "
                "them, and no size is expected."
            )
            yield Finding(project.name, "unknown_increment", "warning", named, sentence)


def _titles(inputs: Frames, project: Project) -> set[str]:
    table = inputs["increments"]
    return set(table.loc[table["project"] == project.name, "increment"].str.strip()) - {""}
