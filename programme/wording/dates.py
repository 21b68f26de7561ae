"""How dates stand to those first agreed, in sentences; week by week: trend.py."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

import pandas as pd

from programme.wording.words import (
    count,
    day,
    days,
    known,
    later,
    number,
    sentence,
    than_first,
    title,
)

#: Says of a row of the increments table whether its first date was agreed.
Agreed = Callable[[Any], bool]
#: What each date after the first is called where all are listed, and its column.
_DATES: Final = (
    ("working to", "target_on"),
    ("even chance (1 in 2) by", "p50_on"),
    ("4 in 5 chance by", "p80_on"),
)


def slippage(row: Any, *, agreed: bool = True) -> str:
    """Say how an increment's date stands to the first one.

    Args:
        row: A row of the increments table.
        agreed: Whether the first date was agreed; else it was only seen.
    """
    name = title(str(row.increment))
    if not known(row.slippage_days):
        why = "no date has been set" if not known(row.target_on) else "no first date is known"
        return f"{name}: {why}."
    shift = float(row.slippage_days)
    verb = "was finished" if row.state == "finished" else "is planned"
    if round(shift) == 0:
        first = "first agreed" if agreed else "first seen"
        return f"{name} {verb} on the date {first}."
    return f"{name} {verb} {later(shift)} {than_first([agreed])}."


def drift(row: Any, recent_days: float = 0) -> str:
    """Say how often an increment's date moved, and how far of late.

    Args:
        row: A row of the increments table.
        recent_days: How far it moved in the last four weeks; + is later.
    """
    if not known(row.slip_count):
        return ""
    moved = int(row.slip_count)
    often = {0: "Has not moved later.", 1: "Moved later once.", 2: "Moved later twice."}
    text = often.get(moved, f"Moved later {number(moved)} times.")
    if known(row.slip_rate) and (pace := slipping(float(row.slip_rate))):
        return f"{text} {pace}."
    if not round(recent_days):
        return text
    way = "later" if recent_days > 0 else "earlier"
    return f"{text} Moved {_span(abs(recent_days))} {way} in the last 4 weeks."


def slipping(rate: float) -> str:
    """Say that a date moves away as fast as time passes, or faster; empty when it does not.

    Args:
        rate: Days moved later for every day that passed.
    """
    if rate < 1:
        return ""
    length = "a week" if round(rate * 7) == 7 else _span(rate * 7)
    return f"Slipping {length} for every week that passes"


def compared(row: Any, *, today: date, agreed: bool = True) -> str:
    """Say how an increment's date compares with the one first agreed, and that it has passed.

    Args:
        row: A row of the increments table.
        today: Local date of the snapshot.
        agreed: Whether the first date was agreed; else it was only seen.

    Returns:
        ``18 days later``, ``as first agreed``, ``as first seen``, ``Date passed 12 days ago`` or
        the first and the last; empty where neither is known.
    """
    shift = float(row.slippage_days) if known(row.slippage_days) else None
    gone = (
        (pd.Timestamp(today) - row.target_on).days
        if row.state == "open" and known(row.target_on)
        else 0
    )
    if gone <= 0:
        if shift is not None and not round(shift) and not agreed:
            return "as first seen"
        return "" if shift is None else later(shift)
    passed = f"ate passed {_ago(gone)} ago"
    return f"{later(shift)}; d{passed}" if shift and round(shift) else f"D{passed}"


def reagreed(row: Any, agreed: Sequence[Any], *, today: date) -> str:
    """Say how an increment's date compares with the one agreed last, where it was agreed anew.

    Args:
        row: A row of the increments table.
        agreed: Its configured baselines (``date``, ``agreed_on``, ``reason``), first to last.
        today: Local date of the snapshot; what was agreed later is not known yet.
    """
    so_far = [one for one in agreed if one.agreed_on <= today]
    at = row.finished_on if row.state == "finished" else row.target_on
    if len(so_far) < 2 or not known(at):
        return ""
    last = so_far[-1]
    shift = (at - pd.Timestamp(last.date)).days
    stands = f"{later(float(shift))} than" if shift else "as"
    return f"{stands} re-agreed on {day(last.agreed_on)} ({last.reason})"


def finished(increments: pd.DataFrame, agreed: Agreed = lambda _: True) -> str:
    """Say how many of the finished increments were later than first agreed.

    Args:
        increments: Finished increments of the increments table.
        agreed: Whether the first date of a row was agreed; else it was only seen.
    """
    told = increments[increments["slippage_days"].notna()]
    if told.empty:
        return ""
    than = than_first(agreed(row) for row in told.itertuples())
    late = int((told["slippage_days"].round() > 0).sum())
    if len(told) == 1:
        return f"The only finished milestone was {'' if late else 'not '}later {than}."
    if not late:
        return f"None of {number(len(told))} finished milestones was later {than}."
    which = "One" if late == 1 else number(late)
    verb = "was" if late == 1 else "were"
    return f"{which} of {number(len(told))} finished milestones {verb} later {than}."


def headline(increments: pd.DataFrame, agreed: Agreed = lambda _: True) -> str:
    """State the finding of the slippage chart in one line.

    Args:
        increments: Open increments of the increments table.
        agreed: As for ``finished``.
    """
    told = increments[increments["slippage_days"].notna()]
    if increments.empty:
        return "No milestone is open"
    if told.empty:
        return "No dates have been set, so none can slip"
    than = than_first(agreed(row) for row in told.itertuples())
    late = told[told["slippage_days"].round() > 0]
    if late.empty:
        return f"No open milestone is later {than}"
    worst = late.loc[late["slippage_days"].idxmax()]
    return (
        f"{number(len(late))} of {count(len(told), 'open milestone', 'open milestones')} "
        f"{'is' if len(late) == 1 else 'are'} later {than}, "
        f"the furthest by {days(float(worst.slippage_days))}"
    )


def slippage_description(increments: pd.DataFrame, agreed: Agreed = lambda _: True) -> str:
    """Describe the slippage chart: every increment's dates, in words.

    Args:
        increments: The rows drawn, of the increments table.
        agreed: As for ``finished``.
    """
    parts = [f"Dates of {count(len(increments), 'milestone', 'milestones')}."]
    for row in increments.itertuples():
        dates = ", ".join(all_known(row, agreed=agreed(row))) or "no dates"
        parts.append(f"{title(str(row.increment))}: {dates}.")
    return " ".join(parts)


def all_known(row: Any, *more: tuple[str, str], agreed: bool = True) -> list[str]:
    """Return the dates of an increment that are known: ``working to 5 February 2027``.

    Args:
        row: A row of the increments table.
        more: What a further date is called, and its column.
        agreed: Whether its first date was agreed; else it was only seen.
    """
    first = ("first agreed" if agreed else "first seen", "baseline_on")
    named = [(name, getattr(row, column)) for name, column in (first, *_DATES, *more)]
    return [f"{name} {day(on)}" for name, on in named if known(on)]


def sized(row: Any) -> str:
    """Say why an increment is too large; empty when it is not."""
    return sentence(str(row.oversized_reason)) if known(row.oversized_reason) else ""


def _span(length: float) -> str:
    """Return days, as weeks where they are whole ones: ``3 weeks``, ``10 days``."""
    whole, rest = divmod(round(length), 7)
    return days(length) if rest or not whole else count(whole, "week", "weeks")


def _ago(length: int) -> str:
    """Return how long ago, in the unit that a reader would use: days, months or years."""
    if length < 60:
        return days(length)
    if length < 730:
        return count(int(length / 30.44), "month", "months")
    return count(int(length / 365.25), "year", "years")
