"""Block 2: the decisions that are needed from the sponsor."""

from programme.wording import decisions as wording
from reports.elements import Block, Element, Entry, Listing, Paragraph
from snapshots.edition import Edition

#: So many stand openly: the first screen is short.
_MOST = 3


def block(edition: Edition) -> Block:
    """List the decisions, the most urgent first."""
    waiting = wording.waiting(edition.table("decisions"))
    entries = tuple(
        Entry(
            str(row.title),
            wording.needed(row, edition.today),
            more=wording.why(row),
            url=str(row.url),
        )
        for row in waiting.itertuples()
    )
    elements: list[Element] = []
    if entries:
        elements.append(Listing(entries[:_MOST], ordered=True))
    else:
        elements.append(Paragraph(wording.NONE))
    if rest := entries[_MOST:]:
        elements.append(Listing(rest, heading=wording.more(len(rest)), aside=True))
    return Block("decisions", "Decisions we need from you", tuple(elements))
