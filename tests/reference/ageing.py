"""``ageing.csv``: work under way against what is usual in its project."""

from tests.reference import items, service_levels
from tests.reference.cells import Row
from tests.reference.programme import Programme


def table(programme: Programme) -> list[Row]:
    """List what is open and started."""
    usual = {
        row["project"]: row["p85_days"]
        for row in service_levels.table(programme)
        if row["measure"] == "cycle_time"
    }
    rows: list[Row] = []
    for row in items.table(programme):
        if row["state"] != "open" or row["started_on"] is None:
            continue
        sle = usual[row["project"]]
        beyond = None if sle is None else int(str(row["age_days"])) > int(str(sle))
        rows.append(
            {
                "project": row["project"],
                "item": row["item"],
                "title": row["title"],
                "started_on": row["started_on"],
                "age_days": row["age_days"],
                "sle_days": sle,
                "beyond_sle": beyond,
            }
        )
    return rows
