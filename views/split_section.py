"""How one increment could be split: the parts, their dates, and the command that lists them."""

import shlex
from typing import Any, Final

from programme.wording import one_increment as wording
from programme.wording.words import visible
from views import explained
from views.downloads import download
from views.html import Html, foreign, paragraphs, tag, write
from views.increment_sections import TOO_SMALL, hidden, of
from views.shown import Shown
from views.tables import cell, table

_PARTS: Final = {
    "name": "Part",
    "item_count": "Open pieces of work",
    "p80_on": "4 in 5 chance by",
    "odds": "Chance of the date worked to",
    "why": "Why",
}
_WHOLE: Final = "As it is"


def split(row: Any, shown: Shown) -> None:
    """Show the proposal to split it; say why there is none."""
    if row.state != "open" or not row.increment:
        return
    write(tag("h2", "How it could be split"))
    if not row.oversized:
        write(paragraphs("It is small enough to be steered, so no split is proposed."))
        return
    if hidden(row, shown):
        write(paragraphs(TOO_SMALL))
        return
    rows = of(shown.table("proposals"), row)
    if rows.empty:
        write(paragraphs("It is too large, but nothing is open that could be split off."))
        return
    whole = next(rows[rows["part"] == ""].itertuples())
    parts = rows[rows["part"] != ""]
    write(
        paragraphs(wording.split(parts, whole), cls="lead"),
        table(
            rows,
            _PARTS,
            caption="The milestone as it is, and its parts in the order in which they are worked",
            row_heading="name",
            hidden_caption=True,
            cells={
                "name": lambda one: f"Part {int(one.part)}" if one.part else _WHOLE,
                "p80_on": lambda one: cell(one.p80_on, "No forecast"),
                "odds": lambda one: wording.part_odds(one) or cell(None),
                "why": lambda one: foreign(str(one.why)),
            },
        ),
        paragraphs(
            "Splitting makes no work quicker: people get the first part sooner, "
            "and all of it no later.",
            cls="how",
        ),
        _command(row),
        tag("p", download("proposals", shown), cls="download"),
    )
    explained.choose(
        shown,
        "proposals",
        {f"Part {int(name)}": (row.project, row.increment, name) for name in parts["part"]},
        label="Part",
        parameter="part",
        columns=("item_count",),
    )


def _command(row: Any) -> Html:
    # Whoever wrote the title, it must reach the command as one word.
    named = [shlex.quote(visible(str(name))) for name in (row.increment, row.project)]
    command = (
        f"python waymark.py propose --increment {named[0]} --project {named[1]} --out parts.txt"
    )
    return tag("p", "A checklist of the parts to take home: ", tag("code", command))
