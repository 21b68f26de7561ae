"""Whether the items that a measure names are those that its table counts."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any

import pandas as pd

from metrics import registry
from metrics.parts.measure import Measure
from programme import frames
from programme.settings import Settings

MOVEMENTS = ("new_days", "raised_days", "lowered_days", "retired_days", "happened_days")
STATES = ("item_count", "finished_count", "dropped_count", "remaining_count")
FORECAST = ("p50_on", "p80_on", "p95_on")

#: The columns of each table that items add up to.
SUMS: dict[str, tuple[str, ...]] = {
    "achievements": (),
    "ageing": ("age_days", "sle_days"),
    "burn_up": ("scope_count", "finished_count"),
    "chains": (),
    "cut_lines": (),  # pieces that are only expected are no items
    "data_quality": ("item_count",),
    "decisions": (),
    "dependencies": ("link_count",),
    "flow": (
        *("arrived_total", "started_total", "finished_total", "dropped_total"),
        *("wip_count", "backlog_count"),
        *("arrived_size_total", "started_size_total", "finished_size_total", "dropped_size_total"),
        *("wip_size", "backlog_size"),
    ),
    "flow_efficiency": ("item_count", "held_up_count", "elapsed_days", "active_days"),
    "flow_health": (
        *("arrived_count", "finished_count", "mean_wip", "mean_finished_per_week"),
        *("item_count", "elapsed_days"),
    ),
    "forecast_scores": (),
    "increments": (
        *STATES,
        *("reopened_count", "added_since_baseline_count", "exposure_days", "remaining_size"),
    ),
    "items": (
        *("cycle_time_days", "lead_time_days", "age_days", "size"),
        *("cycle_time_working_days", "lead_time_working_days", "age_working_days"),
    ),
    "learnings": (),
    "milestone_trend": (),
    "plan": ("open_count",),
    "planned_work": (
        *("open_count", "added_count", "left_count", "finished_count", "in_turn_count"),
    ),
    "projects": (*STATES, "wip_count", "exposure_days", "unsized_count", "remaining_size"),
    "proposals": ("item_count",),
    "risk_breakdown": (
        *("open_count", "unsized_count", "exposure_days", "unpriced_count", "exposure_gbp"),
    ),
    "risk_burndown": (
        *("open_count", "unsized_count", "exposure_days", "exposure_gbp"),
        *MOVEMENTS,
    ),
    "risks": ("exposure_days", "exposure_gbp"),
    "run_chart": ("finished_count",),
    "scope": (
        *("added_count", "dropped_count", "moved_in_count", "moved_out_count", "scope_count"),
    ),
    "service_levels": (
        *("item_count", "p50_days", "p80_days", "p85_days", "p95_days"),
        *("p50_working_days", "p80_working_days", "p85_working_days", "p95_working_days"),
    ),
    "sources": ("item_count",),
    "throughput": (
        *("arrived_count", "finished_count", "dropped_count", "reopened_count"),
        *("arrived_size", "finished_size", "dropped_size", "reopened_size"),
    ),
    "time_in_state": ("item_count", "p50_days", "p85_days", "total_days", "open_count"),
}


def sums(explained: pd.DataFrame) -> dict[str, Decimal]:
    """Add up what is explained, by column, as the decimals that are written."""
    total: defaultdict[str, Decimal] = defaultdict(Decimal)
    for column, amount in zip(explained["column"], explained["amount"], strict=True):
        total[column] += Decimal(0) if pd.isna(amount) else Decimal(repr(float(amount)))
    return total


def disagreements(
    measure: Measure, row: Mapping[str, Any], explained: pd.DataFrame, *, expected: bool = False
) -> Iterator[str]:
    """Say where the items of a row do not come to its cells.

    Args:
        measure: Whose table it is.
        row: The row.
        explained: What it is made of.
        expected: Whether its project expects pieces of work that are no items yet: then a date may
            wait for these alone.
    """
    frames.check(explained, frames.EXPLAINED)
    table = measure.table.name
    where = f"{table} {[row[name] for name in measure.table.keys]}"
    keys = list(explained[frames.EXPLAINED.keys].itertuples(index=False, name=None))
    if keys != sorted(keys):
        yield f"{where}: not in order"
    found = sums(explained)
    for column in SUMS[table]:
        cell = Decimal(0) if pd.isna(row[column]) else Decimal(repr(float(row[column])))
        if found[column] != cell:
            yield f"{where}: {column} is {cell}, its items come to {found[column]}"
    for column in FORECAST:
        dated = column in row and not pd.isna(row[column])
        if dated and not found[column] and not expected:
            yield f"{where}: {column} waits for nothing"
        if dated and found["remaining_count"] > found[column]:
            yield f"{where}: {column} waits for less than is in it"
    unknown = set(explained["column"]) - set(measure.table.columns) - {"remaining_count"}
    if unknown:
        yield f"{where}: {unknown} are no columns"


def all_disagreements(
    facts: Mapping[str, pd.DataFrame],
    replayed: Mapping[str, pd.DataFrame],
    as_of: datetime,
    settings: Settings,
    *,
    tables: Collection[str] = tuple(SUMS),
    most: int | None = None,
    dice: Random | None = None,
) -> list[str]:
    """Explain the rows of tables.

    Args:
        facts: Frames of all projects.
        replayed: What the replay made of them.
        as_of: Aware instant.
        settings: The programme's.
        tables: Names of those that are explained.
        most: How many rows of each to try, chosen by *dice*; None = all.
        dice: The same ones choose the same rows.
    """
    chosen = registry.needed(tables)
    given = registry.given(chosen, facts, replayed, as_of=as_of, settings=settings)
    made = registry.compute(chosen, given, as_of=as_of, settings=settings)
    made = registry.total(chosen, made, as_of=as_of, settings=settings)
    given |= made
    dice = dice or Random(0)
    expecting = {project.name for project in settings.projects if project.expected}
    found: list[str] = []
    for measure in chosen:
        if measure.table.name not in tables:
            continue
        assert measure.explain is not None
        asked = (*measure.inputs, *measure.explain_inputs)
        inputs = {name: given[name] for name in asked if name in given}
        rows = made[measure.table.name].to_dict("records")
        for row in rows if most is None else dice.sample(rows, min(most, len(rows))):
            key = {name: row[name] for name in measure.table.keys}
            explained = measure.explain(inputs, key, as_of=as_of, settings=settings)
            expected = row.get("project") in expecting
            found += disagreements(measure, row, explained, expected=expected)
    return found
