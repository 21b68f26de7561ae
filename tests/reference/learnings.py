"""``learnings.csv``: what was learned."""

from tests.reference.cells import Row
from tests.reference.programme import Programme
from tests.reference.records import became_on, records


def table(programme: Programme) -> list[Row]:
    """List every issue that is a learning and was not dropped."""
    rows: list[Row] = []
    for thing, row, lines in records(programme, "learning"):
        if thing.state_at(programme.as_of) != "dropped":
            row["noted_on"] = became_on(programme, thing, "learning")
            row["text"] = lines.get("What we learned")
            row["what_happened"] = lines.get("What happened")
            row["what_we_changed"] = lines.get("What we changed")
            rows.append(row)
    return rows
