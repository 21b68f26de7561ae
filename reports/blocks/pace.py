"""Block 5: whether the work moves as it usually does."""

from charts.throughput import throughput_chart
from programme.teams import merged
from programme.wording import pace
from reports.elements import Block, Element, Figure, Paragraph
from snapshots.edition import Edition

#: Weeks of the pace that a sponsor is shown.
WEEKS = 26


def block(edition: Edition) -> Block:
    """Say how the pace stands in one paragraph, and draw it."""
    chart = edition.table("run_chart")
    whole = chart[chart["project"] == ""]
    alone = chart[~chart["project"].isin({"", *merged(edition.settings.projects)})]
    elements: list[Element] = [Paragraph(pace.pace(whole, alone))]
    if not whole.empty:
        place = edition.settings.programme.name
        elements.append(Figure(throughput_chart(whole, place=place, weeks=WEEKS)))
    return Block("pace", "Is the work moving?", tuple(elements))
