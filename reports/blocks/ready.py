"""Block 3: the next key milestones, and how sure the least sure of their dates is."""

from typing import Any, Final

import pandas as pd

from programme.wording import ready, words
from reports.blocks import rows
from reports.cells import date_cell
from reports.elements import Block, Cell, Grid, Paragraph
from snapshots.edition import Edition

_HEADINGS: Final = (
    "What people will get",
    "First agreed",
    "Working to",
    "4 in 5 chance by",
    "Moved",
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
    # Block 1 has told the chance of the one that decides, and the last block that risks are in
    # the dates: the first screen is short.
    row = rows.deciding(edition, chosen)
    if row is not None and not pd.isna(row.p_on_time):
        said = ready.plan(row, risks=False)
    else:
        row = ready.least_sure(chosen)
        said = ready.ready(row, today=edition.today, risks=False)
    about = str(row.increment) if len(chosen) > 1 else ""
    return Block("ready", heading, (grid, Paragraph(said, about=about)))


def _chosen(edition: Edition) -> pd.DataFrame:
    """Return the next milestones; the last gives way to the one that decides the rating.

    So the reason of a rating can always be followed in the table.
    """
    waiting = rows.waiting(edition)
    chosen = waiting.head(ready.MOST)
    decides = rows.deciding(edition, waiting)
    if decides is None or decides.Index in chosen.index:
        return chosen
    return pd.concat([chosen.head(ready.MOST - 1), waiting.loc[[decides.Index]]])


def _row(row: Any, edition: Edition) -> tuple[Cell, ...]:
    first = Cell(
        str(row.increment),
        aside=str(row.project),
        foreign=True,
        increment=(str(row.project), str(row.increment)),
    )
    return (first, _agreed(row, edition), _target(row, edition), _likely(row), _moved(row))


def _agreed(row: Any, edition: Edition) -> Cell:
    return date_cell(row.baseline_on, "Not set", "" if edition.agreed(row) else ready.ONLY_SEEN)


def _target(row: Any, edition: Edition) -> Cell:
    # A chance that makes green is left to the dates beside it: the first screen is short.
    green = edition.settings.ratings.green_p_on_time
    sure = pd.isna(row.p_on_time) or row.p_on_time >= green
    return date_cell(row.target_on, "Not set", "" if sure else words.chance(float(row.p_on_time)))


def _likely(row: Any) -> Cell:
    return date_cell(row.p80_on, "No forecast")


def _moved(row: Any) -> Cell:
    said = ready.moved(row.slippage_days)
    return Cell(said) if said else Cell(words.NOT_KNOWN, known=False)
