"""From which tables each part of a report is drawn."""

from collections.abc import Iterable
from typing import Final

from reports.elements import Block
from snapshots.edition import Edition

_TABLES: Final = {
    "position": ("projects", "increments"),
    "decisions": ("decisions",),
    "ready": ("increments",),
    "risks": ("risk_burndown", "risks"),
    "pace": ("run_chart",),
    "achievements": ("achievements",),
    "learnings": ("learnings",),
    "sureness": ("sources", "forecast_scores", "data_quality"),
    "changes": ("changes",),
    "milestones": ("increments",),
    "trend": ("milestone_trend", "slippage_bridge"),
    "register": ("risks",),
}


def tables_of(block: Block, edition: Edition) -> tuple[str, ...]:
    """Return the tables of an edition that a block is drawn from, its chart's among them.

    Weeks that were frozen before there was a table do not have it.
    """
    chart = (block.chart.table,) if block.chart else ()
    named = dict.fromkeys([*_TABLES.get(block.name, ()), *chart])
    return tuple(name for name in named if name in edition.snapshot.tables)


def all_tables(blocks: Iterable[Block], edition: Edition) -> tuple[str, ...]:
    """Return the tables of an edition that blocks are drawn from, each once."""
    return tuple(dict.fromkeys(name for block in blocks for name in tables_of(block, edition)))
