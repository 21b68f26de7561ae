"""``time_in_state.csv``: how long work spent under its labels, moment by moment."""

from datetime import datetime, timedelta
from decimal import Decimal

from tests.reference import labels
from tests.reference.cells import Row
from tests.reference.exact import days
from tests.reference.programme import Programme, Thing
from tests.reference.service_levels import AT_LEAST, lately_finished, percentile


def table(programme: Programme) -> list[Row]:
    """Measure every state of every project, and add up the projects."""
    rows: list[Row] = []
    sums: dict[str, tuple[int, Decimal, int]] = {}
    for team in programme.teams:
        spans: dict[str, list[timedelta]] = {}
        now: dict[str, int] = {}
        for thing in team.work:
            if lately_finished(programme, thing):
                for state, span in open_time(programme, thing).items():
                    spans.setdefault(state, []).append(span)
            elif thing.state_at(programme.as_of) == "open":
                for state in states_at(programme, thing, programme.as_of):
                    now[state] = now.get(state, 0) + 1
        for state in spans.keys() | now.keys():
            own = sorted(spans.get(state, []))
            enough = len(own) >= AT_LEAST
            total = days(sum(own, timedelta()))
            rows.append(
                {
                    "project": team.settings.name,
                    "state": state,
                    "item_count": len(own),
                    "p50_days": days(percentile(own, 50)) if enough else None,
                    "p85_days": days(percentile(own, 85)) if enough else None,
                    "total_days": total,
                    "open_count": now.get(state, 0),
                }
            )
            items, together, still = sums.get(state, (0, Decimal(0), 0))
            sums[state] = (items + len(own), together + total, still + now.get(state, 0))
    for state, (items, together, still) in sums.items():
        row: Row = {"project": "", "state": state, "p50_days": None, "p85_days": None}
        rows.append({**row, "item_count": items, "total_days": together, "open_count": still})
    return rows


def states_at(programme: Programme, thing: Thing, at: datetime) -> set[str]:
    """Return the states that an issue's labels tell at an instant."""
    return labels.work_states(thing.history.labels_at(at), programme.settings.labels)


def open_time(programme: Programme, thing: Thing) -> dict[str, timedelta]:
    """Add up, from moment to moment, how long an issue was open in each state."""
    spans: dict[str, timedelta] = {}
    for begin, end in moments(programme, thing):
        if thing.state_at(begin) == "open":
            for state in states_at(programme, thing, begin):
                spans[state] = spans.get(state, timedelta()) + (end - begin)
    return spans


def moments(programme: Programme, thing: Thing) -> list[tuple[datetime, datetime]]:
    """Cut an issue's life up to ``as_of`` wherever anything changed or it was started."""
    cuts = {*thing.history.instants(), programme.as_of}
    if thing.started_at:
        cuts.add(thing.started_at)
    ordered = sorted(at for at in cuts if at <= programme.as_of)
    return list(zip(ordered, ordered[1:], strict=False))
