"""Iterations hold issues as milestones do, and scope adds up, whatever happens."""

import pandas as pd
import pytest

from metrics.parts.replay import replay
from metrics.scope import MEASURE as SCOPE
from programme import frames
from programme.settings import Settings
from tests.metrics.drawn_programmes import Programme, facts
from tests.metrics.properties import RUNS, Measures, Tables, measured, of_programmes

# Watching which lines run doubles the time of these; others show what is covered.
pytestmark = pytest.mark.no_cover

_KINDS = {"milestoned": "iterated", "demilestoned": "uniterated"}


@of_programmes(RUNS)
def test_iterations_are_told_as_milestones_are(programme: Programme, measures: Measures) -> None:
    """The same events and the same last word of the forge lead to the same increments."""
    known, as_of = facts(programme), programme.as_of
    expected = replay(known, as_of=as_of, settings=programme.settings)
    settings = _by_iterations(programme.settings)
    found = replay(_as_iterations(known), as_of=as_of, settings=settings)

    labels = {p.name for p in programme.settings.projects if p.increments.from_ == "labels"}
    for name in ("history", "increment_spells"):
        pd.testing.assert_frame_equal(
            _without(found, name, labels), _without(expected, name, labels), obj=name
        )


@of_programmes(RUNS)
def test_scope_adds_up(programme: Programme, measures: Measures) -> None:
    """Week by week, in every row but an increment's first."""
    known, as_of, settings = facts(programme), programme.as_of, programme.settings
    scope = measured([SCOPE], known, as_of=as_of, settings=settings)["scope"]
    before = scope.groupby(["project", "increment"])["scope_count"].shift()
    came = scope["added_count"] + scope["moved_in_count"]
    left = scope["dropped_count"] + scope["moved_out_count"]
    later = before.notna()

    assert (scope["scope_count"] == before + came - left)[later].all()


def _by_iterations(settings: Settings) -> Settings:
    projects = []
    for project in settings.projects:
        increments = project.increments
        if increments.from_ == "milestones":
            increments = increments.model_copy(update={"from_": "iterations"})
        projects.append(project.model_copy(update={"increments": increments}))
    return settings.model_copy(update={"projects": tuple(projects)})


def _as_iterations(known: Tables) -> Tables:
    """Tell all that is told of milestones of iterations instead."""
    items, events = known["items"], known["events"]
    held = items[items["milestone_key"] != ""]
    links = held.assign(
        kind="iteration",
        link_key=held["milestone_key"],
        seen_until=pd.NaT,
        asked_from=held["seen_from"],
    )
    kind = events["kind"].replace(_KINDS)
    return {
        **known,
        "items": frames.conform(items.assign(milestone_key=""), frames.ITEMS),
        "events": frames.conform(events.assign(kind=kind), frames.EVENTS),
        "milestones": known["milestones"].assign(kind="iteration"),
        "links": frames.conform(links, frames.LINKS),
    }


def _without(replayed: Tables, name: str, labels: set[str]) -> pd.DataFrame:
    """Leave out projects whose increments are labels: their milestones are nobody's increments."""
    history, table = replayed["history"], replayed[name]
    ours = history.loc[~history["project"].isin(labels), ["source", "number"]]
    return table.merge(ours, on=["source", "number"])
