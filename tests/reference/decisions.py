"""``decisions.csv``: what is asked of the sponsor."""

from datetime import datetime

from tests.reference.cells import Row
from tests.reference.programme import Programme, Thing
from tests.reference.records import became_on, records
from tests.reference.written import day

STATES = {"open": "open", "finished": "decided", "dropped": "withdrawn"}


def table(programme: Programme) -> list[Row]:
    """List every issue that is a decision."""
    rows: list[Row] = []
    for thing, row, lines in records(programme, "decision"):
        ended_at = _ended_at(programme, thing)
        row["needed_by_on"] = day(lines.get("Needed by", ""))
        row["text"] = lines.get("Outcome")
        row["state"] = STATES[thing.state_at(programme.as_of)]
        row["opened_on"] = became_on(programme, thing, "decision")
        row["closed_on"] = programme.day(ended_at) if ended_at else None
        row["needed_by"] = lines.get("Needed by")
        row["what_happened"] = lines.get("What happened")
        rows.append(row)
    return rows


def _ended_at(programme: Programme, thing: Thing) -> datetime | None:
    """Return since when it is decided, or withdrawn, which it may be after it was decided."""
    began, was = None, ""
    for at, state in thing.states:
        if at <= programme.as_of and state != was:
            began, was = at, state
    return None if was == "open" else began
