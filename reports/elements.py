"""What a block of the report is made of, whatever draws it: page, HTML, slides or mail.

Text is plain; whoever draws it escapes it. Dates and numbers in it are words already.
"""

from dataclasses import dataclass

from charts.chart import Chart


@dataclass(frozen=True)
class Position:
    """The programme's rating and how it changed.

    Attributes:
        rating: green | amber | red | not_rated.
        changed: One sentence, such as "Same as last week."
        indicated: The rating that the figures point to, where people declared another one; else
            empty.
    """

    rating: str
    changed: str
    indicated: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Sentences that belong together.

    Attributes:
        text: Never empty.
        kind: ``lead`` stands out, ``warning`` must not be missed, ``notice`` says what these
            figures are, ``note`` holds somebody's own words, ``aside`` is told below the rest and
            left out where there is no room.
        about: What a forge calls the thing that the sentences speak of, written before them; of a
            note whose words they are.
    """

    text: str
    kind: str = "plain"
    about: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell of a table.

    Attributes:
        text: Never empty; what is missing is said in words.
        aside: Said below it.
        foreign: Whether a forge wrote the text.
        known: False where the text says that something is missing.
        increment: (project, increment) that it names, for whoever can lead there.
        url: https address at the forge; empty = none.
        rating: As in ``Position`` where the text is the word for one; empty = it is not.
    """

    text: str
    aside: str = ""
    foreign: bool = False
    known: bool = True
    increment: tuple[str, str] | None = None
    url: str = ""
    rating: str = ""


@dataclass(frozen=True)
class Grid:
    """A table of a few rows; the first cell of each names it.

    Attributes:
        caption: What it holds.
        headings: One a column.
        rows: As many cells in each as there are headings.
    """

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Entry:
    """One thing of a list.

    Attributes:
        title: What a forge calls it; may be empty.
        detail: Sentences on it.
        more: Sentences that can be left to who asks for them; they stay where nobody can ask.
        url: https address at the forge; empty = none.
        rating: As in ``Position`` where it is rated; empty = it is not.
    """

    title: str
    detail: str = ""
    more: str = ""
    url: str = ""
    rating: str = ""


@dataclass(frozen=True)
class Listing:
    """A list of at least one thing.

    Attributes:
        entries: In order.
        heading: Said above it; may be empty.
        ordered: Whether the order counts, so that they are numbered.
        aside: Whether it is told below the rest and left out where there is no room.
    """

    entries: tuple[Entry, ...]
    heading: str = ""
    ordered: bool = False
    aside: bool = False


@dataclass(frozen=True)
class Figure:
    """One chart."""

    chart: Chart


Words = Position | Paragraph | Grid | Listing
Element = Words | Figure


@dataclass(frozen=True)
class Block:
    """One of the eight blocks of the sponsor's page.

    Attributes:
        name: Identity: position, decisions, ready, risks, pace, achievements, learnings, sureness.
        heading: Its title.
        elements: In order; at most one Figure.
    """

    name: str
    heading: str
    elements: tuple[Element, ...]

    @property
    def words(self) -> tuple[Words, ...]:
        """All but the chart, in order."""
        return tuple(one for one in self.elements if not isinstance(one, Figure))

    @property
    def chart(self) -> Chart | None:
        """Its chart, if it has one."""
        return next((one.chart for one in self.elements if isinstance(one, Figure)), None)
