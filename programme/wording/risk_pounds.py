"""What open risks could cost in pounds, which are never added to days."""

from typing import Final

import pandas as pd

from programme.wording.words import day, pounds

_UNPRICED: Final = "No risk has an amount in pounds"


def headline(table: pd.DataFrame) -> str:
    """State the finding of the chart in pounds in one sentence.

    Args:
        table: Rows of the risk_burndown table of one project or the programme, oldest first.
    """
    told = table["exposure_gbp"].dropna()
    return (
        f"Open risks carry an expected loss of {pounds(told.iloc[-1])}" if len(told) else _UNPRICED
    )


def description(table: pd.DataFrame) -> str:
    """Describe the expected loss over time, for those who cannot see the chart.

    Args:
        table: As for ``headline``.
    """
    told = table[table["exposure_gbp"].notna()]
    if told.empty:
        return f"{_UNPRICED}."
    first, last = told.iloc[0], told.iloc[-1]
    return (
        f"Expected loss from open risks, week by week. It was {pounds(first.exposure_gbp)} "
        f"on {day(first.week_end)} and {pounds(last.exposure_gbp)} on {day(last.week_end)}."
    )
