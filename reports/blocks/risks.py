"""Block 4: the delay that open risks carry, against the board's limit, and the largest of them."""

from collections.abc import Iterator

import pandas as pd

from charts.risk_burndown import risk_burndown_chart
from programme.wording import ready, risks
from programme.wording.risk_projection import ahead, projection
from programme.wording.words import known, sentence
from reports.blocks import rows
from reports.elements import Block, Element, Entry, Figure, Listing, Paragraph
from snapshots.edition import Edition


def block(edition: Edition) -> Block:
    """Say what could go wrong, and what is best done about it."""
    return Block("risks", "What could go wrong", tuple(_elements(edition)))


def _elements(edition: Edition) -> Iterator[Element]:
    burndown = edition.table("risk_burndown")
    whole = burndown[burndown["project"] == ""]
    if whole.empty or not whole["open_count"].any():
        yield Paragraph(risks.NONE)
        yield from _too_large(edition)
        return
    register = edition.table("risks")
    weeks = list(whole.tail(2).itertuples())
    last, before = weeks[-1], weeks[-2] if len(weeks) > 1 else None
    said = risks.total(last, projects=risks.carrying(register))
    yield Paragraph(f"{said} {risks.movement(last, before)}".strip())
    if goes_on := projection(whole):
        yield Paragraph(goes_on)
    monday = (last.week_end - pd.Timedelta(days=6)).date()
    yield from (Paragraph(one) for one in risks.happened(register, monday))
    yield from _largest(edition, register)
    yield from _too_large(edition)
    place = edition.settings.programme.name
    yield Figure(risk_burndown_chart(whole, place=place, ahead=ahead(whole)))


def _too_large(edition: Edition) -> Iterator[Paragraph]:
    """Say of the least sure milestone that it is too large to be steered, where it is."""
    waiting = rows.waiting(edition)
    if waiting.empty:
        return
    least = ready.least_sure(waiting)
    if known(least.oversized_reason):
        yield Paragraph(sentence(str(least.oversized_reason)), about=str(least.increment))


def _largest(edition: Edition, register: pd.DataFrame) -> Iterator[Element]:
    largest = risks.largest(register)
    if largest.empty:
        return
    yield Listing(
        tuple(
            Entry(str(r.title), risks.biggest(r, edition.today), url=str(r.url))
            for r in largest.itertuples()
        ),
        heading="Biggest risks, by expected delay" if len(largest) > 1 else "Biggest risk",
        ordered=True,
    )
    if said := risks.buys(largest, edition.keys):
        yield Paragraph(said)
