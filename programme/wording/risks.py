"""What could go wrong: the risk total, its movement and the largest risks in sentences."""

from collections.abc import Collection
from datetime import date
from typing import Any, Final

import pandas as pd

from programme.wording.words import capital, count, day, days, known, listing, sentence, title

#: Where labels name no category.
NO_CATEGORY: Final = "No category"
#: Said where no risk was ever written down.
NONE: Final = "No risks have been recorded."
_LIKELIHOODS = ((0.10, "very unlikely"), (0.30, "unlikely"), (0.50, "possible"), (0.80, "likely"))


def likelihood(probability: float) -> str:
    """Return the band of a probability with its figure: ``likely (65%)``."""
    word = next((word for limit, word in _LIKELIHOODS if probability < limit), "very likely")
    return f"{word} ({probability * 100:.0f}%)"


def carrying(risks: pd.DataFrame) -> int:
    """Return over how many projects the expected delay is added.

    Args:
        risks: risks table.
    """
    return int(risks.loc[(risks["state"] == "open") & risks["sized"], "project"].nunique())


def total(row: Any, *, projects: int = 1) -> str:
    """Say what delay the open risks carry, and the board's limit.

    Args:
        row: The programme's last row of the risk_burndown table.
        projects: Over how many projects it is a sum, as ``carrying`` counts them.
    """
    number_open, unsized = int(row.open_count), int(row.unsized_count)
    if number_open == 0:
        return "No risks are open."
    if unsized == number_open:
        return (
            sentence(count(number_open, "risk is open", "risks are open")) + " None is sized yet."
        )
    kind = "sized" if unsized else "open"
    text = (
        f"We carry an expected {days(float(row.exposure_days))} of delay "
        f"from {count(number_open - unsized, f'{kind} risk', f'{kind} risks')}"
        f"{f', added over {projects} projects' if projects > 1 else ''}."
    )
    if known(row.tolerance_days):
        text += " " + against_limit(float(row.exposure_days), float(row.tolerance_days))
    if unsized:
        text += " " + sentence(count(unsized, "more is not yet sized", "more are not yet sized"))
    return text


def against_limit(exposure: float, tolerance: float) -> str:
    """Say whether a total in days is within the board's limit."""
    gap = exposure - tolerance
    if round(abs(gap)) == 0:
        return f"That is at the board's limit of {days(tolerance)}."
    if gap > 0:
        return f"That is {days(gap)} over the board's limit of {days(tolerance)}."
    return f"That is within the board's limit of {days(tolerance)}."


def movement(row: Any, before: Any | None) -> str:
    """Say how the total moved in the last whole week, and why.

    Args:
        row: The last row of the risk_burndown table.
        before: The row of the week before; None when there is none.
    """
    if before is None:
        return ""
    gone = _causes(
        (row.retired_days, "dealt with"),
        (row.lowered_days, "of risk made smaller"),
        (row.happened_days, "from risks that happened"),
    )
    come = _causes((row.new_days, "of new risk"), (row.raised_days, "of risk grown larger"))
    if not gone and not come:
        return "Nothing changed last week."
    change = float(row.exposure_days) - float(before.exposure_days)
    text = "It is the same as the week before"
    if abs(change) >= 0.5:
        text = f"It {'rose' if change > 0 else 'fell'} by {days(abs(change))} last week"
    if len(gone) + len(come) <= 2:
        return f"{text}: {listing([*gone, *come])}."
    less = f" Taken off: {listing(gone)}." if gone else ""
    more = f" Added: {listing(come)}." if come else ""
    return f"{text}.{less}{more}"


def _causes(*parts: tuple[float, str]) -> list[str]:
    return [f"{days(float(value))} {what}" for value, what in parts if value > 0]


def biggest(row: Any, today: date) -> str:
    """Describe one open risk; its title is quoted by the caller.

    Args:
        row: A row of the risks table.
        today: Local date of the figures.
    """
    parts = []
    if known(row.probability):
        parts.append(likelihood(float(row.probability)))
    if known(row.impact_days):
        parts.append(f"{days(float(row.impact_days))} if it happens")
    near = soon(row, today)
    if near:
        parts.append(near)
    text = sentence(", ".join(parts)) if parts else "Not yet sized."
    if known(row.owner_role):
        text += f" {role(str(row.owner_role))} is dealing with it."
    else:
        text += " No role is named to deal with it."
    return text


def bought(buys_days: Any) -> str:
    """Return by how much dealing with a risk brings a date forward: ``9 days``.

    Args:
        buys_days: Days; empty where no date waits for the risk.
    """
    return days(float(buys_days)).capitalize() if known(buys_days) else ""


def buys(risks: pd.DataFrame, keys: Collection[tuple[str, str]] = ()) -> str:
    """Say which of some risks is best dealt with, and what that does; empty if none moves a date.

    Args:
        risks: Rows of the risks table.
        keys: (project, increment) pairs that decide the rating; empty = every increment.
    """
    pairs = pd.MultiIndex.from_frame(risks[["project", "increment"]])
    moving = risks[(risks["buys_days"] > 0) & (pairs.isin(list(keys)) if keys else True)]
    if moving.empty:
        return ""
    row: Any = next(moving.sort_values(["buys_days", "item"], ascending=[False, True]).itertuples())
    return (
        f"Dealing with ‘{title(str(row.title))}’ brings the date of ‘{title(str(row.increment))}’ "
        f"{days(float(row.buys_days))} forward."
    )


def proximity(weeks: Any) -> str:
    """Return how soon a risk could hit, in words; empty when not known."""
    if not known(weeks):
        return ""
    if weeks <= 12:
        return f"could hit within {count(int(weeks), 'week', 'weeks')}"
    return "would hit later than 12 weeks from now"


def soon(row: Any, today: date) -> str:
    """Return how soon a risk could hit, in words; empty when not known.

    The weeks count from the day on which they were said. Where they are over, the day by which it
    could have hit is returned instead, since they say nothing of the weeks to come.

    Args:
        row: A row of the risks table.
        today: Local date of the figures.
    """
    # Weeks frozen by an older version do not say when a risk last changed.
    changed: Any = getattr(row, "changed_on", None)
    if known(row.proximity_weeks) and known(changed):
        by = changed + pd.Timedelta(weeks=int(row.proximity_weeks))
        if by < pd.Timestamp(today):
            return f"could have hit by {day(by)}"
    return proximity(row.proximity_weeks)


def role(text: str) -> str:
    """Return a role from a label's value, ``head-of-digital``, as ``Head of digital``."""
    words = text.replace("-", " ").replace("_", " ").strip()
    return capital(words)


def happened(risks: pd.DataFrame, since: date) -> list[str]:
    """Say which risks came true since *since*.

    Args:
        risks: risks table.
        since: Local date; risks closed on it or later count.
    """
    recent = risks[(risks["state"] == "happened") & (risks["closed_on"] >= pd.Timestamp(since))]
    return [
        f"One risk happened on {day(row.closed_on)}: {title(str(row.title))}. "
        f"{_cost(row)}It is no longer in the total, because it is now a problem we are fixing."
        for row in recent.sort_values(["closed_on", "item"]).itertuples()
    ]


def _cost(row: Any) -> str:
    # Weeks frozen by an older version do not say.
    actual: Any = getattr(row, "actual_days", None)
    return f"It cost {days(float(actual))}. " if known(actual) else ""


def largest(risks: pd.DataFrame, most: int | None = 3) -> pd.DataFrame:
    """Return the open risks by exposure, unsized ones last.

    Args:
        risks: risks table.
        most: How many rows at most; None = all.
    """
    is_open = risks[risks["state"] == "open"]
    ordered = is_open.sort_values(
        ["exposure_days", "item"], ascending=[False, True], na_position="last"
    )
    return ordered if most is None else ordered.head(most)


def headline(row: Any, before: Any | None) -> str:
    """State the finding of the risk chart in one sentence."""
    if int(row.open_count) == 0:
        return "No risks are open"
    if int(row.unsized_count) == int(row.open_count):
        return "The open risks are not sized yet"
    exposure = float(row.exposure_days)
    text = f"Open risks carry an expected {days(exposure)} of delay"
    if known(row.tolerance_days):
        over = exposure - float(row.tolerance_days)
        if round(over) > 0:
            return f"{text}, {days(over)} over the limit"
        return f"{text}, within the limit"
    return text


def category(key: str) -> str:
    """Return a category of risk, ``data-protection``, as ``Data protection``."""
    return role(key) if key else NO_CATEGORY


def description(table: pd.DataFrame) -> str:
    """Describe the risk total over time, for those who cannot see the chart.

    Args:
        table: Rows of the risk_burndown table of one project or the programme, oldest first.
    """
    first, last = table.iloc[0], table.iloc[-1]
    top = table.loc[table["exposure_days"].idxmax()]
    text = (
        f"Expected delay from open risks, week by week. It was {days(float(first.exposure_days))} "
        f"on {day(first.week_end)} and {days(float(last.exposure_days))} on {day(last.week_end)}. "
        f"It was highest, at {days(float(top.exposure_days))}, on {day(top.week_end)}."
    )
    if known(last.tolerance_days):
        text += f" The board's limit is {days(float(last.tolerance_days))}."
    return text
