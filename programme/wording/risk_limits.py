"""Expected delay by category of risk, each against the board's limit for it."""

from collections.abc import Collection, Sequence
from typing import Final

import pandas as pd

from programme.settings_measures import Tolerance
from programme.wording.risks import category
from programme.wording.words import count, days, listing

#: Of these a board is told by themselves, wherever there is such a risk.
_FIRST: Final = ("security", "data-protection")
_NO_LIMIT: Final = "No limit is set"


def by_category(
    register: pd.DataFrame, categories: Sequence[str], tolerance: Tolerance | None
) -> pd.DataFrame:
    """Add up the open risks by category, and set each limit beside its sum.

    Args:
        register: Rows of the risks table.
        categories: Keys of ``[labels.risk_category]``, in the order of the configuration.
        tolerance: The limits; None where they do not apply, because *register* is of one project.

    Returns:
        A row for each category with an open risk or a limit: ``category`` as it is written,
        ``open_count``, ``unsized_count``, ``exposure_days`` (empty where none is sized),
        ``limit_days`` (empty without one), ``over_days`` (how much more than the limit; less than 0
        within it) and ``standing``, the comparison in words. Security and data protection stand
        first, then the categories in their order, then risks of no category.
    """
    is_open = register[register["state"] == "open"]
    ordered = sorted(categories, key=lambda name: name not in _FIRST)
    rows = []
    for name in (*ordered, ""):
        held = is_open[is_open["category"].fillna("") == name]
        limit = tolerance.of(name) if tolerance and name else None
        if held.empty and limit is None:
            continue
        sized = held[held["sized"].fillna(False).astype(bool)]
        # Where no risk is open there is nothing to size, and the delay is known: none.
        exposure = float(sized["exposure_days"].sum()) if len(sized) or held.empty else None
        rows.append(
            {
                "category": category(name),
                "open_count": len(held),
                "unsized_count": len(held) - len(sized),
                "exposure_days": exposure,
                "limit_days": limit,
                "over_days": None if limit is None or exposure is None else exposure - limit,
                "standing": _standing(exposure, limit),
            }
        )
    kinds = {"open_count": "Int64", "unsized_count": "Int64"}
    amounts = dict.fromkeys(("exposure_days", "limit_days", "over_days"), "Float64")
    columns = ["category", *kinds, *amounts, "standing"]
    return pd.DataFrame(rows, columns=columns).astype(kinds | amounts)


def _standing(exposure: float | None, limit: float | None) -> str:
    if limit is None:
        return _NO_LIMIT
    if exposure is None:
        return "Not sized yet"
    over = exposure - limit
    if round(abs(over)) == 0:
        return "At the limit"
    return f"{days(over).capitalize()} over the limit" if over > 0 else "Within the limit"


def own_lines(register: pd.DataFrame, told: Collection[str] = ()) -> list[str]:
    """Say of security and of data protection what their open risks carry, each in a sentence.

    Args:
        register: Rows of the risks table.
        told: Categories as they are written that are told elsewhere.
    """
    is_open = register[register["state"] == "open"]
    return [
        _own_line(name, is_open[is_open["category"] == name])
        for name in _FIRST
        if category(name) not in told
    ]


def _own_line(name: str, rows: pd.DataFrame) -> str:
    said = f"{category(name)}: {count(len(rows), 'open risk', 'open risks')}"
    if rows.empty:
        return f"{said}."
    unsized = int((~rows["sized"].fillna(False).astype(bool)).sum())
    if unsized == len(rows):
        return f"{said}, not sized yet."
    exposure = days(float(rows["exposure_days"].sum()))
    left_out = f"; {count(unsized, 'is', 'are')} not sized yet" if unsized else ""
    return f"{said}, with an expected {exposure} of delay{left_out}."


def finding(table: pd.DataFrame) -> str:
    """Say which categories are over their limits.

    Args:
        table: As ``by_category`` returns it.
    """
    limited = table[table["limit_days"].notna()]
    over, unsized = _over(limited), limited[limited["exposure_days"].isna()]
    if len(over):
        some = f", of {len(limited)} categories with a limit" if len(limited) > 1 else ""
        return f"{_names(over)} {'is' if len(over) == 1 else 'are'} over the limit{some}."
    if len(unsized):
        verb = "is" if len(unsized) == 1 else "are"
        return f"No category is known to be over its limit; {_names(unsized, 0)} {verb} not sized."
    if len(limited) > 1:
        return "Every category with a limit is within it."
    return f"{_names(limited)} is within the limit." if len(limited) else ""


def advice(table: pd.DataFrame) -> str:
    """Say what to do about categories over their limits; empty where none is."""
    if _over(table).empty:
        return ""
    return "Ask which of these risks is dealt with first, and by when, or agree to a higher limit."


def _over(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["over_days"].fillna(0).astype(float).round() > 0]


def _names(rows: pd.DataFrame, capitals: int = 1) -> str:
    """Return the categories as a list, of which so many begin with a capital."""
    names = rows["category"].tolist()
    lower = [name[:1].lower() + name[1:] for name in names[capitals:]]
    return listing([*names[:capitals], *lower])
