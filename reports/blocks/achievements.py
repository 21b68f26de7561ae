"""Block 6: what people can now use."""

from programme.wording import achievements as wording
from reports.blocks import rows
from reports.elements import Block, Element, Entry, Listing, Paragraph
from snapshots.edition import Edition

_MOST = 5


def block(edition: Edition) -> Block:
    """List what was finished lately, the newest first, with where it can be seen."""
    lately = wording.lately(rows.achievements(edition), edition.today)
    entries = tuple(
        Entry(str(row.title), wording.finished(row), url=str(row.url))
        for row in lately.head(_MOST).itertuples()
    )
    elements: list[Element] = [Listing(entries) if entries else Paragraph(wording.NONE)]
    if more := wording.more(len(lately) - len(entries)):
        elements.append(Paragraph(more))
    return Block("achievements", "What people can now use", tuple(elements))
