"""When it will be ready: an increment's dates in sentences."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any, Final

import pandas as pd

from programme.wording.words import (
    chance,
    count,
    day,
    days,
    known,
    later,
    sentence,
    than_first,
    title,
)

#: How many milestones a sponsor is shown.
MOST: Final = 3
#: Said of a first date that nobody agreed.
ONLY_SEEN: Final = "first seen, not agreed"


def next_increments(
    increments: pd.DataFrame, keys: Collection[tuple[str, str]] = (), most: int | None = MOST
) -> pd.DataFrame:
    """Choose the increments that a sponsor waits for.

    Args:
        increments: increments table.
        keys: (project, increment) pairs that decide the rating; empty = every increment.
        most: How many rows at most; None = all.

    Returns:
        Open, named increments of *keys*, by target date, then by the date they are 80% sure of;
        those without any date last.
    """
    is_open = increments[(increments["state"] == "open") & (increments["increment"] != "")]
    if keys:
        pairs = pd.MultiIndex.from_frame(is_open[["project", "increment"]])
        is_open = is_open[pairs.isin(list(keys))]
    ordered = is_open.sort_values(
        ["target_on", "p80_on", "project", "increment"], na_position="last", kind="stable"
    )
    return ordered if most is None else ordered.head(most)


def ready(row: Any, *, today: date, risks: bool = True) -> str:
    """Say how sure an increment's date is and which date to plan for.

    Args:
        row: A row of the increments table.
        today: Local date of the snapshot.
        risks: As for ``plan``.
    """
    target, expected = row.target_on, int(row.not_broken_down_count)
    left = int(row.remaining_count) + expected
    if known(target) and target.date() < today and left:
        remain = count(left, "piece of work remains", "pieces of work remain")
        first = f"The date, {day(target)}, has passed and {'about ' * bool(expected)}{remain}."
    elif known(target) and known(row.p_on_time):
        first = f"There is {chance(row.p_on_time)} of making {day(target)}."
    elif known(target):
        first = f"The date is {day(target)}."
    else:
        first = "No date has been set."
    return f"{first} {plan(row, risks=risks)}"


def least_sure(chosen: pd.DataFrame) -> Any:
    """Return the row whose date is least sure; the first where no chance is known.

    Args:
        chosen: Rows of the increments table, at least one.
    """
    told = chosen["p_on_time"].dropna()
    return next(chosen.loc[[told.idxmin() if len(told) else chosen.index[0]]].itertuples())


def plan(row: Any, *, risks: bool = True) -> str:
    """Say which date to plan for, and whether risks are in it.

    Args:
        row: A row of the increments table.
        risks: Whether to say that risks are in it.
    """
    target, likely = row.target_on, row.p80_on
    if not known(likely):
        reason = sentence(str(row.no_forecast_reason)) if known(row.no_forecast_reason) else ""
        if reason.startswith("We cannot forecast"):
            return reason
        return f"We cannot forecast this yet. {reason}".rstrip()
    if known(target) and likely <= target:
        said = f"It is more than 4 in 5 sure; the 4 in 5 date is {_forecast_day(likely)}."
    else:
        said = f"To be 4 in 5 sure, plan for {_forecast_day(likely)}."
    counted = risks and known(row.exposure_days) and row.exposure_days > 0
    return f"{said} Its sized risks are in that date." if counted else said


def _forecast_day(value: pd.Timestamp) -> str:
    # Trials count whole weeks, so a forecast is the Sunday that ends one.
    return f"the week ending {day(value)}" if value.weekday() == 6 else day(value)


def moved_last_week(row: Any, trend: pd.DataFrame) -> str:
    """Say of an increment just named that its date moved in the last whole week; else nothing.

    Args:
        row: A row of the increments table.
        trend: milestone_trend table.
    """
    mine = trend[(trend["project"] == row.project) & (trend["increment"] == row.increment)]
    ends = mine["week_end"]
    last = mine[ends == trend["week_end"].max()]
    before = mine[ends == trend["week_end"].max() - pd.Timedelta(days=7)]
    # A date read back from a baseline or a later sight was not seen to move in that week.
    if last.empty or before.empty or before["basis"].iloc[0] != "recorded":
        return ""
    was, now = before["target_on"].iloc[0], last["target_on"].iloc[0]
    if not (known(was) and known(now)) or was == now:
        return ""
    shift = (now - was).days
    weeks, rest = divmod(abs(shift), 7)
    far = days(abs(shift)) if rest else count(weeks, "week", "weeks")
    first = day(was) if was.year != now.year else day(was).rsplit(" ", 1)[0]
    way = "later" if shift > 0 else "earlier"
    return f"Its date moved {far} {way} last week, from {first} to {day(now)}."


def moved(slippage_days: Any) -> str:
    """Say how far a date has moved from the first one: ``18 days later``; nothing if not known."""
    if not known(slippage_days):
        return ""
    return later(float(slippage_days)) if round(slippage_days) else "not moved"


def _settled(agreed: bool) -> str:
    return "agreed" if agreed else "seen"


def headline(
    increments: pd.DataFrame,
    keys: Collection[tuple[str, str]] = (),
    agreed: Callable[[Any], bool] = lambda _: True,
) -> str:
    """Say in one sentence how far the increment that is least sure has moved.

    Args:
        increments: increments table.
        keys: As in ``next_increments``.
        agreed: Whether the first date of a row was agreed; else it was only seen.
    """
    chosen = next_increments(increments, keys, most=None)
    if chosen.empty:
        named = increments[increments["increment"] != ""]
        if not named.empty and (named["state"] == "finished").all():
            return "Everything that was planned is finished."
        return "No milestone is open, so there is no date to report."
    row = least_sure(chosen)
    name = title(str(row.increment), 40)
    if not known(row.target_on):
        return f"No date has been set for {name}."
    at = f"is planned for {day(row.target_on)}"
    if not known(row.slippage_days):
        return f"{name} {at}."
    shift = float(row.slippage_days)
    if round(shift) == 0:
        return f"{name} {at}, as first {_settled(agreed(row))}."
    return f"{name} {at}, {later(shift)} than first {_settled(agreed(row))}."


def delayed(
    increments: pd.DataFrame, agreed: Callable[[Any], bool] = lambda _: True, projects: int = 1
) -> str:
    """Say how many open dates are later than first agreed; nothing of fewer than two.

    Args:
        increments: increments table.
        agreed: Whether the first date of a row was agreed; where not all were, none is called so.
        projects: How many delivery projects the programme has.
    """
    told = increments[
        (increments["state"] == "open")
        & (increments["increment"] != "")
        & increments["target_on"].notna()
        & increments["slippage_days"].notna()
    ]
    if len(told) < 2:
        return ""
    than = than_first(agreed(row) for row in told.itertuples())
    late = told[told["slippage_days"].round() > 0]
    if late.empty:
        return f"None of {len(told)} open dates is later {than}."
    if len(late) == len(told):
        every = "Both" if len(told) == 2 else f"All {len(told)}"
        return f"{every} open dates are later {than}."
    names = late["project"].unique()
    where = f" in {names[0]}" if projects > 1 and len(names) == 1 else ""
    if len(late) == 1:
        where = f",{where}" if where else ""
        return f"One of {len(told)} open dates is later {than}{where}."
    where = f", all{where}" if where else ""
    return f"{len(late)} of {len(told)} open dates are later {than}{where}."
