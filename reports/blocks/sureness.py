"""Block 8: where the figures come from, how old they are and what is missing."""

from datetime import datetime

from programme.wording import held, sureness
from reports.elements import Block, Paragraph
from snapshots.edition import Edition


def block(edition: Edition, read_at: datetime) -> Block:
    """Say how far the figures can be trusted.

    Args:
        edition: What is told.
        read_at: Aware instant from which the age of the data is counted.
    """
    sources = edition.table("sources")
    origin = sureness.origin(sources, edition.as_of, edition.zone)
    behind = [sureness.source_notice(r, edition.as_of, edition.zone) for r in sources.itertuples()]
    said = [
        f"{origin} {sureness.data_age(edition.data_through, read_at)}",
        *behind,
        f"{sureness.method(sources)} {held.brief(edition.table('forecast_scores'))}".strip(),
        sureness.gaps(edition.table("data_quality"), edition.table("increments")),
    ]
    return Block("sureness", "How sure are we?", tuple(Paragraph(text) for text in said if text))
