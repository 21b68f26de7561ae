"""How dates moved: slippage and milestone trend in sentences."""

from typing import Any

import pandas as pd

from programme.wording.words import count, day, days, known, later, number, sentence, title


def slippage(row: Any) -> str:
    """Say how an increment's date stands to the one first agreed.

    Args:
        row: A row of the increments table.
    """
    name = title(str(row.increment))
    if not known(row.slippage_days):
        why = "no date has been set" if not known(row.target_on) else "no first date is known"
        return f"{name}: {why}."
    shift = float(row.slippage_days)
    verb = "was finished" if row.state == "finished" else "is planned"
    if round(shift) == 0:
        return f"{name} {verb} on the date first agreed."
    return f"{name} {verb} {later(shift)} than first agreed."


def drift(row: Any) -> str:
    """Say how often and how fast an increment's date has been moving."""
    if not known(row.slip_count):
        return ""
    moved = int(row.slip_count)
    if moved == 0:
        return "Has not moved later."
    text = f"Moved later {'once' if moved == 1 else f'{number(moved)} times'}."
    rate = float(row.slip_rate) if known(row.slip_rate) else 0.0
    if rate >= 1:
        return f"{text} Lately it slips a day or more for every day that passes."
    if rate >= 0.07:
        return f"{text} Lately it slips {days(max(rate * 7, 1))} a week."
    return text


def headline(increments: pd.DataFrame) -> str:
    """State the finding of the slippage chart in one line.

    Args:
        increments: Open increments of the increments table.
    """
    told = increments[increments["slippage_days"].notna()]
    if increments.empty:
        return "No milestone is open"
    if told.empty:
        return "No dates have been set, so none can slip"
    late = told[told["slippage_days"].round() > 0]
    if late.empty:
        return "No open milestone is later than first agreed"
    worst = late.loc[late["slippage_days"].idxmax()]
    return (
        f"{number(len(late))} of {count(len(told), 'open milestone', 'open milestones')} "
        f"{'is' if len(late) == 1 else 'are'} later than first agreed, "
        f"the furthest by {days(float(worst.slippage_days))}"
    )


def slippage_description(increments: pd.DataFrame) -> str:
    """Describe the slippage chart: every increment's dates, in words.

    Args:
        increments: The rows drawn, of the increments table.
    """
    parts = [f"Dates of {count(len(increments), 'milestone', 'milestones')}."]
    for row in increments.itertuples():
        dates = [
            f"{what} {day(value)}"
            for what, value in (
                ("first agreed", row.baseline_on),
                ("working to", row.target_on),
                ("even chance by", row.p50_on),
                ("4 in 5 chance by", row.p80_on),
            )
            if known(value)
        ]
        parts.append(f"{title(str(row.increment))}: {', '.join(dates) or 'no dates'}.")
    return " ".join(parts)


def trend_headline(trend: pd.DataFrame) -> str:
    """State the finding of the milestone trend in one line.

    Args:
        trend: Rows drawn, of the milestone_trend table.
    """
    moves = movements(trend)
    if moves.empty:
        return "No dates have been seen yet"
    if trend["week_end"].min() == trend["week_end"].max():
        return "Dates have been watched for one week, so there is no trend yet"
    later_ones = moves[moves["days"] > 0]
    if later_ones.empty:
        return "No date has moved later"
    worst = later_ones.iloc[0]
    return (
        f"{number(len(later_ones))} of {count(len(moves), 'date', 'dates')} moved later, "
        f"{title(str(worst.increment), 40)} the furthest, by {days(float(worst.days))}"
    )


def movements(trend: pd.DataFrame) -> pd.DataFrame:
    """Return how far each date moved over the weeks given, furthest first.

    Args:
        trend: milestone_trend table.

    Returns:
        ``project``, ``increment``, ``first_on``, ``last_on`` (dates) and ``days`` (+ is later).
    """
    told = trend[trend["target_on"].notna()].sort_values("week_end")
    moves = told.groupby(["project", "increment"], sort=True, as_index=False).agg(
        first_on=("target_on", "first"), last_on=("target_on", "last")
    )
    moves["days"] = (moves["last_on"] - moves["first_on"]).dt.days
    return moves.sort_values(["days", "increment"], ascending=[False, True], ignore_index=True)


def trend_description(trend: pd.DataFrame) -> str:
    """Describe the milestone trend, for those who cannot see the chart."""
    first, last = trend["week_end"].min(), trend["week_end"].max()
    parts = [f"How dates moved between {day(first)} and {day(last)}."]
    for row in movements(trend).itertuples():
        name = title(str(row.increment))
        if row.days == 0:
            parts.append(f"{name} stayed at {day(row.last_on)}.")
        else:
            parts.append(
                f"{name} moved from {day(row.first_on)} to {day(row.last_on)}, "
                f"{later(float(row.days))}."
            )
    return " ".join(parts)


def sized(row: Any) -> str:
    """Say why an increment is too large; empty when it is not."""
    return sentence(str(row.oversized_reason)) if known(row.oversized_reason) else ""
