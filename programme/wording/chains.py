"""How likely it is that all dates are made, and what decides when the last is, in sentences."""

from typing import Any

import pandas as pd

from programme.wording.ratings import named
from programme.wording.words import chance, day, known


def together(rows: pd.DataFrame) -> list[str]:
    """Say how likely all key dates are together, and which chain is finished last, and how often.

    Args:
        rows: Rows of the chains table of one project, or of the whole programme.

    Returns:
        A paragraph each; none where there are not two key increments to be told together.
    """
    whole = rows[rows["chain"] == ""]
    if whole.empty or int(whole["increment_count"].iloc[0]) < 2:
        return []
    row: Any = next(whole.itertuples())
    if known(row.no_forecast_reason):
        return [f"How likely all key dates are together is not known. {row.no_forecast_reason}"]
    said = []
    if known(row.p_on_time):
        why = "They share one pace" if row.project else "What slows one team often slows the others"
        said.append(
            f"There is {chance(float(row.p_on_time))} that all key dates are made. {why}, so that "
            "this is not the product of their single chances."
        )
    return [*said, *_deciding(rows)]


def deciding(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the chains that are ever finished last, the one that most often is first.

    Args:
        rows: As for ``together``.
    """
    told = rows[(rows["chain"] != "") & (rows["decides_share"] > 0)]
    return told.sort_values(["decides_share", "chain"], ascending=[False, True])


def _deciding(rows: pd.DataFrame) -> list[str]:
    told = deciding(rows)
    if told.empty:
        return []
    row: Any = next(told.itertuples())
    by = f", with a 4 in 5 chance by {day(row.p80_on)}" if known(row.p80_on) else ""
    return [f"{often(float(row.decides_share))} {named(row.chain)} is finished last{by}."]


def often(share: float) -> str:
    """Return how often: ``In all trial runs``, ``In nearly all …``, ``In about 14 of 20 …``."""
    if share == 1:
        return "In all trial runs"
    times = round(20 * share)
    if times in {0, 20}:
        return f"In nearly {'all' if times else 'no'} trial runs"
    return f"In about {times} of 20 trial runs"
