"""What is sent of an edition: the mail with what a sponsor must know, and the line for a chat."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from charts.palette import RATINGS
from programme.teams import withheld
from programme.weeks import weeks_between
from programme.wording import messages as wording
from programme.wording import origin
from programme.wording.changes import NOTHING, introduction
from programme.wording.ratings import rating_word
from programme.wording.words import visible
from reports.alerts import Alert
from reports.drawn_from import all_tables
from reports.elements import Block, Element, Entry, Listing, Paragraph, Position
from snapshots.change_groups import only_method, shareable_changes
from snapshots.changes import GROUPS
from snapshots.edition import Edition

#: Blocks that a mail holds; the others stand in the pack, which is attached.
_TOLD: Final = ("position", "decisions")
#: Kinds of paragraphs of the position that a chat is told.
_BRIEFLY: Final = {"lead", "warning"}


@dataclass(frozen=True)
class Message:
    """Something to be sent.

    Attributes:
        subject: One line.
        text: Plain text.
        html: The same as HTML, every word in it escaped; empty = it is sent as text.
    """

    subject: str
    text: str = ""
    html: str = ""


def mail(
    edition: Edition, blocks: Sequence[Block], *, address: str = "", attached: Sequence[str] = ()
) -> Message:
    """Return the position, the decisions and what changed, for whoever reads mail.

    Args:
        edition: What is told.
        blocks: Its narrative.
        address: Where the dashboard is; empty = nowhere to link to.
        attached: Names of the files that are sent with it.
    """
    parts = [
        *(part for block in blocks if block.name in _TOLD for part in _block(block)),
        *_changes(edition),
        *_paragraphs(wording.attached(attached)),
        *_link(address),
        *_paragraphs(origin.PINNED if edition.demonstration else "", _origin(edition, blocks)),
    ]
    return Message(_subject(edition), html=str(Markup("\n").join(parts)))


def chat(edition: Edition, blocks: Sequence[Block], *, address: str = "") -> Message:
    """Return the position and a link, for whoever reads a chat; arguments as for ``mail``."""
    elements = [one for block in blocks if block.name == "position" for one in block.elements]
    lines = [one.changed for one in elements if isinstance(one, Position)]
    lines += [one.text for one in elements if isinstance(one, Paragraph) and one.kind in _BRIEFLY]
    lines += [origin.PINNED] if edition.demonstration else []
    lines += [wording.link(address)] if address else []
    return Message(_subject(edition), text="\n".join(visible(line) for line in lines))


def alert_message(programme: str, alerts: Sequence[Alert], *, address: str = "") -> Message:
    """Return alerts as one message.

    Args:
        programme: Name of the programme.
        alerts: At least one.
        address: Where the dashboard is; empty = nowhere to link to.
    """
    subject = wording.alerts_subject(programme, [one.subject for one in alerts])
    lines = [one.sentence for one in alerts] + [wording.link(address)]
    return Message(subject, text="\n".join(visible(line) for line in lines if line))


def _subject(edition: Edition) -> str:
    return wording.subject(edition.header, edition.zone)


def _origin(edition: Edition, blocks: Sequence[Block]) -> str:
    """Say what the figures are of and where they are listed, for whoever has to check them."""
    told = [block for block in blocks if block.name in _TOLD]
    tables = all_tables(told, edition)
    if edition.header["compared_with_week"]:
        tables = (*tables, "changes")
    return origin.line(edition.header, edition.data_through, edition.zone, tables)


def _block(block: Block) -> Iterator[Markup]:
    yield Markup("<h2>{}</h2>").format(block.heading)
    for element in block.elements:
        yield from _element(element)


def _element(element: Element) -> Iterator[Markup]:
    """Yield what is said of an element in a mail; tables and charts stand in the pack."""
    match element:
        case Position(rating=rating, changed=changed):
            yield Markup("<p><strong>{}</strong> {}</p>").format(_rating(rating), changed)
        case Paragraph(kind=kind, about=about, text=text) if kind != "aside":
            before = Markup("<strong>{}:</strong> ").format(visible(about)) if about else ""
            yield Markup("<p>{}{}</p>").format(before, visible(text))
        case Listing(aside=False, entries=entries, heading=heading, ordered=ordered):
            if heading:
                yield Markup("<h3>{}</h3>").format(heading)
            name = Markup("ol" if ordered else "ul")
            items = Markup("").join(_entry(entry) for entry in entries)
            yield Markup("<{0}>{1}</{0}>").format(name, items)


def _rating(rating: str) -> str:
    """Return a rating as its shape and its word."""
    return f"{RATINGS[rating][2]} {rating_word(rating)}"


def _entry(entry: Entry) -> Markup:
    title = Markup("<strong>{}</strong>").format(visible(entry.title)) if entry.title else ""
    if title and entry.url.startswith("https://"):
        title = Markup('<a href="{}">{}</a>').format(entry.url, title)
    rating = _rating(entry.rating) if entry.rating else ""
    lines = [(title, rating), (visible(entry.detail), visible(entry.more))]
    told = [Markup(" ").join(part for part in line if part) for line in lines if any(line)]
    return Markup("<li>{}</li>").format(Markup("<br>").join(told))


def _changes(edition: Edition) -> Iterator[Markup]:
    """Yield what moves an end date furthest of all that changed; pieces of work are left out."""
    before = edition.header["compared_with_week"]
    if not before:
        return
    table = shareable_changes(edition.table("changes"), withheld(edition.settings.projects))
    said = table[~table["kind"].isin(GROUPS["scope"])].sort_values("order")["sentence"].tolist()
    told = said[: wording.MOST_CHANGES]
    yield Markup("<h2>{}</h2>").format(wording.CHANGES)
    yield from _paragraphs(
        introduction(weeks_between(before, edition.header["iso_week"])),
        NOTHING if only_method(table) else "",
    )
    if told:
        items = Markup("").join(Markup("<li>{}</li>").format(visible(one)) for one in told)
        yield Markup("<ul>{}</ul>").format(items)
    yield from _paragraphs(wording.changes_left_out(len(table) - len(told)))


def _paragraphs(*texts: str) -> Iterator[Markup]:
    for text in texts:
        if text:
            yield Markup("<p>{}</p>").format(text)


def _link(address: str) -> Iterator[Markup]:
    if address:
        said = wording.link(address).removesuffix(address)
        yield Markup('<p>{}<a href="{}">{}</a></p>').format(said, address, address)
