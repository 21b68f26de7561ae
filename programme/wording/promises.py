"""Every date that was promised of a milestone: the promise ledger in sentences."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

import pandas as pd

from programme.weeks import local_date
from programme.wording.words import capital, count, day, known, later, number, sentence, title

HEADING: Final = "Every date that was promised"
HOW: Final = (
    "GitHub and GitLab keep no history of dates, so it is kept here from the first reading on. "
    "A date that is agreed anew stands beside the first one and never in its place."
)


def changes(promises: pd.DataFrame) -> pd.DataFrame:
    """Return the promises of one milestone without dates that only say again what stood.

    Args:
        promises: Its rows of the promises table, in order.
    """
    before = promises["promised_on"].shift()
    again = (promises["basis"] == "observed") & (promises["promised_on"] == before)
    return promises[~again]


def summary(increment: str, changed: pd.DataFrame, project: str = "") -> str:
    """Say in one line what was promised of a milestone at first, and what is now.

    Args:
        increment: Its title.
        changed: As ``changes`` returns them; at least one row.
        project: Where projects must be told apart.
    """
    told = changed["promised_on"].tolist()
    dated = [on for on in told if known(on)]
    name = f"{title(increment)} ({project})" if project else title(increment)
    if not dated:
        return f"{name}: no date stands."
    first, last = dated[0], told[-1]
    often = len(told) - 1
    if not often:
        return f"{name}: {day(first)}, as at first."
    times = {1: "once", 2: "twice"}.get(often, f"{number(often)} times")
    if not known(last):
        return f"{name}: first {day(first)}, changed {times}; no date stands now."
    moved = (last - first).days
    whole = f"{later(moved)} in all" if moved else "the same day in the end"
    return f"{name}: first {day(first)}, changed {times}; {day(last)} now, {whole}."


def promised(row: Any) -> str:
    """Return a date promised, or that it was taken away."""
    return day(row.promised_on) if known(row.promised_on) else "Date taken away"


def moved(row: Any) -> str:
    """Say how far a promise moved the date."""
    if int(row.order) == 1:
        return "First promise"
    if not known(row.moved_days):
        return "Not known"
    return f"{later(float(row.moved_days))}" if row.moved_days else "The same day"


def told_by(row: Any, zone: ZoneInfo) -> str:
    """Say who told of a promise, when, and why.

    Args:
        row: Of the promises table.
        zone: The programme's time zone.
    """
    if row.basis in {"baseline", "rebaseline"}:
        said = "Agreed" if row.basis == "baseline" else "Agreed anew"
        said += f" on {day(row.agreed_on)}" if known(row.agreed_on) else ""
        said += f" by the {row.role}" if known(row.role) and row.role else ""
        why = sentence(title(str(row.reason), 200)) if known(row.reason) and row.reason else ""
        return f"{said}. {why}".strip()
    on = _local(row.seen_at, zone)
    if row.basis == "rebuilt":
        return f"First seen on {day(on)}, after the time that is told of."
    return f"{'First seen' if int(row.order) == 1 else 'Seen'} on {day(on)}."


def finding(promises: pd.DataFrame) -> str:
    """Say how many milestones stand by their first promise.

    Args:
        promises: Rows of the promises table, of the milestones told of; at least one.
    """
    held = [len(changes(rows)) == 1 for _, rows in _each(promises)]
    kept = sum(held)
    if kept == len(held):
        return f"{_all(kept)} the date first promised."
    moved = len(held) - kept
    return (
        f"{number(moved)} of {count(len(held), 'date', 'dates')} "
        f"{'has' if moved == 1 else 'have'} changed since the first promise."
    )


def stand(held: int) -> str:
    """Say how many more milestones stand by their first promise; at least one."""
    return f"{capital(count(held, 'more stands', 'more stand'))} at the date first promised"


def _each(promises: pd.DataFrame) -> Iterator[tuple[Any, pd.DataFrame]]:
    yield from promises.sort_values("order").groupby(["project", "increment"], sort=True)


def _all(kept: int) -> str:
    return (
        "The only milestone stands at" if kept == 1 else f"All {number(kept)} milestones stand at"
    )


def _local(at: pd.Timestamp, zone: ZoneInfo) -> date:
    return local_date(at.to_pydatetime(), zone)
