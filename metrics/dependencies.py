"""Dependencies: which increment must come after which, and why."""

from datetime import datetime
from typing import Final

import pandas as pd

from metrics.parts import dependencies as parts
from metrics.parts.increment_history import increments
from metrics.parts.measure import Frames, Measure
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
        TABLE: as ``parts.dependencies.dependencies`` gives it, with the titles as they are.
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
                project, [one.title for one in told], facts, inputs["history"], as_of
            )
        )
    filled = [table for table in found if len(table)]
    if not filled:
        return frames.empty(TABLE)
    return frames.conform(pd.concat(filled).sort_values(TABLE.keys), TABLE)


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("facts.milestones", "facts.links", "facts.events", "history", "increment_spells"),
    compute=dependencies,
    question="Which increment must come after which?",
    unit="pairs of increments",
    definition="Each increment with one that must be finished before it: because the configuration "
    "says so, or because an open issue in it waits for an open one of the other.",
    formula="link_count = count(open issues of the increment that are blocked by an open one of "
    "the other)",
    reads_as="No increment is forecast to be ready before those that it waits for.",
    misleads="Only what is written down at the forge or in the configuration is known. Where "
    "increments would wait for one another in a circle, the dependency with the fewest links is "
    "set aside (broken).",
    source="docs/tables.md, Dependencies",
    page="",
)
