"""Data-quality checks of what increments wait for, and of what is configured of them by title."""

from collections.abc import Iterator
from datetime import datetime

import pandas as pd

from metrics.parts.dependencies import dependencies
from metrics.parts.finding import Finding, counted, distinct
from metrics.parts.measure import Frames
from programme.settings import Settings
from programme.settings_projects import Project
from programme.weeks import local_date


def scan_circles(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find increments that wait for one another."""
    facts = {name: inputs[f"facts.{name}"] for name in ("links", "events", "milestones")}
    for project in settings.projects:
        titles = _titles(inputs["increments"], project)
        found = dependencies(project, titles, facts, inputs["history"], as_of)
        broken = found[found["broken"]]
        pairs = zip(broken["increment"], broken["after"], strict=True)
        named = distinct(f"{increment} after {after}" for increment, after in pairs)
        if named:
            what = counted(len(named), "dependency would close", "dependencies would close")
            sentence = (
                f"{what} a circle of milestones that wait for one another; the order in which "
                "milestones can be finished leaves out those with the fewest links."
            )
            yield Finding(project.name, "dependency_circle", "warning", named, sentence)


def scan_unknown_titles(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find titles in ``order``, ``gates`` and ``expected_items`` that no increment bears."""
    for project in settings.projects:
        after = {title for earlier in project.order.values() for title in earlier}
        meant = {*project.order, *after, *project.gates, *project.expected_items}
        named = distinct(meant - _titles(inputs["increments"], project))
        if named:
            what = counted(len(named), "title", "titles")
            sentence = (
                f"{what} in the order, the gates or the expected sizes of the configuration "
                f"{'is' if len(named) == 1 else 'are'} borne by no milestone; forecasts leave "
                f"{'it' if len(named) == 1 else 'them'} out."
            )
            yield Finding(project.name, "unknown_increment", "warning", named, sentence)


def scan_gates_passed(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find open increments whose gates have all passed."""
    today = local_date(as_of, settings.programme.zone)
    table = inputs["increments"]
    open_now = table[table["state"] == "open"]
    for project in settings.projects:
        gates = {title: project.gates_of(title) for title in _titles(open_now, project)}
        named = distinct(title for title, days in gates.items() if days and days[-1] < today)
        if named:
            what = counted(len(named), "open milestone", "open milestones")
            sentence = (
                f"All gates of {what} have passed; forecasts wait for none, so please list later "
                "dates in the configuration."
            )
            yield Finding(project.name, "gates_passed", "warning", named, sentence)


def _titles(increments: pd.DataFrame, project: Project) -> set[str]:
    ours = increments.loc[increments["project"] == project.name, "increment"]
    return set(ours.str.strip()) - {""}
