"""What would bring it forward: what a change does to the dates, in sentences."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from programme.change import Change
from programme.wording.ratings import named
from programme.wording.words import (
    capital,
    chance,
    count,
    day,
    days,
    known,
    listing,
    number,
    sentence,
)

#: Work in no increment, where a title would stand.
UNPLANNED: Final = "work not yet planned"
#: The pace as it stands.
USUAL_PACE: Final = "As it is"
_HALF: Final = "Half a person more"
_MORE: Final = (10, 25, 50)
#: Of what changes, so many words are named; what is longer is counted.
_MOST_WORDS: Final = 14


def paces(people: int | None) -> dict[str, float]:
    """Return the paces that can be tried, with how much is then finished for each piece now.

    Args:
        people: Size of the team; None = not known, and then half a person more is not offered.
    """
    half = {_HALF: (people + 0.5) / people} if people else {}
    return {USUAL_PACE: 1.0, **half, **{f"{more}% more": 1 + more / 100 for more in _MORE}}


def causes(
    change: Change, left: Mapping[str, int], risks: Mapping[str, str], pace: str
) -> list[str]:
    """Return what a change does that can move a date, a clause each.

    Args:
        change: The change.
        left: Pieces of work left in each increment before it.
        risks: The title of each risk, by item.
        pace: The name of its pace, of ``paces``.
    """
    out = [
        f"leaving out {_named(title)}"
        if left_out >= left[title]
        else f"leaving out {count(left_out, 'piece', 'pieces')} of {_named(title)}"
        for title, left_out in change.left_out.items()
    ]
    dealt = [f"dealing with {named(risks[item])}" for item in sorted(change.retired)]
    faster = [] if pace == USUAL_PACE else [pace.lower() if pace == _HALF else f"{pace} pace"]
    return [*out, *dealt, *faster]


def finding(
    rows: pd.DataFrame, change: Change, causes: Sequence[str], keys: Collection[str] = ()
) -> list[str]:
    """State in one or two sentences what a change does.

    Args:
        rows: Of the table ``tried``.
        change: The change.
        causes: What it does, as ``causes`` says it.
        keys: Titles of the increments that decide the rating; one of them is named first.
    """
    if not change.count:
        return ["Choose a change to see what it would do to the dates."]
    subject, one = _subject(causes)
    kept = rows[~rows["whole"] & (rows["kept_count"] > 0)]
    if kept.empty:
        return [f"{subject} {'leaves' if one else 'leave'} nothing to do, so there is no date."]
    kept = kept.assign(
        days=(kept["p80_on"] - kept["new_p80_on"]).dt.days, key=kept["increment"].isin(list(keys))
    )
    sooner = kept[kept["days"] > 0]
    if len(sooner):
        ordered = sooner.sort_values(["key", "days"], ascending=False, kind="stable")
        row: Any = next(ordered.itertuples())
        verb = "brings" if one else "bring"
        moved = f"{subject} {verb} {_named(row.increment)} forward by {days(float(row.days))}"
        return [f"{moved}, to {day(row.new_p80_on)}.", _whole(rows)]
    dated = kept[kept["p80_on"].isna() & kept["new_p80_on"].notna()]
    if len(dated):
        row = next(dated.itertuples())
        verb = "gives" if one else "give"
        return [f"{subject} {verb} {_named(row.increment)} a date: {day(row.new_p80_on)}."]
    none = f"{subject} {'moves' if one else 'move'} no date." if causes else "No forecast moves."
    likelier = [row for row in kept.itertuples() if _chance_moves(row)]
    return [none, *(_chances(row) for row in likelier[:1])]


def _subject(causes: Sequence[str]) -> tuple[str, bool]:
    """Return what a sentence on the change is about, and whether one thing is."""
    named_all = listing(causes)
    # A title between quotes counts as one word.
    if len(causes) > 1 and len(re.sub("‘[^’]*’", "title", named_all).split()) > _MOST_WORDS:
        return f"These {len(causes)} changes together", False
    return capital(named_all), True


def _whole(rows: pd.DataFrame) -> str:
    row: Any = next(rows[rows["whole"]].itertuples())
    if not (known(row.p80_on) and known(row.new_p80_on)):
        return ""
    moved = (row.p80_on - row.new_p80_on).days
    if not moved:
        return f"The project as a whole keeps its date, {day(row.p80_on)}."
    return (
        f"The project as a whole would be finished by {day(row.new_p80_on)}, {days(moved)} sooner."
    )


def _chance_moves(row: Any) -> bool:
    if not known(row.new_p_on_time):
        return False
    if row.target_on != row.new_target_on:
        return True
    return known(row.p_on_time) and chance(row.p_on_time) != chance(row.new_p_on_time)


def _chances(row: Any) -> str:
    said = (
        f"There is {chance(row.new_p_on_time)} that {_named(row.increment)} is ready by "
        f"{day(row.new_target_on)}"
    )
    if not known(row.p_on_time):
        return f"{said}."
    before = f"instead of {chance(row.p_on_time)}"
    moved = row.target_on != row.new_target_on
    return f"{said}, {before}{f' by {day(row.target_on)}' if moved else ''}."


def changes(row: Any) -> bool:
    """Say whether an increment, or the project, is told anything new by a change.

    Args:
        row: Of the table ``tried``.
    """
    same = row.p80_on == row.new_p80_on or not (known(row.p80_on) or known(row.new_p80_on))
    return not same or row.kept_count != row.left_count or _chance_moves(row)


def moves(row: Any) -> str:
    """Say how far a date moves: ``21 days sooner``, ``Left out``, ``Same date``.

    Args:
        row: Of the table ``tried``.
    """
    if row.left_count and not row.kept_count:
        return "Left out"
    if not known(row.new_p80_on):
        return "No date" if known(row.p80_on) else "Still no date"
    if not known(row.p80_on):
        return "Now has a date"
    shift = (row.new_p80_on - row.p80_on).days
    if not shift:
        return "Same date"
    return f"{days(abs(shift)).capitalize()} {'later' if shift > 0 else 'sooner'}"


def of_target(target_on: Any, p_on_time: Any) -> str:
    """Say how likely a date worked to is: ``about a 60% chance of 5 February 2027``."""
    if not (known(target_on) and known(p_on_time)):
        return ""
    return f"{chance(float(p_on_time))} of {day(target_on)}"


def others(told: int) -> str:
    """Say of how many increments nothing changes."""
    if not told:
        return ""
    keeps = count(told, "other milestone keeps its date", "other milestones keep their dates")
    return sentence(keeps)


def assumed(change: Change) -> list[str]:
    """Say what a change takes for granted, a sentence or two for each kind of change."""
    return [
        said
        for there, said in (
            (
                bool(change.left_out),
                "Work that is left out is taken not to be needed: it is not done later, and "
                "nothing waits for it.",
            ),
            (
                change.pace != 1,
                f"The team is taken to finish {number((change.pace - 1) * 100)}% more from today. "
                "Somebody new does not work at once: others teach them first, which takes weeks.",
            ),
            (
                bool(change.targets),
                "A date that is moved changes how likely it is, and not the order of the work.",
            ),
            (
                bool(change.retired),
                "A risk that is dealt with is taken never to happen, and dealing with it to take "
                "nobody from other work.",
            ),
        )
        if there
    ]


def _named(title: str) -> str:
    return named(title) if title else UNPLANNED
