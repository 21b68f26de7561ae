"""The weekly report as one HTML file that needs nothing else: no script, no network, no font."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from charts.chart import Chart
from charts.key import key
from charts.palette import RATINGS
from programme.wording import origin
from programme.wording.ratings import rating_word
from programme.wording.sureness import as_at, data_age
from programme.wording.words import at_dates, visible
from reports.appendix import appendix
from reports.data_table import data_table
from reports.drawn_from import all_tables, tables_of
from reports.elements import Block, Figure, Grid, Listing, Paragraph, Position
from reports.narrative import narrative, read_at
from reports.svg.picture import NARROW, WIDE, svg
from snapshots.edition import Edition

_TEMPLATES: Final = Path(__file__).with_name("templates")


def html(edition: Edition, *, now: datetime) -> bytes:
    """Return the report of one edition: the eight blocks, what stands behind them, its origin.

    The same edition, read at the same instant, gives the same bytes.

    Args:
        edition: The live one, or that of a frozen week.
        now: Aware instant at which it is read; counts for the live one alone.
    """
    return page(edition, narrative(edition, now=now), appendix(edition), now=now)


def page(
    edition: Edition, blocks: Sequence[Block], behind: Sequence[Block], *, now: datetime
) -> bytes:
    """Return blocks of an edition as the report.

    Args:
        edition: What they tell.
        blocks: What is read first.
        behind: What is looked up.
        now: As for ``html``.
    """
    told = (
        _environment()
        .get_template("report.html")
        .render(
            edition=edition,
            header=edition.header,
            week=origin.edition(edition.header),
            basis=origin.BASIS[str(edition.header["basis"])],
            blocks=blocks,
            behind=behind,
            pinned=origin.PINNED,
            status=_status(edition, now),
            line=partial(_line, edition),
            facts=origin.whole(edition.header, edition.data_through, edition.zone),
            listed=_listed(edition, [*blocks, *behind]),
        )
    )
    return told.encode()


def _status(edition: Edition, now: datetime) -> str:
    age = data_age(edition.data_through, read_at(edition, now))
    return f"{as_at(edition.as_of, edition.zone)}. {age}"


def _line(edition: Edition, block: Block) -> str:
    """Say where the figures of a block come from."""
    return origin.line(
        edition.header, edition.data_through, edition.zone, tables_of(block, edition)
    )


def _listed(edition: Edition, blocks: Sequence[Block]) -> list[tuple[str, str]]:
    """Return each table that is drawn, and the command that names the items of its rows."""
    as_of = str(edition.header["as_of"])
    return [(table, origin.explain_command(table, as_of)) for table in all_tables(blocks, edition)]


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "unbroken": _unbroken,
        "visible": visible,
        "key": key,
        "data_table": data_table,
        "rating_word": rating_word,
        "rating_shape": lambda rating: RATINGS[rating][2],
        "wide": partial(_picture, width=WIDE),
        "narrow": partial(_picture, width=NARROW),
    }
    made.tests |= {
        "position": lambda element: isinstance(element, Position),
        "paragraph": lambda element: isinstance(element, Paragraph),
        "grid": lambda element: isinstance(element, Grid),
        "listing": lambda element: isinstance(element, Listing),
        "figure": lambda element: isinstance(element, Figure),
        "https": lambda address: str(address).startswith("https://"),
    }
    return made


def _picture(chart: Chart, *, width: int) -> Markup:
    return Markup(svg(chart, width=width))  # it escapes every word that it draws


def _unbroken(text: str) -> Markup:
    """Return one of our sentences, its dates kept on one line each."""
    return Markup("").join(
        Markup('<span class="date">{}</span>').format(part) if at % 2 else escape(part)
        for at, part in enumerate(at_dates(text))
    )
