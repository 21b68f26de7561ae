"""Block 6: what people can now use."""

from programme.wording import achievements as wording
from reports.elements import Block, Element, Entry, Listing, Paragraph
from snapshots.edition import Edition

_MOST = 5


def block(edition: Edition) -> Block:
    """List what was finished lately, the newest first, with where it can be seen."""
    table = edition.table("achievements")
    lately = wording.lately(table, edition.today)
    entries = tuple(
        Entry(str(row.title), wording.finished(row), url=str(row.demo_url or row.url))
        for row in lately.head(_MOST).itertuples()
    )
    elements: list[Element] = [Listing(entries) if entries else Paragraph(wording.NONE)]
    said = (
        wording.more(len(lately) - len(entries)),
        wording.next_show(table, edition.today),
    )
    elements += [Paragraph(text) for text in said if text]
    return Block("achievements", "What people can now use", tuple(elements))
