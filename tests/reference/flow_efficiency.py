"""``flow_efficiency.csv``: how much of the time from start to finish nothing held work up."""

from datetime import timedelta
from decimal import Decimal

from tests.reference.cells import Row
from tests.reference.exact import days, ratio
from tests.reference.programme import Programme, Thing
from tests.reference.service_levels import AT_LEAST, lately_finished
from tests.reference.time_in_state import moments, states_at


def table(programme: Programme) -> list[Row]:
    """Measure each project, and together those in which anything was held up."""
    rows: list[Row] = []
    items, held_up, elapsed, active = 0, 0, Decimal(0), Decimal(0)
    for team in programme.teams:
        if team.settings.kind != "delivery":
            continue
        own = [spans(programme, thing) for thing in team.work if lately_started(programme, thing)]
        counts = (len(own), sum(1 for _, _, idle in own if idle))
        together = days(sum((span for span, _, _ in own), timedelta()))
        at_work = days(sum((span for _, span, _ in own), timedelta()))
        rows.append(_row(team.settings.name, *counts, together, at_work))
        if counts[1]:
            items, held_up = items + counts[0], held_up + counts[1]
            elapsed, active = elapsed + together, active + at_work
    return [*rows, _row("", items, held_up, elapsed, active)]


def lately_started(programme: Programme, thing: Thing) -> bool:
    """Say whether an item was finished lately, and started before."""
    finished_at = thing.finished_at(programme.as_of)
    if not (programme.start_is_told and thing.started_at and finished_at):
        return False
    return thing.started_at <= finished_at and lately_finished(programme, thing)


def spans(programme: Programme, thing: Thing) -> tuple[timedelta, timedelta, timedelta]:
    """Return the time from start to finish, how much was active, and how much held up."""
    finished_at = thing.finished_at(programme.as_of)
    assert thing.started_at is not None
    assert finished_at is not None
    active, idle = timedelta(), timedelta()
    for begin, end in moments(programme, thing):
        if begin < thing.started_at or begin >= finished_at or thing.state_at(begin) != "open":
            continue
        if states_at(programme, thing, begin) & {"blocked", "waiting"}:
            idle += end - begin
        else:
            active += end - begin
    return finished_at - thing.started_at, active, idle


def _row(project: str, items: int, held_up: int, elapsed: Decimal, active: Decimal) -> Row:
    return {
        "project": project,
        "item_count": items,
        "held_up_count": held_up,
        "elapsed_days": elapsed,
        "active_days": active,
        "flow_efficiency_ratio": ratio(active, elapsed) if items >= AT_LEAST and held_up else None,
    }
