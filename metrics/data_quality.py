"""Data quality: what the records leave open, and what that does to which figure."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

import pandas as pd

from metrics.parts import (
    quality_dependencies,
    quality_events,
    quality_flow,
    quality_increment_work,
    quality_increments,
    quality_items,
    quality_labels,
    quality_records,
    quality_risks,
    quality_sources,
)
from metrics.parts.explained import explained, part
from metrics.parts.finding import Finding
from metrics.parts.measure import Frames, Key, Measure
from programme import frames
from programme.frames import COUNT, TEXT, Column, Contract
from programme.settings import Settings

TABLE: Final = Contract(
    "data_quality",
    {
        "project": Column(TEXT, "project it was found in", key=True, empty=False),
        "check": Column(TEXT, "name of the check", key=True, empty=False),
        "severity": Column(TEXT, "info | warning | error", empty=False),
        "item_count": Column(COUNT, "how many issues, increments or sources; empty = no such"),
        "examples": Column(TEXT, "up to three of them"),
        "sentence": Column(TEXT, "what was met and what it does to which figure", empty=False),
    },
)

Scan = Callable[[Frames, datetime, Settings], Iterator[Finding]]
SCANS: Final[tuple[Scan, ...]] = (
    quality_sources.scan_sources,
    quality_sources.scan_no_events,
    quality_sources.scan_history_cut_short,
    quality_sources.scan_empty,
    quality_sources.scan_silent,
    quality_sources.scan_clock_skew,
    quality_sources.scan_no_start_signal,
    quality_sources.scan_team_size,
    quality_items.scan_no_increment,
    quality_items.scan_stale_open,
    quality_items.scan_closed_before_created,
    quality_items.scan_start_after_finish,
    quality_items.scan_finished_not_started,
    quality_items.scan_gone,
    quality_items.scan_bulk_closings,
    quality_items.scan_no_size,
    quality_items.scan_two_sizes,
    quality_events.scan_doubts,
    quality_labels.scan_open_not_done,
    quality_labels.scan_two_kinds,
    quality_labels.scan_two_states,
    quality_labels.scan_several_increments,
    quality_flow.scan_littles_law,
    quality_increments.scan_no_due_date,
    quality_increments.scan_absurd_due_date,
    quality_increments.scan_overdue,
    quality_increments.scan_no_baseline,
    quality_increments.scan_due_dates_differ,
    quality_increments.scan_due_before_start,
    quality_increments.scan_unused_baseline,
    quality_increment_work.scan_closed_late,
    quality_increment_work.scan_never_closed,
    quality_increment_work.scan_finished_with_open_work,
    quality_increment_work.scan_no_work,
    quality_dependencies.scan_circles,
    quality_dependencies.scan_unknown_titles,
    quality_dependencies.scan_gates_passed,
    quality_risks.scan_risk_labels,
    quality_risks.scan_unsized_risks,
    quality_risks.scan_unplaced_risks,
    quality_records.scan_undated_decisions,
    quality_records.scan_overdue_decisions,
    quality_records.scan_decisions_without_consequence,
    quality_records.scan_who_benefits,
    quality_records.scan_not_yet_shown,
    quality_records.scan_change_not_made,
)


def data_quality(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Run every check.

    Args:
        inputs: ``facts.items``, ``facts.events``, ``facts.milestones``, ``facts.links``,
            ``history``, ``state_spells``, ``label_spells``, ``doubts`` and the tables
            ``achievements``, ``decisions``, ``flow_health``, ``increments``, ``items``,
            ``learnings``, ``risks`` and ``sources``.
        as_of: Aware instant.
        settings: The programme's.

    Returns:
        TABLE: a row for each project and check that found something.
    """
    table = pd.DataFrame(
        [
            {
                "project": finding.project,
                "check": finding.check,
                "severity": finding.severity,
                "item_count": len(finding.named) or pd.NA,
                "examples": finding.examples,
                "sentence": finding.sentence,
            }
            for finding in sorted(_findings(inputs, as_of, settings))
        ],
        columns=list(TABLE.columns),
    )
    return frames.conform(table, TABLE)


def _findings(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    return (finding for scan in SCANS for finding in scan(inputs, as_of, settings))


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name everything that a check was found on, not its examples alone.

    Args:
        inputs: As for ``data_quality``.
        key: ``project`` and ``check``.
        as_of: Aware instant.
        settings: The programme's.

    Returns:
        EXPLAINED of ``item_count``: issues with their title; increments and sources by their names
        under ``item``.
    """
    project = key["project"]
    named = [
        name
        for finding in _findings(inputs, as_of, settings)
        if (finding.project, finding.check) == (project, key["check"])
        for name in finding.named
    ]
    issues, increments = inputs["history"], inputs["increments"]
    known = pd.concat(
        [
            issues[["project", "item", "title", "url"]],
            increments[["project", "increment", "url"]].rename(columns={"increment": "item"}),
        ]
    )
    known = known[known["project"] == project].drop_duplicates("item").set_index("item")
    found = known.reindex(named).rename_axis("item").reset_index()
    return explained([part("item_count", found.assign(project=project))])


MEASURE: Final = Measure(
    table=TABLE,
    inputs=(
        "facts.items",
        "facts.events",
        "facts.milestones",
        "facts.links",
        "history",
        "state_spells",
        "label_spells",
        "doubts",
        "achievements",
        "decisions",
        "flow_health",
        "increments",
        "items",
        "learnings",
        "risks",
        "sources",
    ),
    compute=data_quality,
    explain=explain,
    question="What do the records leave open?",
    unit="issues, increments or sources",
    definition="What the records leave open, by project and check: how many issues, increments or "
    "sources it concerns, up to three examples, and one sentence on which figure it touches.",
    formula="item_count = issues, increments or sources the check names; empty if none",
    reads_as="Each row says what was met and which figure it touches; none is about a person.",
    misleads="Only what a check looks for is found, so no row does not mean no gap. Most rows say "
    "what a forge cannot tell and blame nobody.",
    source="docs/tables.md, wherever it asks for a data-quality row",
    page="Data quality",
)
