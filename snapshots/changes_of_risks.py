"""Changes of risks and of the board's limit for them."""

from collections.abc import Hashable, Iterator
from typing import Any

import pandas as pd

from programme.wording import changed_risks as say
from programme.wording.changes import REMEASURED, both
from programme.wording.words import days
from snapshots.both import COUNTS, Both, Row
from snapshots.cells import number

_Risk = dict[Hashable, Any]
_EXPOSURE = "exposure_days"
_COLUMNS = ("item", "increment", "title", "state", _EXPOSURE, "impact_days")


def changes_of_risks(editions: Both) -> Iterator[Row]:
    """Yield what became of each risk; its effect is the change of the days expected of it."""
    tables = editions.pair("risks", *_COLUMNS)
    if tables is None:
        return
    columns = ["project", *_COLUMNS]
    old, new = (
        {str(row["item"]): row for row in editions.collected(table)[columns].to_dict("records")}
        for table in tables
    )
    for item in sorted(old.keys() | new.keys()):
        found = _change(old.get(item), new.get(item), editions)
        if found is not None:
            yield found


def expected(risk: _Risk | None) -> float | None:
    """Return the days of delay expected of a risk: all of its impact once it has happened.

    Returns:
        None where it is open or happened and has no size; 0 where it is dealt with or not there.
    """
    if risk is None or risk["state"] == "retired":
        return 0.0
    column = "impact_days" if risk["state"] == "happened" else _EXPOSURE
    return _number(risk[column])


def _change(old: _Risk | None, new: _Risk | None, editions: Both) -> Row | None:
    """Tell of one risk; None where nothing changed that counts."""
    was = "" if old is None else str(old["state"])
    now = "" if new is None else str(new["state"])
    before, after = expected(old), expected(new)
    row = new or old or {}
    name = say.risk(str(row["title"]), str(row["project"]) if editions.several else "")
    match was, now:
        case "open", "open" if before != after:
            grew = (after or 0) > (before or 0)
            kind, said = "risk_raised" if grew else "risk_lowered", say.resized(name, before, after)
        case (("" | "open" | "retired"), "happened"):
            kind, said = "risk_happened", say.happened(name, after, before)
        case "", "open":
            kind, said = "risk_new", say.new(name, after)
        case (("retired" | "happened"), "open"):
            kind, said = "risk_reopened", say.reopened(name, after)
        case "open", ("retired" | ""):
            kind, said = "risk_retired", say.retired(name, before, dealt_with=bool(now))
        case _:
            return None
    shown = _shown(was, before), _shown(now, after)
    effect = _effect(before, after, now)
    if editions.rests_on_changed(COUNTS):
        said, effect = both(name, shown[1], shown[0], REMEASURED), None
    place = str(row["project"]), str(row["increment"]), str(row["item"])
    return Row(kind, said, *place, _cell(was, before), _cell(now, after), effect)


def _effect(before: float | None, after: float | None, now: str) -> float | None:
    """Return the change of the expected days; a risk without a size carries none."""
    unknown = after is None and now == "happened"
    if unknown or (None in {before, after} and not (before or after)):
        return None
    return round((after or 0.0) - (before or 0.0), 6)


def changes_of_limit(editions: Both) -> Iterator[Row]:
    """Yield that the board's limit moved, and that open risks crossed it."""
    old, new = (
        edition.settings.risk.tolerance.total_days for edition in (editions.before, editions.after)
    )
    if old != new:
        said = say.limit_moved(old, new)
        yield Row("limit", said, before=_number_cell(old), after=_number_cell(new))
    tables = editions.pair("projects", _EXPOSURE)
    if tables is None or old is None or new is None:
        return
    # Where labels mean something else, or something is missing, it is the risks' sum that moved
    # for no reason of theirs.
    if not editions.whole or editions.rests_on_changed(COUNTS):
        return
    before, after = map(_carried, tables)
    if before is not None and after is not None and (before > old) != (after > new):
        said = say.crossed(after, new)
        yield Row("exposure", said, before=number(before), after=number(after))


def _carried(projects: pd.DataFrame) -> float | None:
    """Return the days that the open risks of the whole programme carry."""
    found = projects.loc[projects["project"] == "", _EXPOSURE]
    return None if found.empty else _number(found.iloc[0])


def _shown(state: str, value: float | None) -> str:
    """Return a risk's state and what is expected of it in words."""
    if not state:
        return "not listed"
    if state == "retired":
        return "dealt with"
    size = "not sized" if value is None else f"{days(value)} expected"
    return f"happened, {size}" if state == "happened" else size


def _cell(state: str, value: float | None) -> str:
    """Return the days expected of an open risk, the state of another one."""
    return _number_cell(value) if state == "open" else state


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _number_cell(value: float | None) -> str:
    return "" if value is None else number(value)
