"""Builders for the measures of flow: labels over time, and finished work by the dozen."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from metrics.flow import MEASURE as FLOW
from metrics.parts.measure import Measure
from metrics.throughput import MEASURE as THROUGHPUT
from programme.settings import Settings
from tests.metrics.frames import Issue, at, computed, make_settings, replayed

#: A Friday; the last whole week before it ended on Sunday 5 July 2026.
AS_OF = "2026-07-10T12:00"


def label(issue: Issue, name: str, since: str, until: str | None = None) -> dict[str, Any]:
    """Make a row of LABEL_SPELLS."""
    return {
        "source": issue.source,
        "number": issue.number,
        "label": name,
        "from_at": at(since),
        "until_at": at(until) if until else pd.NaT,
    }


def finished(number: int, project: str = "Portal", **changes: Any) -> Issue:
    """Make an issue created on 1 June 2026, started on the 2nd and finished on the 12th."""
    started = changes.pop("started", "2026-06-02T12:00")
    turns = changes.pop("turns", (("2026-06-12T12:00", "finished"),))
    return Issue(number, "2026-06-01", *turns, project=project, started=started, **changes)


def measured(
    measure: Measure,
    issues: Iterable[Issue],
    labels: Iterable[dict[str, Any]] = (),
    *,
    as_of: str = AS_OF,
    settings: Settings | None = None,
) -> pd.DataFrame:
    """Run a measure of flow, the programme's rows included."""
    settings = settings or make_settings()
    inputs: dict[str, Any] = replayed(list(issues), label_spells=list(labels))
    for needed in (THROUGHPUT, FLOW):
        inputs[needed.table.name] = computed(needed, inputs, as_of, settings)
    return computed(measure, inputs, as_of, settings)
