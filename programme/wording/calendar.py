"""What a milestone says in somebody's calendar."""

from typing import Any, Final

from programme.wording.words import day, known, sentence, title, visible

_STANDS: Final = {
    "open": "Not finished yet.",
    "finished": "Finished.",
    "removed": "No longer kept where the team does its work.",
}


def name(row: Any) -> str:
    """Return what an increment is called beside other programmes' entries.

    Args:
        row: A row of the increments table.
    """
    return f"{title(visible(str(row.project)))}: {title(visible(str(row.increment)))}"


def standing(row: Any, *, agreed: bool) -> list[str]:
    """Say how an increment stands, a sentence each.

    Args:
        row: A row of the increments table.
        agreed: Whether its first date was agreed; else it was only seen.
    """
    said = [_STANDS[row.state]]
    if row.state == "finished" and known(row.finished_on):
        said = [f"Finished on {day(row.finished_on)}."]
    if row.state == "open" and known(row.target_on):
        said.append(f"The date worked to is {day(row.target_on)}.")
    if known(row.baseline_on):
        said.append(f"The date first {'agreed' if agreed else 'seen'} is {day(row.baseline_on)}.")
    if row.state == "open":
        said.append(_likely(row))
    return [one for one in said if one]


def _likely(row: Any) -> str:
    if known(row.p80_on):
        return f"There is a 4 in 5 chance of {day(row.p80_on)} or earlier."
    return sentence(str(row.no_forecast_reason)) if known(row.no_forecast_reason) else ""
