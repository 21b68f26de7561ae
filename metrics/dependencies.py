"""Dependencies: which increment must come after which, and why."""

from collections import Counter
from datetime import datetime
from typing import Final

import numpy as np
import pandas as pd

from metrics.parts import dependencies as parts
from metrics.parts.explained import counted, explained
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.observed_increments import increments
from metrics.parts.work import work_items
from programme import frames
from programme.settings import Settings

TABLE: Final = parts.DEPENDENCIES


def dependencies(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """List what the increments of each delivery project wait for.

    Args:
        inputs: ``facts.milestones``, ``facts.links``, ``facts.events``, ``history`` and
            ``increment_spells``.
        as_of: Aware instant.
        settings: For the projects and the order of their increments.

    Returns:
        TABLE: as ``parts.dependencies.dependencies`` gives it, without blanks around titles.
    """
    facts = {name: inputs[f"facts.{name}"] for name in ("links", "events", "milestones")}
    work = work_items(inputs["history"], settings)
    found = []
    for project in settings.projects:
        if project.kind != "delivery":
            continue
        ours = work[work["project"] == project.name]
        told = increments(project, facts["milestones"], ours, inputs["increment_spells"])
        found.append(
            parts.dependencies(
                project, [one.title.strip() for one in told], facts, inputs["history"], as_of
            )
        )
    filled = [table for table in found if len(table)]
    if not filled:
        return frames.empty(TABLE)
    return frames.conform(pd.concat(filled).sort_values(TABLE.keys), TABLE)


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the issues that wait.

    Args:
        inputs: As for ``dependencies``.
        key: ``project``, ``increment`` and ``after``.
        as_of: Aware instant.
        settings: For the projects.

    Returns:
        EXPLAINED: of ``link_count`` the open issues of the increment, with for how many each waits.
    """
    facts = {name: inputs[f"facts.{name}"] for name in ("links", "events", "milestones")}
    history = inputs["history"].set_index(["source", "number"], drop=False)
    pair = key["increment"], key["after"]
    times = Counter(
        (wait.source, wait.number)
        for project in settings.projects
        if project.name == key["project"]
        for wait in parts.waits_between(project, facts, inputs["history"], as_of)
        if (wait.increment, wait.after) == pair
    )
    if not times:
        return frames.empty(frames.EXPLAINED)
    waiting = history.loc[list(times)]
    return explained([counted("link_count", waiting, np.array(list(times.values())))])


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("facts.milestones", "facts.links", "facts.events", "history", "increment_spells"),
    compute=dependencies,
    explain=explain,
    question="Which increment must come after which?",
    unit="pairs of increments",
    definition="Each increment with one that must be finished before it: because the "
    "configuration says so, or because an open issue in it waits for an open one of the other.",
    formula="link_count = count(links by which an open issue of the increment is blocked by an "
    "open one of the other)",
    reads_as="No increment is forecast to be ready before those that it waits for.",
    misleads="Only what is written down at the forge or in the configuration is known. Where "
    "increments would wait for one another in a circle, the dependency with the fewest links is "
    "set aside (broken).",
    source="docs/tables.md, Dependencies",
    page="",
)
