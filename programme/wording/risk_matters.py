"""Which risks to deal with first, and what to do about the total."""

from datetime import date
from typing import Any

import pandas as pd

from programme.wording import risks
from programme.wording.words import count, days, known, sentence, title


def deal_first(register: pd.DataFrame, most: int = 3) -> pd.DataFrame:
    """Return the open risks to deal with first.

    Args:
        register: Rows of the risks table.
        most: How many rows at most.

    Returns:
        Those first whose going brings a date forward, by the days that it buys; then by expected
        delay, those without a size last.
    """
    is_open = register[register["state"] == "open"]
    ordered = is_open.assign(buys=is_open["buys_days"].fillna(0)).sort_values(
        ["buys", "exposure_days", "item"], ascending=[False, False, True], na_position="last"
    )
    return ordered.drop(columns="buys").head(most)


def heading(first: pd.DataFrame) -> str:
    """Name what ``deal_first`` returned, and the rule that it is listed by.

    Args:
        first: At least one row.
    """
    gains, several = bool((first["buys_days"] > 0).any()), len(first) > 1
    if gains:
        which = f"The {len(first)} risks" if several else "The risk"
        return f"{which} to deal with first, by days gained"
    return f"The {len(first)} biggest risks, by expected delay" if several else "The biggest risk"


def matters(row: Any, today: date) -> str:
    """Say how large a risk is, who deals with it, and what dealing with it brings.

    Args:
        row: A row of the risks table; its title is quoted by the caller.
        today: Local date of the figures.
    """
    text = risks.biggest(row, today)
    if known(row.exposure_days):
        text += f" That is an expected {days(float(row.exposure_days))} of delay."
    if known(row.buys_days) and row.buys_days > 0:
        text += (
            f" Dealing with it brings the date of ‘{title(str(row.increment))}’ "
            f"{days(float(row.buys_days))} forward."
        )
    return text


def advice(row: Any) -> str:
    """Say what to do about the total.

    Args:
        row: The last row of the risk_burndown table of what is shown.
    """
    said = []
    over = (
        round(float(row.exposure_days) - float(row.tolerance_days)) > 0
        if known(row.tolerance_days)
        else None
    )
    if over:
        said.append("Ask which risk is dealt with first, and by when, or agree to a higher limit.")
    elif over is None and round(float(row.exposure_days)):
        said.append("Ask who deals with the biggest risks, and by when.")
    if int(row.unsized_count):
        unsized = int(row.unsized_count)
        what = count(unsized, "open risk has", "open risks have")
        said.append(sentence(f"{what} no size: ask how likely, and how many days"))
    return " ".join(said)
