"""All tables that are made a second time, by name."""

from tests.reference import (
    achievements,
    ageing,
    burn_up,
    chains,
    decisions,
    dependencies,
    flow,
    flow_efficiency,
    flow_health,
    increments,
    items,
    learnings,
    milestone_trend,
    plan,
    planned_work,
    projects,
    promises,
    risk_breakdown,
    risk_burndown,
    risks,
    run_chart,
    scope,
    service_levels,
    throughput,
    time_in_state,
)
from tests.reference.cells import cell
from tests.reference.programme import Programme

TABLES = {
    "throughput": (throughput.table, ("project", "week_start")),
    "flow": (flow.table, ("project", "week_end")),
    "items": (items.table, ("project", "item")),
    "service_levels": (service_levels.table, ("project", "measure")),
    "ageing": (ageing.table, ("project", "item")),
    "flow_health": (flow_health.table, ("project",)),
    "flow_efficiency": (flow_efficiency.table, ("project",)),
    "time_in_state": (time_in_state.table, ("project", "state")),
    "run_chart": (run_chart.table, ("project", "week_start")),
    "risks": (risks.table, ("project", "item")),
    "risk_burndown": (risk_burndown.table, ("project", "week_end")),
    "risk_breakdown": (
        risk_breakdown.table,
        ("project", "week_end", "category", "increment"),
    ),
    "milestone_trend": (milestone_trend.table, ("project", "increment", "week_end")),
    "promises": (promises.table, ("project", "increment", "order")),
    "projects": (projects.table, ("project",)),
    "scope": (scope.table, ("project", "increment", "week_start")),
    "planned_work": (planned_work.table, ("project", "week_start")),
    "dependencies": (dependencies.table, ("project", "increment", "after")),
    "plan": (plan.table, ("project", "increment")),
    "chains": (chains.of_programme, ("project", "chain")),
    "increments": (increments.table, ("project", "increment")),
    "decisions": (decisions.table, ("project", "item")),
    "achievements": (achievements.table, ("project", "item")),
    "learnings": (learnings.table, ("project", "item")),
    "burn_up": (burn_up.table, ("project", "increment", "week_end")),
}


def make(programme: Programme, name: str) -> dict[tuple[str, ...], dict[str, str]]:
    """Make a table: its rows' cells by key."""
    table, key = TABLES[name]
    made = {}
    for row in table(programme):
        cells = {column: cell(value) for column, value in row.items()}
        made[tuple(cells[column] for column in key)] = cells
    return made
