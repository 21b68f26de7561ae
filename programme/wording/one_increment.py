"""One increment in sentences: where it stands, and what would bring it forward."""

from datetime import date
from typing import Any, Final

import pandas as pd

from programme.wording import dates, ready
from programme.wording.words import (
    chance,
    count,
    day,
    days,
    known,
    later,
    listing,
    number,
    sentence,
    title,
)

#: What work in no increment is called.
UNPLANNED: Final = "Not yet planned"


def position(row: Any, *, today: date, agreed: bool = True) -> list[str]:
    """Say how much of an increment is done and when it is likely to be ready.

    Args:
        row: A row of the increments table.
        today: Local date of the snapshot.
        agreed: Whether its first date was agreed; else it was only seen.

    Returns:
        A paragraph each.
    """
    if not row.increment:
        return [_unplanned(row)]
    if row.state == "removed":
        return [f"{_done(row)} It is no longer on GitHub or GitLab."]
    if row.state == "finished":
        return [f"{_finished(row, agreed=agreed)} {_done(row)}"]
    if not row.remaining_count and not row.not_broken_down_count:
        return [f"{_done(row)} {_nothing_left(row)}"]
    rough = ""
    if row.not_broken_down_count:
        more = count(int(row.not_broken_down_count), "more is", "more are")
        rough = f" About {more} expected: it has not been broken down yet."
    return [_done(row) + rough, ready.ready(row, today=today), dates.sized(row)]


def _unplanned(row: Any) -> str:
    left = count(int(row.remaining_count), "open piece of work is", "open pieces of work are")
    said = f"{sentence(f'{left} in no milestone, so nobody has planned when')}"
    if known(row.p80_on):
        return (
            f"{said} Begun after everything that is planned, all would be finished with a 4 in 5 "
            f"chance by {day(row.p80_on)}."
        )
    return said


def _done(row: Any) -> str:
    scope = int(row.finished_count) + int(row.remaining_count)
    if not scope:
        return "No piece of work is in it."
    finished, dropped = int(row.finished_count), int(row.dropped_count)
    if finished == scope:
        said = (
            "Its one piece of work is" if scope == 1 else f"All {number(scope)} pieces of work are"
        )
    else:
        done = "None" if not finished else "One" if finished == 1 else number(finished)
        verb = "is" if finished <= 1 else "are"
        said = f"{done} of {count(scope, 'piece of work', 'pieces of work')} {verb}"
    more = sentence(count(dropped, "more was dropped", "more were dropped")) if dropped else ""
    return f"{said} finished. {more}".strip()


def _finished(row: Any, *, agreed: bool) -> str:
    when = f" on {day(row.finished_on)}" if known(row.finished_on) else ""
    if not known(row.slippage_days):
        return f"It was finished{when}."
    shift = float(row.slippage_days)
    first = "first agreed" if agreed else "first seen"
    moved = f"{later(shift)} than {first}" if round(shift) else f"as {first}"
    return f"It was finished{when}, {moved}."


def _nothing_left(row: Any) -> str:
    at = f" The date worked to is {day(row.target_on)}." if known(row.target_on) else ""
    if int(row.finished_count):
        return f"Nothing is left to do, but its milestone is still open.{at}"
    return f"Without any work there is no forecast.{at}"


def burn_up_headline(row: Any) -> str:
    """State how much is finished, and by when all of it is likely to be.

    Args:
        row: A row of the increments table.
    """
    scope = int(row.finished_count) + int(row.remaining_count)
    if not scope and not row.not_broken_down_count:
        return "Nothing is in it"
    rough = int(row.not_broken_down_count)
    pieces = count(scope + rough, "piece", "pieces")
    done = f"{number(row.finished_count)} of {'about ' if rough else ''}{pieces} finished"
    if not row.remaining_count and not row.not_broken_down_count:
        return "Its one piece is finished" if scope == 1 else f"All {number(scope)} pieces finished"
    if row.state == "finished":
        return f"It is finished, with {done}"
    if known(row.p80_on):
        return f"{done}; all of it by {day(row.p80_on)} with a 4 in 5 chance"
    return f"{done}; when all of it will be, we cannot say" if row.remaining_count else done


def burn_up_description(rows: pd.DataFrame, row: Any) -> str:
    """Describe how scope and finished work grew, and the forecast.

    Args:
        rows: Rows of the burn_up table of one increment, oldest first, at least one.
        row: Its row of the increments table.
    """
    first, last = rows.iloc[0], rows.iloc[-1]
    text = (
        f"On {day(first.week_end)} {number(first.finished_count)} of {number(first.scope_count)} "
        f"pieces of work were finished, on {day(last.week_end)} {number(last.finished_count)} of "
        f"{number(last.scope_count)}."
    )
    told = [
        f"{what} by {day(on)}"
        for what, on in (
            ("an even chance (1 in 2)", row.p50_on),
            ("a 4 in 5 chance", row.p80_on),
            ("a 19 in 20 chance", row.p95_on),
        )
        if known(on)
    ]
    return f"{text} All of it is finished with {listing(told)}." if told else text


def scope(rows: pd.DataFrame, *, agreed: bool = True) -> str:
    """Sum up what came into an increment and left it since it was first agreed.

    Args:
        rows: Its rows of the scope table, oldest first, at least one.
        agreed: Whether its first date was agreed; else it was only seen.
    """
    first = "it was first agreed" if agreed else "its first date was seen"
    since = f"{first}, in the week of {day(rows['week_start'].iloc[0])}"
    moves = [
        f"{number(total)} {what}"
        for what, total in (
            ("added", int(rows["added_count"].sum())),
            ("moved in", int(rows["moved_in_count"].sum())),
            ("moved out", int(rows["moved_out_count"].sum())),
            ("dropped", int(rows["dropped_count"].sum())),
        )
        if total
    ]
    now = int(rows["scope_count"].iloc[-1])
    holds = f"It held {count(now, 'piece of work', 'pieces of work')} at the end of last week."
    if not moves:
        return f"Nothing has come in or gone out since {since}. {holds}"
    return f"Since {since}: {listing(moves)}. {holds}"


def buys(row: Any) -> str:
    """Say by how much dealing with a risk would bring the date forward; empty where by nothing.

    Args:
        row: A row of the risks table.
    """
    if not known(row.buys_days) or row.buys_days < 0.5:
        return ""
    name = title(str(row.title))
    return f"Dealing with ‘{name}’ brings the date {days(float(row.buys_days))} forward."


def split(parts: pd.DataFrame, whole: Any) -> str:
    """Say what splitting an increment would bring.

    Args:
        parts: Its rows of the proposals table, one a part, in order.
        whole: The row of the increment as it is.
    """
    if len(parts) < 2:
        return "What is left of it cannot be split."
    first = parts.iloc[0]
    pieces = count(int(first["item_count"]), "piece of work", "pieces of work")
    head = f"It could be split into {number(len(parts))} parts."
    if not (known(first["p80_on"]) and known(whole.p80_on)):
        return f"{head} The first would have {pieces}."
    sooner = (whole.p80_on - first["p80_on"]).days
    if sooner < 1:
        return f"{head} The first, of {pieces}, would be ready no sooner than all of it."
    return f"{head} The first, of {pieces}, would be ready {days(sooner)} before all of it."


def part_odds(row: Any) -> str:
    """Return the chance of a part by the date worked to; empty where there is none."""
    return chance(float(row.p_on_time)) if known(row.p_on_time) else ""
