"""The weeks that a chart shows, in words: from the first Monday to the last Sunday."""

from datetime import timedelta

import pandas as pd

from programme.wording.words import day

_TO_SUNDAY = timedelta(days=6)


def period(table: pd.DataFrame) -> str:
    """Return ``, 19 May 2025 to 15 November 2026``, to stand at the end of a subtitle.

    Args:
        table: Rows with ``week_start`` (Mondays) or ``week_end`` (Sundays).

    Returns:
        The same words for the same weeks, whichever end of them the table names; empty without
        any week.
    """
    if table.empty:
        return ""
    if "week_start" in table:
        first, last = table["week_start"].min(), table["week_start"].max() + _TO_SUNDAY
    else:
        first, last = table["week_end"].min() - _TO_SUNDAY, table["week_end"].max()
    return f", {day(first)} to {day(last)}"
