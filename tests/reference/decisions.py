"""``decisions.csv``: what is asked of the sponsor."""

from tests.reference.cells import Row
from tests.reference.programme import Programme
from tests.reference.records import became_on, records
from tests.reference.risks import closed_at
from tests.reference.written import day

STATES = {"open": "open", "finished": "decided", "dropped": "withdrawn"}


def table(programme: Programme) -> list[Row]:
    """List every issue that is a decision."""
    rows: list[Row] = []
    for thing, row, lines in records(programme, "decision"):
        ended_at = closed_at(programme, thing)
        row["needed_by_on"] = day(lines.get("Needed by", ""))
        row["text"] = lines.get("Outcome")
        row["state"] = STATES[thing.state_at(programme.as_of)]
        row["opened_on"] = became_on(programme, thing, "decision")
        row["closed_on"] = programme.day(ended_at) if ended_at else None
        row["needed_by"] = lines.get("Needed by")
        row["what_happened"] = lines.get("What happened")
        rows.append(row)
    return rows
