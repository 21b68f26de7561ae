"""Changes of the decisions that are asked of the sponsor."""

from collections.abc import Hashable, Iterator
from datetime import date
from typing import Any

import pandas as pd

from programme.wording import changed_risks as say
from snapshots.both import COUNTS, Both, Row

_Decision = dict[Hashable, Any]
_COLUMNS = ("item", "title", "state", "needed_by_on")


def changes_of_decisions(editions: Both) -> Iterator[Row]:
    """Yield the decisions that are asked for, moved, taken or withdrawn since."""
    tables = editions.pair("decisions", *_COLUMNS)
    if tables is None or editions.rests_on_changed(COUNTS):
        return
    columns = ["project", *_COLUMNS]
    old, new = (
        {str(row["item"]): row for row in editions.collected(table)[columns].to_dict("records")}
        for table in tables
    )
    for item in sorted(old.keys() | new.keys()):
        told = _told(old.get(item), new.get(item))
        if told:
            row = new.get(item) or old[item]
            before, after = (_cell(_until(side.get(item))) for side in (old, new))
            yield Row(*told, str(row["project"]), "", item, before, after)


def _told(old: _Decision | None, new: _Decision | None) -> tuple[str, str] | None:
    """Return the kind and the sentence of what became of a decision; None where nothing did."""
    was, now = ("" if one is None else str(one["state"]) for one in (old, new))
    title = str((new or old or {})["title"])
    match was, now:
        case "open", "open" if _until(old) != _until(new):
            return "decision_moved", say.needed(title, _until(new), moved=True)
        case "open", "open":
            return None
        case _, "open":
            return "decision_new", say.needed(title, _until(new))
        case (("" | "open"), "decided"):
            return "decision_taken", say.decided(title)
        case "open", _:
            return "decision_withdrawn", say.withdrawn(title)
    return None


def _until(decision: _Decision | None) -> date | None:
    value = None if decision is None else decision["needed_by_on"]
    return None if value is None or pd.isna(value) else value.date()


def _cell(value: date | None) -> str:
    return "" if value is None else value.isoformat()
