"""Block 3: the next key milestones, and how sure the least sure of their dates is."""

from typing import Any, Final

import pandas as pd

from programme.wording import ready, words
from reports.blocks import rows
from reports.elements import Block, Cell, Grid, Paragraph
from snapshots.edition import Edition

_HEADINGS: Final = (
    "What people will get",
    "First agreed",
    "Working to",
    "4 in 5 chance by",
    "Compared with first agreed",
)


def block(edition: Edition) -> Block:
    """List the next milestones and say which date to plan for."""
    chosen = _chosen(edition)
    heading = "When it will be ready"
    if chosen.empty:
        return Block("ready", heading, (Paragraph("No milestone is open."),))
    grid = Grid(
        "Next milestones", _HEADINGS, tuple(_row(row, edition) for row in chosen.itertuples())
    )
    least = ready.least_sure(chosen)
    told = rows.names(edition, least, _reason(edition)) and not pd.isna(least.p_on_time)
    said = ready.plan(least) if told else ready.ready(least, today=edition.today)
    note = f"{said} Key milestones only." if edition.keys else said
    about = str(least.increment) if len(chosen) > 1 else ""
    return Block("ready", heading, (grid, Paragraph(note, about=about)))


def _reason(edition: Edition) -> str:
    return str(edition.header["rating_reason"] or "")


def _chosen(edition: Edition) -> pd.DataFrame:
    """Return the next milestones; the last gives way to the one that decides the rating.

    So the reason of a rating can always be followed in the table.
    """
    waiting = ready.next_increments(edition.table("increments"), edition.keys, most=None)
    chosen = waiting.head(ready.MOST)
    reason = _reason(edition)
    decides = [rows.names(edition, row, reason) for row in waiting.itertuples()]
    deciding = waiting[decides]
    if deciding.empty or deciding.index[0] in chosen.index:
        return chosen
    return pd.concat([chosen.head(ready.MOST - 1), deciding.head(1)])


def _row(row: Any, edition: Edition) -> tuple[Cell, ...]:
    first = Cell(
        str(row.increment),
        aside=str(row.project),
        foreign=True,
        increment=(str(row.project), str(row.increment)),
    )
    return (first, _agreed(row, edition), _target(row, edition), _likely(row), _moved(row, edition))


def _date(on: Any, missing: str, aside: str = "") -> Cell:
    return Cell(words.day(on), aside) if words.known(on) else Cell(missing, known=False)


def _agreed(row: Any, edition: Edition) -> Cell:
    return _date(row.baseline_on, "Not set", "" if edition.agreed(row) else ready.ONLY_SEEN)


def _target(row: Any, edition: Edition) -> Cell:
    # A chance that makes green is left to the dates beside it: the first screen is short.
    green = edition.settings.ratings.green_p_on_time
    sure = pd.isna(row.p_on_time) or row.p_on_time >= green
    return _date(row.target_on, "Not set", "" if sure else words.chance(float(row.p_on_time)))


def _likely(row: Any) -> Cell:
    return _date(row.p80_on, "No forecast")


def _moved(row: Any, edition: Edition) -> Cell:
    said = ready.moved(row.slippage_days, agreed=edition.agreed(row))
    return Cell(said) if said else Cell(words.NOT_KNOWN, known=False)
