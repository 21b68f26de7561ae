"""From which tables each part of a report is drawn, and which of them name their items."""

from collections.abc import Iterable
from typing import Final

from reports.elements import Block, Figure

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
    "trend": ("milestone_trend",),
    "register": ("risks",),
}


def tables_of(block: Block) -> tuple[str, ...]:
    """Return the tables that a block is drawn from, its chart's among them."""
    drawn = (element.chart.table for element in block.elements if isinstance(element, Figure))
    return _once([*_TABLES.get(block.name, ()), *drawn])


def all_tables(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Return the tables that blocks are drawn from, each once."""
    return _once(table for block in blocks for table in tables_of(block))


def _once(tables: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tables))
