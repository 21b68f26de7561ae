"""Block 7: what went wrong, what was learned from it and what was changed."""

from programme.wording import learnings as wording
from reports.elements import Block, Element, Entry, Listing, Paragraph
from snapshots.edition import Edition

_MOST = 3


def block(edition: Edition) -> Block:
    """List what was learned lately, the newest first."""
    lately = wording.lately(edition.table("learnings"), edition.today)
    entries = tuple(
        Entry(str(row.title), wording.told(row), url=str(row.url))
        for row in lately.head(_MOST).itertuples()
    )
    elements: list[Element] = [Listing(entries) if entries else Paragraph(wording.NONE)]
    if more := wording.more(len(lately) - len(entries)):
        elements.append(Paragraph(more))
    return Block("learnings", "What we learned", tuple(elements))
