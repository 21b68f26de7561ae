"""Work that takes longer than usual, in sentences."""

import pandas as pd

from programme.wording.words import count, number

_UNKNOWN = "Too little was finished in the last 26 weeks to say what is usual."


def longer_than_usual(ageing: pd.DataFrame) -> str:
    """Say how much of the work under way is taking longer than usual.

    Args:
        ageing: Rows of the ageing table.
    """
    if ageing.empty:
        return "No piece of work is known to be under way."
    known = ageing["beyond_sle"].notna()
    beyond = int(ageing["beyond_sle"].fillna(False).sum())
    if not known.any():
        under_way = count(len(ageing), "piece of work is", "pieces of work are").capitalize()
        return f"{under_way} under way. {_UNKNOWN}"
    under_way = count(len(ageing), "piece of work", "pieces of work")
    if not beyond:
        said = f"Of {under_way} under way, none is taking longer than usual."
    elif len(ageing) == 1:
        said = "The one piece of work under way is taking longer than usual."
    else:
        many = "one is" if beyond == 1 else f"{number(beyond)} are"
        said = f"Of {under_way} under way, {many} taking longer than usual."
    unknown = len(ageing) - int(known.sum())
    if unknown:
        said += f" For {count(unknown, 'piece', 'pieces')} it is too early to say what is usual."
    return said


def not_listed(beyond: int) -> str:
    """Say how many pieces of work are left out because their team may not stand alone."""
    if not beyond:
        return ""
    pieces = count(beyond, "piece of work is", "pieces of work are").capitalize()
    return (
        f"{pieces} not listed: a team of fewer than five, or of a size not stated, "
        "could be taken for a person."
    )
