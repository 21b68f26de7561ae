"""What the expected delay is made up of, as layers that stand on one another."""

from typing import Final, Literal

import pandas as pd

from charts.chart import Series
from charts.palette import GREY, NAVY, PLUM, TURQUOISE
from programme.wording.risks import category
from programme.wording.words import capital, count, title

By = Literal["project", "category", "increment"]

#: How layers look, from the foot up; more than these are told apart by nobody.
_LOOKS: Final = ((NAVY, ""), (PLUM, "x"), (TURQUOISE, ""))
_LOOKS_OF_ALL: Final = (*_LOOKS, (GREY, "/"))
_LONGEST: Final = 34
#: These are told by themselves wherever they are.
_FIRST: Final = ("security", "data-protection")


def layers(
    parts: pd.DataFrame, weeks: pd.Series, column: str, by: By
) -> tuple[pd.DataFrame, tuple[Series, ...]]:
    """Add up parts by what they belong to.

    Args:
        parts: Rows of risk_breakdown, or of risk_burndown for the projects.
        weeks: The ``week_end`` of each week to draw, oldest first.
        column: What is added up.
        by: By what.

    Returns:
        A row for each of *weeks* and a column for each layer, and how these are drawn, the largest
        at the foot and told apart by a key; of more than four the smallest ones are together.
        Nothing where nothing adds up.
    """
    mine = parts[parts["week_end"].isin(weeks) & (parts[column].fillna(0) > 0)]
    if mine.empty:
        return pd.DataFrame(index=range(len(weeks))), ()
    named = mine.assign(layer=_names(mine, by))
    table = named.pivot_table(index="week_end", columns="layer", values=column, aggfunc="sum")
    # Sums of decimals held as floats: to the places that are printed.
    table = table.reindex(weeks).astype("Float64").fillna(0.0).round(6).reset_index(drop=True)
    pinned = {category(key) for key in _FIRST} if by == "category" else set()
    order = sorted(table, key=lambda name: (name not in pinned, -table[name].sum(), name))
    if len(order) > len(_LOOKS) + 1:
        kept, rest = order[: len(_LOOKS)], order[len(_LOOKS) :]
        others = capital(count(len(rest), "other", "others"))
        table = table[kept].assign(**{others: table[rest].sum(axis=1).round(6)})
        order = [*kept, others]
    drawn = tuple(
        Series(
            f"layer_{place}",
            name,
            "area",
            colour,
            pattern=hatch,
            stacked=True,
            bridged=True,
            labelled=False,
        )
        for place, (name, (colour, hatch)) in enumerate(zip(order, _LOOKS_OF_ALL, strict=False))
    )
    made = table[order].set_axis([one.column for one in drawn], axis=1)
    return made, drawn


def _names(rows: pd.DataFrame, by: By) -> pd.Series:
    if by == "category":
        return rows["category"].map(category)
    if by == "project":
        return rows["project"]
    titles = rows["increment"].map(lambda text: title(text, _LONGEST) or "In no milestone")
    owners = rows.groupby("increment")["project"].transform("nunique")
    shared = (owners > 1) & (rows["increment"] != "")
    return titles.where(~shared, titles + ", " + rows["project"])
