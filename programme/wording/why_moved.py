"""Why the forecast dates moved since the report before: the slippage bridge in sentences."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pandas as pd

from programme.wording.ratings import named
from programme.wording.words import capital, count, day, known, later, listing, number, title

HEADING: Final = "Why the dates moved"
#: What each cause is called, in the order in which they are put into effect.
CAUSES: Final[Mapping[str, str]] = {
    "scope_added": "work was added",
    "scope_dropped": "work was left out",
    "reopened": "finished work was reopened",
    "pace": "the pace of work",
    "risks": "risks",
    "calendar": "holidays and decision days",
    "rest": "anything else, such as another order of work",
}
#: What the pieces of work behind it did.
FLOWS: Final[Mapping[str, str]] = {
    "added": "Added",
    "dropped": "Left out",
    "reopened": "Reopened",
    "finished": "Finished",
}
NONE: Final = "No date with a 4 in 5 chance moved, or there is no earlier report to compare with."
HOW: Final = (
    "One cause after the other is put from what it was to what it is, and the date is worked out "
    "anew with the same chances. The parts add up to the whole movement. A moved date worked to is "
    "no part of it: it changes the promise, and not the work."
)


def by_milestone(bridge: pd.DataFrame) -> pd.DataFrame:
    """Return the slippage bridge with a row for each milestone, the furthest moved first.

    Args:
        bridge: slippage_bridge table.

    Returns:
        ``project``, ``increment``, ``days`` (+ is later), ``target_moved_days`` and each cause.
    """
    named_ones = bridge[bridge["increment"] != ""]
    keys = ["project", "increment"]
    causes = named_ones.pivot_table(index=keys, columns="cause", values="days", aggfunc="sum")
    causes = causes.reindex(columns=list(CAUSES), fill_value=0).astype(float)
    rows = causes.assign(
        days=causes.sum(axis=1),
        target_moved_days=named_ones.groupby(keys)["target_moved_days"].first(),
        far=-causes.sum(axis=1).abs(),
    )
    return rows.reset_index().sort_values(["far", *keys], ignore_index=True).drop(columns="far")


def headline(rows: pd.DataFrame) -> str:
    """State the finding in one line.

    Args:
        rows: As ``by_milestone`` returns them.
    """
    if rows.empty:
        return NONE
    way = {"later": int((rows["days"] > 0).sum()), "earlier": int((rows["days"] < 0).sum())}
    ways = {word: n for word, n in way.items() if n}
    told = [word if len(ways) == 1 else f"{number(n)} {word}" for word, n in ways.items()]
    worst = next(rows.itertuples())
    cause = mainly(worst)
    return (
        f"{capital(count(len(rows), 'forecast date', 'forecast dates'))} moved "
        f"{listing(told)}. {title(str(worst.increment), 40)} moved the furthest, "
        f"{later(worst.days)}{f', mostly by {cause}' if cause else ''}."
    )


def since(before: date) -> str:
    """Return what movements are told since."""
    return f"Since the report on the week to {day(before)}:"


def told_by(report: date, before: date) -> str:
    """Return what stands above the movements that a report told of, where none came after it.

    Args:
        report: Sunday of the report's week.
        before: Sunday of the week that it was compared with.
    """
    return (
        f"No date has moved since the report on the week to {day(report)}. "
        f"In that week, compared with the report on the week to {day(before)}:"
    )


def of_week(week: date, before: date) -> str:
    """Return what stands above the movements of a frozen week.

    Args:
        week: Its Sunday.
        before: Sunday of the week that it was compared with.
    """
    return f"In the week to {day(week)}, compared with the report on the week to {day(before)}:"


def targets(rows: pd.DataFrame) -> str:
    """Say which dates worked to moved meanwhile; empty where none did.

    Args:
        rows: As ``by_milestone`` returns them.
    """
    moved = rows[rows["target_moved_days"].fillna(0) != 0]
    if moved.empty:
        return ""
    furthest: Any = next(
        moved.sort_values("target_moved_days", key=lambda d: -d.abs(), kind="stable").itertuples()
    )
    which = f"{title(str(furthest.increment), 40)}{' the furthest' if len(moved) > 1 else ''}"
    return (
        f"{capital(count(len(moved), 'date', 'dates'))} worked to moved as well, {which}, "
        f"{later(float(furthest.target_moved_days))}."
    )


def mainly(row: Any) -> str:
    """Return the cause that moved a date furthest in the way it went; empty where there is none."""
    ways = {cause: float(getattr(row, cause)) * (1 if row.days >= 0 else -1) for cause in CAUSES}
    cause = max(ways, key=lambda one: ways[one])
    nouns = {
        "scope_added": "added work",
        "scope_dropped": "work left out",
        "reopened": "reopened work",
        "rest": "another order of work",
    }
    return nouns.get(cause, CAUSES[cause]) if ways[cause] > 0 else ""


def parts(row: Any) -> list[str]:
    """Return each cause that moved a date: ``Work was added: 7 days later``."""
    moved = [(name, float(getattr(row, cause))) for cause, name in CAUSES.items()]
    return [f"{capital(name)}: {later(length)}" for name, length in moved if length]


def whole(row: Any) -> str:
    """Return the whole movement of a date; its parts may cancel out."""
    return later(row.days) if row.days else "as before"


def target(row: Any) -> str:
    """Say how the date worked to moved meanwhile."""
    if not known(row.target_moved_days):
        return "No date yet"
    moved = float(row.target_moved_days)
    return f"Moved {later(moved)}" if moved else "Has not moved"


def told(row: Any, *, several: bool) -> str:
    """Say of one milestone how far its forecast moved, and why, in two or three sentences.

    Args:
        row: Of ``by_milestone``.
        several: Whether projects must be told apart.
    """
    name = named(str(row.increment), str(row.project) if several else "")
    moved = float(row.target_moved_days) if known(row.target_moved_days) else 0.0
    said = f"The forecast of {name} moved {whole(row)}: {_listed(row)}."
    if moved:
        said += f" The date worked to moved {later(moved)}."
    return said


def _listed(row: Any) -> str:
    return listing(
        [
            f"{name} ({later(float(getattr(row, c)))})"
            for c, name in CAUSES.items()
            if getattr(row, c)
        ]
    )


def flow(what: str, pieces: int) -> str:
    """Return the heading of a list of work: ``Finished: 4 pieces of work``."""
    return f"{FLOWS[what]}: {count(pieces, 'piece of work', 'pieces of work')}"
