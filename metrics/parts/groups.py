"""Which parent or iteration each issue was in, where these are a project's increments.

By the forge's events where it has any of the issue (sub-issues of GitHub, iterations of GitLab),
else by what was seen of it: what was seen first held from creation, later changes from when they
were seen.
"""

from dataclasses import fields
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from metrics.parts.cuts import MISSING, micros_of
from metrics.parts.happenings import Events, Issues, names
from metrics.parts.memberships import Held, memberships, titled
from metrics.parts.names import Names
from metrics.parts.spells import FOREVER, Spells
from programme.settings import Settings
from programme.settings_projects import Project

#: Kind of link, and of what stands beside the milestones, by where increments come from.
KINDS: Final = {"milestones": "", "parents": "parent", "iterations": "iteration"}
_EVENTS: Final = {
    "parent": ("parented", "unparented"),
    "iteration": ("iterated", "uniterated"),
}


class Grouped(NamedTuple):
    """What the issues of some projects were in.

    Attributes:
        spells: By issue, numbered by title; none while it is in none.
        titles: The present titles.
        parents: The issues that others are part of, as places.
    """

    spells: Spells
    titles: list[str]
    parents: np.ndarray


def grouped(
    events: Events,
    of: Issues,
    links: pd.DataFrame,
    milestones: pd.DataFrame,
    now: int,
    kind: str,
) -> Grouped:
    """Tell which parent or iteration each issue was in.

    Args:
        events: All of them.
        of: The issues.
        links: LINKS frame.
        milestones: MILESTONES frame.
        now: The instant asked for.
        kind: ``parent`` or ``iteration``.
    """
    known = _names(own_groups(milestones[milestones["kind"] == kind]), of)
    rows = links[links["kind"] == kind]
    put, taken = _EVENTS[kind]
    told = events.where((events.kind == put) | (events.kind == taken))
    seen = _seen(rows, of, told.issue, put, taken)
    held = _held(rows, of, put, taken)
    found = memberships(_joined(told, seen), of, known, held)
    spells = found.spells.cut(now)
    still = spells.where(spells.end == FOREVER)
    titles, numbered = titled(spells, of, found.keys, known)
    parents = _parents(of, still.owner, [found.keys[n] for n in still.what])
    return Grouped(numbered, titles, parents)


def own_groups(milestones: pd.DataFrame) -> pd.DataFrame:
    """Return MILESTONES without what others say of a parent that its own repository tells of."""
    if not (milestones["kind"] == "parent").any():
        return milestones
    repository = milestones["milestone_key"].str.rpartition("#")[0]
    own = repository == milestones["source"].str.lower()
    named = milestones["project"] + "\n" + milestones["milestone_key"]
    return milestones[own | ~named.isin(named[own])]


def grouping(settings: Settings, kind: str) -> list[Project]:
    """Return the projects whose increments are parents, or iterations."""
    return [project for project in settings.projects if KINDS.get(project.increments.from_) == kind]


def _names(milestones: pd.DataFrame, of: Issues) -> list[Names]:
    """Return the names of each source's groups; an issue bears one in all of its project."""
    sources = of.frame[["source", "project"]].drop_duplicates()
    everywhere = milestones["milestone_key"].str.contains("#", regex=False)
    shared = milestones[everywhere].drop(columns="source").merge(sources, on="project")
    table = pd.concat([milestones[~everywhere], shared], ignore_index=True)
    return names(table, "milestone_key", "title", of.sources)


def _parents(of: Issues, issue: np.ndarray, key: list[str]) -> np.ndarray:
    """Return the issues that issues of their own project are part of, as places."""
    project, name = of.frame["project"], of.frame["item"].str.lower()
    within = set(zip(project.to_numpy()[issue], key, strict=True))
    pairs = zip(project, name, strict=True)
    return np.flatnonzero(np.array([pair in within for pair in pairs], dtype=bool))


def _held(rows: pd.DataFrame, of: Issues, put: str, taken: str) -> Held:
    """Return the forge's word on each issue, and from when on it holds against the events."""
    issue = of.places(rows)
    rows, issue = rows[issue >= 0], issue[issue >= 0]
    since, until = micros_of(rows["seen_from"]), micros_of(rows["seen_until"])
    asked = micros_of(rows["asked_from"])
    holds = until == MISSING
    key = np.full(len(of), "", dtype=object)
    key[issue[holds]] = rows["link_key"].to_numpy(dtype=object)[holds]
    later = np.zeros(len(of), dtype=bool)
    later[issue[holds]] = (since > asked)[holds]
    heard, changed = of.heard.copy(), of.updated.copy()
    # Links of a source are first asked for of all its issues at once.
    first = np.full(len(of.sources), MISSING)
    if len(rows):
        source = of.source[issue]
        first[:] = np.iinfo(np.int64).max
        np.minimum.at(first, source, asked)
        first[first == np.iinfo(np.int64).max] = MISSING
    heard = np.maximum(heard, first[of.source])
    for at in (since, until):
        np.maximum.at(heard, issue, at)
        np.maximum.at(changed, issue, np.where(at > asked, at, MISSING))
    return Held(put, taken, key, heard, changed, later)


def _seen(rows: pd.DataFrame, of: Issues, told: np.ndarray, put: str, taken: str) -> Events:
    """Return as events what was seen to change of issues of which no event tells."""
    issue = of.places(rows)
    mute = (issue >= 0) & ~np.isin(issue, np.unique(told))
    rows, issue = rows[mute], issue[mute]
    since, until = micros_of(rows["seen_from"]), micros_of(rows["seen_until"])
    came, went = since > micros_of(rows["asked_from"]), until != MISSING
    place = np.concatenate([issue[went], issue[came]])
    at = np.concatenate([until[went], since[came]])
    key = rows["link_key"].to_numpy(dtype=object)
    # Stable: of one instant, what is left comes before what is come to.
    order = np.lexsort([at, place])
    none = np.full(len(place), "", dtype=object)
    return Events(
        issue=place[order],
        at=np.maximum(at, of.created[place])[order],
        early=np.zeros(len(place), dtype=bool),
        kind=np.repeat(np.array([taken, put], dtype=object), [went.sum(), came.sum()])[order],
        key=np.concatenate([key[went], key[came]])[order],
        name=none,
        reason=none,
    )


def _joined(told: Events, seen: Events) -> Events:
    """Put events of different issues together, by issue."""
    order = np.argsort(np.concatenate([told.issue, seen.issue]), kind="stable")
    return Events(
        *(
            np.concatenate([getattr(told, field.name), getattr(seen, field.name)])[order]
            for field in fields(Events)
        )
    )
